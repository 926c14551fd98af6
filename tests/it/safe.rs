//! What `doctor --fix --yes` leaves alone, because something that works would stop working.

use crate::HOURS;
use crate::common::Machine;

const FIX: &[&str] = &["doctor", "--offline", "--fix", "--yes", "--no-input"];

/// Whether the safe fixes change the AWS files.
fn changes(machine: &Machine, variables: &[(&str, &str)]) -> bool {
    let home = &machine.home;
    let read = || [home.config(), home.credentials()].map(|path| std::fs::read(path).ok());
    let before = read();
    variables.iter().fold(machine.run(FIX), |run, (name, value)| run.env(name, value)).run();
    read() != before
}

/// A name that only some tools can read is written with plain characters, unless the shell uses it.
#[test]
fn the_profile_that_the_shell_names_keeps_its_name() {
    const KEYS: &str = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n";
    for (config, header, name) in [
        ("[profile prod\u{2013}eu]\nregion = eu-west-1\n", "prod\u{2013}eu", "prod\u{2013}eu"),
        ("", "profile dev", "profile dev"),
    ] {
        let credentials = format!("[{header}]\n{KEYS}");
        let machine = || Machine::with_files(config, &credentials);
        assert!(!changes(&machine(), &[("AWS_PROFILE", name)]), "{name}");
        assert!(changes(&machine(), &[]), "{name}: nothing would be renamed anyway");
    }
}

/// A legacy profile's token is stored under its address.
#[test]
fn the_address_of_a_sign_in_keeps_its_spelling() {
    let url = "http://lab-portal.awsapps.com/start";
    let config = format!(
        "[profile dev]\nsso_start_url = {url}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = us-east-1\n"
    );
    let machine = Machine::with_files(&config, "");
    machine.sign_in(url, false, HOURS);
    assert!(!changes(&machine, &[]));
    assert!(changes(&Machine::with_files(&config, ""), &[]));
}
