//! `config-sections`: text after the closing bracket of a header.

use std::collections::BTreeSet;

use aws_files::{Edit, FaultKind, FileKind, Location};
use facts::{Facts, Subject, Text, clean_line};

use super::run_on::{Apart, Piece, keys_in, take_apart};
use super::source::SourceFile;
use crate::{Applicability, Finding, Remedy, Severity};

pub(super) fn find(source: &SourceFile<'_>) -> Vec<Finding> {
    let mut lines: BTreeSet<usize> = source
        .reading
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::TextAfterHeader)
        .map(|fault| fault.location.line)
        .collect();
    // Python treats everything up to the last bracket of a line as the header.
    let reading = source.reading;
    let named = (source.kind == FileKind::Credentials).then_some(reading.profiles.values());
    let greedy = reading
        .others
        .iter()
        .chain(&reading.ignored)
        .chain(named.into_iter().flatten())
        .filter(|section| section.name.contains(']'))
        .map(|section| section.header.line)
        .filter(|line| {
            let text = source.document.text(*line);
            let head = text.trim().trim_start_matches('[').split(']').next();
            head.is_some_and(|head| source.meant_by(head.trim()) != *source.subject)
        });
    lines.extend(greedy);
    lines.into_iter().filter_map(|line| finding(source, line)).collect()
}

fn finding(source: &SourceFile<'_>, line: usize) -> Option<Finding> {
    let text = source.document.text(line);
    let trimmed = text.trim();
    let (head, behind) = trimmed.strip_prefix('[')?.split_once(']')?;
    let head = head.trim();
    let behind = behind.trim();
    if behind.is_empty() {
        return None;
    }
    let own = source.meant_by(head);
    let is_comment = behind.starts_with(['#', ';']);
    let apart = take_apart(trimmed).filter(|_| !is_comment);
    let keys = if is_comment { Vec::new() } else { keys_in(behind) };
    let (subject, in_scope) = stopped(source.facts, &own, &keys);
    // A comment with a bracket hides the section from the AWS CLI; other text there is ignored.
    let is_lost = is_comment || !keys.is_empty();
    let severity = Severity::fail_if(in_scope && is_lost);
    let shown = clean_line(head);
    let end_column = text.trim_end().chars().count() + 1;
    let at = Location { line, column: end_column - behind.chars().count(), end_column };
    let why = if is_comment {
        "The AWS CLI and boto3 read everything up to the last bracket of the line as the header and ignore the section; SDKs read it."
    } else if keys.is_empty() {
        "The AWS CLI and boto3 ignore text after a header; the Rust and Java SDKs refuse the whole file."
    } else {
        "The AWS CLI and boto3 silently ignore text after a header, so none of it is set; the Rust and Java SDKs refuse the whole file. It looks like a paste that lost its line breaks."
    };
    let mut finding =
        Finding::will_bite("text-behind", format!("[{shown}]: text after the bracket"))
            .severity(severity)
            .about(subject.clone())
            .what(format!(
                "In {}, there is text after the header [{shown}] in line {line}.",
                source.shown
            ))
            .stopping(is_lost)
            .why(why)
            .at(source.place(at), "no tool reads this as keys");
    if severity == Severity::Fail {
        finding = finding.says(match (&subject, is_comment) {
            (Subject::Profile(name), true) => {
                format!("The config profile ({}) could not be found", Text(name))
            }
            (Subject::Session(key), true) => {
                format!("The specified sso-session does not exist: \"{}\"", Text(key.name()))
            }
            _ => "Unable to locate credentials".to_owned(),
        });
    }
    let cut = |new: String| Edit::ReplaceSpan {
        line,
        column: 1,
        end_column: text.chars().count() + 1,
        text: new,
    };
    if let Some(Apart { pieces, is_glued }) =
        apart.filter(|apart| !clashes(source, line, &apart.pieces))
    {
        let mut edits = vec![cut(format!("[{head}]"))];
        edits.extend(pieces.iter().skip(1).map(|piece| Edit::InsertLine {
            before: line + 1,
            text: match piece {
                Piece::Header(text) => format!("[{}]", text.trim()),
                Piece::Property(key, value) => format!("{key} = {value}"),
            },
        }));
        // Where a value and a key touch, the user sees the cut before it is made.
        let applicability = if is_glued { Applicability::Ask } else { Applicability::Safe };
        return Some(finding.next(format!("split line {line} into lines")).offer(Remedy::edit(
            "take-apart",
            applicability,
            "Put each key on its own line",
            source.kind,
            edits,
        )));
    }
    // Settings are never made a comment: that would lose them for good.
    if !keys.is_empty() {
        return Some(finding.next(format!("write each key of line {line} on its own line")));
    }
    let comment = if is_comment { behind.to_owned() } else { format!("# {behind}") };
    let indent = &text[..text.len() - text.trim_start().len()];
    Some(finding.next("move the text to its own line, as a comment").offer(Remedy::edit(
        "comment-above",
        Applicability::Safe,
        "Make it a comment above the header",
        source.kind,
        vec![Edit::InsertLine { before: line, text: comment }, cut(format!("{indent}[{head}]"))],
    )))
}

/// What it stops, and whether this run is about that.
fn stopped(facts: &Facts, own: &Subject, keys: &[String]) -> (Subject, bool) {
    let scope = facts.scope();
    let is_section = matches!(own, Subject::Profile(_) | Subject::Session(_));
    let in_scope = is_section && own.is_in_scope(facts);
    let named = scope.reason.is_named();
    // The lost keys are the ones that would have made this run about the profile.
    let hidden = !named
        && scope.single_sign_on == 0
        && keys.iter().any(|key| key.to_lowercase().starts_with("sso_"));
    if !in_scope && hidden && scope.total == 0 {
        return (Subject::Machine, true);
    }
    (own.clone(), in_scope || hidden)
}

/// Whether a key or a section would be a duplicate.
fn clashes(source: &SourceFile<'_>, line: usize, apart: &[Piece]) -> bool {
    let below = source.properties(line);
    let mut keys = BTreeSet::new();
    let mut sections = BTreeSet::new();
    let last = apart.iter().rposition(|piece| matches!(piece, Piece::Header(_))).unwrap_or(0);
    apart.iter().enumerate().any(|(index, piece)| match piece {
        Piece::Header(text) => {
            keys.clear();
            if index >= last {
                // The lines below belong to the last header on the line.
                keys.extend(below.iter().cloned());
            }
            let other = source.section_of_header(text.trim());
            let elsewhere = other.is_some_and(|other| other.header.line != line);
            elsewhere || !sections.insert(text.trim().to_owned())
        }
        Piece::Property(key, _) => !keys.insert(key.to_lowercase()),
    })
}
