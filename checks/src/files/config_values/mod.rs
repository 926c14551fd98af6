//! `config-values`: no value contains a comment, quotes or another setting by mistake.

#[cfg(test)]
mod cases;

use std::collections::HashSet;

use aws_files::{Edit, Location, Property, Reading};
use facts::Subject;
use indexmap::IndexMap;

use super::run_on_values;
use super::source::SourceFile;
use super::values::{Of, Stray, says, spoilt, stopped};
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::list;
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "config-values",
    label: "values",
    title: "Nothing else has become part of a value",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE_TEXT],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// One value with something that does not belong to it.
struct Spoilt<'a> {
    property: &'a Property,
    value: &'a str,
    /// The intended value.
    meant: &'a str,
    comment: Option<&'a str>,
}

/// The subject of one finding: the values of one section, or the references to one session.
struct Together<'a> {
    of: Of<'a>,
    severity: Severity,
    stops: bool,
    values: Vec<Spoilt<'a>>,
}

fn examine(source: &SourceFile<'_>) -> Outcome {
    source.judge(|source| {
        let mut found: IndexMap<(Subject, bool), Together<'_>> = IndexMap::new();
        // A line of [DEFAULT] appears in every profile, but is reported once.
        let mut seen = HashSet::new();
        for of in sections(source.reading) {
            for (key, property) in of.section().iter() {
                let Some(value) = property.value.as_text() else {
                    continue;
                };
                let Some((meant, stray)) = spoilt(source.facts, key, value) else {
                    continue;
                };
                if run_on_values::parts_of(key, value).is_some() {
                    continue;
                }
                if property.from_default && !seen.insert(property.location.line) {
                    continue;
                }
                let comment = match stray {
                    Stray::Comment(comment) => Some(comment),
                    Stray::Quotes => None,
                };
                let stopped = stopped(source.facts, source.kind, of, key, value);
                let together = found
                    .entry((stopped.subject.clone(), comment.is_some()))
                    .or_insert_with(|| Together {
                        of,
                        severity: Severity::Warn,
                        stops: false,
                        values: Vec::new(),
                    });
                together.severity = together.severity.max(stopped.severity());
                together.stops |= stopped.counts;
                together.values.push(Spoilt { property, value, meant, comment });
            }
        }
        // Each value is dropped when its finding is made: there may be very many.
        found
            .into_iter()
            .filter_map(|((subject, _), together)| finding(source, &subject, &together))
            .chain(run_on_values::find(source))
            .collect()
    })
}

/// The sections that some tool reads.
pub(super) fn sections(reading: &Reading) -> impl Iterator<Item = Of<'_>> {
    let profiles = reading.profiles.values().map(Of::Profile);
    profiles.chain(reading.sso_sessions.values().map(Of::Session))
}

fn finding(source: &SourceFile<'_>, subject: &Subject, together: &Together<'_>) -> Option<Finding> {
    let severity = together.severity;
    let first = together.values.first()?;
    let mut keys: Vec<&str> =
        together.values.iter().map(|spoilt| spoilt.property.key.as_str()).collect();
    keys.dedup();
    let keys = list(&keys, 3);
    let of = together.of.shown();
    let is_comment = first.comment.is_some();
    let marks = if first.value.starts_with('<') { "angle brackets" } else { "quotes" };
    let is_plain = first.value.starts_with(['"', '\'']);
    let mut finding = if is_comment {
        Finding::will_bite("comment", format!("a comment is part of {keys}")).severity(severity).about(subject.clone()).what(format!(
                "In {}, a comment has become part of {keys} of {of}.",
                source.shown
            ))
        .why("The AWS CLI and boto3 allow comments only on their own lines and read this one as part of the value. Most SDKs remove it.")
    } else {
        Finding::will_bite("quotes", format!("{marks} are part of {keys}")).severity(severity).about(subject.clone()).what(format!(
                "In {}, {marks} have become part of {keys} of {of}.",
                source.shown
            ))
        .why(if is_plain {
            "The AWS CLI, boto3 and most SDKs read quotes as part of the value; only the Go SDK removes one pair."
        } else {
            "Every AWS tool reads them as part of the value."
        })
    };
    if let Some(says) = says(&first.property.key, first.value) {
        finding = finding.says(says);
    }
    finding = finding.stopping(together.stops);
    for spoilt in together.values.iter().take(3) {
        finding = match spoilt.comment {
            Some(comment) => finding.at(
                source.place(last(spoilt.property.location, comment)),
                "the AWS CLI reads the comment as part of the value",
            ),
            None => finding.at(
                source.place(spoilt.property.location),
                format!("the {marks} are part of the value"),
            ),
        };
    }
    let edits = together.values.iter().flat_map(|spoilt| {
        let line = spoilt.property.location.line;
        let above = spoilt
            .comment
            .map(|comment| Edit::InsertLine { before: line, text: comment.to_owned() });
        let value = Edit::SetValue { line, value: spoilt.meant.to_owned() };
        above.into_iter().chain([value])
    });
    let (id, next) = match (is_comment, together.values.len()) {
        (true, 1) => ("move-comment", "Move the comment to its own line"),
        (true, _) => ("move-comment", "Move the comments to their own lines"),
        (false, _) if marks == "quotes" => ("unquote", "Remove the quotes"),
        (false, _) => ("unquote", "Remove the angle brackets"),
    };
    let title = match (is_comment, together.values.as_slice()) {
        (false, [one]) => format!("{next}: {}", facts::mask_value(&one.property.key, one.meant)),
        _ => next.to_owned(),
    };
    let mut next = next.to_owned();
    if let Some(first) = next.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    Some(finding.next(next).offer(Remedy::edit(
        id,
        Applicability::Safe,
        title,
        source.kind,
        edits.collect(),
    )))
}

/// Where the comment at the end of a value starts.
fn last(value: Location, comment: &str) -> Location {
    let length = comment.chars().count();
    Location { column: value.end_column.saturating_sub(length).max(value.column), ..value }
}
