//! `config-indentation`: no indented line has become part of the value above it.

#[cfg(test)]
mod cases;

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use aws_files::{Edit, LineKind, LineTag, Location, Section};
use facts::{ScopeReason, Subject, clean_line};

use super::source::SourceFile;
use super::values::{Of, Stopped, is_of_sections, stopped};
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::list;
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "config-indentation",
    label: "indentation",
    title: "No indented line has been swallowed by the value above it",
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
        let found = Swallowed::all(source);
        if found.is_empty() {
            return Vec::new();
        }
        let sections = by_header(source);
        found
            .iter()
            .filter_map(|swallowed| {
                let (_, of) = sections.range(..swallowed.line).next_back()?;
                Some(swallowed.finding(source, *of))
            })
            .collect()
    })
}

/// Every section, by the line numbers of its headers.
fn by_header<'a>(source: &SourceFile<'a>) -> BTreeMap<usize, Of<'a>> {
    let reading = source.reading;
    let others = reading.others.iter().chain(&reading.ignored);
    super::config_values::sections(reading)
        .chain(reading.services.values().chain(others).map(Of::Other))
        .flat_map(|of| {
            let headers = of.section().headers.iter();
            headers.map(move |header| (header.line, of))
        })
        .collect()
}

/// A property whose value has swallowed lines that do not belong to it.
struct Swallowed {
    /// The property's line, key and value on that line.
    line: usize,
    key_location: Location,
    key: String,
    value: String,
    /// The lines that are keys or headers in their own right.
    lines: Vec<Line>,
    /// Whether all lines from the first of them on are.
    certain: bool,
}

/// A line that is a key or a header in its own right.
struct Line {
    number: usize,
    what: What,
    /// The last line below it that is indented deeper: `s3 =` has nested keys.
    last: usize,
}

enum What {
    Key(String),
    Header(String),
}

impl Swallowed {
    /// Every property of the file that has swallowed something, found in one pass: duplicate keys
    /// can swallow lines too, and only one of them is in the parsed file.
    fn all(source: &SourceFile<'_>) -> Vec<Self> {
        let document = source.document;
        let mut found: Vec<Self> = Vec::new();
        let mut seen = 0;
        for number in 1..=document.line_count() {
            let is_indented = || document.text(number).starts_with(char::is_whitespace);
            if number <= seen || !goes_on(source, number) || !is_indented() {
                continue;
            }
            let is_property = |above: &usize| document.tag(*above) == Some(LineTag::Property);
            let owner = (1..=number).rev().find(is_property).unwrap_or(1);
            seen = number;
            while seen < document.line_count() && !ends_value(source, seen + 1) {
                seen += 1;
            }
            found.extend(Self::of(source, owner, number..=seen));
        }
        found
    }

    fn of(source: &SourceFile<'_>, owner: usize, below: RangeInclusive<usize>) -> Option<Self> {
        // They almost always are what they seem to be.
        let is_something = |number| {
            goes_on(source, number) && what(source, source.document.text(number)).is_some()
        };
        if !below.clone().any(is_something) {
            return None;
        }
        let LineKind::Property { key, value, .. } = source.document.line(owner)?.kind else {
            return None;
        };
        let mut swallowed = Self {
            line: owner,
            key_location: key,
            key: source.document.text_at(key).to_lowercase(),
            value: source.document.text_at(value).to_owned(),
            lines: Vec::new(),
            certain: true,
        };
        // An empty `s3 =` has nested keys below it; an empty `region =` does not.
        let keys_are_its_own = swallowed.value.is_empty() && !is_of_sections(&swallowed.key);
        for number in below.filter(|number| goes_on(source, *number)) {
            if let Some(line) = swallowed.lines.last_mut()
                && has_nested_keys(source.document.text(line.number))
                && depth(source, number) > depth(source, line.number)
            {
                line.last = number;
                continue;
            }
            match what(source, source.document.text(number)) {
                Some(What::Key(_)) if keys_are_its_own && swallowed.lines.is_empty() => {}
                Some(what) => swallowed.lines.push(Line { number, what, last: number }),
                None if swallowed.lines.is_empty() => {}
                None => swallowed.certain = false,
            }
        }
        (!swallowed.lines.is_empty()).then_some(swallowed)
    }

    fn headers(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match &line.what {
            What::Header(text) => Some(text.as_str()),
            What::Key(_) => None,
        })
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match &line.what {
            What::Key(key) => Some(key.as_str()),
            What::Header(_) => None,
        })
    }

    /// What it stops: the profile whose header is lost, or else what the value above belongs to.
    fn stopped(&self, source: &SourceFile<'_>, of: Of<'_>) -> Stopped {
        let facts = source.facts;
        let scope = facts.scope();
        let named = scope.reason.is_named();
        let mut missed = None;
        for header in self.headers() {
            let (is_there, in_scope, subject) = match source.meant_by(header) {
                // The only profile: `profile-exists` would report the same for the machine.
                Subject::Profile(_) if scope.total == 0 && !named => {
                    (false, true, Subject::Machine)
                }
                Subject::Profile(name) => {
                    (facts.profile(&name).is_some(), facts.in_scope(&name), Subject::Profile(name))
                }
                Subject::Session(key) => (
                    facts.files().sessions().contains_key(key.name())
                        || !facts.session_users().contains_key(&key),
                    facts.session_in_scope(&key),
                    Subject::Session(key),
                ),
                _ => continue,
            };
            let stopped = Stopped { subject, in_scope, counts: !is_there };
            if stopped.severity() == Severity::Fail {
                return stopped;
            }
            // A session that a profile uses and that is missing.
            if !is_there && matches!(stopped.subject, Subject::Session(_)) {
                missed = Some(stopped);
            }
        }
        // Tools read a value together with its continuation lines.
        let section = of.section().properties.get(&self.key);
        let value = section
            .filter(|property| property.location.line == self.line)
            .and_then(|property| property.value.as_text())
            .unwrap_or(&self.value);
        let own = stopped(facts, source.kind, of, &self.key, value);
        // Without the swallowed lines, the profile may not look like one that this run is about.
        let hidden = facts.scope().reason == ScopeReason::Nothing
            && self.keys().any(|key| key.starts_with("sso_"));
        if own.severity() != Severity::Fail
            && let Some(missed) = missed
        {
            return missed;
        }
        Stopped { in_scope: own.in_scope || hidden, ..own }
    }

    fn finding(&self, source: &SourceFile<'_>, of: Of<'_>) -> Finding {
        let stopped = self.stopped(source, of);
        let owner = clean_line(&self.key);
        let names: Vec<String> = self
            .lines
            .iter()
            .map(|line| match &line.what {
                What::Key(key) => key.clone(),
                What::Header(text) => format!("[{text}]"),
            })
            .collect();
        let names = list(&names, 3);
        let them = if self.lines.len() == 1 { "it" } else { "them" };
        let mut finding = Finding::will_bite("swallowed", format!("{owner} has swallowed {names}")).severity(stopped.severity()).about(stopped.subject).what(format!(
                "In {}, {names} is indented below {owner} of {}, so it becomes part of that value.",
                source.shown,
                of.shown()
            ))
        .stopping(stopped.counts)
        .why(format!("The AWS CLI, boto3 and most SDKs read a line that is indented deeper than the key above it as more of that value: {owner} is wrong, and {names} is not set."));
        for line in self.lines.iter().take(3) {
            finding = finding.at(
                source.place(source.trimmed(line.number)),
                format!("part of the value of {owner}"),
            );
        }
        finding = finding.beside(source.place(self.key_location), "the value starts here");
        let clashes = self.clashes(source, of.section());
        let margin = Remedy::edit(
            "de-indent",
            if self.certain { Applicability::Safe } else { Applicability::Ask },
            format!("Unindent {them} to the level of {owner}"),
            source.kind,
            self.de_indented(source),
        );
        let comment = Remedy::edit(
            "comment-out",
            Applicability::Ask,
            if self.lines.len() == 1 { "Comment out the line" } else { "Comment out the lines" },
            source.kind,
            self.lines
                .iter()
                .flat_map(|line| line.number..=line.last)
                .map(|line| Edit::ReplaceSpan { line, column: 1, end_column: 1, text: "# ".into() })
                .collect(),
        );
        if clashes {
            finding
                .next(format!("say whether {names} is still needed: it is defined a second time"))
                .offer(comment)
        } else if self.certain {
            finding.next(format!("unindent {them}")).offer(margin)
        } else {
            finding
                .next(format!("unindent {them}, unless the indentation is intended"))
                .offer(margin)
                .offer(comment)
        }
    }

    /// Whether a line would be a duplicate once it is no longer indented.
    fn clashes(&self, source: &SourceFile<'_>, section: &Section) -> bool {
        let first = self.lines.first().map_or(0, |line| line.number);
        let mut keys: HashSet<&str> = section.properties.keys().map(String::as_str).collect();
        for line in &self.lines {
            match &line.what {
                What::Key(key) => {
                    if !keys.insert(key) {
                        return true;
                    }
                }
                What::Header(text) => {
                    if is_there(source, text) {
                        return true;
                    }
                    // The lines below are in the new section then.
                    keys = section
                        .properties
                        .values()
                        .filter(|property| property.key_location.line > first)
                        .map(|property| property.key.as_str())
                        .collect();
                }
            }
        }
        false
    }

    fn de_indented(&self, source: &SourceFile<'_>) -> Vec<Edit> {
        let own = source.document.text(self.line);
        let mut margin: String = own.chars().take_while(|c| c.is_whitespace()).collect();
        let mut edits = Vec::new();
        for line in &self.lines {
            if matches!(line.what, What::Header(_)) {
                margin.clear();
            }
            let at = source.trimmed(line.number);
            edits.push(Edit::ReplaceSpan {
                line: line.number,
                column: 1,
                end_column: at.column,
                text: margin.clone(),
            });
        }
        edits
    }
}

/// Whether the line continues the value above.
fn goes_on(source: &SourceFile<'_>, number: usize) -> bool {
    matches!(source.document.tag(number), Some(LineTag::Continuation | LineTag::Nested))
}

/// Whether no line from here on continues the value above.
fn ends_value(source: &SourceFile<'_>, number: usize) -> bool {
    !matches!(
        source.document.tag(number),
        Some(LineTag::Continuation | LineTag::Nested | LineTag::Blank | LineTag::Comment)
    )
}

/// `s3 =` without a value: its settings are nested below it (the AWS CLI's topic `s3-config`).
fn has_nested_keys(text: &str) -> bool {
    text.split_once('=')
        .is_some_and(|(key, value)| value.trim().is_empty() && matches!(key.trim(), "s3" | "s3api"))
}

fn depth(source: &SourceFile<'_>, number: usize) -> usize {
    source.document.text(number).chars().take_while(|c| c.is_whitespace()).count()
}

/// What an indented line is, if it is a key or a header in its own right.
fn what(source: &SourceFile<'_>, text: &str) -> Option<What> {
    let text = text.trim();
    if text.starts_with('[') && text.ends_with(']') {
        let header = super::lines::header_in(source.kind, text);
        return header.map(|inner| What::Header(inner.to_owned()));
    }
    let at = text.find(['=', ':'])?;
    let key = text[..at].trim_end().to_lowercase();
    (is_of_sections(&key) || has_nested_keys(text)).then_some(What::Key(key))
}

/// Whether the file has a section with this header already.
fn is_there(source: &SourceFile<'_>, header: &str) -> bool {
    let services = header.strip_prefix("services ");
    source.section_of_header(header).is_some()
        || services.is_some_and(|name| source.reading.services.contains_key(name.trim()))
}
