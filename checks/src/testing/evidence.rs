//! Every failure rests on evidence: the table in docs/judgement.md names it.

#![allow(clippy::disallowed_methods)] // A test reads the repository's own page.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Outcome, Severity, find, registry, run};

/// What a row of the table says.
struct Row {
    check: String,
    codes: Vec<String>,
    evidence: String,
}

/// The rows of the table: a check, its codes, the evidence.
fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/judgement.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, table) = text.split_once("\n## What each failure rests on\n").unwrap();
    let words = |cell: &str| {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect::<Vec<String>>()
    };
    table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [check, codes, evidence] = cells.as_slice() else {
                panic!("not three cells: {line}")
            };
            Row {
                check: words(check).concat(),
                codes: words(codes),
                evidence: (*evidence).to_owned(),
            }
        })
        .collect()
}

/// Every finding that some case of its check shows as a failure, or that stops its subject.
fn failures() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for check in registry() {
        for case in (check.cases)() {
            let outcome = run(check, &case.machine.facts(), &[]).outcome();
            let Outcome::Found(findings) = outcome else { continue };
            let stops = findings
                .iter()
                .filter(|finding| finding.stops || finding.severity == Severity::Fail);
            found.extend(stops.map(|finding| (check.id.to_owned(), finding.code.to_owned())));
        }
    }
    found
}

/// The codes of `Finding::stops` in the sources, which a case may lack.
fn codes_in_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("testing") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let calls = text.split("Finding::stops(").skip(1);
                let codes = calls.filter_map(|call| call.trim_start().strip_prefix('"'));
                found.extend(codes.filter_map(|code| Some(code.split_once('"')?.0.to_owned())));
            }
        }
    }
    found
}

#[test]
fn every_failure_has_a_row_that_names_its_evidence() {
    let rows = rows();
    let listed: BTreeSet<(String, String)> = rows
        .iter()
        .flat_map(|row| row.codes.iter().map(|code| (row.check.clone(), code.clone())))
        .collect();
    let missing: Vec<_> = failures().into_iter().filter(|one| !listed.contains(one)).collect();
    let mut text = String::new();
    for (check, code) in &missing {
        text.push_str(&format!("{check} {code}\n"));
    }
    assert!(missing.is_empty(), "docs/judgement.md has no row for:\n{text}");
    let codes: BTreeSet<String> = listed.into_iter().map(|(_, code)| code).collect();
    let missing: Vec<_> = codes_in_sources().difference(&codes).cloned().collect();
    assert!(missing.is_empty(), "docs/judgement.md has no row for the codes {missing:?}");
}

#[test]
fn every_row_is_about_a_failure_and_names_a_source() {
    let sources = ["measured", "botocore/", "awscli/", "AWS documentation", "SDK", "the system"];
    let known: BTreeSet<String> =
        failures().into_iter().map(|(_, code)| code).chain(codes_in_sources()).collect();
    for row in rows() {
        assert!(find(&row.check).is_some(), "{} is not a check", row.check);
        assert!(!row.codes.is_empty(), "{}: no code", row.check);
        for code in &row.codes {
            assert!(known.contains(code), "{} {code} is not a failure", row.check);
        }
        assert!(
            sources.iter().any(|source| row.evidence.contains(source)),
            "{}: which client or document says so? {}",
            row.check,
            row.evidence
        );
    }
}
