//! `config-values`: a value that contains another setting or a header, because a line break is
//! missing.

use std::collections::{BTreeSet, HashSet};

use aws_files::{Edit, LineTag, Property, Reading};
use facts::{Subject, Text};

use super::config_values::sections;
use super::known_keys::{Holds, holds};
use super::run_on::{Apart, Piece, take_value_apart};
use super::source::SourceFile;
use super::values::{Of, says, stopped};
use crate::kit::words::list;
use crate::{Applicability, Finding, Remedy};

/// A finding for each line of the file with more than one setting.
pub(super) fn find(source: &SourceFile<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for of in sections(source.reading) {
        for (key, property) in of.section().iter() {
            let value = property.value.as_text().unwrap_or_default();
            if let Some(apart) = parts_of(key, value)
                && seen.insert(property.location.line)
            {
                found.push(finding(source, of, key, property, value, &apart));
            }
        }
    }
    found
}

/// The lines that a value was pasted from, if it is more than one value.
pub(super) fn parts_of(key: &str, value: &str) -> Option<Apart> {
    let is_one_line = !value.contains('\n') && value.contains(['=', '[']);
    (is_one_line && holds(key) != Holds::Anything).then(|| take_value_apart(key, value))?
}

/// Whether a value contains a header that is wanted.
pub(super) fn hides_header(reading: &Reading, is_wanted: impl Fn(&str) -> bool) -> bool {
    sections(reading).any(|of| {
        of.section().iter().any(|(key, property)| {
            let value = property.value.as_text().unwrap_or_default();
            let apart = value.contains('[').then(|| parts_of(key, value)).flatten();
            apart.is_some_and(|apart| {
                apart
                    .pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Header(text) if is_wanted(text.trim())))
            })
        })
    })
}

fn finding(
    source: &SourceFile<'_>,
    of: Of<'_>,
    key: &str,
    property: &Property,
    value: &str,
    apart: &Apart,
) -> Finding {
    let line = property.location.line;
    let stopped = stopped(source.facts, source.kind, of, key, value);
    let has_header = apart.pieces.iter().any(|piece| matches!(piece, Piece::Header(_)));
    let names: Vec<String> = apart
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Header(text) => format!("[{text}]"),
            Piece::Property(key, _) => key.clone(),
        })
        .collect();
    let names = list(&names, 4);
    let mut finding = Finding::will_bite("run-on", format!("line {line}: {names} in one line"))
        .severity(stopped.severity())
        .what(format!(
            "In {}, line {line} of {} contains {}.",
            source.shown,
            of.shown(),
            Text(&names)
        ))
        .why(format!(
            "A line break is missing: AWS tools read everything after the first = as the value of {key}."
        ))
        .at(source.place(property.location), "one value for every tool")
        .stopping(stopped.counts)
        .about(stopped.subject);
    if has_header && source.facts.scope().total == 0 {
        // The header is the profile that is missing.
        finding = finding.severity(crate::Severity::Fail).stopping_also(vec![Subject::Machine]);
    }
    if let Some(says) = says(key, value) {
        finding = finding.says(says);
    }
    let finding = finding.next(format!("split line {line} into lines"));
    if clashes(source, line, &apart.pieces) {
        return finding;
    }
    let mut edits = Vec::new();
    for (index, piece) in apart.pieces.iter().enumerate() {
        match piece {
            Piece::Property(_, value) if index == 0 => {
                edits.push(Edit::SetValue { line, value: value.clone() });
            }
            Piece::Property(key, value) => {
                edits.push(Edit::InsertLine { before: line + 1, text: format!("{key} = {value}") });
            }
            Piece::Header(text) => {
                edits.push(Edit::InsertLine { before: line + 1, text: format!("[{text}]") });
            }
        }
    }
    // Where a value and the next text touch, the user sees the cut before it is made.
    let is_guess = apart.is_glued || has_header;
    let applicability = if is_guess { Applicability::Ask } else { Applicability::Safe };
    finding.offer(Remedy::edit(
        "take-apart",
        applicability,
        "Put each key on its own line",
        source.kind,
        edits,
    ))
}

/// Whether a key or a section would be there twice.
fn clashes(source: &SourceFile<'_>, line: usize, pieces: &[Piece]) -> bool {
    let is_header = |line: &usize| source.document.tag(*line) == Some(LineTag::Header);
    let header = (1..=line).rev().find(is_header).unwrap_or(1);
    let all = source.properties(header);
    let mut keys: BTreeSet<String> = all.iter().map(|key| key.to_lowercase()).collect();
    pieces.iter().skip(1).any(|piece| match piece {
        Piece::Header(text) => {
            keys.clear();
            source.section_of_header(text.trim()).is_some()
        }
        Piece::Property(key, _) => !keys.insert(key.to_lowercase()),
    })
}
