//! `config-lookalikes`: no invisible character, smart quote or look-alike stands in a name or a value.

use std::collections::HashMap;

use aws_files::{Edit, FileKind, LineKind, Location, Property, Section};
use facts::{Facts, SessionKey, Subject, clean_line};
use indexmap::IndexMap;

use super::config_values::sections;
use super::lookalikes::{Letters, first, hidden_line, meant};
use super::lost::Lost;
use super::source::{self, Source};
use super::values::{Holds, Of, holds, is_of_sections, says, stopped};
use crate::words::{count, list, split_comment};
use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Severity};

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
        findings.extend(headers(source));
        findings.extend(values(source));
        findings
    })
}

/// Whether a line that no tool can read is here to be told of, and not as a fault of the syntax.
pub(super) fn explains(text: &str) -> bool {
    hidden_line(text).is_some()
}

/// Whether a header is here to be told of.
pub(super) fn is_header_hidden(source: &Source<'_>, text: &str) -> bool {
    meant_header(source.kind, text).is_some()
}

/// Lines that no tool can read, together: they stop every command.
fn hidden_lines(source: &Source<'_>) -> Option<Finding> {
    let mut lines = Vec::new();
    for number in 1..=source.document.line_count() {
        let text = source.document.text(number);
        if text.is_ascii() {
            continue;
        }
        let is_junk = matches!(
            source.document.line(number).map(|line| line.kind),
            Some(LineKind::Junk)
        );
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
fn point(source: &Source<'_>, finding: Finding, line: usize, from: usize) -> Finding {
    let text: String = source.document.text(line).chars().skip(from - 1).collect();
    let Some((at, name)) = first(&text) else {
        return finding;
    };
    let location = Location {
        line,
        column: from + at,
        end_column: from + at + 1,
    };
    finding.at(source.place(location), name)
}

fn offer(source: &Source<'_>, finding: Finding, edits: Vec<Edit>) -> Finding {
    finding
        .next("write it in plain characters")
        .offer(Remedy::edit(
            "clean",
            Applicability::Safe,
            "Write it in plain characters",
            source.kind,
            edits,
        ))
}

/// Which lines name a profile or a session, by the key and the name.
type References<'a> = HashMap<(&'a str, &'a str), Vec<(FileKind, usize)>>;

fn references(facts: &Facts) -> References<'_> {
    let mut all = References::new();
    for profile in facts.profiles() {
        for key in ["source_profile", "sso_session"] {
            if let (Some(text), Some((file, property))) = (profile.text(key), profile.get(key)) {
                let lines = all.entry((key, text)).or_default();
                let line = (file, property.location.line);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
    }
    all
}

fn headers(source: &Source<'_>) -> Vec<Finding> {
    let reading = source.reading;
    let named = reading
        .profiles
        .values()
        .chain(reading.sso_sessions.values())
        .map(|section| (section, true));
    let unnamed = reading
        .services
        .values()
        .chain(&reading.others)
        .chain(&reading.ignored)
        .map(|section| (section, false));
    let mut lookups = None;
    named
        .chain(unnamed)
        .filter_map(|(section, is_read)| {
            let line = section.header.line;
            if source.document.text(line).is_ascii() {
                return None;
            }
            let Some(LineKind::Header { text }) = source.document.line(line).map(|line| line.kind)
            else {
                return None;
            };
            let wanted = meant_header(source.kind, &source.stretch(text))?;
            let references = lookups.get_or_insert_with(|| references(source.facts));
            Some(header(source, section, is_read, text, &wanted, references))
        })
        .collect()
}

/// The text between the brackets that was meant.
fn meant_header(kind: FileKind, text: &str) -> Option<String> {
    let plain = meant(text, Letters::Mixed)?;
    let bare = |name: &str| name.trim().trim_matches(['"', '\'']).trim().to_owned();
    if kind == FileKind::Credentials {
        return Some(bare(&plain));
    }
    match plain.split_once(char::is_whitespace) {
        Some((prefix @ ("profile" | "sso-session" | "services"), name)) => {
            Some(aws_files::header(prefix, &bare(name)).unwrap_or(plain))
        }
        _ => Some(plain),
    }
}

/// `is_read`: the AWS CLI takes the section for a profile or a session, of another name.
fn header(
    source: &Source<'_>,
    section: &Section,
    is_read: bool,
    text: Location,
    wanted: &str,
    references: &References<'_>,
) -> Finding {
    let facts = source.facts;
    let line = text.line;
    let target = source.meant_by(wanted);
    let (key, there, lost) = match &target {
        Subject::Profile(name) => (
            "source_profile",
            source.reading.profiles.get(name),
            Lost::profile(facts, name, section),
        ),
        Subject::Session(SessionKey::Named(name)) => (
            "sso_session",
            source.reading.sso_sessions.get(name),
            Lost::session(facts, name),
        ),
        _ => ("", None, Lost::other(source.subject)),
    };
    // The AWS CLI knows it by the name as it is written; then only who types the name is misled.
    let (subject, severity) = if is_read && !lost.stops {
        let own = match &target {
            Subject::Session(_) => Subject::Session(SessionKey::Named(section.name.clone())),
            _ => Subject::Profile(section.name.clone()),
        };
        (own, Severity::Warn)
    } else {
        (lost.subject, lost.severity)
    };
    let stops = lost.stops;
    let shown = clean_line(wanted);
    let mut finding = Finding::new(
        "in-header",
        severity,
        &subject,
        format!("[{shown}] is not written in plain characters"),
        format!(
            "In {}, the header [{shown}] in line {line} has characters that are not what they look like.",
            source.shown
        ),
    )
    .stopping(stops)
    .why(if is_read {
        "AWS tools compare names character by character: who types this name does not find it, and the SDKs that accept ASCII names alone leave the section out."
    } else {
        "The AWS CLI and boto3 do not take the section for what it looks like, and neither do most SDKs."
    });
    if severity == Severity::Fail
        && let Some(says) = lost.says
    {
        finding = finding.says(says);
    }
    finding = point(source, finding, line, text.column);
    if let Some(other) = there.filter(|other| other.header.line != line) {
        let into = other.header.line;
        return finding
            .beside(source.place(other.header), "the plain name is here already")
            .next("say whether the two sections are one")
            .offer(Remedy::edit(
                "merge",
                Applicability::Ask,
                format!("Merge both into the one in line {into}"),
                source.kind,
                vec![Edit::MergeSection { from: line, into }],
            ));
    }
    let mut edits = vec![(
        source.kind,
        Edit::ReplaceSpan {
            line,
            column: text.column,
            end_column: text.end_column,
            text: wanted.to_owned(),
        },
    )];
    let name = match &target {
        Subject::Profile(name) => name.as_str(),
        Subject::Session(key) => key.name(),
        _ => "",
    };
    if is_read && let Some(lines) = references.get(&(key, section.name.as_str())) {
        edits.extend(lines.iter().map(|(file, line)| {
            let value = name.to_owned();
            (*file, Edit::SetValue { line: *line, value })
        }));
    }
    let next = match &target {
        // The token's file is named by the session's name (FACTS, 3).
        Subject::Session(_) if is_read => {
            format!("write [{shown}] in plain characters, and sign in once more")
        }
        _ => format!("write [{shown}] in plain characters"),
    };
    finding.next(next).offer(Remedy::new(
        "clean",
        Applicability::Safe,
        "Write it in plain characters",
        move |_, _| Ok(Plan::edits(edits.clone())),
    ))
}

/// The value that was meant, by what its key holds.
fn meant_value(key: &str, raw: &str) -> Option<String> {
    let (letters, quotes) = match holds(key) {
        Holds::Words => (Letters::All, true),
        Holds::Name => (Letters::Mixed, true),
        Holds::Path => (Letters::None, false),
        Holds::Anything if is_of_sections(key) => (Letters::None, false),
        Holds::Anything => return None,
    };
    // What stands in a comment is for another check.
    let head = split_comment(raw).map_or(raw, |(head, _)| head);
    let plain = meant(head, letters)?;
    let bare = match quotes {
        true => plain.trim_matches(['"', '\'']).trim(),
        false => plain.as_str(),
    };
    let comment = &raw[raw.find(head).unwrap_or(0) + head.len()..];
    Some(format!("{bare}{}", comment.trim_end()))
}

/// A line whose key or value is not in plain characters.
struct Spoilt<'a> {
    key: String,
    property: &'a Property,
    edit: Edit,
    from: usize,
    /// The AWS CLI drops it by itself.
    harmless: bool,
    /// The plain key stands in the section already.
    clashes: bool,
}

fn values(source: &Source<'_>) -> Vec<Finding> {
    let mut found: IndexMap<(Subject, bool), (Of<'_>, (bool, bool), Vec<Spoilt<'_>>)> =
        IndexMap::new();
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
                .or_insert_with(|| (of, (false, false), Vec::new()));
            entry.1.0 |= fails;
            entry.1.1 |= stops;
            entry.2.push(spoilt);
        }
    }
    found
        .iter()
        .map(|((subject, clashes), (of, fails, lines))| {
            in_section(source, subject, *of, *fails, *clashes, lines)
        })
        .collect()
}

fn spoilt<'a>(
    source: &Source<'_>,
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
    // The specification knows no other space than these two.
    let written = raw_key.trim_matches([' ', '\t']);
    let key = meant(written, Letters::All)
        .map(|key| key.to_lowercase())
        .filter(|key| is_of_sections(key));
    let raw: String = text.chars().skip(column + 1).collect();
    let name = key.clone().unwrap_or_else(|| property.key.clone());
    let is_one_line = property.last_line == line;
    let value = meant_value(&name, raw.trim_matches([' ', '\t']))
        .filter(|_| is_one_line && !names_a_section(source.facts, property));
    if key.is_none() && value.is_none() {
        return None;
    }
    let indent: String = raw_key
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect();
    let left = match &key {
        Some(key) => format!("{indent}{key} "),
        None => raw_key.clone(),
    };
    let right = match &value {
        Some(value) if raw.starts_with(char::is_whitespace) => format!(" {value}"),
        Some(value) => value.clone(),
        None => raw.clone(),
    };
    let delimiter: String = text.chars().skip(column).take(1).collect();
    let same_key = key.as_deref().is_none_or(|key| key == property.key);
    let same_value = value
        .as_deref()
        .is_none_or(|value| property.value.as_text() == Some(value));
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

/// Whether the value names a section that is written just so: then it is the header that is told of.
fn names_a_section(facts: &Facts, property: &Property) -> bool {
    let text = property.value.as_text().unwrap_or_default();
    match property.key.as_str() {
        "sso_session" => facts.files().sessions().contains_key(text),
        "source_profile" => facts.files().profiles().contains_key(text),
        _ => false,
    }
}

fn in_section(
    source: &Source<'_>,
    subject: &Subject,
    of: Of<'_>,
    (fails, stops): (bool, bool),
    clashes: bool,
    lines: &[Spoilt<'_>],
) -> Finding {
    let severity = if fails {
        Severity::Fail
    } else {
        Severity::Warn
    };
    let keys: Vec<&str> = lines.iter().map(|line| line.key.as_str()).collect();
    let mut distinct = keys.clone();
    distinct.dedup();
    let keys = list(&distinct, 3);
    let harmless = lines.iter().all(|line| line.harmless);
    let mut finding = Finding::new(
        if clashes { "second-key" } else { "in-value" },
        severity,
        subject,
        format!("{keys}: not in plain characters"),
        format!(
            "In {}, {keys} of {} has characters that are not what they look like.",
            source.shown,
            of.shown()
        ),
    )
    .stopping(stops)
    .why(if harmless {
        "The AWS CLI and boto3 drop them by themselves; for SDKs that keep to the specification they are part of the text, which is then another one."
    } else {
        "AWS tools compare text character by character: this is another key or value than it looks like."
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
            .next(format!(
                "say whether this {keys} is wanted: the plain one is there already"
            ))
            .offer(Remedy::edit(
                "comment-out",
                Applicability::Ask,
                "Make it a comment",
                source.kind,
                comments.collect(),
            ));
    }
    offer(
        source,
        finding,
        lines.iter().map(|line| line.edit.clone()).collect(),
    )
}
