//! The version of the AWS CLI: read from its installation where that tells it, otherwise printed by
//! the AWS CLI itself.

use crate::common::{Machine, one_line, program};

const JSON: &[&str] = &["doctor", "--offline", "--format", "json"];
const VERBOSE: &[&str] = &["doctor", "--offline", "-v"];

#[cfg(target_os = "linux")]
#[test]
fn the_folder_of_the_installer_tells_it_and_nothing_is_started() {
    let machine = Machine::healthy();
    machine.home.install_aws();
    let outcome = program(&machine.home, JSON).run().status(0);
    assert_eq!(outcome.outcome_of("cli-version"), "passed");
    assert!(outcome.check("cli-version")["detail"].to_string().contains("2.36.7"));
    let outcome = program(&machine.home, VERBOSE).run().status(0);
    let line =
        "is version 2.36.7, read from its installation (AWS's installer), without starting it";
    assert!(one_line(&outcome.stdout).contains(line), "{}", outcome.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn an_installation_that_is_not_whole_is_started() {
    let machine = Machine::healthy();
    std::fs::remove_dir_all(machine.home.install_aws().join("awscli")).unwrap();
    let outcome = program(&machine.home, JSON).run();
    assert_eq!(outcome.outcome_of("cli-version"), "unknown");
}

#[test]
fn a_script_is_started_and_verbose_output_says_so() {
    let machine = Machine::healthy();
    machine.home.program("aws", "echo aws-cli/2.30.0 Python/3.12 Linux/6.8");
    let outcome = program(&machine.home, VERBOSE).run().status(0);
    assert!(
        one_line(&outcome.stdout).contains("is version 2.30.0, printed by aws --version"),
        "{}",
        outcome.stdout
    );
    let quiet = program(&machine.home, &["doctor", "--offline"]).run().status(0);
    assert!(!quiet.stdout.contains("printed by"), "{}", quiet.stdout);
}
