//! The `Sdk` view against aws-runtime itself, on generated files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use aws_files::{Document, FileKind, Reading, View, merge, read};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::property::PropertiesKey;
use aws_runtime::env_config::section::EnvConfigSections;
use aws_types::os_shim_internal::{Env, Fs};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// How aws-runtime reads the bytes of both files.
fn load(config: &[u8], credentials: &[u8]) -> Option<EnvConfigSections> {
    let fs = Fs::from_map(HashMap::from([
        ("/config".to_owned(), config.to_vec()),
        ("/credentials".to_owned(), credentials.to_vec()),
    ]));
    let files = EnvConfigFiles::builder()
        .with_file(EnvConfigFileKind::Config, "/config")
        .with_file(EnvConfigFileKind::Credentials, "/credentials")
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let source = runtime
        .block_on(aws_runtime::env_config::source::load(&Env::from_slice(&[]), &fs, &files))
        .unwrap();
    EnvConfigSections::parse(source).ok()
}

/// aws-runtime stores a nested value as its lines.
fn nested(text: &str) -> Vec<(String, String)> {
    let space = &[' ', '\t'][..];
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once('=').unwrap();
        let key = key.trim_matches(space).to_owned();
        let value = value.trim_matches(space).to_owned();
        match pairs.iter_mut().find(|(other, _)| *other == key) {
            Some(pair) => pair.1 = value,
            None => pairs.push((key, value)),
        }
    }
    pairs
}

fn same_value(ours: &aws_files::Value, theirs: &str) -> bool {
    match ours {
        aws_files::Value::Text(text) => text == theirs,
        aws_files::Value::Nested(map) => {
            let ours: Vec<(String, String)> = map
                .iter()
                .map(|(key, property)| (key.clone(), property.value.as_text().unwrap().to_owned()))
                .collect();
            theirs.starts_with('\n') && ours == nested(theirs)
        }
    }
}

/// aws-runtime cannot list its keys; these are all the possible ones.
fn possible_keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_matches(&[' ', '\t'][..]).to_ascii_lowercase())
        .collect()
}

/// Known difference: aws-runtime merges headers that are spelled differently but mean one section
/// (`[profile a]` and `[profile  a]`) in the random order of a HashMap, and we merge them in file
/// order. If both set a key, aws-runtime may return either value.
fn merged_at_random(reading: &Reading) -> bool {
    reading
        .faults
        .iter()
        .any(|fault| matches!(fault.kind, aws_files::FaultKind::SameNameTwice { .. }))
}

fn compare(config: &[u8], credentials: &[u8]) -> Result<(), TestCaseError> {
    let theirs = load(config, credentials);
    let ours = read(&Document::parse(config), FileKind::Config, View::Sdk);
    let ours_too = read(&Document::parse(credentials), FileKind::Credentials, View::Sdk);
    let rejected = ours.rejection.is_some() || ours_too.rejection.is_some();
    prop_assert_eq!(rejected, theirs.is_none(), "{:?} {:?}", ours.rejection, ours_too.rejection);
    let Some(theirs) = theirs else { return Ok(()) };
    let merged = merge(&ours, &ours_too);
    let names: BTreeSet<&str> = merged.keys().map(String::as_str).collect();
    prop_assert_eq!(names, theirs.profiles().collect());
    let names: BTreeSet<&str> = ours.sso_sessions.keys().map(String::as_str).collect();
    prop_assert_eq!(names, theirs.sso_sessions().collect());
    if merged_at_random(&ours) || merged_at_random(&ours_too) {
        return Ok(());
    }
    let mut keys = possible_keys(&String::from_utf8_lossy(config));
    keys.extend(possible_keys(&String::from_utf8_lossy(credentials)));
    for (name, profile) in &merged {
        keys.extend(profile.keys().map(str::to_owned));
        let other = theirs.get_profile(name).unwrap();
        for key in &keys {
            let ours = profile.get(key).map(|(_, property)| &property.value);
            let theirs = other.get(key);
            let same = match (ours, theirs) {
                (None, None) => true,
                (Some(ours), Some(theirs)) => same_value(ours, theirs),
                _ => false,
            };
            prop_assert!(same, "[{}] {}: {:?}, theirs {:?}", name, key, ours, theirs);
        }
    }
    for (name, session) in &ours.sso_sessions {
        let other = theirs.sso_session(name).unwrap();
        for key in &keys {
            let ours = session.get(key).map(|property| &property.value);
            let same = match (ours, other.get(key)) {
                (None, None) => true,
                (Some(ours), Some(theirs)) => same_value(ours, theirs),
                _ => false,
            };
            prop_assert!(same, "[sso-session {}] {}: {:?}", name, key, ours);
        }
    }
    for (name, services) in &ours.services {
        for (service, property) in services.properties.iter() {
            for (key, value) in property.value.as_nested().into_iter().flatten() {
                let address = PropertiesKey::builder()
                    .section_key("services")
                    .section_name(name)
                    .property_name(service)
                    .sub_property_name(key)
                    .build()
                    .unwrap();
                prop_assert_eq!(
                    theirs.other_sections().get(&address).map(String::as_str),
                    value.value.as_text()
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ordinary_files_are_read_alike(config in common::files::ordinary(), credentials in common::files::ordinary()) {
        compare(config.as_bytes(), credentials.as_bytes())?;
    }

    #[test]
    fn faulty_files_are_read_alike(config in common::files::faulty()) {
        compare(config.as_bytes(), b"")?;
        compare(b"", config.as_bytes())?;
    }

    #[test]
    fn any_bytes_are_read_alike(config in prop::collection::vec(any::<u8>(), 0..60)) {
        compare(&config, b"")?;
    }

    #[test]
    fn any_few_characters_are_read_alike(config in r"\[a\]\n[\[\]=:#; \t\r\n\x0b\u{a0}a\u{2028}\x1c]{0,24}") {
        compare(config.as_bytes(), b"")?;
        compare(b"", config.as_bytes())?;
    }
}
