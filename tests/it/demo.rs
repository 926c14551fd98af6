//! `demo`: the whole loop on a practice machine, without touching the user's own files.

use std::path::Path;

use rustix::process::Signal;

use crate::common::pty::{CTRL_C, ENTER};
use crate::common::run::Program;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Home, Pty, program};

fn nothing_in(folder: &Path) {
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Runs the demo for a user whose own environment would break it.
fn demo(home: &Home, args: &[&str]) -> Program {
    let mut program = program(home, args).env("TMPDIR", home.beside("tmp"));
    for (name, value) in hostile() {
        program = program.env(&name, value);
    }
    program
}

fn hostile() -> Vec<(String, String)> {
    [
        ("AWS_PROFILE", "not-there"),
        ("AWS_REGION", "eu-west-9"),
        ("AWS_CONFIG_FILE", "/not/there"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("AWS_CA_BUNDLE", "/not/there.pem"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
        ("http_proxy", "http://127.0.0.1:9"),
        ("ALL_PROXY", "http://127.0.0.1:9"),
        ("XDG_STATE_HOME", "/not/there"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

fn in_terminal(home: &Home, args: &[&str]) -> Pty {
    let mut variables = hostile();
    for (name, folder) in
        [("HOME", home.path()), ("PATH", home.bin()), ("TMPDIR", home.beside("tmp"))]
    {
        variables.push((name.into(), folder.display().to_string()));
    }
    Pty::start(args, &variables, 80, 40)
}

#[test]
fn the_demo_shows_a_person_the_whole_loop() {
    let home = Home::with_aws();
    let mut terminal = in_terminal(&home, &["demo"]);
    terminal
        .wait_for("A practice machine")
        .wait_for("sso-session-exists")
        .wait_for("Fix these now?")
        .send(ENTER)
        .wait_for("sso-session-exists: ")
        .wait_for("written to the practice machine")
        .wait_for("sso-session-exists now passes")
        .wait_for("The rest needs your answer");
    for check in ["static-keys", "sso-scopes"] {
        terminal
            .wait_for(&format!("{check}: "))
            .wait_for("Change this?")
            .send(ENTER)
            .wait_for(&format!("{check} now passes"));
    }
    terminal
        .wait_for("profile-region: ")
        .wait_for("us-east-1")
        .choose("us-west-2")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("profile-region now passes");
    // The simulated sign-in is approved automatically.
    terminal
        .wait_for("Sign in now?")
        .send(ENTER)
        .wait_for("Code")
        .wait_for("token-present now passes")
        .wait_for("Ready: ScienceCloudProject-devAccount is 111122223333 as PowerUser");
    terminal.exits_with(0);
    nothing_in(&home.path());
    nothing_in(&home.beside("tmp"));
}

#[test]
fn a_command_of_ones_own_runs_on_the_practice_machine() {
    let home = Home::with_aws();
    let outcome = demo(&home, &["demo", "--", "doctor", "--format", "json"]).run().status(1);
    assert_eq!(outcome.outcome_of("sso-session-exists"), "found");
    assert_eq!(outcome.outcome_of("static-keys"), "found");
    let json = outcome.json();
    assert_eq!(json["profile"], "ScienceCloudProject-devAccount");
    // The practice machine's paths, not the user's.
    assert!(!outcome.stdout.contains(home.path().to_str().unwrap()));
    nothing_in(&home.path());
    nothing_in(&home.beside("tmp"));
}

#[test]
fn every_scenario_runs_and_ends_well_when_everything_is_answered() {
    let home = Home::with_aws();
    let listed = demo(&home, &["demo", "--list"]).run().status(0);
    let names: Vec<&str> =
        listed.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"wiki-page") && names.len() >= 2, "{names:?}");
    for name in names {
        let outcome =
            demo(&home, &["demo", name, "--", "doctor", "--format", "json"]).run().status(1);
        assert_eq!(outcome.json()["outcome"], "failed", "{name}");
    }
    let answers = [
        "demo",
        "wiki-page",
        "--",
        "doctor",
        "--fix",
        "--yes",
        "--no-input",
        "--answer",
        "static-keys.remedy=comment-out",
        "--answer",
        "profile-region.region=eu-central-1",
        "--answer",
        "token-present.remedy=sign-in",
    ];
    let outcome = demo(&home, &answers).run().status(0);
    assert!(outcome.stdout.contains("Ready: "), "{outcome:?}");
    nothing_in(&home.path());
    nothing_in(&home.beside("tmp"));
}

#[test]
fn an_unknown_scenario_is_wrong_usage() {
    let home = Home::with_aws();
    let outcome = demo(&home, &["demo", "wikipage"]).run().status(2);
    assert!(outcome.stderr.contains("wiki-page"), "{}", outcome.stderr);
    for args in [
        &["demo", "--", "demo"][..],
        &["demo", "--", "nonsense"],
        &["demo", "--", "doctor", "--only", "nonsense"],
    ] {
        demo(&home, args).run().status(2);
    }
    nothing_in(&home.path());
}

#[test]
fn the_persons_own_files_are_neither_read_nor_written() {
    let home = Home::with_files("[profile mine]\nregion = eu-west-1\n", "[mine]\n");
    let before = snapshot(&home.path());
    let outcome = demo(&home, &["demo", "--", "profiles", "--format", "json"]).run().status(0);
    let profiles = &outcome.json()["profiles"];
    assert!(profiles.get("mine").is_none(), "{profiles}");
    assert!(profiles.get("ScienceCloudProject-devAccount").is_some());
    assert_same(&before, &snapshot(&home.path()));
}

/// The commands that the demo names work as they are.
#[test]
fn next_names_a_command_of_the_demo() {
    let home = Home::with_aws();
    let outcome = demo(&home, &["demo"]).run().status(1);
    let next = outcome.stdout.lines().find_map(|line| line.split_once("Next: ")).unwrap().1;
    assert_eq!(next, "aws-onboard demo wiki-page -- doctor --fix");
    let words: Vec<&str> = next.split(' ').skip(1).collect();
    demo(&home, &words).run().status(1);
    let outcome = demo(&home, &["demo", "healthy", "--", "roles"]).run().status(1);
    assert!(outcome.stderr.contains("`aws-onboard demo healthy -- login`"), "{outcome:?}");
    nothing_in(&home.beside("tmp"));
}

/// A closed terminal and `kill` end it with nothing left.
#[test]
fn a_signal_leaves_nothing_behind() {
    for signal in [Signal::HUP, Signal::TERM] {
        let home = Home::with_aws();
        let mut terminal = in_terminal(&home, &["demo"]);
        terminal.wait_for("Fix these now?").wait_for("One by one").signal(signal);
        assert_ne!(terminal.end(), 0);
        nothing_in(&home.path());
        nothing_in(&home.beside("tmp"));
    }
}

/// Ctrl-C leaves the user's home and the temporary folder unchanged.
#[test]
fn ctrl_c_ends_the_demo() {
    let home = Home::with_aws();
    let mut terminal = in_terminal(&home, &["demo"]);
    terminal.wait_for("Fix these now?").wait_for("One by one").send(CTRL_C);
    terminal.exits_with(130);
    nothing_in(&home.path());
    nothing_in(&home.beside("tmp"));
}
