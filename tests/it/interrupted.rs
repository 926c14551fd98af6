//! Esc, "Stop here" and Ctrl-C: the files are complete whenever the user stops.

use std::time::Duration;

use identity_center_sim::{Operation, Rubbish, RubbishKind};
use rustix::process::Signal;

use crate::common::machine::healthy_config;
use crate::common::pty::{CTRL_C, ENTER, ESC, UP};
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Machine, WIKI_CONFIG, WIKI_CREDENTIALS};

/// There is no token, whole or partial, and no file from an interrupted write.
fn nobody_is_signed_in(machine: &Machine) {
    for (name, entry) in snapshot(&machine.home.path()) {
        let text = String::from_utf8_lossy(&entry.bytes).into_owned();
        assert!(!text.contains("accessToken"), "{}", name.display());
        let word = name.display().to_string();
        assert!(!word.contains("tmp"), "{word}");
    }
}

#[test]
fn esc_skips_one_and_goes_on() {
    let machine = Machine::wiki();
    let mut terminal = machine.terminal(&["doctor", "--fix"]);
    terminal
        .wait_for("static-keys: ")
        .wait_for("Change this?")
        .send(ESC)
        .wait_for("sso-session-exists: ")
        .wait_for("Change this?")
        .send(ENTER)
        .wait_for("sso-session-exists now passes")
        .wait_for("sso-start-url: ")
        .wait_for("? ")
        .send(ESC)
        .wait_for("sso-scopes: ")
        .wait_for("Change this?")
        .send(ESC)
        .wait_for("profile-region: ")
        .wait_for("us-east-1")
        // Esc in the list of regions cancels this fix.
        .send(ESC)
        .wait_for("token-present: ")
        .wait_for("Sign in now?")
        .send(ESC);
    terminal.exits_with(1);
    assert_eq!(
        machine.home.read_config(),
        WIKI_CONFIG.replace("= my-sciencecloud-sso\n", "= ScienceCloudProject-AdminAccount\n")
    );
    assert_eq!(machine.home.read_credentials(), WIKI_CREDENTIALS);
    nobody_is_signed_in(&machine);
}

#[test]
fn stop_here_ends_the_fixing() {
    let machine = Machine::wiki();
    let before = snapshot(&machine.home.path());
    let mut terminal = machine.terminal(&["doctor", "--fix"]);
    terminal.wait_for("static-keys: ").wait_for("Change this?").wait_for("Stop here");
    // The last choice, reached from either end.
    terminal.send(UP).wait_for_screen("> Stop here").send(ENTER);
    terminal.exits_with(1);
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn a_person_can_say_no_to_fixing() {
    let machine = Machine::wiki();
    let before = snapshot(&machine.home.path());
    let mut terminal = machine.terminal(&["doctor"]);
    terminal.wait_for("Fix these now?").wait_for("No").pick("> No");
    terminal.exits_with(1);
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn the_question_at_the_end_begins_the_fixing() {
    let machine = Machine::wiki();
    let mut terminal = machine.terminal(&["doctor", "--skip", "static-keys"]);
    terminal
        .wait_for("Fix these now?")
        .wait_for_screen("> Fix all that is safe (1), then ask about the rest")
        .send(ENTER)
        .wait_for("sso-session-exists: ")
        .wait_for("sso-session-exists now passes")
        .wait_for("The rest needs your answer")
        .wait_for("sso-start-url: ")
        .wait_for("? ")
        .send(ESC)
        .wait_for("sso-scopes: ")
        .wait_for("Change this?")
        .send(CTRL_C);
    terminal.exits_with(130);
    let said = terminal.transcript();
    assert!(said.contains("earlier changes are kept"), "{said}");
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
}

#[test]
fn ctrl_c_at_a_question_changes_nothing() {
    for (args, row) in [(&["doctor", "--fix"][..], "> Yes"), (&["doctor"], "> Fix all")] {
        let machine = Machine::wiki();
        let before = snapshot(&machine.home.path());
        let mut terminal = machine.terminal(args);
        terminal.wait_for("? ").wait_for_screen(row).send(CTRL_C);
        terminal.exits_with(130);
        assert_same(&before, &snapshot(&machine.home.path()));
    }
}

#[test]
fn ctrl_c_at_a_typed_answer_changes_nothing() {
    let machine =
        Machine::with_files(&healthy_config(&["dev"]).replace("region = eu-central-1\n", ""), "");
    let before = snapshot(&machine.home.path());
    let args = ["doctor", "--fix", "--offline", "--only", "profile-region"];
    let mut terminal = machine.terminal(&args);
    terminal.wait_for("profile-region: ").wait_for("us-east-1").send("eu").send(CTRL_C);
    terminal.exits_with(130);
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn ctrl_c_during_the_sign_in_leaves_no_token() {
    let machine = Machine::signed_out();
    let config = std::fs::read(machine.home.config()).unwrap();
    let mut terminal = machine.terminal(&["doctor", "--fix", "--skip", "sso-start-url"]);
    terminal
        .wait_for("Sign in now?")
        .send(ENTER)
        .wait_for("waiting for you in the browser")
        .send(CTRL_C);
    terminal.exits_with(130);
    let said = terminal.transcript();
    assert!(said.contains("you were not signed in"), "{said}");
    assert_eq!(std::fs::read(machine.home.config()).unwrap(), config);
    nobody_is_signed_in(&machine);
}

#[test]
fn an_interrupt_without_a_terminal_is_130_too() {
    let machine = Machine::signed_out();
    let running = machine
        .run(&[
            "doctor",
            "--fix",
            "--yes",
            "--no-input",
            "--answer",
            "token-present.remedy=sign-in",
        ])
        .start();
    running.wait_for("  Code   ");
    running.signal(Signal::INT);
    running.wait().status(130);
    nobody_is_signed_in(&machine);
}

/// While AWS is called and while a token is renewed: the token is either the old or the new one.
#[test]
fn an_interrupt_while_waiting_for_aws_leaves_the_token_whole() {
    for operation in [Operation::GetRoleCredentials, Operation::CreateToken] {
        let machine = Machine::healthy();
        if operation == Operation::CreateToken {
            machine.sign_in("corp", true, Duration::ZERO);
        }
        machine
            .simulator
            .set(|world| world.faults.rubbish = Some(Rubbish::at(operation, RubbishKind::Hang)));
        let before = snapshot(&machine.home.path());
        let running = machine.run(&["doctor"]).start();
        while machine.simulator.count(operation) == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
        running.signal(Signal::INT);
        running.wait().status(130);
        assert_same(&before, &snapshot(&machine.home.path()));
    }
}

/// If the program is killed at any moment during a fix, the files are those before or after a
/// change.
#[test]
fn killed_at_any_moment_the_files_are_whole() {
    let after = {
        let machine = Machine::wiki();
        machine.run(FIX).run();
        machine.home.read_config()
    };
    let between =
        WIKI_CONFIG.replace("= my-sciencecloud-sso\n", "= ScienceCloudProject-AdminAccount\n");
    for wait in (0..120).step_by(8) {
        let machine = Machine::wiki();
        let running = machine.run(FIX).start();
        std::thread::sleep(Duration::from_millis(wait));
        running.signal(Signal::KILL);
        running.end();
        let text = machine.home.read_config();
        assert!(
            [WIKI_CONFIG, between.as_str(), after.as_str()].contains(&text.as_str()),
            "after {wait} ms:\n{text}"
        );
        // Leftover files do not block the next run.
        machine.run(FIX).run().status(1);
        let text = machine.home.read_config();
        assert_eq!(text, after, "after {wait} ms");
    }
}

const FIX: &[&str] = &["doctor", "--offline", "--fix", "--yes", "--no-input"];
