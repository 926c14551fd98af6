//! `config-syntax`: the AWS CLI can parse the file.

use aws_files::{Fault, FaultKind};

use super::config_lookalikes::explains;
use super::lines;
use super::source::SourceFile;
use crate::check::Examine;
use crate::kit::needs;
use crate::{Check, Group, Outcome};

pub(crate) static CHECK: Check = Check {
    id: "config-syntax",
    label: "file syntax",
    title: "Every line is one that the AWS CLI can parse",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE_TEXT],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(source: &SourceFile<'_>) -> Outcome {
    source.judge(|source| {
        let faults: Vec<&Fault> = source
            .reading
            .faults
            .iter()
            .filter(|fault| fault.rejected_by.cli && !is_anothers(&fault.kind))
            .collect();
        let groups = group(source, &faults);
        source.first(&groups, |group| match &group.fault.kind {
            FaultKind::HeaderNotClosed | FaultKind::EmptyHeader => {
                lines::header(source, group.fault)
            }
            FaultKind::BadNestedLine => lines::nested(source, group),
            _ => lines::stray(source, group),
        })
    })
}

/// What `files-encoding` and `config-duplicates` report.
const fn is_anothers(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::ByteOrderMark
            | FaultKind::NotUtf8
            | FaultKind::Utf16
            | FaultKind::DuplicateKey { .. }
            | FaultKind::DuplicateSection { .. }
    )
}

/// A fault, or several of the same kind on consecutive lines.
pub(super) struct FaultGroup<'a> {
    pub(super) fault: &'a Fault,
    pub(super) last_line: usize,
    pub(super) shape: lines::Shape,
    /// Whether it is the first text before the first section.
    pub(super) first_before: bool,
}

/// Joins faults of the same kind on consecutive lines, and leaves out consequences of another
/// fault.
fn group<'a>(source: &SourceFile<'_>, faults: &[&'a Fault]) -> Vec<FaultGroup<'a>> {
    let mut groups: Vec<FaultGroup<'a>> = Vec::new();
    let (mut bracket_lacks, mut before) = (false, false);
    for &fault in faults {
        let line = fault.location.line;
        let shape = lines::Shape::of(source, fault);
        let hidden = explains(source.document.text(line));
        match &fault.kind {
            // `config-lookalikes` reports these lines; a header among them starts a section.
            FaultKind::TextBeforeSection | FaultKind::NotAProperty | FaultKind::EmptyKey
                if hidden =>
            {
                bracket_lacks |=
                    fault.kind == FaultKind::TextBeforeSection && source.is_unseen_header(line);
                continue;
            }
            // `config-indentation` reports an indented header below nested values.
            FaultKind::BadNestedLine if source.is_header(line) => continue,
            // The lines below a header that lacks its bracket belong to its section.
            FaultKind::TextBeforeSection if bracket_lacks => continue,
            FaultKind::TextBeforeSection => {
                bracket_lacks = shape == lines::Shape::LacksBracket;
            }
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
mod cases;
