//! An `aws` that hangs, prints without end, crashes, or lies, and an invalid PATH.

use std::os::unix::ffi::OsStrExt;
use std::time::Duration;

use crate::common::{Home, Machine, program};
use crate::json::assert_valid;

const JSON: &[&str] = &["doctor", "--offline", "--format", "json"];

/// What `cli-version` reports about an `aws` with this behavior.
fn version_of(script: &str) -> crate::common::Outcome {
    let machine = Machine::healthy();
    machine.home.program("aws", script);
    let outcome = program(&machine.home, JSON).within(Duration::from_secs(30)).run();
    assert_valid(&outcome);
    outcome
}

#[test]
fn one_that_hangs_is_not_waited_for() {
    let outcome = version_of("exec /bin/sleep 1000").status(3);
    assert_eq!(outcome.outcome_of("cli-version"), "unknown");
    assert_eq!(outcome.outcome_of("cli-installed"), "passed");
}

#[test]
fn one_that_hangs_gets_no_more_than_the_timeout() {
    let machine = Machine::healthy();
    machine.home.program("aws", "/bin/sleep 1000 & wait");
    let args = ["doctor", "--offline", "--format", "json", "--timeout", "1"];
    let outcome = program(&machine.home, &args).within(Duration::from_secs(8)).run().status(3);
    assert_eq!(outcome.outcome_of("cli-version"), "unknown");
}

#[test]
fn one_that_prints_a_hundred_megabytes_is_cut_off() {
    for script in [
        "exec /usr/bin/head -c 104857600 /dev/zero",
        "/usr/bin/head -c 104857600 /dev/zero >&2",
        "exec /usr/bin/yes aws-cli",
    ] {
        let outcome = version_of(script).status(3);
        assert_eq!(outcome.outcome_of("cli-version"), "unknown", "{script}");
        assert!(outcome.peak < 100 << 10, "{script}: {} KiB", outcome.peak);
        assert!(outcome.stdout.len() < 100_000, "{script}");
    }
}

#[test]
fn one_that_dies_or_lies_is_not_known() {
    for script in [
        "kill -9 $$",
        "kill -SEGV $$",
        "exit 3",
        "exit 0",
        "echo nonsense",
        "echo aws-cli/",
        "echo aws-cli/99999999999999999999.1.1",
        "printf 'aws-cli/2.\\377\\376'",
        "printf 'aws-cli/2.0.\\033[2Jx'",
        "echo Traceback >&2; exit 1",
    ] {
        let outcome = version_of(script).status(3);
        assert_eq!(outcome.outcome_of("cli-version"), "unknown", "{script}");
        let reason = outcome.check("cli-version")["reason"].to_string();
        assert!(reason.len() > 4, "{script}: {reason}");
        assert!(!outcome.stdout.contains('\x1b'), "{script}");
    }
}

#[test]
fn one_that_is_no_program_is_not_known() {
    let machine = Machine::healthy();
    let aws = machine.home.bin().join("aws");
    for bytes in [&b"\x7fELF garbage"[..], b"", b"#!/not/there\n"] {
        std::fs::remove_file(&aws).unwrap();
        std::fs::write(&aws, bytes).unwrap();
        crate::common::home::set_mode(&aws, 0o755);
        let outcome = program(&machine.home, JSON).run();
        assert_valid(&outcome);
        assert_ne!(outcome.outcome_of("cli-version"), "passed", "{bytes:?}");
    }
}

#[test]
fn version_1_is_a_finding_and_none_at_all_too() {
    let outcome = version_of("echo aws-cli/1.44.0 Python/3.12 Linux/6.8 botocore/1.42");
    assert_eq!(outcome.outcome_of("cli-version"), "found");
    let machine = Machine::healthy();
    std::fs::remove_file(machine.home.bin().join("aws")).unwrap();
    let outcome = program(&machine.home, JSON).run();
    assert_valid(&outcome);
    assert_eq!(outcome.outcome_of("cli-installed"), "found");
    assert_eq!(outcome.outcome_of("cli-version"), "skipped");
}

/// Version 1 printed its version to standard error for years.
#[test]
fn a_version_on_standard_error_counts() {
    let outcome = version_of("echo aws-cli/2.30.0 Python/3.12 Linux/6.8 >&2").status(0);
    assert_eq!(outcome.outcome_of("cli-version"), "passed");
}

#[test]
fn a_path_of_five_thousand_folders() {
    let machine = Machine::healthy();
    let mut path: Vec<String> = (0..4999).map(|n| format!("/not/there/{n}")).collect();
    path.push(machine.home.bin().display().to_string());
    let outcome = program(&machine.home, JSON)
        .env("PATH", path.join(":"))
        .within(Duration::from_secs(20))
        .run()
        .status(0);
    assert_eq!(outcome.outcome_of("cli-version"), "passed");

    // Linux limits a variable to 128 KiB.
    let link = tempfile::tempdir_in("/tmp").unwrap();
    let link = link.path().join("b");
    std::os::unix::fs::symlink(machine.home.bin(), &link).unwrap();
    // The same folder five thousand times contains one aws, so only one is run.
    let same = vec![link.display().to_string(); 5000].join(":");
    program(&machine.home, JSON).env("PATH", same).within(Duration::from_secs(20)).run().status(0);
}

#[test]
fn a_path_that_is_no_path() {
    let machine = Machine::healthy();
    for path in [&b""[..], b":::", b"\xff\xfe:/x", b".", b"~/bin:$HOME/bin"] {
        let outcome =
            program(&machine.home, JSON).env("PATH", std::ffi::OsStr::from_bytes(path)).run();
        assert_valid(&outcome);
        assert_ne!(outcome.outcome_of("cli-installed"), "passed", "{path:?}");
    }
    let outcome = program(&machine.home, JSON).without("PATH").run();
    assert_valid(&outcome);
}

/// Many different ones run in parallel, within the time limit of one.
#[test]
fn fifty_that_hang_are_asked_together() {
    let home = Home::empty();
    home.put(".aws/config", crate::common::machine::healthy_config(&["dev"]).as_bytes());
    let mut path = Vec::new();
    let original = home.program("aws", "exec /bin/sleep 1000");
    for n in 0..50 {
        let folder = home.beside(&format!("bin{n}"));
        std::fs::copy(&original, folder.join("aws")).unwrap();
        path.push(folder.display().to_string());
    }
    let args = ["doctor", "--offline", "--format", "json", "--timeout", "3"];
    let outcome =
        program(&home, &args).env("PATH", path.join(":")).within(Duration::from_secs(20)).run();
    assert_eq!(outcome.outcome_of("cli-version"), "unknown");
}
