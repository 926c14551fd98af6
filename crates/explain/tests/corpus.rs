//! The corpus: texts from public threads with their right answers, in two groups. The table was
//! written from the first; the second was only tested on, and the table is never tuned to it.
//!
//! `cargo test -p aws-onboard-explain --test corpus -- --nocapture` prints the figures that
//! docs/explain.md tells.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

use std::collections::BTreeSet;

use error_texts::{Category, find_cause};
use explain::read;

const WRITTEN_FROM: &str = include_str!("../corpus/written-from.txt");
const TESTED_ON: &str = include_str!("../corpus/tested-on.txt");

/// A text, its source, and the categories that are right as the first answer.
struct Entry {
    source: String,
    right: Vec<String>,
    text: String,
}

fn entries(file: &str) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for line in file.lines() {
        if let Some(head) = line.strip_prefix("## ") {
            let Some((source, right)) = head.split_once(" | ") else {
                continue;
            };
            all.push(Entry {
                source: source.trim().to_owned(),
                right: right.split(',').map(|one| one.trim().to_owned()).collect(),
                text: String::new(),
            });
        } else if let Some(entry) = all.last_mut() {
            entry.text.push_str(line);
            entry.text.push('\n');
        }
    }
    // The comment at the top describes the form of a head.
    all.retain(|entry| !entry.source.starts_with("SOURCE"));
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Score {
    Right,
    Listed,
    Wrong,
    Silent,
}

fn category(cause: &str) -> &'static str {
    find_cause(cause).unwrap().category().name()
}

/// How the answer to a text compares with the right one, and the answer.
fn score(entry: &Entry) -> (Score, String) {
    let reading = read(&entry.text);
    let right = |cause: &&'static str| entry.right.iter().any(|one| one == category(cause));
    let Some(first) = reading.matches.first() else {
        let told = reading.answer.map_or_else(String::new, |answer| answer.code);
        return match (entry.right.iter().any(|one| one == "not-credentials"), told.is_empty()) {
            (true, false) => (Score::Right, told),
            (_, true) => (Score::Silent, told),
            (false, false) => (Score::Wrong, told),
        };
    };
    let answer = format!("{} {:?}", first.id, first.text.causes);
    let score = if first.text.causes.first().is_some_and(&right) {
        Score::Right
    } else if reading.matches.iter().take(3).flat_map(|found| found.text.causes).any(&right) {
        Score::Listed
    } else {
        Score::Wrong
    };
    (score, answer)
}

/// The figures of a group: how many are right, listed, wrong, silent.
fn measure(name: &str, file: &str) -> [usize; 4] {
    let all = entries(file);
    let mut counts = [0; 4];
    #[expect(clippy::disallowed_methods, reason = "the group whose texts are told one by one")]
    let details = std::env::var("CORPUS_DETAILS").ok();
    for entry in &all {
        let (score, answer) = score(entry);
        counts[score as usize] += 1;
        if score != Score::Right && details.as_deref() == Some(name) {
            let text = entry.text.trim().lines().next_back().unwrap_or_default();
            println!("{score:?} {}: {:?}, not {answer}: {text}", entry.source, entry.right);
        }
    }
    println!(
        "{name}: {} texts: {} right, {} listed, {} wrong, {} silent",
        all.len(),
        counts[0],
        counts[1],
        counts[2],
        counts[3]
    );
    counts
}

#[test]
fn the_figures_are_at_least_as_good_as_told() {
    let written = measure("written from", WRITTEN_FROM);
    let tested = measure("only tested on", TESTED_ON);
    assert_eq!(written[2], 0, "an answer to a text that the table was written from is wrong");
    assert_eq!(tested[2], 0, "an answer is wrong");
    let all: usize = tested.iter().sum();
    assert!(tested[0] * 100 >= all * MIN_RIGHT, "{} of {all} are right first", tested[0]);
    // The page tells these figures.
    let page = include_str!("../../../docs/explain.md");
    let row = |name: &str, [right, listed, wrong, silent]: [usize; 4], share: &str| {
        let all = right + listed + wrong + silent;
        format!("| {name} | {all} | {right}{share} | {listed} | {wrong} | {silent} |")
    };
    let share = format!(" ({:.0} %)", tested[0] as f64 * 100.0 / all as f64);
    for expected in [row("written from", written, ""), row("only tested on", tested, &share)] {
        assert!(page.contains(&expected), "docs/explain.md does not tell: {expected}");
    }
}

/// Percent of the texts that the table was not written from.
const MIN_RIGHT: usize = 75;

#[test]
fn every_entry_is_well_formed() {
    let names: BTreeSet<&str> = Category::all().iter().map(|(one, _)| one.name()).collect();
    let mut count = 0;
    for entry in entries(WRITTEN_FROM).iter().chain(&entries(TESTED_ON)) {
        count += 1;
        assert!(!entry.text.trim().is_empty(), "{}", entry.source);
        for right in &entry.right {
            assert!(names.contains(right.as_str()) || right == "not-credentials", "{right}");
        }
    }
    assert!(count >= 400, "{count}");
}

/// A source is in one group only.
#[test]
fn the_groups_are_split_by_source() {
    let written: BTreeSet<String> =
        entries(WRITTEN_FROM).into_iter().map(|entry| entry.source).collect();
    for entry in entries(TESTED_ON) {
        assert!(!written.contains(&entry.source), "{} is in both groups", entry.source);
    }
}

/// The text's own order of answers does not change from run to run.
#[test]
fn the_order_of_answers_is_stable() {
    let ids = || -> Vec<Vec<&'static str>> {
        entries(TESTED_ON)
            .iter()
            .map(|entry| read(&entry.text).matches.iter().map(|found| found.id).collect())
            .collect()
    };
    assert_eq!(ids(), ids());
}
