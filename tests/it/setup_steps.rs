//! `setup` with a failing step: retry, continue without it, or fix it in an editor; and flags that
//! answer what the first steps find.

use crate::common::machine::{LAB_URL, one_role};
use crate::common::pty::{DOWN, ENTER};
use crate::common::{Home, Machine, WIKI_CREDENTIALS};
use crate::setup::{approve, changes, config, fresh, walk};

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
    assert_eq!(terminal.end(), 1, "{}", terminal.transcript());
    assert_eq!(config(&machine), PORTAL_ALONE);

    let mut again = walk(&machine, &["setup"]);
    approve(&machine, &mut again);
    again.wait_for("Write this?").send(ENTER).wait_for("dev-account works");
    assert_eq!(again.end(), 0, "{}", again.transcript());
    assert!(config(&machine).starts_with(PORTAL_ALONE));
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
    assert_eq!(terminal.end(), 1, "{}", terminal.transcript());
    assert!(config(&machine).contains("sso_account_id = 111122223333"));
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
    assert_eq!(terminal.end(), 0, "{}", terminal.transcript());
    assert!(config(&machine).starts_with(&fixed));
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
    let text = config(&machine);
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
        let text = std::fs::read_to_string(machine.home.credentials()).unwrap();
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
        .wait_for("Write this report?")
        .send(ENTER)
        .wait_for("only you can read it")
        .wait_for("The sign-in did not work");
    terminal.send(crate::common::pty::CTRL_C);
    assert_eq!(terminal.end(), 130, "{}", terminal.transcript());
    let folder = std::fs::read_dir(machine.home.path()).unwrap();
    let reports = folder.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("report")
    });
    assert_eq!(reports.count(), 1);
}
