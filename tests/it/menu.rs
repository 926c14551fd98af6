//! Without a command: what this computer needs comes first, and a healthy one has a short menu.

use std::time::Duration;

use crate::common::machine::healthy_config;
use crate::common::pty::{ENTER, ESC};
use crate::common::{Machine, Pty, WIKI_CONFIG};
use crate::sign_in_out::two_sessions;

/// Starts the menu and waits for it.
fn menu(machine: &Machine) -> Pty {
    let mut terminal = machine.terminal_of(&[], 80, 24);
    terminal.wait_for("What would you like to do?").wait_for_screen("> ");
    terminal
}

#[track_caller]
fn leave(mut terminal: Pty) {
    terminal.send(ESC);
    terminal.exits_with(0);
}

#[test]
fn a_new_computer_is_set_up() {
    let machine = Machine::with_files("", "");
    let mut terminal = menu(&machine);
    terminal.wait_for_screen("> Set up this computer");
    assert!(terminal.screen().contains("Single sign-on is not set up here yet."));
    assert!(!terminal.screen().contains("Sign out"), "{}", terminal.screen());
    terminal.send(ENTER).wait_for("Welcome.").wait_for("access portal's address");
    terminal.send("\u{3}");
    terminal.exits_with(130);
    assert!(!machine.home.config().exists());
}

#[test]
fn what_is_broken_is_fixed_and_can_be_undone() {
    let machine = Machine::wiki();
    let mut terminal = menu(&machine);
    terminal.wait_for_screen("> Fix 2 problems").send(ENTER).wait_for("Fix these now?");
    terminal.wait_for_screen("> Fix all that is safe").send(ENTER);
    terminal.wait_for("The rest needs your answer").wait_for("Change this?").send("\u{3}");
    terminal.exits_with(130);
    assert_ne!(machine.home.read_config(), WIKI_CONFIG);

    let mut terminal = menu(&machine);
    terminal.pick("> Undo the last run: ").wait_for("Undo this?");
    terminal.pick("> Yes");
    terminal.exits_with(0);
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
}

/// A profile that no tool sees is not nothing.
#[test]
fn a_file_that_is_wrong_is_fixed_before_anything_is_set_up() {
    let config = "[dev]\nsso_start_url = https://d-1234567890.awsapps.com/start\n\
        sso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n";
    let terminal = menu(&Machine::with_files(config, ""));
    let screen = terminal.screen();
    assert!(screen.starts_with("✗ 1 problem found"), "{screen}");
    assert!(screen.contains("> Fix 1 problem"), "{screen}");
    leave(terminal);
}

/// A profile with an address of its own is set up too, whatever AWS_PROFILE names.
#[test]
fn a_legacy_profile_is_not_nothing() {
    let config = "[profile dev]\nsso_start_url = https://d-1234567890.awsapps.com/start\n\
        sso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n\
        region = us-east-1\n";
    let machine = Machine::with_files(config, "");
    let mut terminal = machine.terminal_with(&[], &[("AWS_PROFILE", "nope")], 80, 24);
    terminal.wait_for("What would you like to do?").wait_for_screen("> ");
    let screen = terminal.screen();
    assert!(!screen.contains("not set up here yet"), "{screen}");
    assert!(screen.contains("> Fix "), "{screen}");
    leave(terminal);
}

#[test]
fn the_session_that_is_signed_out_is_signed_in_to() {
    let machine = two_sessions();
    std::fs::remove_file(machine.home.token("lab")).unwrap();
    let mut terminal = menu(&machine);
    terminal.wait_for_screen("> Sign in to lab").send(ENTER).wait_for("Code");
    terminal.send("\u{3}");
    terminal.exits_with(130);
}

#[test]
fn a_healthy_computer_has_one_line_and_a_short_menu() {
    let machine = Machine::healthy();
    let terminal = menu(&machine);
    let screen = terminal.screen();
    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(
        lines,
        [
            "✓ dev: 111122223333 PowerUser, signed in, renews itself",
            "",
            "? What would you like to do?",
            "> Nothing",
            "  Open the access portal",
            "  List my accounts and roles",
            "  More…",
        ],
        "{screen}"
    );
    let mut terminal = terminal;
    terminal.pick("> More…").wait_for("Sign out").wait_for("Nothing");
    assert!(!terminal.screen().contains("Sign in"), "{}", terminal.screen());
    leave(terminal);
    assert!(machine.simulator.calls().is_empty(), "the menu makes no request");
}

#[test]
fn two_hundred_profiles_are_one_line() {
    let names: Vec<String> = (0..200).map(|number| format!("team-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let machine = Machine::with_files(&healthy_config(&names), "");
    machine.sign_in("corp", true, Duration::from_secs(3600));
    let terminal = menu(&machine);
    let screen = terminal.screen();
    assert!(screen.starts_with("✓ corp (200 profiles): signed in, renews itself\n"), "{screen}");
    leave(terminal);
}
