//! Setup offers to remove only profiles that it created and whose role is no longer assigned.

use std::time::Duration;

use crate::common::machine::{LAB_URL, three_roles};
use crate::common::{Home, Machine};

const FLAGS: &[&str] = &[
    "setup",
    "--session",
    "lab",
    "--start-url",
    LAB_URL,
    "--sso-region",
    "us-east-1",
    "--all-roles",
];

/// A profile that the user wrote for the role that will be removed.
const OWN: &str = "\
[profile mine]
sso_session = lab
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1
# kept
";

/// Setup creates all three profiles, and then two roles of the first account are unassigned.
fn machine_that_lost_roles(own: &str) -> Machine {
    let machine = Machine::new(Home::with_files(own, ""), three_roles());
    machine.sign_in("lab", true, Duration::from_secs(3600));
    machine.run(&[FLAGS, &["--yes", "--no-input"]].concat()).run().status(0);
    machine.simulator.set(|world| world.accounts[0].roles.clear());
    machine
}

#[test]
fn a_profile_that_setup_made_goes_after_the_diff_and_a_question() {
    let machine = machine_that_lost_roles(OWN);
    let before = machine.home.read_config();
    assert!(before.contains("[profile Dev-Account") && before.contains("[profile Prod]"));
    let mut terminal = machine.terminal(FLAGS);
    terminal.wait_for("What do you want to do with them?");
    terminal.send("\u{1b}[B\r");
    terminal.wait_for("Write this?");
    assert!(terminal.transcript().contains("-[profile Dev-Account"));
    terminal.send("\r");
    terminal.exits_with(0);
    let after = machine.home.read_config();
    assert!(!after.contains("[profile Dev-Account"), "{after}");
    assert!(after.contains("[profile Prod]"), "{after}");
    assert!(after.contains(OWN), "{after}");
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), before);
}

#[test]
fn without_anybody_to_ask_they_stay_and_that_is_said() {
    let machine = machine_that_lost_roles("");
    let before = machine.home.read_config();
    let outcome = machine.run(&[FLAGS, &["--yes", "--no-input"]].concat()).run().status(0);
    assert!(outcome.both().contains("no longer assigned"), "{outcome:?}");
    assert_eq!(machine.home.read_config(), before);
}
