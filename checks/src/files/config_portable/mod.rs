//! `config-portable`: the AWS CLI and the SDKs read these files in the same way.

#[cfg(test)]
mod cases;

use std::collections::BTreeSet;

use aws_files::{Edit, LineKind, Location};
use facts::Text;

use super::portable::{Trouble, starts_with_space};
use crate::Need;
use crate::check::Examine;
use crate::files::source::SourceFile;
use crate::kit::needs;
use crate::kit::words::count;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "config-portable",
    label: "same for all tools",
    title: "The AWS CLI and the SDKs read these files alike",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE, Need::Check("config-syntax")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Show at most this many places in one finding.
const MAX_PLACES_SHOWN: usize = 3;

fn examine(file: &SourceFile<'_>) -> Outcome {
    file.judge(|file| {
        let trouble = Trouble::of(file.document, file.kind, file.reading);
        let portable = Portable(file);
        [
            portable.colons(&trouble),
            portable.indented(&trouble),
            portable.comments(&trouble),
            portable.keys(&trouble),
            portable.headers(&trouble),
            portable.odd(&trouble),
        ]
        .into_iter()
        .flatten()
        .collect()
    })
}

/// The findings about one file.
struct Portable<'a>(&'a SourceFile<'a>);

impl Portable<'_> {
    /// A finding about lines, the first few of which are shown.
    fn finding(
        &self,
        code: &'static str,
        brief: String,
        what: &str,
        places: impl Iterator<Item = Location>,
        label: &str,
    ) -> Finding {
        let what = format!("{}: {what}.", self.0.shown);
        let mut finding = Finding::will_bite(code, brief).what(what);
        for location in places.take(MAX_PLACES_SHOWN) {
            finding = finding.at(Place::of(self.0.facts, self.0.kind, location), label);
        }
        finding
    }

    /// A remedy that does not change what the AWS CLI reads; by hand where the file has something that
    /// does not allow it, such as a second section with that name.
    fn safe(&self, id: &'static str, title: &str, edits: Vec<Edit>) -> Remedy {
        match self.0.document.edit(&edits) {
            Ok(_) => Remedy::edit(id, Applicability::Safe, title, self.0.kind, edits),
            Err(why) => Remedy::guide(id, title)
                .word(format!("Do it by hand: if all were changed at once, {why}.")),
        }
    }

    fn colons(&self, trouble: &Trouble) -> Option<Finding> {
        let n = trouble.colons.len();
        if n == 0 {
            return None;
        }
        let edits = trouble
            .colons
            .iter()
            .map(|at| {
                let text = self.0.document.text(at.line);
                let beside = |column: Option<usize>| {
                    column
                        .and_then(|column| text.chars().nth(column))
                        .is_some_and(|c| !c.is_whitespace())
                };
                let before = if beside(at.column.checked_sub(2)) { " " } else { "" };
                let after = if beside(at.end_column.checked_sub(1)) { " " } else { "" };
                Edit::ReplaceSpan {
                    line: at.line,
                    column: at.column,
                    end_column: at.end_column,
                    text: format!("{before}={after}"),
                }
            })
            .collect();
        let places = trouble.colons.iter().copied();
        Some(
            self.finding(
                "colon",
                format!("{} with : instead of =", count(n, "key", "keys")),
                &format!("{} written with : instead of =", count(n, "key is", "keys are")),
                places,
                "only = works in every tool",
            )
            .why("The AWS CLI, boto3 and the Go SDK read it. The Rust and Java SDKs refuse the whole file or read a different key; the JavaScript SDK loses the key.")
            .next("write = instead")
            .offer(self.safe("write-equals", "Write = instead of :", edits)),
        )
    }

    fn indented(&self, trouble: &Trouble) -> Option<Finding> {
        let n = trouble.indented.len();
        let first = trouble.indented.first()?;
        let places = trouble.indented.iter().map(|line| self.0.trimmed(*line));
        Some(
            self.finding(
                "indented-line",
                format!("{} indented", count(n, "line is", "lines are")),
                &format!("{} indented, {}", count(n, "key or header is", "keys or headers are"), from(*first, n)),
                places,
                "begins with a space",
            )
            .why("The AWS CLI, boto3 and the JavaScript SDK read it. The Rust and Java SDKs refuse the whole file; the Go SDK and Terraform lose indented keys.")
            .next("unindent keys and headers")
            .offer(self.safe("move-to-margin", "Unindent them", self.to_margin())),
        )
    }

    fn comments(&self, trouble: &Trouble) -> Option<Finding> {
        let n = trouble.comments.len();
        let first = trouble.comments.first()?;
        let places = trouble.comments.iter().map(|line| self.0.trimmed(*line));
        let why = if trouble.refused {
            "The AWS CLI, boto3, and the Go and JavaScript SDKs ignore it. The Rust and Java SDKs refuse the whole file if it is below a header or inside a nested setting, and otherwise read it as part of the value above it."
        } else {
            "The AWS CLI, boto3, and the Go and JavaScript SDKs ignore it. The Rust and Java SDKs read it as part of the value above it."
        };
        let edits = trouble.comments.iter().map(|line| self.unindent(*line)).collect();
        Some(
            self.finding(
                "indented-comment",
                format!("{} indented", count(n, "comment is", "comments are")),
                &format!(
                    "{} indented, {}",
                    count(n, "comment is", "comments are"),
                    from(*first, n)
                ),
                places,
                "not a comment for every tool",
            )
            .why(why)
            .next("unindent comments")
            .offer(self.safe("move-comments", "Unindent the comments", edits)),
        )
    }

    fn keys(&self, trouble: &Trouble) -> Option<Finding> {
        let n = trouble.keys.len();
        let (_, first) = trouble.keys.first()?;
        let edits = trouble
            .keys
            .iter()
            .map(|(at, key)| Edit::RenameKey { line: at.line, key: key.clone() })
            .collect();
        let places = trouble.keys.iter().map(|(at, _)| *at);
        Some(
            self.finding(
                "capital-letters",
                match n {
                    1 => format!("{first} is written with capital letters"),
                    n => format!("{n} keys are written with capital letters"),
                },
                &format!("{} written with capital letters", count(n, "key is", "keys are")),
                places,
                "lower case works in every tool",
            )
            .why("The AWS CLI, boto3, and the Rust and Go SDKs read it as lower case. The JavaScript and Java SDKs ignore it.")
            .next("write keys in lower case")
            .offer(self.safe("lower-case", "Write them in lower case", edits)),
        )
    }

    fn headers(&self, trouble: &Trouble) -> Option<Finding> {
        let n = trouble.headers.len();
        let (_, first) = trouble.headers.first()?;
        let edits = trouble
            .headers
            .iter()
            .map(|(at, text)| Edit::SetHeader { line: at.line, text: text.clone() })
            .collect();
        let places = trouble.headers.iter().map(|(at, _)| *at);
        Some(
            self.finding(
                "header-space",
                match n {
                    1 => format!("[{}] has more than one space", Text(first)),
                    n => format!("{n} headers have more than one space"),
                },
                &format!("{} more than one space, or space before the bracket", count(n, "header has", "headers have")),
                places,
                "one space before the name, none after it",
            )
            .why("The AWS CLI, boto3, and the Rust, Go and Java SDKs read it. The JavaScript SDK does not find the section, and aws configure writes a second one.")
            .next("use one space")
            .offer(self.safe("one-space", "Use one space in the headers", edits)),
        )
    }

    /// Lines that were not meant for any tool.
    fn odd(&self, trouble: &Trouble) -> Option<Finding> {
        let lines: BTreeSet<usize> = trouble.odd.union(&trouble.blank).copied().collect();
        let n = lines.len();
        let first = lines.first()?;
        let places = lines.iter().map(|line| self.0.trimmed(*line));
        let finding = self
            .finding(
                "refused-line",
                format!("line {first}: SDKs refuse the file"),
                &format!("{} neither key = value, nor a section, nor a comment for the SDKs, {}", count(n, "line is", "lines are"), from(*first, n)),
                places,
                "not key = value by the specification",
            )
            .why("The AWS CLI, boto3, and the Go and JavaScript SDKs ignore it. The Rust and Java SDKs refuse the whole file.");
        if trouble.odd.is_empty() {
            let edits = trouble
                .blank
                .iter()
                .map(|line| Edit::ReplaceSpan {
                    line: *line,
                    column: 1,
                    end_column: self.0.document.text(*line).chars().count() + 1,
                    text: String::new(),
                })
                .collect();
            return Some(finding.next("make the line empty").offer(self.safe(
                "empty-line",
                "Make these lines empty",
                edits,
            )));
        }
        Some(finding.next("write the line as key = value").offer(
            Remedy::guide("rewrite", "Rewrite the line")
                .word("A line is key = value, a section in brackets, or a comment that begins with # at the margin.")
                .word("Put a comment on its own line, not before the =. Use your editor's normal line endings."),
        ))
    }

    /// The edits that remove the indentation of every key, header and comment. Continuation lines
    /// stay deeper than their key, so Python reads the same.
    fn to_margin(&self) -> Vec<Edit> {
        (1..=self.0.document.line_count())
            .filter(|line| starts_with_space(self.0.document, *line))
            .filter(|line| {
                let kind = self.0.document.line(*line).map(|line| line.kind);
                matches!(
                    kind,
                    Some(LineKind::Property { .. } | LineKind::Header { .. } | LineKind::Comment)
                )
            })
            .map(|line| self.unindent(line))
            .collect()
    }

    fn unindent(&self, line: usize) -> Edit {
        Edit::ReplaceSpan {
            line,
            column: 1,
            end_column: self.0.trimmed(line).column,
            text: String::new(),
        }
    }
}

/// `in line 5`, `from line 5 on`.
fn from(first: usize, n: usize) -> String {
    match n {
        1 => format!("in line {first}"),
        _ => format!("from line {first} on"),
    }
}
