//! The dialect as measured: 88 files, and how botocore and aws-runtime read each (`dialects.json`;
//! nested values of aws-runtime, which it stores as text, are expanded).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use aws_files::{Document, FileKind, Reading, View, merge, read};
use common::{properties, section};
use serde_json::{Map, Value, json};

fn bytes(content: Option<&Value>) -> Vec<u8> {
    match content {
        None => Vec::new(),
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(other) => {
            let hex = other["hex"].as_str().unwrap();
            (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                .collect()
        }
    }
}

fn sections<'a>(of: impl IntoIterator<Item = (&'a String, &'a aws_files::Section)>) -> Value {
    Value::Object(of.into_iter().map(|(name, found)| (name.clone(), section(found))).collect())
}

/// How a view reads both files, in the table's format.
fn outcome(config: &Reading, credentials: &Reading) -> Value {
    if config.rejection.is_some() || credentials.rejection.is_some() {
        return json!("rejected");
    }
    let profiles: Map<String, Value> = merge(config, credentials)
        .iter()
        .map(|(name, profile)| {
            let mut of = profile.keys().map(|key| (key, profile.get(key).unwrap().1));
            (name.clone(), properties(&mut of))
        })
        .collect();
    let mut outcome = json!({
        "profiles": profiles,
        "sso_sessions": sections(&config.sso_sessions),
    });
    if config.view == View::Sdk {
        // aws-runtime keeps only nested values.
        let nested = |section: &aws_files::Section| {
            section.properties.values().any(|property| property.value.as_nested().is_some())
        };
        outcome["has_other_sections"] =
            json!(config.services.values().chain(&config.others).any(nested));
    } else {
        outcome["services"] = sections(&config.services);
        outcome["others"] = sections(config.others.iter().map(|section| (&section.name, section)));
    }
    outcome
}

#[test]
fn every_measured_file_is_read_as_it_was_measured() {
    let table: Vec<Value> = serde_json::from_str(include_str!("dialects.json")).unwrap();
    assert_eq!(table.len(), 88);
    let mut wrong = Vec::new();
    for case in &table {
        let config = Document::parse(&bytes(case.get("config")));
        let credentials = Document::parse(&bytes(case.get("credentials")));
        for (view, expected) in [(View::Cli, &case["cli"]), (View::Sdk, &case["sdk"])] {
            let found = outcome(
                &read(&config, FileKind::Config, view),
                &read(&credentials, FileKind::Credentials, view),
            );
            if found != *expected {
                wrong.push(format!(
                    "{} ({view:?})\n  is     {found}\n  should {expected}",
                    case["name"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tolerant_reading_names_whatever_stops_a_reader() {
    let table: Vec<Value> = serde_json::from_str(include_str!("dialects.json")).unwrap();
    for case in &table {
        for (key, kind) in [("config", FileKind::Config), ("credentials", FileKind::Credentials)] {
            let document = Document::parse(&bytes(case.get(key)));
            let tolerant = read(&document, kind, View::Tolerant);
            assert!(tolerant.rejection.is_none());
            for (view, cli) in [(View::Cli, true), (View::Sdk, false)] {
                let strict = read(&document, kind, view);
                let told = tolerant
                    .faults
                    .iter()
                    .find(|fault| if cli { fault.rejected_by.cli } else { fault.rejected_by.sdk });
                assert_eq!(
                    strict.rejection.map(|fault| (fault.kind, fault.location)),
                    told.map(|fault| (fault.kind.clone(), fault.location)),
                    "{} ({view:?})",
                    case["name"]
                );
                for fault in strict.faults {
                    assert!(
                        tolerant
                            .faults
                            .iter()
                            .any(|other| other.kind == fault.kind
                                && other.location == fault.location),
                        "{} ({view:?}): {fault:?}",
                        case["name"]
                    );
                }
            }
        }
    }
}

/// The help page's example, which people copy.
const WIKI: &str = "\
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
";

#[test]
fn the_help_pages_example_is_valid_and_names_a_session_that_is_not_there() {
    let document = Document::parse(WIKI.as_bytes());
    for view in [View::Cli, View::Sdk, View::Tolerant] {
        let reading = read(&document, FileKind::Config, view);
        assert_eq!(reading.rejection, None);
        assert_eq!(reading.faults, []);
        let profile = &reading.profiles["ScienceCloudProject-devAccount"];
        assert_eq!(profile.text("sso_account_id"), Some("111122223333"));
        assert_eq!(profile.text("sso_role_name"), Some("PowerUser"));
        let session = profile.get("sso_session").unwrap();
        assert_eq!(session.value.as_text(), Some("my-sciencecloud-sso"));
        assert!(!reading.sso_sessions.contains_key("my-sciencecloud-sso"));
        assert_eq!(
            (session.location.line, session.location.column, session.location.end_column),
            (2, 15, 34)
        );
        let there = &reading.sso_sessions["ScienceCloudProject-AdminAccount"];
        assert_eq!((there.first_line, there.last_line), (6, 8));
        assert_eq!((there.header.line, there.header.column, there.header.end_column), (6, 14, 46));
        assert_eq!(there.text("sso_region"), Some("us-east-1"));
        assert_eq!(
            there.text("sso_start_url"),
            Some("https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start")
        );
    }
}

#[test]
fn the_help_pages_example_is_put_right_by_one_edit_either_way() {
    let document = Document::parse(WIKI.as_bytes());
    let rename = aws_files::Edit::RenameSection { line: 6, name: "my-sciencecloud-sso".to_owned() };
    let renamed = document.edit(&[rename]).unwrap();
    let expected = WIKI.replace(
        "[sso-session ScienceCloudProject-AdminAccount]",
        "[sso-session my-sciencecloud-sso]",
    );
    assert_eq!(std::str::from_utf8(renamed.as_bytes()).unwrap(), expected);
    let set =
        aws_files::Edit::SetValue { line: 2, value: "ScienceCloudProject-AdminAccount".to_owned() };
    let set = document.edit(&[set]).unwrap();
    for view in [View::Cli, View::Sdk] {
        let reading = read(&set, FileKind::Config, view);
        let profile = &reading.profiles["ScienceCloudProject-devAccount"];
        assert!(reading.sso_sessions.contains_key(profile.text("sso_session").unwrap()));
    }
}
