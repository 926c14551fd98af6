//! The `Cli` view against botocore itself, on generated files.
//!
//! Without Python or the package index this test reports that it is skipped; in CI it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// It runs the Python that it compares with.
#![allow(clippy::disallowed_methods)]

mod common;

use aws_files::{Document, FileKind, View, merge, read};
use common::{properties, python, section};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// The view in the form of `read_with_botocore.py`.
fn ours(config: &[u8], credentials: &[u8]) -> Value {
    let config = read(&Document::parse(config), FileKind::Config, View::Cli);
    let credentials = read(&Document::parse(credentials), FileKind::Credentials, View::Cli);
    if config.rejection.is_some() || credentials.rejection.is_some() {
        return Value::Null;
    }
    let profiles: Map<String, Value> = merge(&config, &credentials)
        .iter()
        .map(|(name, profile)| {
            let mut of = profile.keys().map(|key| (key, profile.get(key).unwrap().1));
            (name.clone(), properties(&mut of))
        })
        .collect();
    let all = |map: &indexmap::IndexMap<String, aws_files::Section>| {
        Value::Object(map.iter().map(|(name, found)| (name.clone(), section(found))).collect())
    };
    let others: Map<String, Value> =
        config.others.iter().map(|found| (found.name.clone(), section(found))).collect();
    json!({
        "profiles": profiles,
        "sso_sessions": all(&config.sso_sessions),
        "services": all(&config.services),
        "others": others,
    })
}

/// The files to compare, the same in every run.
fn files() -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let mut files = Vec::new();
    let mut draw =
        |strategy: BoxedStrategy<Vec<u8>>, count: usize, files: &mut Vec<(Vec<u8>, Vec<u8>)>| {
            for _ in 0..count {
                let first = strategy.new_tree(&mut runner).unwrap().current();
                let second = strategy.new_tree(&mut runner).unwrap().current();
                files.push((first, Vec::new()));
                files.push((Vec::new(), second));
            }
        };
    let text = |strategy: BoxedStrategy<String>| strategy.prop_map(String::into_bytes).boxed();
    draw(text(common::files::ordinary().boxed()), 3000, &mut files);
    draw(text(common::files::faulty().boxed()), 3000, &mut files);
    // The significant characters, in any order; a section first, so that most files are read.
    let characters =
        proptest::string::string_regex(r"\[a\]\n[\[\]=:#; \t\r\n\x0b\u{a0}a\u{2028}\x1c]{0,24}")
            .unwrap();
    draw(text(characters.boxed()), 2000, &mut files);
    let headers =
        proptest::string::string_regex(r#"\[profile[ '"\\a\]\[#\t\u{a0}]{0,10}\]\nk = v\n"#)
            .unwrap();
    draw(text(headers.boxed()), 2000, &mut files);
    draw(prop::collection::vec(any::<u8>(), 0..60).boxed(), 500, &mut files);
    // Both files of one profile.
    for (config, credentials) in [
        ("[profile a]\nx = 1\ny = 2\n", "[a]\ny = 3\nz = 4\n"),
        ("[default]\n", "[default]\nk = v\n"),
    ] {
        files.push((config.into(), credentials.into()));
    }
    files
}

#[test]
fn generated_files_are_read_alike() {
    let requirements = include_str!("../../../tests/requirements.txt");
    let interpreter = match python::interpreter(env!("CARGO_TARGET_TMPDIR"), requirements) {
        Ok(interpreter) => interpreter,
        Err(why) => return python::skip(&format!("no Python with botocore: {why}")),
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/read_with_botocore.py");
    let mut child = python::clean(Command::new(interpreter))
        // botocore opens files in the locale's encoding, which is UTF-8 on POSIX.
        .args(["-X", "utf8", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let files = files();
    let mut input = child.stdin.take().unwrap();
    let requests: String = files
        .iter()
        .map(|(config, credentials)| {
            format!("{}\n", json!({ "config": config, "credentials": credentials }))
        })
        .collect();
    // Another thread writes, so that neither side blocks the other.
    let writer = std::thread::spawn(move || input.write_all(requests.as_bytes()));
    let answers: Vec<String> =
        BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(answers.len(), files.len());
    let (mut wrong, mut accepted) = (Vec::new(), 0);
    for ((config, credentials), answer) in files.iter().zip(answers) {
        let theirs: Value = serde_json::from_str(&answer).unwrap();
        accepted += usize::from(!theirs.is_null());
        let ours = ours(config, credentials);
        if ours != theirs {
            wrong.push(format!(
                "{:?} {:?}\n  ours   {ours}\n  theirs {theirs}",
                String::from_utf8_lossy(config),
                String::from_utf8_lossy(credentials)
            ));
        }
    }
    wrong.sort_by_key(String::len);
    wrong.truncate(10);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Otherwise the comparison would prove little.
    assert!(accepted > files.len() / 4, "botocore read {accepted} of {}", files.len());
}
