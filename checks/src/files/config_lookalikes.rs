//! `config-lookalikes`: no invisible character, smart quote or look-alike stands in a name or a value.

use aws_files::{Edit, LineKind, Location};
use facts::{Facts, Subject};

use super::lookalikes::{first, hidden_line};
use super::source::{self, Source};
use super::{lookalike_headers, lookalike_values};
use crate::words::count;
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "config-lookalikes",
    label: "look-alikes",
    title: "No invisible character, smart quote or look-alike stands in a name or a value",
    group: Group::Files,
    since: "0.2.0",
    requires: &["files-readable", "files-encoding"],
    wants: &[],
    manual: MANUAL,
    subjects: source::subjects,
    examine,
    #[cfg(test)]
    cases: super::config_lookalikes_cases::cases,
};

const MANUAL: &str = "\
## What it checks

Section headers, keys, and the values of keys that hold a word or a name:

- characters that cannot be seen: a zero-width space, a byte order mark in the middle of a file, a
  soft hyphen, marks for the direction of writing
- spaces that are no plain ones, such as the no-break space
- typographic quotes and dashes, as word processors and chats put them in
- letters of another alphabet that look like those of ASCII, within a word of ASCII letters
- full-width forms of brackets, digits and the equals sign

A name in letters of its own, such as `büro` or `Отдел`, is none of these. Comments, and values that may
hold anything, are left alone.

## Why it matters

Such text comes from web pages, word processors and chats. It looks right, and is not: AWS tools
compare it character by character, so a profile or a session is not found although everybody sees it,
and a region or an address is refused. The AWS CLI and boto3 refuse a whole file for a line that is
neither a header nor `key = value` because of one such character.

Tools differ about some: a no-break space at the end of a value is dropped by the AWS CLI, and part of
the value for the Rust SDK.

## How it is put right

What cannot be seen is taken away, the rest is written in plain characters, and typographic quotes
round a value go. Where a name is used in several lines, all of them are changed together. If a section
of the plain name is there already, you are asked whether the two are one.

## Errors people see

- `The config profile (dev) could not be found`
- `The sso_start_url must use the https scheme.` (typographic quotes round the address)
- `Could not resolve host`, `Could not connect to the endpoint URL`
- `Provided region_name 'us–east–1' doesn't match a supported format.`
- `The specified sso-session does not exist: \"corp\"`
- `Unable to parse config file: /home/me/.aws/config`
";

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    source::examine(facts, subject, |source| {
        if source.document.as_bytes().is_ascii() {
            return Vec::new();
        }
        let mut findings: Vec<Finding> = hidden_lines(source).into_iter().collect();
        findings.extend(lookalike_headers::find(source));
        findings.extend(lookalike_values::find(source));
        findings
    })
}

/// Whether a line that no tool can read is here to be told of, and not as a fault of the syntax.
pub(super) fn explains(text: &str) -> bool {
    hidden_line(text).is_some()
}

/// Lines that no tool can read, together: they stop every command.
fn hidden_lines(source: &Source<'_>) -> Option<Finding> {
    let mut lines = Vec::new();
    for number in 1..=source.document.line_count() {
        let text = source.document.text(number);
        if text.is_ascii() {
            continue;
        }
        let is_junk =
            matches!(source.document.line(number).map(|line| line.kind), Some(LineKind::Junk));
        if is_junk && let Some(plain) = hidden_line(&text) {
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
        format!("{which}: unreadable for a character that looks like nothing"),
        format!(
            "In {}, {which} cannot be read because of characters that are not what they look like.",
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

/// Shows the first such character of a line, from a column on.
pub(super) fn point(source: &Source<'_>, finding: Finding, line: usize, from: usize) -> Finding {
    let text: String = source.document.text(line).chars().skip(from - 1).collect();
    let Some((at, name)) = first(&text) else {
        return finding;
    };
    let location = Location { line, column: from + at, end_column: from + at + 1 };
    finding.at(source.place(location), name)
}

pub(super) fn offer(source: &Source<'_>, finding: Finding, edits: Vec<Edit>) -> Finding {
    finding.next("write it in plain characters").offer(Remedy::edit(
        "clean",
        Applicability::Safe,
        "Write it in plain characters",
        source.kind,
        edits,
    ))
}
