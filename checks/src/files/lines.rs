//! Stray lines, headers without brackets, and invalid nested lines.

use aws_files::{Edit, Fault, FaultKind, FileKind, LineKind, LineTag, View};
use facts::{Facts, Text};

use super::config_syntax::FaultGroup;
use super::lookalikes::hidden_line;
use super::pasted::{mark_length, names_a_key};
use super::run_on_values::hides_header;
use super::source::SourceFile;
use crate::{Applicability, Finding, Plan, Question, QuestionKind, Remedy};

/// Keys that are well known, so that after one only the `=` must be missing.
const KNOWN_KEYS: &[&str] = &[
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "credential_source",
    "mfa_serial",
    "output",
    "region",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_registration_scopes",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
];

/// Check at most this many stray lines for one missing header.
const MAX_STRAY_LINES: usize = 100;
/// Look for a missing header in the values of a file with at most this many sections.
const MAX_SECTIONS: usize = 200;

/// What a stray line seems to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Anything.
    Plain,
    /// `key = value`.
    Property,
    /// `profile dev]`.
    LacksBracket,
    /// `region us-east-1`.
    LacksEquals,
}

impl Shape {
    pub(super) fn of(source: &SourceFile<'_>, fault: &Fault) -> Self {
        let text = source.document.text(fault.location.line).trim();
        match fault.kind {
            FaultKind::TextBeforeSection | FaultKind::NotAProperty
                if is_header_but_for_its_bracket(source.kind, text) =>
            {
                Self::LacksBracket
            }
            FaultKind::TextBeforeSection if is_property(text) => Self::Property,
            FaultKind::NotAProperty if lacks_equals(text) => Self::LacksEquals,
            _ => Self::Plain,
        }
    }
}

/// `key = value` with a plausible key.
fn is_property(text: &str) -> bool {
    text.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// A known key, space, one word.
fn lacks_equals(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let key = words.next().unwrap_or_default().to_ascii_lowercase();
    KNOWN_KEYS.contains(&key.as_str()) && words.next().is_some() && words.next().is_none()
}

/// `profile dev]`.
pub(super) fn is_header_but_for_its_bracket(kind: FileKind, text: &str) -> bool {
    !text.starts_with('[') && text.strip_suffix(']').is_some_and(|name| is_sound(kind, name))
}

/// The check that reports a line which would be the header `wanted` (any profile's if none is
/// given) if it had its opening bracket or no invisible character.
pub(crate) fn unseen_header(facts: &Facts, wanted: Option<&str>) -> Option<&'static str> {
    let file = &facts.files().config;
    let document = file.document()?;
    let is_wanted = |header: &str| match wanted {
        Some(wanted) => header == wanted,
        None => header == "default" || header.starts_with("profile "),
    };
    let reading = file.reading(View::Tolerant);
    let faults = reading.faults.iter();
    faults
        .filter(|fault| {
            matches!(fault.kind, FaultKind::NotAProperty | FaultKind::TextBeforeSection)
        })
        // Limits the work, because every missing profile asks.
        .take(MAX_STRAY_LINES)
        .find_map(|fault| {
            let text = document.text(fault.location.line).trim();
            if is_header_but_for_its_bracket(FileKind::Config, text) {
                let header = text.strip_suffix(']')?;
                return is_wanted(header).then_some("config-syntax");
            }
            if let Some(mark) = mark_length(FileKind::Config, text) {
                let behind: String = text.chars().skip(mark).collect();
                let header = behind.strip_prefix('[')?.strip_suffix(']')?;
                return is_wanted(header).then_some("config-syntax");
            }
            // `profile dev:`, as in YAML.
            if let Some(header) = text.strip_suffix(':') {
                return is_wanted(header).then_some("config-syntax");
            }
            let plain = hidden_line(text)?;
            let header = plain.strip_prefix('[')?.strip_suffix(']')?;
            is_wanted(header).then_some("config-lookalikes")
        })
        .or_else(|| {
            let few = reading.profiles.len() + reading.sso_sessions.len() <= MAX_SECTIONS;
            (few && hides_header(reading, is_wanted)).then_some("config-values")
        })
}

/// Whether every tool reads the text as a header: it uses only characters that SDKs accept.
pub(super) fn is_sound(kind: FileKind, text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&b))
    };
    match kind {
        FileKind::Credentials => is_name(text),
        FileKind::Config => {
            text == "default"
                || ["profile ", "sso-session ", "services "]
                    .iter()
                    .any(|prefix| text.strip_prefix(prefix).is_some_and(is_name))
        }
    }
}

/// The text between the brackets if the text of a line is a header, with or without indentation.
pub(super) fn header_in(kind: FileKind, text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    is_sound(kind, inner).then_some(inner)
}

/// Lines that are not valid in a file, or are before the first section.
pub(super) fn stray(source: &SourceFile<'_>, group: &FaultGroup<'_>) -> Finding {
    let first = group.fault.location.line;
    let last = group.last_line;
    let before = group.fault.kind == FaultKind::TextBeforeSection;
    let which = stretch(first, last);
    let many = first != last;
    let (code, brief, what, label) = if before {
        (
            "before-first-section",
            format!("{which}: text before the first section"),
            format!(
                "In {}, {which} {} before the first section.",
                source.shown,
                if many { "are" } else { "is" }
            ),
            "no section has started here",
        )
    } else {
        (
            "stray-line",
            format!("{which}: neither key = value nor a section"),
            format!(
                "In {}, {which} {} neither key = value, nor a section, nor a comment.",
                source.shown,
                if many { "are" } else { "is" }
            ),
            match group.fault.kind {
                FaultKind::EmptyKey => "no key before the =",
                _ => "this line has no =",
            },
        )
    };
    let mut finding =
        source.refused(code, brief, what).at(source.place(group.fault.location), label);
    match group.shape {
        // Commented out, it would leave its lines to the section above or to none.
        Shape::LacksBracket => return open_header(source, group, finding),
        Shape::LacksEquals => {
            if let Some(remedy) = insert_equals(source, first, last) {
                finding = finding.next("put = between key and value").offer(remedy);
            }
        }
        Shape::Plain | Shape::Property => {}
    }
    if finding.next.is_empty() {
        finding = finding.next(format!("comment out {which}"));
    }
    let has_default = source
        .facts
        .files()
        .file(source.kind)
        .reading(View::Tolerant)
        .profiles
        .contains_key("default");
    let texts = || (first..=last).map(|line| source.document.text(line));
    let sets_something = texts().any(|text| {
        names_a_key(text) || (mark_length(source.kind, text).is_some() && text.trim().len() > 1)
    });
    if let Some(remedy) = remove_marks(source, first, last) {
        finding = finding.next(format!("remove what was pasted before {which}")).offer(remedy);
    } else if sets_something && group.shape == Shape::Plain {
        finding = finding.next(format!("write {which} as [profile NAME] and key = value lines"));
    }
    if group.shape == Shape::Property && group.first_before && !has_default {
        if sets_something {
            let them = if last > first { "them" } else { "it" };
            finding =
                finding.next(format!("insert [default] before {which}, or comment {them} out"));
        }
        finding = finding.offer(Remedy::edit(
            "under-default",
            Applicability::Ask,
            "Insert [default] above: these lines belong to the default profile",
            source.kind,
            vec![Edit::InsertLine { before: first, text: "[default]".into() }],
        ));
    }
    let mut comment = comment_out(source, first, last);
    if sets_something {
        // A setting is wanted; only its author knows where.
        comment.applicability = Applicability::Ask;
    }
    finding.offer(comment)
}

/// Removes line numbers and the like, if they are before each of the lines.
fn remove_marks(source: &SourceFile<'_>, first: usize, last: usize) -> Option<Remedy> {
    let mut edits = Vec::new();
    for line in first..=last {
        let text = source.document.text(line);
        if text.trim().is_empty() {
            continue;
        }
        let length = mark_length(source.kind, text)?;
        let end_column = length + 1;
        edits.push(Edit::ReplaceSpan { line, column: 1, end_column, text: String::new() });
    }
    let title = format!("Remove what was pasted before {}", stretch(first, last));
    Some(Remedy::edit("remove-marks", Applicability::Ask, title, source.kind, edits))
}

/// `line 3`, `lines 3 and 4`, `lines 3 to 9`.
fn stretch(first: usize, last: usize) -> String {
    match last.saturating_sub(first) {
        0 => format!("line {first}"),
        1 => format!("lines {first} and {last}"),
        _ => format!("lines {first} to {last}"),
    }
}

/// The last of the indented lines below a stray one, which would continue a value above if the
/// stray line were commented out.
pub(super) fn with_indented(source: &SourceFile<'_>, line: usize) -> usize {
    let mut last = line;
    while source.document.line(last + 1).is_some_and(|line| line.kind == LineKind::Continuation) {
        last += 1;
    }
    last
}

fn comment_out(source: &SourceFile<'_>, first: usize, last: usize) -> Remedy {
    Remedy::edit(
        "comment-out",
        Applicability::Safe,
        format!("Comment out {}", stretch(first, last)),
        source.kind,
        vec![Edit::CommentOut { first, last }],
    )
}

fn open_header(source: &SourceFile<'_>, group: &FaultGroup<'_>, finding: Finding) -> Finding {
    let location = group.fault.location;
    finding.next(format!("add the opening bracket in line {}", location.line)).offer(Remedy::edit(
        "open-header",
        Applicability::Safe,
        format!("Add the opening bracket in line {}", location.line),
        source.kind,
        // Removes the indentation, because an indented header would continue the value above.
        vec![Edit::ReplaceSpan {
            line: location.line,
            column: 1,
            end_column: location.column,
            text: "[".into(),
        }],
    ))
}

/// Adds the missing `=` to each of the lines, unless a line of the section has that key already, or
/// an indented line below would become part of the value.
fn insert_equals(source: &SourceFile<'_>, first: usize, last: usize) -> Option<Remedy> {
    let is_indented = |line: usize| {
        let text = source.document.text(line);
        text.starts_with(char::is_whitespace) && !text.trim().is_empty()
    };
    if (first + 1..=last + 1).any(is_indented) {
        return None;
    }
    let mut keys = keys_around(source, first);
    let mut edits = Vec::new();
    for line in first..=last {
        let text = source.document.text(line);
        let start = text.chars().take_while(|c| c.is_whitespace()).count();
        let key: String = text.chars().skip(start).take_while(|c| !c.is_whitespace()).collect();
        let column = start + key.chars().count() + 1;
        let gap = text.chars().skip(column - 1).take_while(|c| c.is_whitespace()).count();
        if !keys.insert(key.to_lowercase()) {
            return None;
        }
        edits.push(Edit::ReplaceSpan {
            line,
            column,
            end_column: column + gap,
            text: " = ".into(),
        });
    }
    let title = format!("Insert = in {}", stretch(first, last));
    Some(Remedy::edit("insert-equals", Applicability::Safe, title, source.kind, edits))
}

/// The keys of the section that contains a line, in lowercase.
fn keys_around(source: &SourceFile<'_>, line: usize) -> std::collections::HashSet<String> {
    let is_header = |number: &usize| source.document.tag(*number) == Some(LineTag::Header);
    let header = (1..line).rev().find(is_header).unwrap_or_default();
    source.properties(header).into_iter().collect()
}

/// A header without its closing bracket, or without a name.
pub(super) fn header(source: &SourceFile<'_>, fault: &Fault) -> Finding {
    let location = fault.location;
    let line = location.line;
    let text: String = source.document.text(line).chars().skip(location.column).collect();
    let text = text.trim();
    let empty = fault.kind == FaultKind::EmptyHeader;
    let (what, label) = if empty {
        ("has no name", "there is no name between the brackets")
    } else {
        ("has no closing bracket", "no ] after this")
    };
    let finding = source
        .refused(
            "header",
            format!("line {line}: a section {what}"),
            format!("In {}, the section header in line {line} {what}.", source.shown),
        )
        .at(source.place(location), label);
    if !empty && is_sound(source.kind, text) {
        return finding.next(format!("add the closing bracket in line {line}")).offer(
            Remedy::edit(
                "close-header",
                Applicability::Safe,
                format!("Make it [{}]", Text(text)),
                source.kind,
                vec![Edit::SetHeader { line, text: text.to_owned() }],
            ),
        );
    }
    finding
        .next(format!("say what the section in line {line} is"))
        .offer(name_header(source.kind, line))
}

/// Asks what kind of section it is, and writes its header.
pub(super) fn name_header(kind: FileKind, line: usize) -> Remedy {
    let help = match kind {
        FileKind::Config => "default, profile NAME or sso-session NAME, without the brackets",
        FileKind::Credentials => "the profile's name, without the brackets",
    };
    let accept = match kind {
        FileKind::Config => QuestionKind::Text(|answer| accept_header(FileKind::Config, answer)),
        FileKind::Credentials => {
            QuestionKind::Text(|answer| accept_header(FileKind::Credentials, answer))
        }
    };
    Remedy::new(
        "name-header",
        Applicability::Ask,
        format!("Rewrite the header in line {line}"),
        move |_, answers| {
            let text = answers.get("header").cloned().unwrap_or_default();
            Ok(Plan::edit(kind, vec![Edit::SetHeader { line, text }]))
        },
    )
    .ask(Question {
        key: "header",
        prompt: format!("What is the section in line {line}?"),
        help: help.into(),
        kind: accept,
        default: None,
    })
}

/// Accepts the text between the brackets of a header.
fn accept_header(kind: FileKind, answer: &str) -> Result<String, String> {
    let answer = answer.trim();
    let answer =
        answer.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(answer);
    if is_sound(kind, answer) {
        return Ok(answer.to_owned());
    }
    Err(match kind {
        FileKind::Config => "a section is default, profile NAME or sso-session NAME; a name has letters, digits and _ - / . % @ : +",
        FileKind::Credentials => "a name has letters, digits and _ - / . % @ : +",
    }
    .into())
}

/// Lines below an empty `key =` that are not `key = value`.
pub(super) fn nested(source: &SourceFile<'_>, group: &FaultGroup<'_>) -> Finding {
    let first = group.fault.location.line;
    source
        .refused(
            "nested-line",
            format!("line {first}: not key = value"),
            format!(
                "In {}, the indented line {first} is below an empty key, but is not key = value.",
                source.shown
            ),
        )
        .at(
            source.place(group.fault.location),
            "below a key without a value, every line must be key = value",
        )
        .next(format!("comment out line {first}"))
        .offer(comment_out(source, first, group.last_line))
}
