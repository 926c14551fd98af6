//! `setup` with a failing step: retry, continue without it, or fix it in an editor; and flags that
//! answer what the first steps find.

use identity_center_sim::World;

use crate::common::machine::{LAB_URL, NO_NETWORK, one_role};
use crate::common::pty::{CTRL_C, DOWN, ENTER, ESC};
use crate::common::{Home, Machine, WIKI_CREDENTIALS};
use crate::setup::{approve, change, changes, fresh, walk};

const PORTAL: &[&str] = &["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1"];

const PORTAL_ALONE: &str = "\
[sso-session lab-portal]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";

fn by_flags<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args = PORTAL.to_vec();
    args.extend(["--yes", "--no-input"]);
    args.extend(more);
    args
}

/// If the sign-in is denied and the user continues, the portal is written, nothing is verified,
/// and the next run starts with the sign-in.
#[test]
fn setup_goes_on_without_a_sign_in_that_fails() {
    let machine = fresh(one_role());
    let mut terminal = walk(&machine, PORTAL);
    terminal.wait_for("waiting for you in the browser");
    assert!(machine.simulator.deny(&machine.next_code()));
    terminal
        .wait_for("Continue without it")
        .send(DOWN)
        .send(ENTER)
        .wait_for("none yet: not signed in")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("Next: aws-onboard setup");
    terminal.exits_with(1);
    assert_eq!(machine.home.read_config(), PORTAL_ALONE);

    let mut again = walk(&machine, &["setup"]);
    approve(&machine, &mut again);
    again.wait_for("Write this?").send(ENTER).wait_for("dev-account works");
    again.exits_with(0);
    assert!(machine.home.read_config().starts_with(PORTAL_ALONE));
}

/// The role from the flags still becomes a profile.
#[test]
fn a_role_that_is_named_needs_no_sign_in_to_be_written() {
    let machine = fresh(one_role());
    let mut args = PORTAL.to_vec();
    args.extend(["--account", "111122223333", "--role", "PowerUser"]);
    let mut terminal = walk(&machine, &args);
    terminal.wait_for("waiting for you in the browser");
    assert!(machine.simulator.deny(&machine.next_code()));
    terminal
        .wait_for("Continue without it")
        .send(DOWN)
        .send(ENTER)
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("nothing was verified");
    terminal.exits_with(1);
    assert!(machine.home.read_config().contains("sso_account_id = 111122223333"));
}

/// With two values for one key, setup cannot know which one is right.
const CONTRADICTORY: &str = "[default]\nregion = eu-west-1\nregion = eu-west-2\n";

#[test]
fn a_file_can_be_put_right_in_an_editor_while_setup_waits() {
    let machine = Machine::new(Home::with_files(CONTRADICTORY, ""), one_role());
    let mut terminal = walk(&machine, PORTAL);
    terminal.wait_for("is defined twice").wait_for("Check again");
    let fixed = CONTRADICTORY.replace("region = eu-west-2\n", "");
    machine.home.put(".aws/config", fixed.as_bytes());
    terminal.send(ENTER);
    approve(&machine, &mut terminal);
    terminal.wait_for("Write this?").send(ENTER).wait_for("dev-account works");
    terminal.exits_with(0);
    assert!(machine.home.read_config().starts_with(&fixed));
}

#[test]
fn an_answer_decides_what_setup_cannot_know() {
    let machine = Machine::new(Home::with_files(CONTRADICTORY, ""), one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    let refused = machine.run(&by_flags(&[])).run().status(1);
    let flag = "config-duplicates.line";
    assert!(refused.stderr.contains(flag), "{refused:?}");
    let answer = format!("{flag}=2");
    machine.run(&by_flags(&["--answer", &answer])).run().status(0);
    let text = machine.home.read_config();
    assert!(
        text.starts_with("[default]\nregion = eu-west-1\n#") && text.contains("eu-west-2\n"),
        "{text}"
    );
    assert_eq!(changes(&machine), 1);
}

#[test]
fn keys_that_look_alive_are_commented_out_where_a_flag_says_so() {
    let answers = [("static-keys.remedy=comment-out", true), ("static-keys.remedy=skip", false)];
    for (answer, commented) in answers {
        let machine = Machine::new(Home::with_files("", WIKI_CREDENTIALS), one_role());
        machine.sign_in("lab-portal", true, crate::HOURS);
        machine.run(&by_flags(&["--answer", answer])).run().status(0);
        let text = machine.home.read_credentials();
        assert_eq!(
            text.contains("#aws_access_key_id") || text.contains("# aws_access_key_id"),
            commented,
            "{text}"
        );
    }
}

#[test]
fn an_answer_to_no_check_or_of_no_use_is_told() {
    let machine = fresh(one_role());
    let wrong = machine.run(&by_flags(&["--answer", "static-kyes.remedy=skip"])).run().status(2);
    assert!(wrong.stderr.contains("static-keys"), "{wrong:?}");
    machine.sign_in("lab-portal", true, crate::HOURS);
    let unused = machine.run(&by_flags(&["--answer", "static-keys.remedy=skip"])).run().status(0);
    assert!(unused.stderr.contains("was not needed"), "{unused:?}");
}

/// The report is written after confirmation, and then setup asks about the step again.
#[test]
fn a_report_can_be_exported_where_a_step_fails() {
    let machine = fresh(one_role());
    let mut terminal = walk(&machine, PORTAL);
    terminal.wait_for("waiting for you in the browser");
    assert!(machine.simulator.deny(&machine.next_code()));
    terminal
        .wait_for("Create a report")
        .send(DOWN)
        .send(DOWN)
        .send(ENTER)
        .wait_for("Who will read the report?")
        .send(ENTER)
        .wait_for("Write this report?")
        .send(ENTER)
        .wait_for("only you can read it")
        .wait_for("The sign-in did not work");
    terminal.send(crate::common::pty::CTRL_C);
    terminal.exits_with(130);
    let folder = std::fs::read_dir(machine.home.path()).unwrap();
    let reports = folder.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("report")
    });
    assert_eq!(reports.count(), 1);
}

/// A program that records the addresses that it is told to open.
fn recording_browser(machine: &Machine) -> (String, std::path::PathBuf) {
    let opened = machine.home.path().join("opened");
    let script = format!("echo \"$1\" >> '{}'\n", opened.display());
    let program = machine.home.program("record-address", &script);
    (program.display().to_string(), opened)
}

/// Waits until the browser was opened this often.
#[track_caller]
fn wait_for_browser(opened: &std::path::Path, times: usize) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let text = std::fs::read_to_string(opened).unwrap_or_default();
        if text.lines().count() >= times {
            assert!(text.lines().all(|line| line.contains("/authorize?")), "{text}");
            return;
        }
        assert!(std::time::Instant::now() < deadline, "{text}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// The browser opens at Enter, so that the steps can be read first, and again at the next one; Esc
/// goes back to the address.
#[test]
fn enter_opens_the_browser_and_esc_goes_back() {
    let machine = fresh(one_role());
    let (program, opened) = recording_browser(&machine);
    let mut variables = NO_NETWORK.to_vec();
    variables.push(("BROWSER", &program));
    let args = ["setup", "--sso-region", "us-east-1"];
    let mut terminal = machine.terminal_with(&args, &variables, 80, 24);
    terminal
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        .wait_for("Press Enter to open your browser")
        .wait_for("waiting for you in the browser");
    assert!(!opened.exists(), "nothing opens by itself");
    terminal.send(ENTER);
    wait_for_browser(&opened, 1);
    terminal.send(ENTER);
    wait_for_browser(&opened, 2);
    terminal.send(ESC).wait_for("start URL").wait_for_screen(LAB_URL).send(CTRL_C);
    terminal.exits_with(130);
    assert!(!machine.home.config().exists());
}

/// Over SSH, the address is also a QR code, and everything fits on a small screen.
#[test]
fn over_ssh_there_is_a_qr_code() {
    let machine = fresh(one_role());
    let mut variables = NO_NETWORK.to_vec();
    variables.push(("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22"));
    let mut terminal = machine.terminal_with(PORTAL, &variables, 80, 30);
    terminal.wait_for("\u{2580}").wait_for("Code").wait_for("waiting for you in the browser");
    let code = machine.next_code();
    let screen = terminal.screen();
    assert!(screen.contains(&code) && screen.contains('\u{2580}'), "{screen}");
    terminal.send(CTRL_C);
    terminal.exits_with(130);
}

/// A portal that AWS refuses is never offered to be written; with a service that is redirected
/// there are no regions to ask.
#[test]
fn after_a_refusal_there_is_nothing_to_write() {
    let machine = fresh(one_role());
    machine.simulator.set(|world| world.faults.wrong_region = true);
    let mut terminal = walk(&machine, PORTAL);
    terminal
        .wait_for("AWS does not know this portal in us-east-1")
        .wait_for("What should setup do?")
        .wait_for_screen("> Change the region");
    let screen = terminal.screen();
    assert!(!screen.contains("Continue without it"), "{screen}");
    machine.simulator.set(|world| world.faults.wrong_region = false);
    terminal.send(ENTER).wait_for("The portal's region").choose("eu-west-1");
    approve(&machine, &mut terminal);
    terminal.wait_for("+sso_region = eu-west-1").wait_for("Write this?").send(CTRL_C);
    terminal.exits_with(130);
    assert!(terminal.transcript().contains("still signed in"), "{}", terminal.transcript());
}

/// A long change is cut at first, and whole before it is written.
#[test]
fn the_whole_change_can_be_seen_before_it_is_written() {
    let machine = fresh(World { start_url: LAB_URL.into(), ..World::many(20, 1) });
    machine.sign_in("lab-portal", true, crate::HOURS);
    let mut args = PORTAL.to_vec();
    args.push("--all-roles");
    let mut terminal = walk(&machine, &args);
    terminal.wait_for("more lines").wait_for("Write this?");
    assert!(!terminal.transcript().contains("+[profile account-0010]"));
    terminal
        .pick("> Show all")
        .wait_for("+[profile account-0010]")
        .wait_for("+[profile account-0020]")
        .wait_for("Write this?");
    assert!(!terminal.screen().contains("Show all"), "{}", terminal.screen());
    assert!(!machine.home.config().exists(), "nothing before the answer");
    terminal.send(ENTER).wait_for("20 profiles work");
}

/// A profile becomes the default by a line in the shell's start-up file, shown first and undone
/// with the rest.
#[test]
fn a_profile_can_become_the_default() {
    let machine = fresh(one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    machine.home.put(".bashrc", b"alias ll='ls -l'\n");
    let mut variables = NO_NETWORK.to_vec();
    variables.push(("SHELL", "/bin/bash"));
    let mut terminal = machine.terminal_with(PORTAL, &variables, 80, 40);
    terminal
        .wait_for("Write this?")
        .pick("> Make a profile the default")
        .wait_for("use by default?")
        .pick("> dev-account  AWS_PROFILE in ~/.bashrc")
        .wait_for("~/.bashrc, at its end")
        .wait_for("+export AWS_PROFILE=dev-account")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("dev-account works")
        .wait_for("Default  dev-account in new terminals");
    terminal.exits_with(0);
    let text = std::fs::read_to_string(machine.home.path().join(".bashrc")).unwrap();
    assert!(text.starts_with("alias ll='ls -l'\n\n# "), "{text}");
    assert!(text.ends_with("\nexport AWS_PROFILE=dev-account\n"), "{text}");
    machine.run(&["undo"]).run().status(0);
    let text = std::fs::read_to_string(machine.home.path().join(".bashrc")).unwrap();
    assert_eq!(text, "alias ll='ls -l'\n");
    assert!(!machine.home.config().exists());
}

/// The shell would still use another profile: setup says so, and names the line that sets it.
#[test]
fn what_the_shell_still_uses_is_named_with_its_line() {
    let machine = fresh(one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    machine.home.put(".bashrc", b"export AWS_PROFILE=long-gone\n");
    let variables = [NO_NETWORK, &[("SHELL", "/bin/bash"), ("AWS_PROFILE", "long-gone")]].concat();
    let mut terminal = machine.terminal_with(PORTAL, &variables, 80, 40);
    terminal
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("dev-account works")
        .wait_for("AWS_PROFILE names the profile long-gone")
        .wait_for("line 1 of")
        .wait_for("~/.bashrc")
        .wait_for("Then  Try");
    terminal.exits_with(0);
    assert!(!terminal.transcript().contains("Done. Try"));
}

/// Each value can be changed, with the present one filled in.
#[test]
fn every_value_can_be_changed() {
    let machine = fresh(one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    let mut terminal = walk(&machine, PORTAL);
    change(terminal.wait_for("Write this?"), "> One profile");
    terminal
        .wait_for("Which value?")
        .send(ENTER)
        .wait_for("Profile name dev-account")
        .send("-2")
        .send(ENTER)
        .wait_for("+[profile dev-account-2]");
    change(terminal.wait_for("Write this?"), "> Output");
    terminal.wait_for("Output format").pick("> yaml").wait_for("+output = yaml");
    change(terminal.wait_for("Write this?"), "> Scopes");
    terminal
        .wait_for("Scopes sso:account:access")
        // Ctrl-A, then Esc: nothing is changed.
        .send("\x01")
        .send(ESC);
    change(terminal.wait_for("Write this?"), "> Session name");
    terminal.wait_for("Session name lab-portal").send("\x15").send("work").send(ENTER);
    approve(&machine, &mut terminal);
    terminal.wait_for("+[sso-session work]").wait_for("Write this?").send(ENTER);
    terminal.wait_for("dev-account-2 works");
    terminal.exits_with(0);
    let text = machine.home.read_config();
    assert!(
        text.contains("[sso-session work]\n") && text.contains("sso_session = work\n"),
        "{text}"
    );
    assert!(text.contains("output = yaml\n"), "{text}");
}
