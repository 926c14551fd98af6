//! `config-syntax`: the AWS CLI can parse the file.

use aws_files::{Document, Fault, FaultKind, FileKind, View};
use facts::{Facts, Subject, clean_line};

use super::{duplicates, encoding, lines};
use crate::words::count;
use crate::{Check, Finding, Group, Outcome, Place, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "config-syntax",
    label: "file syntax",
    title: "Every line is one that the AWS CLI can parse",
    group: Group::Files,
    since: "0.1.0",
    requires: &["files-readable"],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

The AWS CLI and boto3 refuse a whole file for one fault in it. This check names every such fault of
the config and the credentials file with its line:

- text before the first section, and lines that are neither `key = value`, a section nor a comment
- a section header without its bracket, or without a name
- a line below an empty `key =` that is not `key = value` itself
- a section or a key that stands twice (`Region` and `region` are one key)
- a byte order mark, UTF-16, or bytes that are not UTF-8

What only some SDKs refuse is not reported here.

## Why it matters

One such line, in whatever section, stops every command with every profile, and the message names
the file but not the line. Most SDKs pass over some of these faults, so that a program may work while
the AWS CLI does not.

## How it is put right

- A stray line becomes a comment; a missing bracket or `=` is added where the rest leaves no doubt.
- Keys before the first section can be put under `[default]`, if that is what they were meant for.
- Of equal keys one is removed; sections that do not contradict each other are merged. Where values
  differ, you choose which one stays; the other becomes a comment.
- A byte order mark is removed, UTF-16 is converted. Bytes that are not UTF-8 are read as
  Windows-1252, if you say so.

## Errors people see

- AWS CLI, boto3: `Unable to parse config file: /home/me/.aws/config`
- Rust SDK: `error parsing /home/me/.aws/config on line 3`, for some of these faults
- Others ignore the line, or the file, and then do not find the profile
";

/// The most faults that are shown of one file.
const MOST: usize = 20;

fn subjects(facts: &Facts) -> Vec<Subject> {
    [FileKind::Config, FileKind::Credentials]
        .into_iter()
        .filter(|kind| facts.files().file(*kind).document().is_some())
        .map(Subject::File)
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::File(kind) = *subject else {
        return Outcome::Passed(String::new());
    };
    let file = facts.files().file(kind);
    let Some(document) = file.document() else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let source = Source {
        facts,
        subject,
        kind,
        document,
        shown: facts.shown(&file.path),
        path: clean_line(&file.path.to_string_lossy()),
    };
    // The tolerant reading lists all that the AWS CLI refuses (crates/aws-files/tests prove it), so
    // the other views need not be read for a sound file.
    let faults: Vec<&Fault> = file
        .reading(View::Tolerant)
        .faults
        .iter()
        .filter(|fault| fault.rejected_by.cli)
        .collect();
    if faults.is_empty() {
        return Outcome::Passed(source.shown);
    }
    if let Some(utf16) = faults.iter().find(|fault| fault.kind == FaultKind::Utf16) {
        // Any other fault can be mended once the file is converted.
        return Outcome::Found(vec![encoding::utf16(&source, utf16)]);
    }
    Outcome::Found(findings(&source, &faults))
}

fn findings(source: &Source<'_>, faults: &[&Fault]) -> Vec<Finding> {
    let groups = group(source, faults);
    let left = groups.len().saturating_sub(MOST);
    let mut findings: Vec<Finding> = groups
        .iter()
        .take(MOST)
        .map(|group| match &group.fault.kind {
            FaultKind::ByteOrderMark => encoding::byte_order_mark(source, group.fault),
            FaultKind::NotUtf8 => encoding::not_utf8(source, group.fault),
            FaultKind::DuplicateKey { key, .. } => duplicates::key(source, group.fault, key),
            FaultKind::DuplicateSection { name } => duplicates::section(source, group.fault, name),
            FaultKind::HeaderNotClosed | FaultKind::EmptyHeader => {
                lines::header(source, group.fault)
            }
            FaultKind::BadNestedLine => lines::nested(source, group),
            _ => lines::stray(source, group),
        })
        .collect();
    if left > 0 {
        findings.push(
            source
                .finding(
                    "more",
                    format!("{} more", count(left, "fault", "faults")),
                    format!(
                        "{} has {} more of the kind.",
                        source.shown,
                        count(left, "fault", "faults")
                    ),
                )
                .next("mend those that are shown, and look again"),
        );
    }
    findings
}

/// A file under examination.
pub(super) struct Source<'a> {
    pub(super) facts: &'a Facts,
    pub(super) subject: &'a Subject,
    pub(super) kind: FileKind,
    pub(super) document: &'a Document,
    /// Its path as a person writes it.
    pub(super) shown: String,
    /// Its path as the AWS CLI writes it.
    pub(super) path: String,
}

impl Source<'_> {
    /// A finding that stops every command.
    pub(super) fn finding(&self, code: &'static str, brief: String, what: String) -> Finding {
        Finding::new(code, Severity::Fail, self.subject, brief, what)
            .why("The AWS CLI and boto3 refuse the whole file, so every command with every profile stops. Some SDKs read on.")
            .says(format!("Unable to parse config file: {}", self.path))
    }

    /// A place in this file.
    pub(super) fn place(&self, location: aws_files::Location) -> Place {
        Place::of(self.facts, self.kind, location)
    }
}

/// A fault, or several of one kind in consecutive lines.
pub(super) struct FaultGroup<'a> {
    pub(super) fault: &'a Fault,
    pub(super) last_line: usize,
    pub(super) shape: lines::Shape,
    /// Whether it is the first text before the first section.
    pub(super) first_before: bool,
}

/// Joins faults of one kind in consecutive lines, and leaves out what is a consequence of another.
fn group<'a>(source: &Source<'_>, faults: &[&'a Fault]) -> Vec<FaultGroup<'a>> {
    let again: Vec<usize> = faults
        .iter()
        .filter(|fault| matches!(fault.kind, FaultKind::DuplicateSection { .. }))
        .map(|fault| fault.location.line)
        .collect();
    let mut groups: Vec<FaultGroup<'a>> = Vec::new();
    let (mut bracket_lacks, mut before, mut not_utf8) = (false, false, false);
    for &fault in faults {
        let line = fault.location.line;
        let shape = lines::Shape::of(source, fault);
        match &fault.kind {
            // The lines below a header without its bracket stand in its section.
            FaultKind::TextBeforeSection if bracket_lacks => continue,
            FaultKind::TextBeforeSection => {
                bracket_lacks = shape == lines::Shape::LacksBracket;
            }
            // The key stands in two sections of one name: that is said of the sections.
            FaultKind::DuplicateKey { .. } => {
                let from = fault.related.map_or(line, |related| related.line);
                let next = again.partition_point(|header| *header <= from);
                if again.get(next).is_some_and(|header| *header <= line) {
                    continue;
                }
            }
            // All such bytes are one finding.
            FaultKind::NotUtf8 if not_utf8 => continue,
            FaultKind::NotUtf8 => not_utf8 = true,
            _ => {}
        }
        let joins = matches!(
            fault.kind,
            FaultKind::TextBeforeSection
                | FaultKind::NotAProperty
                | FaultKind::EmptyKey
                | FaultKind::BadNestedLine
        ) && shape != lines::Shape::LacksBracket;
        let last_line = if joins && shape == lines::Shape::Plain {
            lines::with_indented(source, line)
        } else {
            line
        };
        match groups.last_mut() {
            Some(last)
                if joins
                    && last.fault.kind == fault.kind
                    && last.shape == shape
                    && line <= last.last_line + 1 =>
            {
                last.last_line = last.last_line.max(last_line);
            }
            _ => groups.push(FaultGroup {
                fault,
                last_line,
                shape,
                first_before: fault.kind == FaultKind::TextBeforeSection
                    && !std::mem::replace(&mut before, true),
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests;
