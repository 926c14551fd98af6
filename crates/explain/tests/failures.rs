//! Every row of docs/failures.md is recognized by its symptom, and every entry of the table leads
//! to a cause or a fix.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use error_texts::{Source, causes, find_cause, meanings, texts};
use explain::read;

/// The rows of the page: identifier and symptom. "same" means the symptom of the row before.
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

/// The messages in a symptom: text in backquotes that is longer than two words.
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
    assert_eq!(rows.len(), 114);
    let ids: BTreeSet<&String> = rows.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 114);
}

#[test]
fn every_row_has_its_cause() {
    for (id, _) in rows() {
        assert!(find_cause(&id).is_some(), "{id} has no cause");
    }
    let ids: BTreeSet<String> = rows().into_iter().map(|(id, _)| id).collect();
    for cause in causes().filter(|cause| cause.is_row()) {
        assert!(ids.contains(cause.id), "{} is no row", cause.id);
    }
}

/// The first answer to a symptom lists the row among its causes.
#[test]
fn every_symptom_is_recognized() {
    let mut wrong = Vec::new();
    for (id, symptom) in rows() {
        let whole = symptom.replace('`', "");
        match read(&whole).matches.first() {
            None => wrong.push(format!("{id} is not recognized: {whole}")),
            Some(first) if !first.text.causes.contains(&id.as_str()) => {
                wrong.push(format!("{id}: {:?} for {whole}", first.text.causes));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Messages that say too little by themselves.
const TOO_LITTLE: &[&str] = &[
    // argparse prints it in every Python program; the row's symptom adds "for sso".
    "argument command: Invalid choice",
    // curl and git print it for any host.
    "Could not resolve host",
    // A value and a header, not messages.
    "us-east-1 # prod",
    "[sso-session 'my org']",
];

#[test]
fn every_message_of_a_symptom_is_recognized_by_itself() {
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
            meanings().any(|meaning| meaning.causes.contains(&one.id)),
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
    for meaning in meanings() {
        assert!(!meaning.causes.is_empty(), "{}", meaning.means);
        for id in meaning.causes {
            assert!(find_cause(id).is_some(), "there is no cause {id}");
        }
    }
}

/// The findings that a cause names still have these names.
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
    for cause in causes() {
        for code in cause.findings {
            assert!(all.contains(&format!("\"{code}\"")), "{}: {code}", cause.id);
        }
    }
}

/// Every text is recognized as itself: no pattern is hidden by another.
#[test]
fn every_text_is_recognized_by_its_example() {
    let mut wrong = Vec::new();
    for meaning in meanings() {
        for text in meaning.texts {
            let mut example = text.example();
            if let Some(need) = meaning.needs.first() {
                example = format!("{need}\n{example}");
            }
            let reading = read(&example);
            if !reading.matches.iter().any(|found| found.text.causes == meaning.causes) {
                let got: Vec<_> = reading.matches.iter().map(|m| m.text.causes).collect();
                wrong.push(format!("{}: {example}: {got:?}, not {:?}", text.id, meaning.causes));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The source that a text is quoted from contains it.
#[test]
fn every_source_in_this_repository_exists() {
    let rows: BTreeSet<String> = rows().into_iter().map(|(id, _)| id).collect();
    let facts = include_str!("../../../docs/facts.md");
    for text in texts() {
        match text.source {
            Source::Failures(row) => assert!(rows.contains(row), "{}: no row {row}", text.id),
            Source::Facts(section) => {
                assert!(facts.contains(&format!("### {section} ")), "{}: {section}", text.id);
            }
            Source::Measured(_) | Source::Code(_) | Source::Thread(_) | Source::Unrecorded => {}
        }
    }
}
