//! What was not checked, and why: each unknown, and the skipped checks in one line.

use indexmap::IndexMap;

use super::Report;
use crate::record::Outcome;
use crate::render::document::{Block, Inline, text};
use crate::render::human;

/// What could not be found out, and one line about what was skipped.
pub(super) fn blocks(report: &Report) -> Vec<Block> {
    let mut items: Vec<(Vec<Inline>, Vec<Inline>)> = report
        .unknown
        .iter()
        .map(|line| (vec![text(format!("{}: {}", line.about, line.words))], Vec::new()))
        .collect();
    items.extend(skipped(report).map(|line| (vec![text(line)], Vec::new())));
    if items.is_empty() { Vec::new() } else { vec![Block::List(items)] }
}

/// `Skipped: a, b (waits for the files); c (not checked: offline); 31 do not apply here`.
fn skipped(report: &Report) -> Option<String> {
    let mut reasons: IndexMap<String, Vec<&str>> = IndexMap::new();
    let mut unrelated = 0;
    for check in &report.examination.checks {
        if check.outcome != Outcome::Skipped {
            continue;
        }
        let (rank, words) = human::skip_words(check);
        // What has no subject on this computer is only counted.
        if rank == 0 {
            unrelated += 1;
            continue;
        }
        reasons.entry(words).or_default().push(&check.id);
    }
    let mut parts: Vec<String> =
        reasons.iter().map(|(words, ids)| format!("{} ({words})", ids.join(", "))).collect();
    match unrelated {
        0 => {}
        1 => parts.push("1 check does not apply here".into()),
        many => parts.push(format!("{many} checks do not apply here")),
    }
    (!parts.is_empty()).then(|| format!("Skipped: {}", parts.join("; ")))
}
