//! `config-lookalikes`: section headers.

use std::collections::HashMap;

use aws_files::{Edit, FileKind, Location, Section};
use facts::{Facts, SessionKey, Subject, clean_line};

use super::config_lookalikes::point;
use super::lookalikes::{Letters, meant};
use super::lost::Lost;
use super::source::SourceFile;
use crate::{Applicability, Finding, Plan, Remedy, Severity};

/// Which lines name a profile or a session, by key and name.
type References<'a> = HashMap<(&'a str, &'a str), Vec<(FileKind, usize)>>;

fn references(facts: &Facts) -> References<'_> {
    let mut all = References::new();
    for profile in facts.profiles() {
        for key in ["source_profile", "sso_session"] {
            if let (Some(text), Some((file, property))) = (profile.text(key), profile.get(key)) {
                let lines = all.entry((key, text)).or_default();
                let line = (file, property.location.line);
                // A line of [DEFAULT] counts for several profiles, one after the other.
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
        }
    }
    all
}

/// The headers that contain other than plain characters.
pub(super) fn find(source: &SourceFile<'_>) -> Vec<Finding> {
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
            let (text, at) = source.header(line)?;
            let wanted = meant_header(source.kind, text)?;
            let references = lookups.get_or_insert_with(|| references(source.facts));
            Some(header(source, section, is_read, at, &wanted, references))
        })
        .collect()
}

/// The intended text between the brackets.
pub(super) fn meant_header(kind: FileKind, text: &str) -> Option<String> {
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

/// `is_read`: the AWS CLI reads the section as a profile or a session, under another name.
fn header(
    source: &SourceFile<'_>,
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
        Subject::Session(SessionKey::Named(name)) => {
            ("sso_session", source.reading.sso_sessions.get(name), Lost::session(facts, name))
        }
        _ => ("", None, Lost::other(source.subject)),
    };
    // The AWS CLI uses the name as it is written, so only a user who types the name is misled.
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
    let mut finding = Finding::will_bite("in-header", format!("[{shown}] has look-alike characters")).severity(severity).about(subject).what(format!(
            "In {}, the header [{shown}] in line {line} has look-alike or invisible characters.",
            source.shown
        ))
    .stopping(stops)
    .why(if is_read {
        "AWS tools compare names character by character: typing this name does not find it, and SDKs that accept only ASCII names ignore the section."
    } else {
        "The AWS CLI, boto3 and most SDKs do not read the section as what it looks like."
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
            .beside(source.place(other.header), "the plain name already exists here")
            .next("say whether the two sections are the same")
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
        // The token file is named after the session (FACTS, 3).
        Subject::Session(_) if is_read => {
            format!("write [{shown}] with plain characters and sign in again")
        }
        _ => format!("write [{shown}] with plain characters"),
    };
    finding.next(next).offer(Remedy::new(
        "clean",
        Applicability::Safe,
        "Write it with plain characters",
        move |_, _| Ok(Plan::edits(edits.clone())),
    ))
}
