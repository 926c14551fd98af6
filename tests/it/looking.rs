//! Checking changes nothing, prompts only when needed, and offline makes no requests.

use std::time::Duration;

use identity_center_sim::Operation;

use crate::common::home::mode;
use crate::common::machine::healthy_config;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Home, Machine, program};
use crate::sign_in_state::expired;

#[test]
fn no_command_that_looks_changes_a_file() {
    for machine in [Machine::wiki(), Machine::healthy(), Machine::with_files("", "")] {
        let before = snapshot(&machine.home.path());
        for args in [
            &["doctor"][..],
            &["doctor", "-v", "--all-profiles"],
            &["doctor", "--format", "json"],
            &["doctor", "--offline"],
            &["doctor", "--fix"],
            &["status"],
            &["profiles"],
            &["profiles", "--view", "sdk", "--format", "json"],
            &["explain", "token-valid"],
            &["explain", "nonsense"],
            &["checks"],
            &["undo", "--list"],
            &["completions", "bash"],
            &[],
        ] {
            machine.run(args).run();
            assert_same(&before, &snapshot(&machine.home.path()));
        }
    }
}

/// The only write of a check is a renewed token, which any AWS command would also renew.
#[test]
fn an_expired_token_is_renewed_as_any_aws_command_would() {
    let machine = expired(true);
    let token = machine.home.token("corp");
    crate::common::home::set_mode(&token, 0o600);
    let mut before = snapshot(&machine.home.path());
    let old = std::fs::read_to_string(&token).unwrap();

    // Neither offline nor a dry run renews it.
    machine.run(&["doctor", "--offline"]).run().status(0);
    let dry = ["doctor", "--fix", "--yes", "--no-input", "--dry-run"];
    machine.run(&dry).run();
    assert_same(&before, &snapshot(&machine.home.path()));
    assert!(machine.simulator.calls().is_empty());

    machine.run(&["doctor"]).run().status(0);
    let new = std::fs::read_to_string(&token).unwrap();
    assert_ne!(old, new);
    assert_eq!(mode(&token), 0o600);
    assert_eq!(machine.simulator.count(Operation::CreateToken), 1);
    // Only that file changed (and the time of its folder).
    let mut after = snapshot(&machine.home.path());
    let name = token.strip_prefix(machine.home.path()).unwrap();
    for changed in [name, name.parent().unwrap()] {
        before.remove(changed);
        after.remove(changed);
    }
    assert_same(&before, &after);
}

#[test]
fn offline_makes_no_call() {
    let machine = Machine::healthy();
    let outcome = machine.run(&["doctor", "--offline"]).run().status(0);
    assert!(machine.simulator.calls().is_empty());
    assert!(outcome.stdout.contains("offline"), "{}", outcome.stdout);
    for args in [&["status"][..], &["profiles"], &["explain", "token-valid"]] {
        machine.run(args).run();
    }
    assert!(machine.simulator.calls().is_empty());
}

#[test]
fn of_many_profiles_one_a_session_is_asked() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let machine = Machine::with_files(&healthy_config(&names), "");
    machine.sign_in("corp", true, Duration::from_secs(3600));
    let outcome = machine.run(&["doctor"]).run().status(0);
    assert_eq!(machine.simulator.count(Operation::GetRoleCredentials), 1);
    assert_eq!(machine.simulator.count(Operation::GetCallerIdentity), 1);
    let verbose = machine.run(&["doctor", "-v"]).run().status(0);
    assert!(verbose.stdout.contains("--all-profiles"), "it says so: {outcome:?}");

    let before = machine.simulator.count(Operation::GetRoleCredentials);
    machine.run(&["doctor", "--all-profiles"]).run().status(0);
    assert_eq!(machine.simulator.count(Operation::GetRoleCredentials) - before, names.len());
}

/// A problem in very many places is shown twenty times; the JSON and `-v` list every place.
#[test]
fn one_fault_of_many_profiles_is_not_told_a_thousand_times() {
    let names: Vec<String> = (0..32).map(|number| format!("p{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let config = healthy_config(&names).replace("\nregion = eu-central-1\n", "\n");
    let machine = Machine::with_files(&config, "");
    let told = |args: &[&str]| {
        let outcome = machine.run(args).run().status(1).stdout;
        let whole = outcome.matches("has no region, and no variable sets one").count();
        (whole, outcome.contains("… 12 more of profile-region"))
    };
    assert_eq!(told(&["doctor", "--offline"]), (1, false));
    assert_eq!(told(&["doctor", "--offline", "-v"]), (1, false));
    let json = told(&["doctor", "--offline", "--format", "json"]);
    assert_eq!(json, (32, false));
}

/// The roles of the other profiles are compared with the assignments, with one call for each
/// account.
#[test]
fn of_many_profiles_the_others_are_compared() {
    let mut config = healthy_config(&["a", "b", "c", "d", "e", "f"]);
    let last = config.rfind("PowerUser").unwrap();
    config.replace_range(last.., "PowerUsr\nregion = eu-central-1\n");
    let machine = Machine::with_files(&config, "");
    machine.sign_in("corp", true, Duration::from_secs(3600));
    let doctor = ["doctor", "--format", "json", "--no-input"];
    let outcome = machine.run(&doctor).run().status(1);
    let findings = &outcome.check("role-assigned")["findings"];
    assert_eq!(findings.as_array().unwrap().len(), 1, "{findings}");
    assert_eq!(findings[0]["subject"], "profile:f");
    assert_eq!(machine.simulator.count(Operation::GetRoleCredentials), 1);
    // Requests the account's roles but not the list of accounts, because the account is right.
    assert_eq!(machine.simulator.count(Operation::ListAccountRoles), 1);
    assert_eq!(machine.simulator.count(Operation::ListAccounts), 0);
    let mut fix = doctor.to_vec();
    fix.extend(["--fix", "--yes"]);
    machine.run(&fix).run().status(0);
}

#[test]
fn five_profiles_are_all_asked() {
    let machine = Machine::with_files(&healthy_config(&["a", "b", "c", "d", "e"]), "");
    machine.sign_in("corp", true, Duration::from_secs(3600));
    machine.run(&["doctor"]).run().status(0);
    assert_eq!(machine.simulator.count(Operation::GetRoleCredentials), 5);
}

/// If the sign-in is the problem, AWS is not asked for identities.
#[test]
fn what_is_blocked_is_not_asked() {
    let machine = Machine::wiki();
    machine.run(&["doctor"]).run().status(1);
    assert!(machine.simulator.calls().is_empty());
}

#[test]
fn a_home_that_cannot_be_written_can_be_looked_at() {
    let machine = Machine::healthy();
    crate::common::home::set_mode(&machine.home.path(), 0o500);
    let outcome = machine.run(&["doctor"]).run();
    crate::common::home::set_mode(&machine.home.path(), 0o700);
    outcome.status(0);
}

/// Variables change the paths, and the files in the default place are ignored.
#[test]
fn the_variables_of_the_files_are_followed() {
    let machine = Machine::wiki();
    let elsewhere = Home::with_files(&healthy_config(&["there"]), "");
    let outcome = program(&machine.home, &["doctor", "--offline", "--format", "json"])
        .env("AWS_CONFIG_FILE", elsewhere.config())
        .env("AWS_SHARED_CREDENTIALS_FILE", "~/nothing")
        .run()
        .status(1);
    let json = outcome.json();
    assert_eq!(json["profile"], "there");
    assert_eq!(outcome.outcome_of("token-present"), "found");
    assert_eq!(outcome.outcome_of("static-keys"), "passed");
}
