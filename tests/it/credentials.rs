//! `credentials`: one profile's credentials for a program, cached as the AWS CLI caches them.

use std::path::PathBuf;
use std::time::Duration;

use facts::{SessionKey, role_cache_name};
use identity_center_sim::Operation;
use serde_json::Value;

use crate::common::clients::{aws_cli, aws_output};
use crate::common::home::mode;
use crate::common::machine::healthy_config;
use crate::common::{Machine, Outcome};
use crate::sign_in_out::operations;
use crate::sign_in_state::expired;

/// The file in which the AWS CLI caches the credentials of `dev`.
fn cached(machine: &Machine) -> PathBuf {
    let name = role_cache_name(&SessionKey::Named("corp".into()), "111122223333", "PowerUser");
    machine.home.path().join(".aws/cli/cache").join(name)
}

#[track_caller]
fn gives(machine: &Machine, more: &[&str]) -> Value {
    let args = [&["credentials", "--profile", "dev"], more].concat();
    let outcome = machine.run(&args).run().status(0);
    assert_eq!(outcome.stderr, "", "{more:?}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// An error is one line, and standard output is empty.
#[track_caller]
fn fails(machine: &Machine, args: &[&str], status: i32, words: &[&str]) -> Outcome {
    let outcome = machine.run(&[&["credentials"], args].concat()).run().status(status);
    assert_eq!(outcome.stdout, "", "{args:?}");
    let line = outcome.stderr.strip_suffix('\n').unwrap();
    assert!(line.starts_with("aws-onboard: ") && !line.contains('\n'), "{line:?}");
    for word in words {
        assert!(line.contains(word), "{args:?}: {word:?} is not in {line:?}");
    }
    outcome
}

fn role_requests(machine: &Machine) -> usize {
    operations(machine).iter().filter(|one| **one == Operation::GetRoleCredentials).count()
}

#[test]
fn many_calls_cost_one_request_and_the_aws_cli_uses_the_same_file() {
    let machine = Machine::healthy();
    fails(&machine, &["--profile", "dev", "--offline"], 3, &["--offline"]);
    let first = gives(&machine, &[]);
    assert_eq!(first["Version"], 1);
    assert!(first["Expiration"].as_str().unwrap().ends_with('Z'), "{first}");
    for _ in 0..4 {
        assert_eq!(gives(&machine, &[]), first);
    }
    assert_eq!(gives(&machine, &["--offline"]), first);
    let json = gives(&machine, &["--format", "json"]);
    assert_eq!(json["access_key_id"], first["AccessKeyId"]);
    assert_eq!((&json["account"], &json["role"]), (&"111122223333".into(), &"PowerUser".into()));
    let shell = machine.run(&["credentials", "--format", "env"]).env("AWS_PROFILE", "dev");
    let shell = shell.run().status(0).stdout;
    let key = first["AccessKeyId"].as_str().unwrap();
    assert!(shell.starts_with(&format!("export AWS_ACCESS_KEY_ID={key}\n")), "{shell}");
    assert_eq!(role_requests(&machine), 1);
    assert_eq!(mode(&cached(&machine)), 0o600);
    if let Some(aws) = aws_cli() {
        let args = ["sts", "get-caller-identity", "--profile", "dev"];
        let output = aws_output(&aws, &machine, &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(role_requests(&machine), 1);
    }
    machine.run(&["logout"]).run().status(0);
    assert!(!cached(&machine).exists());
    let words = ["not signed in to corp", "run aws-onboard login --profile dev"];
    fails(&machine, &["--profile", "dev"], 1, &words);
}

/// A refresh token is valid once, and every one of the runs gets credentials.
#[test]
fn runs_at_the_same_moment_renew_the_sign_in_once() {
    let machine = expired(true);
    let args = ["credentials", "--profile", "dev"];
    let running: Vec<_> = (0..3).map(|_| machine.run(&args).start()).collect();
    for one in running {
        let outcome = one.wait().status(0);
        let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert!(value["SecretAccessKey"].is_string());
    }
    let renewals = operations(&machine);
    let renewals = renewals.iter().filter(|one| **one == Operation::CreateToken).count();
    assert_eq!(renewals, 1);
}

#[test]
fn what_cannot_be_given_is_one_line_that_names_the_fix() {
    let more = "\n[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = dev\n\n[profile command]\ncredential_process = /bin/keys\n\n[profile empty]\nregion = us-east-1\n\n[profile half]\nsso_session = corp\nsso_account_id = 111122223333\n\n[profile other]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Nothing\n";
    let keys = "[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
    let machine = Machine::with_files(&format!("{}{more}", healthy_config(&["dev"])), keys);
    machine.sign_in("corp", true, crate::HOURS);
    let export = "aws configure export-credentials --profile role --format process";
    fails(&machine, &["--profile", "role"], 1, &["assumes a role", export]);
    fails(&machine, &["--profile", "command"], 1, &["credential_process"]);
    fails(&machine, &["--profile", "keys"], 1, &["access keys", "AWS_PROFILE"]);
    fails(&machine, &["--profile", "empty"], 1, &["no credentials", "doctor --profile empty"]);
    fails(&machine, &["--profile", "half"], 1, &["no sso_role_name"]);
    fails(&machine, &["--profile", "nowhere"], 1, &["nowhere does not exist"]);
    fails(&machine, &[], 1, &["default does not exist"]);
    assert!(machine.simulator.calls().is_empty());
    fails(&machine, &["--profile", "other"], 1, &["Nothing in the account 444455556666"]);

    let machine = expired(false);
    fails(&machine, &["--profile", "dev"], 1, &["corp has expired", "login --profile dev"]);
    let machine = expired(true);
    let nowhere = machine.run(&["credentials", "--profile", "dev"]);
    let nowhere = nowhere.env("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:9");
    let outcome = nowhere.run().status(3);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains("could not be renewed"), "{}", outcome.stderr);
}

#[test]
fn a_terminal_gets_them_only_with_show() {
    let machine = Machine::healthy();
    let mut terminal = machine.terminal(&["credentials", "--profile", "dev"]);
    terminal.wait_for("--show");
    terminal.exits_with(2);
    assert!(machine.simulator.calls().is_empty());
    let mut terminal = machine.terminal(&["credentials", "--profile", "dev", "--show"]);
    terminal.wait_for("SecretAccessKey");
    terminal.exits_with(0);
}

const CONSOLE: &str = "arn:aws:iam::111122223333:user/build";

fn console() -> Machine {
    let config = format!("[profile build]\nlogin_session = {CONSOLE}\nregion = us-east-1\n");
    Machine::with_files(&config, "")
}

/// The stored keys of `aws login` while they last, and afterward the command that signs in.
#[test]
fn a_sign_in_of_aws_login_gives_its_keys_while_they_last() {
    let machine = console();
    let args = ["--profile", "build"];
    let run = "run aws login --profile build";
    fails(&machine, &args, 1, &["not signed in with aws login", run]);
    machine.home.sign_in_to_console(CONSOLE, str::to_owned);
    let outcome = machine.run(&["credentials", "--profile", "build"]).run().status(0);
    let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(value["SessionToken"], "console-session-token");
    assert_eq!(value["Expiration"], "2099-01-01T00:00:00Z");
    let command = ["run", "--credentials", "--profile", "build", "--"];
    let command = [&command[..], &["/bin/sh", "-c", "echo $AWS_SESSION_TOKEN"]].concat();
    let outcome = machine.run(&command).run().status(0);
    assert_eq!(outcome.stdout, "console-session-token\n", "{outcome:?}");
    machine.home.sign_in_to_console(CONSOLE, |text| text.replace("2099", "2020"));
    fails(&machine, &args, 1, &["not signed in with aws login", run]);
    let minutes_ago = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(20);
    let minutes_ago = minutes_ago.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    machine
        .home
        .sign_in_to_console(CONSOLE, |text| text.replace("2099-01-01T00:00:00Z", &minutes_ago));
    fails(&machine, &args, 1, &["have expired", run]);
    assert!(machine.simulator.calls().is_empty());
}

/// `status`, `login`, `logout` and the doctor know such a profile, and name the AWS CLI's command.
#[test]
fn every_command_knows_a_profile_of_aws_login() {
    let machine = console();
    let run = |args: &[&str], status: i32, words: &str| {
        let outcome = machine.run(args).env("AWS_PROFILE", "build").run().status(status);
        assert!(outcome.both().contains(words), "{args:?}: {words:?} is not in {outcome:?}");
        outcome
    };
    let login = "aws login --profile build";
    run(&["status"], 1, &format!("signed out; run {login}"));
    run(&["login", "--no-browser"], 1, login);
    run(&["logout"], 1, "aws logout --profile build");
    run(&["profiles"], 0, "login_session = arn:aws:iam::111122223333:user/build");
    let found = run(&["doctor", "--offline", "--format", "json", "--no-input"], 1, login);
    assert_eq!(found.check("login-valid")["outcome"], "found");
    machine.home.sign_in_to_console(CONSOLE, str::to_owned);
    run(&["status"], 0, "signed in, renews itself (aws login)");
    run(&["status", "--short"], 0, "signed-in\n");
    let value = run(&["status", "--format", "json"], 0, "").json();
    assert_eq!(value["profiles"][0]["login_session"], CONSOLE);
    assert_eq!(value["profiles"][0]["expires_at"], "2099-01-01T00:00:00Z");
    run(&["login", "--no-browser"], 0, "Already signed in with aws login (build)");
    let found = run(&["doctor", "--offline", "--format", "json", "--no-input"], 0, "");
    assert_eq!(found.outcome_of("login-valid"), "passed");
    run(&["logout", "--all"], 0, "aws logout --all");
    let cache = machine.home.path().join(".aws/login/cache");
    assert_eq!(std::fs::read_dir(cache).unwrap().count(), 1);
    let report = run(&["report", "--offline", "--out", "-", "--yes"], 0, "login_session").stdout;
    for secret in ["console-refresh-token", "CONSOLEKEY", "bWFkZS11cC1r", "user/build"] {
        assert!(!report.contains(secret), "{secret} is in the report");
    }
}

/// The lifetime of nothing here depends on a wait.
#[test]
fn a_sign_in_that_ends_soon_is_renewed_before_it_is_used() {
    let machine = Machine::signed_out();
    machine.sign_in("corp", true, Duration::from_secs(600));
    gives(&machine, &[]);
    assert!(operations(&machine).contains(&Operation::CreateToken));
}
