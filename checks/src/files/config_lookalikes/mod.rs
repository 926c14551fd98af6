//! `config-lookalikes`: no name or value contains an invisible character, smart quote or
//! look-alike.

#[cfg(test)]
mod cases;

use aws_files::{Edit, LineKind, Location};

use super::lookalikes::{first, hidden_line};
use super::source::SourceFile;
use super::{lookalike_headers, lookalike_values};
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::count;
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "config-lookalikes",
    label: "look-alikes",
    title: "No name or value contains an invisible character, a smart quote or a look-alike",
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
        if source.document.as_bytes().is_ascii() {
            return Vec::new();
        }
        let mut findings: Vec<Finding> = hidden_lines(source).into_iter().collect();
        findings.extend(lookalike_headers::find(source));
        findings.extend(lookalike_values::find(source));
        findings
    })
}

/// Whether this check reports a line that no tool can read, and not `config-syntax`.
pub(super) fn explains(text: &str) -> bool {
    hidden_line(text).is_some()
}

/// Lines that no tool can read, reported together because they stop every command.
fn hidden_lines(source: &SourceFile<'_>) -> Option<Finding> {
    let mut lines = Vec::new();
    for number in 1..=source.document.line_count() {
        let text = source.document.text(number);
        if text.is_ascii() {
            continue;
        }
        let is_junk =
            matches!(source.document.line(number).map(|line| line.kind), Some(LineKind::Junk));
        if is_junk && let Some(plain) = hidden_line(text) {
            lines.push((number, plain));
        }
    }
    let (number, _) = lines.first()?;
    let which = match lines.len() {
        1 => format!("line {number}"),
        many => count(many, "line", "lines"),
    };
    let mut finding = source.refused(
        "hidden-line",
        format!("{which}: unreadable because of an invisible character"),
        format!(
            "In {}, {which} cannot be read because of look-alike or invisible characters.",
            source.shown
        ),
    );
    for (number, _) in lines.iter().take(3) {
        finding = point(source, finding, *number, 1);
    }
    let edits = lines
        .iter()
        .map(|(number, plain)| Edit::ReplaceSpan {
            line: *number,
            column: 1,
            end_column: source.document.text(*number).chars().count() + 1,
            text: plain.clone(),
        })
        .collect();
    Some(offer(source, finding, edits))
}

/// Shows the first such character on a line, starting at a column.
pub(super) fn point(
    source: &SourceFile<'_>,
    finding: Finding,
    line: usize,
    from: usize,
) -> Finding {
    let text: String = source.document.text(line).chars().skip(from - 1).collect();
    let Some((at, name)) = first(&text) else {
        return finding;
    };
    let location = Location { line, column: from + at, end_column: from + at + 1 };
    finding.at(source.place(location), name)
}

pub(super) fn offer(source: &SourceFile<'_>, finding: Finding, edits: Vec<Edit>) -> Finding {
    finding.next("write it with plain characters").offer(Remedy::edit(
        "clean",
        Applicability::Safe,
        "Write it with plain characters",
        source.kind,
        edits,
    ))
}
