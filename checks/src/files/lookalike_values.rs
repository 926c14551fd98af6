//! `config-lookalikes`: keys and values.

use aws_files::{Edit, LineKind, Property, Section};
use facts::Subject;
use indexmap::IndexMap;

use super::config_lookalikes::{offer, point};
use super::config_values::sections;
use super::known_keys::{Holds, holds};
use super::lookalikes::{Letters, meant};
use super::source::SourceFile;
use super::values::{Of, is_of_sections, names_a_section, says, stopped};
use crate::kit::words::{list, split_comment};
use crate::{Applicability, Finding, Remedy, Severity};

/// The intended value, judged by what its key can contain.
fn meant_value(key: &str, raw: &str) -> Option<String> {
    let (letters, quotes) = match holds(key) {
        Holds::Words => (Letters::All, true),
        Holds::Name => (Letters::Mixed, true),
        Holds::Path => (Letters::None, false),
        Holds::Anything if is_of_sections(key) => (Letters::None, false),
        Holds::Anything => return None,
    };
    // Another check reports what is in a comment.
    let head = split_comment(raw).map_or(raw, |(head, _)| head);
    let plain = meant(head, letters)?;
    let bare = match quotes {
        true => plain.trim_matches(['"', '\'']).trim(),
        false => plain.as_str(),
    };
    let comment = &raw[raw.find(head).unwrap_or(0) + head.len()..];
    Some(format!("{bare}{}", comment.trim_end()))
}

/// A line whose key or value contains other than plain characters.
struct Spoilt<'a> {
    key: String,
    property: &'a Property,
    edit: Edit,
    from: usize,
    /// The AWS CLI drops it itself.
    harmless: bool,
    /// The section already has the plain key.
    clashes: bool,
}

/// The subject of one finding: lines of one section, or the references to one session.
struct Together<'a> {
    of: Of<'a>,
    /// Whether it is a failure, and whether it would be one if the run were about it.
    fails: bool,
    stops: bool,
    lines: Vec<Spoilt<'a>>,
}

/// The lines of profiles and sessions whose key or value contains other than plain characters.
pub(super) fn find(source: &SourceFile<'_>) -> Vec<Finding> {
    let mut found: IndexMap<(Subject, bool), Together<'_>> = IndexMap::new();
    for of in sections(source.reading) {
        for property in of.section().properties.values() {
            if source.document.text(property.location.line).is_ascii() {
                continue;
            }
            let Some(spoilt) = spoilt(source, of.section(), property) else {
                continue;
            };
            let text = property.value.as_text().unwrap_or_default();
            let stopped = stopped(source.facts, source.kind, of, &spoilt.key, text);
            let stops = stopped.counts && !spoilt.harmless;
            let fails = stops && stopped.in_scope;
            let entry = found
                .entry((stopped.subject, spoilt.clashes))
                .or_insert_with(|| Together { of, fails: false, stops: false, lines: Vec::new() });
            entry.fails |= fails;
            entry.stops |= stops;
            entry.lines.push(spoilt);
        }
    }
    found
        .iter()
        .map(|((subject, clashes), together)| in_section(source, subject, *clashes, together))
        .collect()
}

fn spoilt<'a>(
    source: &SourceFile<'_>,
    section: &Section,
    property: &'a Property,
) -> Option<Spoilt<'a>> {
    let line = property.location.line;
    let LineKind::Property { delimiter, .. } = source.document.line(line)?.kind else {
        return None;
    };
    let text = source.document.text(line);
    let column = delimiter.column - 1;
    let raw_key: String = text.chars().take(column).collect();
    // The specification knows no whitespace except these two.
    let written = raw_key.trim_matches([' ', '\t']);
    let key = meant(written, Letters::All)
        .map(|key| key.to_lowercase())
        .filter(|key| is_of_sections(key));
    let raw: String = text.chars().skip(column + 1).collect();
    let name = key.clone().unwrap_or_else(|| property.key.clone());
    let is_one_line = property.last_line == line;
    let own = property.value.as_text().unwrap_or_default();
    // Of a section that is spelled in exactly this way, only the header is reported.
    let value = meant_value(&name, raw.trim_matches([' ', '\t']))
        .filter(|_| is_one_line && !names_a_section(source.facts, &property.key, own));
    if key.is_none() && value.is_none() {
        return None;
    }
    let indent: String = raw_key.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let left = match &key {
        Some(key) => format!("{indent}{key} "),
        None => raw_key.clone(),
    };
    let right = match &value {
        Some(value) if raw.starts_with(char::is_whitespace) => format!(" {value}"),
        Some(value) => value.clone(),
        None => raw,
    };
    let delimiter: String = text.chars().skip(column).take(1).collect();
    let same_key = key.as_deref().is_none_or(|key| key == property.key);
    let same_value = value.as_deref().is_none_or(|value| property.value.as_text() == Some(value));
    Some(Spoilt {
        edit: Edit::ReplaceSpan {
            line,
            column: 1,
            end_column: text.chars().count() + 1,
            text: format!("{left}{delimiter}{right}"),
        },
        from: if key.is_some() { 1 } else { column + 2 },
        harmless: same_key && same_value,
        clashes: !same_key && section.properties.contains_key(&name),
        key: name,
        property,
    })
}

fn in_section(
    source: &SourceFile<'_>,
    subject: &Subject,
    clashes: bool,
    together: &Together<'_>,
) -> Finding {
    let lines = &together.lines;
    let severity = Severity::fail_if(together.fails);
    let keys: Vec<&str> = lines.iter().map(|line| line.key.as_str()).collect();
    let mut distinct = keys.clone();
    distinct.dedup();
    let keys = list(&distinct, 3);
    let harmless = lines.iter().all(|line| line.harmless);
    let mut finding = Finding::will_bite(if clashes { "second-key" } else { "in-value" }, format!("{keys}: look-alike characters")).severity(severity).about(subject.clone()).what(format!(
            "In {}, {keys} of {} {} look-alike or invisible characters.",
            source.shown,
            together.of.shown(),
            if distinct.len() == 1 { "has" } else { "have" }
        ))
    .stopping(together.stops)
    .why(if harmless {
        "The AWS CLI and boto3 remove them; SDKs that follow the specification read them as part of the text, which is then different."
    } else {
        "AWS tools compare text character by character: this key or value is different from what it looks like."
    });
    if let Some(line) = lines.iter().find(|line| !line.harmless)
        && let Some(text) = line.property.value.as_text()
        && let Some(says) = says(&line.key, text)
    {
        finding = finding.says(says);
    }
    for line in lines.iter().take(3) {
        finding = point(source, finding, line.property.location.line, line.from);
    }
    if clashes {
        let comments = lines.iter().map(|line| Edit::CommentOut {
            first: line.property.location.line,
            last: line.property.location.line,
        });
        return finding
            .next(format!("say whether this {keys} is needed: the plain one already exists"))
            .offer(Remedy::edit(
                "comment-out",
                Applicability::Ask,
                "Comment it out",
                source.kind,
                comments.collect(),
            ));
    }
    offer(source, finding, lines.iter().map(|line| line.edit.clone()).collect())
}
