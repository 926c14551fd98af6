//! Secrets in every place that can contain one: no command prints them, and the journal never
//! contains them.

use std::time::Duration;

use crate::common::machine::healthy_config;
use crate::common::tree::snapshot;
use crate::common::{Machine, Outcome};

/// Forty characters that look like a secret access key, each with a word to search for.
const CREDENTIALS_KEY: &str = "CanaryOne/K7MDENG+bPxRfiCYzEXAMPLEKEY012";
const CONFIG_KEY: &str = "CanaryTwo/K7MDENG+bPxRfiCYzEXAMPLEKEY012";
const COMMENT_KEY: &str = "CanaryThree7MDENG+bPxRfiCYzEXAMPLEKEY012";
const BROKEN_KEY: &str = "CanaryFour/7MDENG+bPxRfiCYzEXAMPLEKEY012";
const CONTINUED_KEY: &str = "CanaryFive/7MDENG+bPxRfiCYzEXAMPLEKEY012";
const UNKNOWN_KEY: &str = "CanarySix/K7MDENG+bPxRfiCYzEXAMPLEKEY012";
const ENV_KEY: &str = "CanarySeven7MDENG+bPxRfiCYzEXAMPLEKEY012";
const BARE_KEY: &str = "CanaryEight7MDENG+bPxRfiCYzEXAMPLEKEY012";
const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2VjECanaryNine0000000000000000000000000000000000000=";
const ENV_TOKEN: &str = "IQoJb3JpZ2luX2VjECanaryTen00000000000000000000000000000000000000=";
const PROXY_PASSWORD: &str = "CanaryEleven";

/// Any leaked part of a secret would contain this word or most of its tail.
fn canaries() -> Vec<String> {
    let mut words: Vec<String> = [
        CREDENTIALS_KEY,
        CONFIG_KEY,
        COMMENT_KEY,
        BROKEN_KEY,
        CONTINUED_KEY,
        UNKNOWN_KEY,
        ENV_KEY,
        BARE_KEY,
        SESSION_TOKEN,
        ENV_TOKEN,
    ]
    .iter()
    .flat_map(|secret| [secret[..20].to_owned(), secret[secret.len() - 20..].to_owned()])
    .collect();
    words.push(PROXY_PASSWORD.to_owned());
    words
}

#[track_caller]
fn silent(text: &str, secrets: &[String], what: &str) {
    for secret in secrets {
        // The message leaves out the text itself, because it would reveal the secret.
        assert!(!text.contains(secret.as_str()), "{what} shows {}…", &secret[..6]);
    }
}

const COMMANDS: &[&[&str]] = &[
    &["doctor"],
    &["doctor", "-v", "--all-profiles"],
    &["doctor", "-v", "--format", "json", "--all-profiles"],
    &["doctor", "--offline", "--profile", "dev"],
    &["profiles"],
    &["profiles", "--format", "json"],
    &["profiles", "--view", "sdk"],
    &["profiles", "--view", "sdk", "--format", "json"],
    &["status", "-v"],
    &["status", "--format", "json"],
    &["report", "-v", "--out", "-"],
    &["report", "--for", "support", "--format", "json", "--out", "-"],
    &["report", "--for", "support", "--format", "html", "--out", "-"],
    &["checks"],
    &["undo", "--list"],
    &[
        "doctor",
        "--fix",
        "--yes",
        "--no-input",
        "-v",
        "--dry-run",
        "--all-profiles",
        "--answer",
        "static-keys.remedy=remove",
    ],
    &["doctor", "--fix", "--no-input"],
    &[
        "doctor",
        "--fix",
        "--yes",
        "--no-input",
        "-v",
        "--all-profiles",
        "--format",
        "json",
        "--answer",
        "static-keys.remedy=comment-out",
    ],
    &["doctor", "-v", "--all-profiles"],
    &["undo", "--list", "-v"],
    &["undo", "-v"],
    &["undo", "-v"],
    &["undo"],
];

fn run(machine: &Machine, args: &[&str]) -> Outcome {
    machine
        .run(args)
        .env("AWS_SECRET_ACCESS_KEY", ENV_KEY)
        .env("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
        .env("AWS_SESSION_TOKEN", ENV_TOKEN)
        .env("https_proxy", format!("http://mira:{PROXY_PASSWORD}@127.0.0.1:9"))
        .env("HTTP_PROXY", format!("http://mira:{PROXY_PASSWORD}@127.0.0.1:9"))
        .env("http_proxy", format!("http://mira:{PROXY_PASSWORD}@127.0.0.1:9"))
        .run()
}

/// Runs every command on the result of the previous one.
fn never_shown(machine: &Machine) {
    let mut secrets = canaries();
    // The secrets in the token cache, and the ones that the simulator issues.
    secrets.extend(token_secrets(machine));
    for args in COMMANDS {
        let outcome = run(machine, args);
        silent(&outcome.both(), &secrets, &args.join(" "));
    }
    for (name, entry) in snapshot(&machine.home.state()) {
        if name.ends_with("journal.json") {
            let text = String::from_utf8(entry.bytes).unwrap();
            silent(&text, &secrets, "the journal");
        }
    }
}

fn token_secrets(machine: &Machine) -> Vec<String> {
    let Ok(text) = std::fs::read_to_string(machine.home.token("corp")) else {
        return Vec::new();
    };
    let token: serde_json::Value = serde_json::from_str(&text).unwrap();
    ["accessToken", "refreshToken", "clientSecret"]
        .iter()
        .filter_map(|key| Some(token[key].as_str()?[..12].to_owned()))
        .collect()
}

/// Every key in its usual place and in comments, in readable files.
#[test]
fn secrets_in_files_that_can_be_read() {
    let config = format!(
        "{}aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {CONFIG_KEY}\n\
         my_password = {UNKNOWN_KEY}\n# aws_secret_access_key = {COMMENT_KEY}\n",
        healthy_config(&["dev"])
    );
    let credentials = format!(
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n; was {COMMENT_KEY}\n\
         aws_secret_access_key = {CREDENTIALS_KEY}\n\n[temporary]\n\
         aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key={CREDENTIALS_KEY}\n\
         aws_session_token = {SESSION_TOKEN}\nx =\n   {CONTINUED_KEY}\n\n\
         [half]\naws_secret_access_key = {CREDENTIALS_KEY}\n"
    );
    let machine = Machine::with_files(&config, &credentials);
    machine.sign_in("corp", true, Duration::from_secs(3600));
    assert_eq!(token_secrets(&machine).len(), 3);
    never_shown(&machine);
}

/// The same in lines that no tool reads.
#[test]
fn secrets_in_broken_lines() {
    let config = format!(
        "aws_secret_access_key = {CONFIG_KEY}\n{}aws_secret_access_key {BROKEN_KEY}\n{BARE_KEY}\n\
         [profile dev]\nregion = eu-west-1\n  {CONTINUED_KEY}\n",
        healthy_config(&["dev"])
    );
    let credentials = format!(
        "[default]\naws_secret_access_key\t{BROKEN_KEY}\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
         aws_secret_access_key = {CREDENTIALS_KEY}\naws_secret_access_key = {CREDENTIALS_KEY}\n\
         export AWS_SECRET_ACCESS_KEY={BROKEN_KEY}\n\"aws_session_token\": \"{SESSION_TOKEN}\",\n\
         {BARE_KEY}\n[half\naws_secret_access_key = {CREDENTIALS_KEY}\n"
    );
    let machine = Machine::with_files(&config, &credentials);
    machine.sign_in("corp", true, Duration::ZERO);
    never_shown(&machine);
}

/// A key pasted as another value, or the two halves of a key pair swapped.
#[test]
fn secrets_pasted_in_the_wrong_place() {
    let config = healthy_config(&["dev"])
        .replace("region = eu-central-1", &format!("region = {CONFIG_KEY}"));
    let credentials = format!(
        "[default]\naws_access_key_id = {CREDENTIALS_KEY}\naws_secret_access_key = AKIAIOSFODNN7EXAMPLE\n"
    );
    let machine = Machine::with_files(&config, &credentials);
    let secrets = canaries();
    for args in [&["doctor", "-v"][..], &["doctor", "--format", "json"], &["profiles"]] {
        silent(&run(&machine, args).both(), &secrets, &args.join(" "));
    }
}

/// A key pasted in place of a key name, which every tool converts to lower case.
#[test]
fn secrets_pasted_as_names() {
    let twice = format!("{UNKNOWN_KEY} = x\n{UNKNOWN_KEY} = y\n");
    let once = format!("{BARE_KEY} = x\nAKIAIOSFODNN7EXAMPLE: {CONFIG_KEY}\n");
    for lines in [&twice, &once] {
        let config = healthy_config(&["dev"])
            .replace("region = eu-central-1\n", &format!("region = eu-central-1\n{lines}"));
        assert!(config.contains("Canary"));
        let machine = Machine::with_files(&config, &format!("[half]\n{lines}"));
        let mut secrets = canaries();
        secrets.push("AKIAIOSFODNN7EXAMPLE".into());
        secrets.extend(secrets.clone().iter().map(|secret| secret.to_lowercase()));
        for args in COMMANDS {
            silent(&run(&machine, args).both(), &secrets, &args.join(" "));
        }
    }
}

/// A sign-in prints the user code, but none of the secrets it receives.
#[test]
fn secrets_of_a_sign_in() {
    let machine = Machine::signed_out();
    let running = machine
        .run(&[
            "doctor",
            "-v",
            "--fix",
            "--yes",
            "--no-input",
            "--answer",
            "token-present.remedy=sign-in",
        ])
        .start();
    running.wait_for("  Code   ");
    machine.approve_next();
    let outcome = running.wait().status(0);
    let secrets = token_secrets(&machine);
    assert_eq!(secrets.len(), 3);
    silent(&outcome.both(), &secrets, "the sign-in");
}
