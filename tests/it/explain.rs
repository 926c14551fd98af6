//! `explain`: error texts on machines with and without their cause, and arbitrary input.

use std::fmt::Write;
use std::time::Duration;

use crate::common::machine::{START_URL, healthy_config};
use crate::common::run::Program;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Home, Machine, Outcome, program};

const EXPIRED: &str = "Error when retrieving token from sso: Token has expired and refresh failed";

/// Runs `explain` on a machine, and checks that it asks, runs, and writes nothing.
#[track_caller]
fn explained(machine: &Machine, args: &[&str]) -> Outcome {
    let before = snapshot(&machine.home.path());
    let outcome = looked_at(machine.run(args));
    assert_same(&before, &snapshot(&machine.home.path()));
    assert!(machine.simulator.calls().is_empty());
    outcome
}

#[track_caller]
fn looked_at(program: Program) -> Outcome {
    let outcome = program.run();
    for line in outcome.stdout.lines() {
        // A command is not wrapped, so that it can be copied.
        let copied = line.trim_start_matches("  now").trim_start();
        assert!(line.chars().count() <= 80 || copied.starts_with("aws"), "{line}");
    }
    assert!(!outcome.both().contains('\u{1b}'));
    outcome
}

#[track_caller]
fn assert_screen(outcome: &Outcome, expected: &str) {
    assert_eq!(outcome.stderr, "");
    assert_eq!(outcome.stdout.trim_end(), expected.trim());
}

#[test]
fn the_wiki_pages_machine() {
    let machine = Machine::wiki();
    let text = "aws: [ERROR]: The specified sso-session does not exist: \"my-sciencecloud-sso\"";
    let outcome = explained(&machine, &["explain", text]).status(0);
    assert_screen(
        &outcome,
        "
The specified sso-session does not exist: \"my-sciencecloud-sso\"
  from    the AWS CLI
  means   the profile names an sso-session, my-sciencecloud-sso, that is not in
          the config file
  answer  this is it
  here    line 2 of ~/.aws/config: The profile ScienceCloudProject-devAccount
          names an sso-session that does not exist; line 6: the only session
          defined
  now     aws-onboard doctor --only sso-session-exists --fix
  more    aws-onboard explain sso-session-exists
          3 other causes have the same text; --generic lists them",
    );
}

#[test]
fn what_the_answer_says_to_do_puts_it_right() {
    let machine = Machine::wiki();
    let text = "The specified sso-session does not exist: my-sciencecloud-sso";
    let outcome = explained(&machine, &["explain", text, "-q"]).status(0);
    let command = outcome.stdout.trim().strip_prefix("now").unwrap().trim();
    let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
    words.extend(["--yes", "--offline"]);
    machine.run(&words).run();
    let after = explained(&machine, &["explain", text]).status(0);
    after.shows_not(&["line 2"]);
}

/// One text on five machines.
#[test]
fn the_machine_says_which_cause_it_is() {
    let on = |prepare: &dyn Fn(&Machine)| {
        let machine = Machine::signed_out();
        prepare(&machine);
        explained(&machine, &["explain", EXPIRED]).status(0)
    };
    let ended = on(&|machine| machine.sign_in("corp", false, Duration::ZERO));
    ended.shows(&[
        "The sign-in to corp has expired and cannot be renewed",
        "now aws-onboard login",
        "explain token-valid",
    ]);
    let never = on(&|_| {});
    never.shows(&["You are not signed in to this session", "now aws-onboard login"]);
    let broken = on(&|machine| {
        machine.home.put("../home/.aws/config", b"[profile dev]\nregion = x\n[profile dev]\n");
    });
    broken.shows(&["another problem comes first", "line 3", "config-duplicates --fix"]);
    // The token is valid, so only causes on the AWS side remain.
    let holds = on(&|machine| machine.sign_in("corp", true, Duration::from_secs(3600)));
    holds.shows(&["no sign of it", "nothing found by token-valid", "now aws-onboard doctor"]);
    // It has expired, and only AWS knows whether it renews itself.
    let open = on(&|machine| machine.sign_in("corp", true, Duration::ZERO));
    open.shows(&["the sign-in to corp has expired", "only AWS can tell", "now aws-onboard doctor"]);
    assert!(!open.stdout.contains("no sign of it"), "{}", open.stdout);
    let elsewhere = {
        let machine = Machine::wiki();
        explained(&machine, &["explain", EXPIRED]).status(0)
    };
    elsewhere.shows(&["hides the rest", "sso-session-exists --fix"]);
}

/// Two sessions lack their region, and the text is about the second.
#[test]
fn the_problem_that_comes_first_is_one_of_the_session_that_is_named() {
    let session = |name: &str| {
        format!(
            "[sso-session {name}]\nsso_start_url = https://{name}.awsapps.com/start\n\
             [profile of-{name}]\nsso_session = {name}\nsso_account_id = 111122223333\n\
             sso_role_name = PowerUser\nregion = us-east-1\n"
        )
    };
    let machine = Machine::with_files(&(session("alpha") + &session("corp")), "");
    let text = "Error loading SSO Token: Token for corp does not exist";
    let outcome = explained(&machine, &["explain", text]).status(0);
    outcome.shows(&["another problem comes first", "line 8"]);
    outcome.shows_not(&["alpha"]);
}

#[test]
fn a_quoted_hash_is_the_token_of_a_session() {
    let machine = Machine::signed_out();
    let path = machine.home.token("corp");
    machine.home.put(&path, b"{\"accessToken\": \"ey");
    let hash = path.file_stem().unwrap().to_str().unwrap().to_owned();
    for text in [format!("'{hash}'"), hash.clone(), format!("aws: [ERROR]: '{hash}'")] {
        let outcome = explained(&machine, &["explain", &text]).status(0);
        outcome.shows(&["this is the token file of corp", "not a whole JSON object", "--fix"]);
    }
    let other = "'0123456789abcdef0123456789abcdef01234567'";
    let outcome = explained(&machine, &["explain", other]).status(0);
    outcome.shows(&["no sign-in on this computer uses this token file"]);
}

#[test]
fn a_session_that_was_renamed() {
    let machine = Machine::signed_out();
    let text = "Error loading SSO Token: Token for corp-old does not exist";
    let outcome = explained(&machine, &["explain", text]).status(0);
    outcome.shows(&[
        "this computer has no sign-in named corp-old, only corp",
        "You are not signed in to this session",
        "now aws-onboard login",
    ]);
}

/// Checks the profile that the text names, regardless of AWS_PROFILE.
#[test]
fn the_profile_of_the_text_is_the_one_that_is_meant() {
    let config = format!(
        "{}\n[profile bare]\nsso_session = corp\nsso_account_id = 111122223333\nregion = x\n",
        healthy_config(&["dev"])
    );
    let machine = Machine::with_files(&config, "");
    machine.sign_in("corp", true, Duration::from_secs(3600));
    let text = "The profile \"bare\" is configured to use SSO but is missing required configuration: sso_role_name";
    let outcome = looked_at(machine.run(&["explain", text]).env("AWS_PROFILE", "dev")).status(0);
    outcome.shows(&[
        "the profile bare has an account or a role but not both",
        "profile-fields --fix --profile bare",
    ]);
    let missing = "The config profile (bar) could not be found";
    let outcome = explained(&machine, &["explain", missing]).status(0);
    outcome.shows(&["the profile bar", "use bare instead"]);
    outcome.shows_not(&["this computer has no profile bar"]);
}

#[test]
fn generic_lists_the_causes_and_looks_at_nothing() {
    let text = "Unable to parse config file: /home/u/.aws/config";
    let args = ["explain", "--generic", text];
    let wiki = explained(&Machine::wiki(), &args).status(0);
    let none = looked_at(program(&Home::empty(), &args)).status(0);
    assert_eq!(wiki.stdout, none.stdout);
    wiki.shows(&[
        "1. a section appears twice",
        "5. the file is UTF-16",
        "doctor --only config-syntax --fix",
        "apart",
    ]);
    let expired = explained(&Machine::wiki(), &["explain", "--generic", EXPIRED]).status(0);
    expired.shows(&["aws-onboard login", "is checked online only"]);
}

#[test]
fn a_pipe_as_people_write_it() {
    let machine = Machine::wiki();
    machine.home.program(
        "aws",
        "echo; echo 'aws: [ERROR]: The specified sso-session does not exist: \"my-sciencecloud-sso\"' >&2; exit 255",
    );
    let built = env!("CARGO_BIN_EXE_aws-onboard");
    let line = format!("aws s3 ls 2>&1 | {built} explain -");
    let outcome = program(&machine.home, &[]).through(&["/bin/sh", "-c", &line]).run().status(0);
    outcome.shows(&["line 2 of ~/.aws/config", "sso-session-exists --fix"]);
    // Output of a successful command is not explained.
    machine.home.program("aws", "echo '2026-11-01 10:00:00 my-bucket'");
    let outcome = program(&machine.home, &[]).through(&["/bin/sh", "-c", &line]).run().status(1);
    assert!(outcome.stderr.contains("doctor"), "{outcome:?}");
    assert_eq!(outcome.stdout, "");
}

/// Runs the program with this standard input.
fn piped(home: &Home, bytes: &[u8]) -> Outcome {
    let path = home.put("paste", bytes);
    let line = format!("exec {} explain - < {}", env!("CARGO_BIN_EXE_aws-onboard"), path.display());
    program(home, &[]).through(&["/bin/sh", "-c", &line]).run()
}

#[test]
fn whatever_comes_on_standard_input() {
    let home = Home::with_aws();
    let message = "Error loading SSO Token: Token for corp does not exist";
    // A whole terminal session from Windows, with colors.
    let terminal = format!(
        "\u{1b}[32mPS C:\\>\u{1b}[0m aws s3 ls\r\n\r\n\u{1b}[31maws: [ERROR]:\u{1b}[0m {message}\r\n"
    );
    piped(&home, terminal.as_bytes()).status(0).shows(&["Token for corp"]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(terminal.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    piped(&home, &utf16).status(0).shows(&["Token for corp"]);
    let mut invalid = b"caf\xe9\n".to_vec();
    invalid.extend(message.as_bytes());
    piped(&home, &invalid).status(0).shows(&["Token for corp"]);

    let empty = piped(&home, b"").status(1);
    assert!(empty.stderr.contains("no text"), "{}", empty.stderr);
    let binary = piped(&home, b"\x7fELF\x02\x01\0\0\0").status(2);
    assert!(binary.stderr.contains("not text"), "{}", binary.stderr);
    let long = "x".repeat((1 << 20) + 1);
    let outcome = piped(&home, long.as_bytes()).status(2);
    assert!(outcome.stderr.contains("1 MiB"), "{}", outcome.stderr);
    let mut fits = "all is well\n".repeat(80_000);
    fits.push_str(message);
    assert!(fits.len() < 1 << 20);
    piped(&home, fits.as_bytes()).status(0).shows(&["Token for corp"]);
}

#[test]
fn a_traceback_and_terraforms_frame() {
    let home = Home::with_files(&healthy_config(&["dev"]), "");
    let traceback = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    boto3.client('s3').list_buckets()\nbotocore.exceptions.SSOTokenLoadError: Error loading SSO Token: Token for corp does not exist\n";
    piped(&home, traceback.as_bytes()).status(0).shows(&["from boto3", "now aws-onboard login"]);
    let terraform = "Planning failed.\n\n╷\n│ Error: No valid credential sources found\n│ \n│   with provider[\"registry.terraform.io/hashicorp/aws\"],\n│   on main.tf line 1, in provider \"aws\":\n│ \n│ Error: failed to refresh cached credentials, the SSO session has expired or is\n│ invalid: open /home/mira/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json: no such file or directory\n╵\n";
    piped(&home, terraform.as_bytes()).status(0).shows(&[
        "from Terraform, with the AWS SDK for Go",
        "this is the token file of corp",
        "now aws-onboard login",
    ]);
}

#[test]
fn several_texts_are_ranked() {
    let machine = Machine::signed_out();
    machine.sign_in("corp", false, Duration::ZERO);
    let both = format!("{EXPIRED}\nsomething\nNo AWS accounts are available to you.");
    let outcome = explained(&machine, &["explain", &both]).status(0);
    let seen = outcome.stdout.find("Token has expired").unwrap();
    let other = outcome.stdout.find("No AWS accounts").unwrap();
    // The cause found on this machine comes first.
    assert!(seen < other, "{}", outcome.stdout);
}

#[test]
fn advice_for_users_of_the_console_is_put_right() {
    let machine = Machine::with_files(
        "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://lab-portal.awsapps.com/start\n",
        "",
    );
    let text = "aws: [ERROR]: An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running \"aws login\".";
    let outcome = machine.run(&["explain", text]).env("AWS_PROFILE", "dev").run().status(0);
    outcome.shows(&[
        "profile-fields --fix",
        "note the AWS CLI suggests `aws login`, which is for console users",
    ]);
    let alone = "You can configure credentials by running \"aws login\"";
    explained(&machine, &["explain", alone]).status(0).shows(&["aws-onboard login"]);
}

#[test]
fn what_no_check_looks_for_is_answered_in_words() {
    let machine = Machine::healthy();
    let outcome =
        explained(&machine, &["explain", "I have a new phone and cannot sign in"]).status(0);
    outcome.shows(&["now ask your administrator to remove the old device"]);
    let preset = machine
        .home
        .put("preset.ini", b"[contact]\nname = Science Cloud\nemail = help@example.org\n");
    let args = ["explain", "A01", "--preset", preset.to_str().unwrap()];
    let outcome = looked_at(machine.run(&args)).status(0);
    outcome.shows(&["ask Science Cloud (help@example.org) to send it again"]);
}

#[test]
fn identifiers_and_rows() {
    let machine = Machine::wiki();
    let row = explained(&machine, &["explain", "c13"]).status(0);
    row.shows(&[
        "C13 the profile names an sso-session",
        "sso-session named SESSION",
        "line 2 of ~/.aws/config",
    ]);
    let generic = explained(&machine, &["explain", "C13", "--generic"]).status(0);
    generic.shows(&["doctor --only sso-session-exists --fix"]);
    generic.shows_not(&["line 2"]);
    let check = explained(&machine, &["explain", "sso-session-exists"]).status(0);
    check.shows(&["What it checks"]);
    for (text, hint) in [
        ("sso-sesion-exists", "did you mean sso-session-exists?"),
        ("C99", "docs/failures.md"),
        ("the printer is out of paper", "aws-onboard doctor"),
        ("", "aws-onboard doctor"),
    ] {
        let outcome = explained(&machine, &["explain", text]).status(1);
        assert_eq!(outcome.stdout, "");
        assert!(outcome.stderr.contains(hint), "{text}: {}", outcome.stderr);
    }
}

/// Pasted text may contain anything, including keys.
#[test]
fn no_secret_of_a_paste_is_shown_again() {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let machine = Machine::wiki();
    for text in [
        format!(
            "export AWS_SECRET_ACCESS_KEY={secret}\nThe config profile ({secret}) could not be found"
        ),
        format!("Error loading SSO Token: Token for {secret} does not exist"),
        format!("Failed to connect to proxy URL: \"http://mira:{secret}@proxy:3128\""),
        format!("my badge does not work, my key is {secret}"),
        format!(
            "The profile \"AKIAIOSFODNN7EXAMPLE\" is configured to use SSO but is missing required configuration: {secret}"
        ),
    ] {
        for args in [
            &["explain", &text][..],
            &["explain", &text, "-v"],
            &["explain", &text, "--generic"],
            &["explain", &text, "-q"],
        ] {
            let outcome = machine.run(args).run();
            assert!(!outcome.both().contains("K7MDENG"), "{outcome:?}");
            assert!(!outcome.both().contains("AKIAIOSFODNN7EXAMPLE"), "{outcome:?}");
        }
    }
}

/// Offline also means that no program is run, not even `aws --version`.
#[test]
fn no_program_is_run() {
    let machine = Machine::wiki();
    let mark = machine.home.path().join("ran");
    machine.home.program("aws", &format!("echo ran > '{}'", mark.display()));
    let text = format!(
        "is configured to use SSO but is missing required configuration: sso_region, sso_start_url ({START_URL})"
    );
    let outcome = explained(&machine, &["explain", &text, "-v"]).status(0);
    assert!(!mark.exists(), "{}", outcome.stdout);
}

/// Every entry of the table renders, both with and without a machine.
#[test]
fn every_row_can_be_explained() {
    let machine = Machine::wiki();
    let mut wrong = String::new();
    for row in
        ["E03", "E06", "C01", "C19", "U02", "T02", "T07", "L01", "L05", "R01", "S02", "A04", "C31"]
    {
        for args in [&["explain", row][..], &["explain", row, "--generic"]] {
            let outcome = looked_at(machine.run(args));
            if outcome.status != 0 || !outcome.stdout.contains("now") {
                writeln!(wrong, "{args:?}: {}", outcome.both()).unwrap();
            }
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn a_profile_without_credentials_is_no_cause_if_the_environment_has_them() {
    let machine = Machine::with_files("[profile dev]\nregion = eu-central-1\n", "");
    let explain = || {
        let args = ["explain", "Unable to locate credentials"];
        machine.run(&args).env("AWS_PROFILE", "dev")
    };
    looked_at(explain()).shows(&["profile dev has no source"]);
    let with_keys = explain()
        .env("AWS_ACCESS_KEY_ID", "AKIAOTHER0OTHER0OTHE")
        .env("AWS_SECRET_ACCESS_KEY", "x");
    let with_process = "[profile dev]\ncredential_process = /bin/true\n";
    let with_process = Machine::with_files(with_process, "");
    let args = ["explain", "Unable to locate credentials"];
    for run in [with_keys, with_process.run(&args).env("AWS_PROFILE", "dev")] {
        let outcome = looked_at(run).status(0);
        outcome.shows_not(&["no source of credentials", "add one to the profile"]);
    }
}
