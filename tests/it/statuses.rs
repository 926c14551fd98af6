//! The exit status reflects the result and is the same in every format, and color appears only
//! where it is wanted.

use std::time::Duration;

use identity_center_sim::{Operation, Rubbish, RubbishKind};

use crate::common::machine::healthy_config;
use crate::common::{Home, Machine, WIKI_CREDENTIALS, program};

#[test]
fn nothing_wrong_is_0_and_a_failure_1() {
    for format in ["human", "json"] {
        Machine::healthy().run(&["doctor", "--format", format]).run().status(0);
        Machine::wiki().run(&["doctor", "--format", format]).run().status(1);
    }
}

#[test]
fn a_warning_counts_only_where_it_is_said() {
    let machine = Machine::healthy();
    machine.home.put(".aws/credentials", WIKI_CREDENTIALS.as_bytes());
    let json = machine.run(&["doctor", "--format", "json"]).run().status(0).json();
    assert_eq!(json["outcome"], "warnings");
    assert!(json["summary"]["warn"].as_u64().unwrap() > 0);
    machine.run(&["doctor", "--fail-on", "warn"]).run().status(1);
    machine.run(&["doctor", "--fail-on", "fail"]).run().status(0);
}

/// An endpoint setting that points to a closed port is broken, and nothing else is.
#[test]
fn an_endpoint_at_which_nobody_listens_is_1() {
    let machine = Machine::healthy();
    for name in ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_STS"] {
        let outcome =
            machine.run(&["doctor", "--format", "json"]).env(name, nobody()).run().status(1);
        assert_eq!(outcome.json()["summary"]["fail"], 1, "{name}");
        let last = outcome.check("caller-identity");
        assert!(last["blocked_by"].is_string(), "{name}: {last}");
    }
}

#[test]
fn what_could_not_be_found_out_is_3() {
    let machine = Machine::healthy();
    for operation in [Operation::GetRoleCredentials, Operation::GetCallerIdentity] {
        machine.simulator.set(|world| {
            world.faults.rubbish = Some(Rubbish::at(operation, RubbishKind::Html));
        });
        let outcome = machine.run(&["doctor", "--format", "json"]).run().status(3);
        assert_eq!(outcome.json()["outcome"], "incomplete", "{operation:?}");
        assert_eq!(outcome.outcome_of("caller-identity"), "unknown");
    }
    // An additional failure takes precedence.
    let config = healthy_config(&["dev"]).replace("region = eu-central-1\n", "");
    machine.home.put(".aws/config", config.as_bytes());
    machine.run(&["doctor"]).run().status(1);
}

/// An address where no program listens.
pub fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn the_timeout_is_of_the_whole_run() {
    let machine = Machine::healthy();
    machine.simulator.set(|world| {
        world.faults.rubbish = Some(Rubbish::at(Operation::GetCallerIdentity, RubbishKind::Hang));
    });
    let outcome =
        machine.run(&["doctor", "--timeout", "2"]).within(Duration::from_secs(10)).run().status(3);
    assert!(outcome.took >= Duration::from_millis(1500), "{:?}", outcome.took);
}

#[test]
fn wrong_usage_is_2_and_names_what_was_meant() {
    let home = Home::with_aws();
    for (args, named) in [
        (&["doctor", "--only", "sso-sesion-exists"][..], "sso-session-exists"),
        (&["doctor", "--skip", "clii-version"], "cli-version"),
        (&["doctor", "--fix", "--answer", "profile-regoin.region=x"], "profile-region"),
        (&["doctor", "--fix", "--answer", "profile-region.regoin=x"], "profile-region.region?"),
        (&["doctor", "--fix", "--answer", "profile-region"], "CHECK.KEY=VALUE"),
        (&["undo", "2", "--list"], "--list"),
        (&["undo", "--yes"], "--forget"),
        (&["doctor", "--yes"], "--fix"),
        (&["doctor", "--dry-run"], "--fix"),
        (&["doctor", "--answer", "profile-region.region=eu-central-1"], "--fix"),
        (&["doctor", "--timeout", "0"], "timeout"),
        (&["doctor", "--timeout", "soon"], "timeout"),
        (&["doctor", "--format", "yaml"], "yaml"),
        (&["doctor", "--profile", "a", "--all-profiles"], "--all-profiles"),
        (&["doctor", "-q", "-v"], "--verbose"),
        (&["doctro"], "doctor"),
        (&["undo", "--list", "--forget"], "--forget"),
        (&["explain"], "ID"),
        (&["--nonsense"], "--nonsense"),
    ] {
        let outcome = program(&home, args).run().status(2);
        assert!(outcome.stderr.contains(named), "{args:?}: {}", outcome.stderr);
        assert_eq!(outcome.stdout, "", "{args:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_is_2() {
    for answer in ["profile-region.region=not a region", "sso-session-exists.remedy=nonsense"] {
        let machine = Machine::wiki();
        let before = std::fs::read(machine.home.credentials()).unwrap();
        let outcome = machine
            .run(&["doctor", "--fix", "--yes", "--no-input", "--answer", answer])
            .run()
            .status(2);
        assert!(outcome.stderr.contains(answer), "{}", outcome.stderr);
        assert_eq!(std::fs::read(machine.home.credentials()).unwrap(), before);
    }
}

#[test]
fn an_answer_that_nothing_asked_for_is_said() {
    let machine = Machine::healthy();
    let answer = "profile-region.region=eu-west-1";
    let args = ["doctor", "--fix", "--yes", "--no-input", "--answer", answer];
    let outcome = machine.run(&args).run().status(0);
    assert!(outcome.stderr.contains("profile-region.region was not needed"), "{outcome:?}");
}

#[test]
fn a_preset_that_cannot_be_read_is_2_and_names_the_place() {
    let machine = Machine::healthy();
    for (text, named) in [
        ("[portal]\nregion = us_east_1\n", &["[portal]", "region", "line 2"][..]),
        ("[portal]\n\nurl = x\n", &["[portal]", "url", "line 3"]),
        ("[nonsense]\n", &["[nonsense]", "line 1"]),
        ("portal\n", &["line 1"]),
    ] {
        let preset = machine.home.put("preset.ini", text.as_bytes());
        for args in [&["doctor"][..], &["checks"], &["undo", "--list"]] {
            let args: Vec<&str> =
                args.iter().copied().chain(["--preset", preset.to_str().unwrap()]).collect();
            let outcome = machine.run(&args).run().status(2);
            for word in named {
                assert!(outcome.stderr.contains(word), "{word}: {}", outcome.stderr);
            }
        }
        machine.run(&["doctor"]).env("AWS_ONBOARD_PRESET", &preset).run().status(2);
    }
    let missing = machine.home.path().join("missing.ini");
    let outcome = machine.run(&["doctor", "--preset", missing.to_str().unwrap()]).run().status(2);
    assert!(outcome.stderr.contains("missing.ini"), "{}", outcome.stderr);
}

#[test]
fn the_other_commands() {
    let machine = Machine::healthy();
    machine.run(&["--help"]).run().status(0);
    machine.run(&["--version"]).run().status(0);
    let help = machine.run(&[]).run().status(0);
    assert!(help.stdout.contains("doctor"), "{}", help.stdout);
    machine.run(&["explain", "token-valid"]).run().status(0);
    let near = machine.run(&["explain", "token-vald"]).run().status(1);
    assert!(near.stderr.contains("token-valid"), "{}", near.stderr);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = machine.run(&["completions", shell]).run().status(0);
        assert!(outcome.stdout.contains("aws-onboard"), "{shell}");
    }
    machine.run(&["completions", "basic"]).run().status(2);
    machine.run(&["doctor", "--profile", "nobody"]).run().status(1);
    machine.run(&["status", "--profile", "nobody"]).run().status(1);
    machine.run(&["status"]).run().status(0);
}

#[test]
fn only_and_skip_choose_the_checks() {
    let machine = Machine::wiki();
    let only = ["doctor", "--format", "json", "--only", "profile-region,cli-installed"];
    let outcome = machine.run(&only).run().status(1);
    for (id, expected) in [
        ("profile-region", "found"),
        ("cli-installed", "passed"),
        ("static-keys", "skipped"),
        ("sso-session-exists", "skipped"),
    ] {
        assert_eq!(outcome.outcome_of(id), expected, "{id}");
    }
    assert_eq!(outcome.check("static-keys")["reason"], "by request");
    let skip = ["doctor", "--skip", "profile-region", "--skip", "sso-session-exists,static-keys"];
    let outcome = machine.run(&skip).run();
    assert!(!outcome.stdout.contains("no region"), "{}", outcome.stdout);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let machine = Machine::wiki();
    for (args, variable) in [
        (&["doctor"][..], None),
        (&["doctor", "--color", "never"], None),
        (&["doctor", "--color", "never"], Some(("CLICOLOR_FORCE", "1"))),
        (&["doctor", "--fix"], None),
        (&["checks"], None),
        (&["undo"], None),
        (&["explain", "token-valid"], None),
        (&["doctor", "--only", "nonsense"], None),
        (&["--help"], None),
    ] {
        let mut program = machine.run(args);
        if let Some((name, value)) = variable {
            program = program.env(name, value);
        }
        let outcome = program.run();
        assert!(!outcome.both().contains('\x1b'), "{args:?}: {outcome:?}");
    }
    for args in [&["doctor", "--color", "always"][..], &["--color", "always", "checks"]] {
        let outcome = machine.run(args).env("NO_COLOR", "1").run();
        assert!(outcome.stdout.contains("\x1b["), "{args:?}");
    }
    // JSON is never colored.
    let args = ["doctor", "--format", "json", "--color", "always"];
    let outcome = machine.run(&args).run();
    assert!(!outcome.stdout.contains('\x1b'));
}

#[test]
fn no_color_counts_on_a_terminal() {
    let machine = Machine::wiki();
    let args = ["doctor", "--no-input"];
    let mut terminal = machine.terminal_with(&args, &[("NO_COLOR", "1")], 80, 40);
    terminal.exits_with(1);
    // Progress needs codes that move the cursor, but none for color.
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    for code in raw.split("\x1b[").skip(1) {
        let end = code.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        assert!(&code[end..=end] != "m" || matches!(&code[..end], "" | "0"), "colour: {code:?}");
    }
    let mut terminal = machine.terminal(&args);
    terminal.exits_with(1);
    assert!(String::from_utf8_lossy(&terminal.raw()).contains("31m"));
}

#[test]
fn quiet_says_the_outcome_and_verbose_every_check() {
    let machine = Machine::wiki();
    let quiet = machine.run(&["doctor", "-q"]).run().status(1);
    assert_eq!(quiet.both().trim().lines().count(), 1, "{quiet:?}");
    let verbose = machine.run(&["doctor", "-v"]).run().status(1);
    for id in ["cli-installed", "profile-exists", "caller-identity"] {
        assert!(verbose.stdout.contains(id), "{id}: {}", verbose.stdout);
    }
    let quiet = Machine::healthy().run(&["status", "-q"]).run().status(0);
    assert_eq!(quiet.both(), "");
}

/// Every screen fits 80 columns in a pipe.
#[test]
fn no_line_is_wider_than_80_columns() {
    let machine = Machine::wiki();
    for args in [&["doctor"][..], &["doctor", "-v"], &["checks"], &["explain", "static-keys"]] {
        let outcome = machine.run(args).run();
        for line in outcome.stdout.lines() {
            // Commands to copy and addresses are not wrapped.
            let whole = line.trim_start();
            let one_word =
                !whole.contains(' ') || whole.starts_with("curl") || whole.contains("https://");
            assert!(line.chars().count() <= 80 || one_word, "{args:?}: {line}");
        }
    }
}
