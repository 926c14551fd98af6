//! The same loop without a terminal: flags give the answers, and `--dry-run` shows the changes
//! without writing them.

use std::time::Duration;

use crate::by_hand::{only_what_was_named, real_tools_answer, taken_back};
use crate::common::home::mode;
use crate::common::text::after_label;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Machine, Outcome, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS, clients};

const ANSWERS: &[&str] = &[
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
    "--answer",
    "sso-scopes.remedy=add-scope",
];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    ANSWERS.iter().chain(more).copied().collect()
}

/// Runs the loop, and approves the sign-in as soon as the code is printed.
fn doctor_fix(machine: &Machine, args: &[&str]) -> Outcome {
    let running = machine.run(args).start();
    running.wait_for("  Code   ");
    // The line may be incomplete.
    let code = loop {
        let said = running.said();
        let whole = said.contains("Code") && said.rsplit("Code").next().unwrap().contains('\n');
        if let Some(code) = after_label(&said, "Code").filter(|_| whole) {
            break code;
        }
    };
    assert!(machine.simulator.approve(&code));
    running.wait()
}

#[test]
fn flags_answer_every_question() {
    let machine = Machine::wiki();
    let outcome = doctor_fix(&machine, ANSWERS).status(0);
    assert!(outcome.stdout.contains("Ready: ScienceCloudProject-devAccount"), "{outcome:?}");
    assert!(!outcome.both().contains("was not needed"), "{outcome:?}");
    only_what_was_named(&machine, WIKI_CONFIG, WIKI_CREDENTIALS);
    let token = machine.home.token(SESSION);
    assert_eq!(mode(&token), 0o600);
    assert_eq!(mode(token.parent().unwrap()) & 0o077, 0);
    real_tools_answer(&machine);
    taken_back(&machine, WIKI_CONFIG, WIKI_CREDENTIALS);
}

/// The same with the real AWS CLI on PATH.
#[test]
fn the_real_aws_cli_is_judged_by_what_it_prints() {
    let Some(aws) = clients::aws_cli() else {
        return;
    };
    let machine = Machine::wiki();
    let place = machine.home.bin().join("aws");
    std::fs::remove_file(&place).unwrap();
    std::os::unix::fs::symlink(aws, &place).unwrap();
    // With a display, Debian's AWS CLI does not need a code.
    let before = machine.run(&["doctor", "--format", "json"]).env("DISPLAY", ":0").run().status(1);
    assert_eq!(before.outcome_of("cli-installed"), "passed");
    assert_eq!(before.outcome_of("cli-version"), "passed");
    let detail = before.check("cli-version")["detail"].to_string();
    assert!(detail.contains("2."), "{detail}");
    doctor_fix(&machine, ANSWERS).status(0);
}

#[test]
fn the_changes_stand_in_the_json() {
    let machine = Machine::wiki();
    let outcome = doctor_fix(&machine, &with(&["--format", "json"])).status(0);
    let json = outcome.json();
    assert_eq!(json["outcome"], "passed");
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 4);
    for change in changes {
        let backup = change["backup"].as_str().unwrap();
        assert!(std::path::Path::new(backup).is_file(), "{backup}");
        assert!(!change["diff"].as_str().unwrap().contains("wJalr"));
    }
}

/// `--yes` accepts only safe fixes.
#[test]
fn yes_alone_leaves_what_needs_a_choice() {
    let machine = Machine::wiki();
    let outcome = machine.run(&["doctor", "--fix", "--yes", "--no-input"]).run().status(1);
    let config = machine.home.read_config();
    assert!(config.contains(&format!("sso_session = {SESSION}")));
    assert!(!config.contains("\nregion"));
    let credentials = machine.home.read_credentials();
    assert_eq!(credentials, WIKI_CREDENTIALS);
    for flag in [
        "--answer static-keys.remedy=comment-out",
        "--answer profile-region.region=",
        "--answer token-present.remedy=sign-in",
    ] {
        assert!(outcome.stderr.contains(flag), "{flag}: {}", outcome.stderr);
    }
    assert!(machine.simulator.calls().is_empty());
}

/// In a pipe, the program never prompts, with or without `--no-input`.
#[test]
fn without_yes_nothing_is_written() {
    let machine = Machine::wiki();
    let before = snapshot(&machine.home.path());
    machine.run(&["doctor", "--fix"]).run().status(1);
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn a_dry_run_shows_everything_and_writes_nothing() {
    let machine = Machine::wiki();
    // Already signed in, so that the real run succeeds, and the dry run must too.
    machine.sign_in(SESSION, true, Duration::from_secs(3600));
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&with(&["--dry-run"])).run().status(0);
    assert_same(&before, &snapshot(&machine.home.path()));
    assert!(!machine.home.state().exists());
    for line in [
        "+sso_session = ScienceCloudProject-AdminAccount",
        "+region = eu-central-1",
        "+sso_registration_scopes = sso:account:access",
    ] {
        assert!(outcome.stderr.contains(line), "{line}: {}", outcome.stderr);
    }
    assert!(!outcome.both().contains("written (a backup"), "{outcome:?}");
    // The real run ends as the dry run predicted.
    machine.run(ANSWERS).run().status(0);
}

#[test]
fn a_dry_run_in_which_something_is_left_says_so() {
    let machine = Machine::wiki();
    let before = snapshot(&machine.home.path());
    let args = ["doctor", "--fix", "--yes", "--no-input", "--dry-run"];
    let outcome = machine.run(&args).run().status(1);
    assert_same(&before, &snapshot(&machine.home.path()));
    assert!(outcome.stderr.contains("+sso_session = "), "{}", outcome.stderr);
}

#[test]
fn another_remedy_can_be_chosen() {
    let machine = Machine::wiki();
    machine
        .run(&[
            "doctor",
            "--fix",
            "--yes",
            "--no-input",
            "--only",
            "sso-session-exists,static-keys",
            "--answer",
            "sso-session-exists.remedy=rename-section",
            "--answer",
            "static-keys.remedy=remove",
        ])
        .run()
        .status(0);
    let config = machine.home.read_config();
    assert_eq!(config, WIKI_CONFIG.replace(SESSION, "my-sciencecloud-sso"));
    let credentials = machine.home.read_credentials();
    assert!(!credentials.contains("aws_"), "{credentials}");
}

/// A denied sign-in is reported, and the files that were written are kept.
#[test]
fn a_denied_sign_in_is_told() {
    let machine = Machine::wiki();
    let running = machine.run(ANSWERS).start();
    running.wait_for("  Code   ");
    assert!(machine.simulator.deny(&machine.next_code()));
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("not signed in:"), "{}", outcome.stderr);
    assert!(!machine.home.token(SESSION).exists());
    let config = machine.home.read_config();
    assert!(config.contains("\nregion = eu-central-1"));
}
