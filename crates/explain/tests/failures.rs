//! Every row of docs/failures.md is recognised by what people see, and every entry of the table
//! leads somewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use explain::{cause, causes, read, texts};

/// The rows of the page: identifier and symptom. "same" is the symptom of the row before.
fn rows() -> Vec<(String, String)> {
    let page = include_str!("../../../docs/failures.md");
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in page.lines() {
        let mut cells = line.split(" | ");
        let Some(id) = cells.next().and_then(|cell| cell.strip_prefix("| ")) else {
            continue;
        };
        let is_row = id.len() == 3 && id[1..].bytes().all(|b| b.is_ascii_digit());
        let Some(symptom) = cells.next().filter(|_| is_row) else {
            continue;
        };
        let symptom = if symptom == "same" || symptom.starts_with("same,") {
            rows.last().unwrap().1.clone()
        } else {
            symptom.to_owned()
        };
        rows.push((id.to_owned(), symptom));
    }
    rows
}

/// The messages of a symptom: what stands between backticks and is more than a word or two.
fn messages(symptom: &str) -> Vec<&str> {
    symptom
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|text| text.split_whitespace().count() >= 3)
        .collect()
}

#[test]
fn the_page_has_its_rows() {
    let rows = rows();
    assert_eq!(rows.len(), 109);
    let ids: BTreeSet<&String> = rows.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 109);
}

#[test]
fn every_row_has_its_cause() {
    for (id, _) in rows() {
        assert!(cause(&id).is_some(), "{id} has no cause");
    }
    let ids: BTreeSet<String> = rows().into_iter().map(|(id, _)| id).collect();
    for cause in causes().iter().filter(|cause| cause.is_row()) {
        assert!(ids.contains(cause.id), "{} is no row", cause.id);
    }
}

/// The first answer to a symptom has the row among its causes.
#[test]
fn every_symptom_is_recognised() {
    let mut wrong = Vec::new();
    for (id, symptom) in rows() {
        let whole = symptom.replace('`', "");
        match read(&whole).matches.first() {
            None => wrong.push(format!("{id} is not recognised: {whole}")),
            Some(first) if !first.text.causes.contains(&id.as_str()) => {
                wrong.push(format!("{id}: {:?} for {whole}", first.text.causes));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Messages that tell too little by themselves.
const TOO_LITTLE: &[&str] = &[
    // argparse says it in every Python program; the row's symptom adds "for sso".
    "argument command: Invalid choice",
    // curl and git say it of any host.
    "Could not resolve host",
    // A value and a header, not messages.
    "us-east-1 # prod",
    "[sso-session 'my org']",
];

#[test]
fn every_message_of_a_symptom_is_recognised_by_itself() {
    let mut wrong = Vec::new();
    for (id, symptom) in rows() {
        for message in messages(&symptom) {
            if TOO_LITTLE.contains(&message) {
                continue;
            }
            let reading = read(message);
            let among =
                reading.matches.iter().any(|found| found.text.causes.contains(&id.as_str()));
            if !among {
                let got: Vec<_> = reading.matches.iter().map(|m| m.text.causes).collect();
                wrong.push(format!("{id}: {message}: {got:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_in_the_table_exists() {
    let mut ids = BTreeSet::new();
    for one in causes() {
        assert!(ids.insert(one.id), "{} is there twice", one.id);
        assert!(!one.what.is_empty() && !one.answer.is_empty(), "{}", one.id);
        assert!(
            texts().iter().any(|text| text.causes.contains(&one.id)),
            "no text leads to {}",
            one.id
        );
        for text in [one.what, one.answer] {
            assert!(!text.contains('!'), "{text}");
            assert!(!text.contains("simply"), "{text}");
            assert!(!text.ends_with('.'), "{text}");
        }
        for check in one.checks {
            assert!(checks::find(check).is_some(), "{}: there is no check {check}", one.id);
        }
    }
    for text in texts() {
        assert!(!text.causes.is_empty(), "{:?}", text.says);
        for id in text.causes {
            assert!(cause(id).is_some(), "there is no cause {id}");
        }
    }
}

/// The findings that a cause names are still called so.
#[test]
fn every_finding_that_a_cause_names_exists() {
    fn sources(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else {
                all.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    let checks = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../checks/src");
    sources(&checks, &mut all);
    for (id, codes) in explain::FINDINGS {
        assert!(cause(id).is_some_and(|cause| !cause.checks.is_empty()), "{id}");
        for code in *codes {
            assert!(all.contains(&format!("\"{code}\",")), "{id}: {code}");
        }
    }
}

/// Every text is recognised as itself: no pattern is hidden behind another one's.
#[test]
fn every_pattern_finds_its_own_example() {
    let mut wrong = Vec::new();
    for text in texts() {
        for (_, says) in text.says {
            let example = example(says, text.needs.first().copied());
            let reading = read(&example);
            let itself = reading.matches.iter().any(|found| found.text.causes == text.causes);
            if !itself {
                let got: Vec<_> = reading.matches.iter().map(|m| m.text.causes).collect();
                wrong.push(format!("{example}: {got:?}, not {:?}", text.causes));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A pattern with something plausible in the place of its variable parts.
fn example(pattern: &str, need: Option<&str>) -> String {
    let mut out = String::new();
    let mut rest = pattern.trim_start_matches('^').trim_end_matches('$');
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(match name {
            "hash" => "ee0bfd2552fbd840c02cc48b6e823320543c450f",
            "account" => "111122223333",
            "url" => "d-1234567890.awsapps.com/start",
            "region" => "eu-wst-1",
            "folder" => "/home/mira/",
            _ => "example",
        });
        rest = after;
    }
    out.push_str(rest);
    if let Some(need) = need {
        out = format!("{need}\n{out}");
    }
    out
}
