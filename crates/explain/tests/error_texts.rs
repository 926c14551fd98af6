//! Every measured text is recognized. `data/error-texts.json` contains what boto3, two AWS CLIs,
//! the Rust and the JavaScript SDK print for broken configurations (docs/facts.md, section 3.1),
//! each with the rows of FAILURES that can be its cause.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use error_texts::{Paste, Source, patterns};
use explain::{Kind, read};
use serde_json::Value;

fn entries() -> Vec<Value> {
    let text = include_str!("data/error-texts.json");
    serde_json::from_str(text).unwrap()
}

fn field<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry[name].as_str().unwrap()
}

fn rows(entry: &Value) -> Vec<&str> {
    let rows = entry["rows"].as_array().unwrap();
    rows.iter().map(|row| row.as_str().unwrap()).collect()
}

/// What is wrong with the answer to a text, if anything.
fn complaint(text: &str, rows: &[&str]) -> Option<String> {
    let reading = read(text);
    let Some(first) = reading.matches.first() else {
        return Some(format!("not recognized: {text}"));
    };
    if first.text.kind > Kind::General {
        return Some(format!("taken for a person's words: {text}"));
    }
    let missing: Vec<&&str> = rows.iter().filter(|row| !first.text.causes.contains(row)).collect();
    (!missing.is_empty())
        .then(|| format!("{missing:?} is not among {:?}: {text}", first.text.causes))
}

#[test]
fn every_measured_text_is_recognized_with_its_rows() {
    let entries = entries();
    assert!(entries.len() > 80, "{}", entries.len());
    let wrong: Vec<String> =
        entries.iter().filter_map(|entry| complaint(field(entry, "text"), &rows(entry))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How a text may change on its way into a paste.
type Way<'a> = &'a dyn Fn(&str) -> String;

/// Wrapped at 40 columns like in a terminal, colored, framed, between other lines, and with the
/// quotes of an editor or a chat program: the answer is the same.
#[test]
fn what_happens_to_a_paste_does_not_matter() {
    let hard = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars
            .chunks(40)
            .map(|chunk| chunk.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let framed = |text: &str| {
        let lines: Vec<String> = text
            .split(' ')
            .collect::<Vec<_>>()
            .chunks(5)
            .map(|words| format!("│ {}", words.join(" ")))
            .collect();
        format!("╷\n{}\n╵", lines.join("\n"))
    };
    let colored = |text: &str| format!("\u{1b}[31m\u{1b}[1m{text}\u{1b}[0m");
    let typographic = |text: &str| text.replace('"', "”").replace('\'', "’").to_uppercase();
    let within = |text: &str| {
        format!(
            "mira@laptop:~$ export AWS_PROFILE=dev\r\nmira@laptop:~$ aws s3 ls\r\n\r\n{}\r\nmira@laptop:~$ ",
            text.replace('\n', "\r\n")
        )
    };
    let json = |text: &str| serde_json::json!({"level": "error", "msg": text}).to_string();
    let timed = |text: &str| {
        text.lines().map(|line| format!("2026-03-01T10:00:00.123Z {line}\n")).collect::<String>()
    };
    let html = |text: &str| text.replace('"', "&quot;").replace('\'', "&#39;");
    let lost = |text: &str| format!("[31m[1m{text}[0m");
    let ways: [(&str, Way); 9] = [
        ("json", &json),
        ("timed", &timed),
        ("html", &html),
        ("lost", &lost),
        ("hard", &hard),
        ("framed", &framed),
        ("colored", &colored),
        ("typographic", &typographic),
        ("within", &within),
    ];
    let mut wrong = Vec::new();
    for entry in entries() {
        let text = field(&entry, "text");
        // It is only a name, so it must be on its own line to be recognized.
        let bare = rows(&entry).contains(&"T07") && text.contains("ee0bfd");
        for (way, change) in &ways {
            if bare && matches!(*way, "hard" | "framed" | "json") {
                continue;
            }
            if let Some(complaint) = complaint(&change(text), &rows(&entry)) {
                wrong.push(format!("{way}: {complaint}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_variable_parts_are_taken_out() {
    for (text, name, value) in [
        ("The config profile (my team) could not be found", "profile", "my team"),
        ("The specified sso-session does not exist: \"corp ; x\"", "session", "corp ; x"),
        ("sso-session named `corp` (referenced by profile `dev`) was not found", "profile", "dev"),
        ("sso-session named `corp` (referenced by profile `dev`) was not found", "session", "corp"),
        ("Error loading SSO Token: Token for corp does not exist", "session", "corp"),
        (
            "Error loading SSO Token: Token for https://d-123.awsapps.com/start does not exist",
            "url",
            "d-123.awsapps.com/start",
        ),
        (
            "Provided region_name 'us-east-1 # home' doesn't match a supported format.",
            "region",
            "us-east-1",
        ),
        (
            "Provided region_name ''eu-central-1'' doesn't match a supported format.",
            "region",
            "eu-central-1",
        ),
        ("Unable to parse config file: /home/u/.aws/config", "path", "/home/u/.aws/config"),
        (
            "Could not connect to the endpoint URL: \"https://oidc.eu-west1.amazonaws.com/client/register\"",
            "region",
            "eu-west1",
        ),
        ("No roles are available for the account 111122223333", "account", "111122223333"),
        (
            "Could not resolve start URL 'https://myapps.microsoft.com/x' to an AWS-owned endpoint. Final URL: 'https://login.microsoftonline.com/'",
            "final",
            "https://login.microsoftonline.com/",
        ),
        (
            "open /Users/mira/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json: no such file or directory",
            "hash",
            "ee0bfd2552fbd840c02cc48b6e823320543c450f",
        ),
        (
            "open C:\\Users\\mira\\.aws\\sso\\cache\\ee0bfd2552fbd840c02cc48b6e823320543c450f.json: The system cannot find the file specified.",
            "hash",
            "ee0bfd2552fbd840c02cc48b6e823320543c450f",
        ),
        (
            "The SSO session token associated with profile=dev was not found or is invalid.",
            "profile",
            "dev",
        ),
        (
            "The source_profile \"base\" referenced in the profile \"dev\" does not exist.",
            "source",
            "base",
        ),
        (
            "User: arn:aws:sts::111122223333:assumed-role/x/mira is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::b\"",
            "action",
            "s3:ListBucket",
        ),
        (
            "│ Error: failed to get shared config profile, dev\n│ \n│   with provider",
            "profile",
            "dev",
        ),
    ] {
        let reading = read(text);
        let first = reading.matches.first().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(first.value(name), Some(value), "{text}");
    }
}

/// A text that is marked as measured was printed by that program.
#[test]
fn every_measured_source_is_among_the_measured_texts() {
    let entries = entries();
    let pastes: Vec<(&str, Paste)> = entries
        .iter()
        .map(|entry| (field(entry, "tool"), Paste::new(field(entry, "text"))))
        .collect();
    let mut wrong = Vec::new();
    for (_, text, pattern) in patterns() {
        let Source::Measured(program) = text.source else {
            continue;
        };
        let tool = match program {
            "AWS CLI 2.36.7" => "cli-2.36.7",
            "AWS CLI 2.9.19" => "cli-2.9.19",
            "AWS CLI 1.46.3" => "cli1-1.46.3",
            "AWS SDK for JavaScript v3" => "js",
            "aws-config" => "rust",
            "boto3 1.44.5" => "boto3-1.44.5",
            other => other,
        };
        let measured =
            pastes.iter().any(|(name, paste)| *name == tool && pattern.find_last(paste).is_some());
        if !measured {
            wrong.push(format!("{}: {program} did not print it", text.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
