//! What the checks of the AWS files' text share: the file that is being checked.

use aws_files::{Document, FileKind, LineKind, LineTag, Location, Reading, Section, View};
use facts::{Facts, SessionKey, Subject, clean_line};

use super::lines;
use super::lookalikes::hidden_line;
use crate::kit::words::count;
use crate::{Finding, Outcome, Place, Severity};

/// Show at most this many faults of one file; a file with more is not an AWS file.
const MAX_FAULTS_SHOWN: usize = 20;

/// The files that were read.
pub(crate) fn readable_files(facts: &Facts) -> Vec<Subject> {
    [FileKind::Config, FileKind::Credentials]
        .into_iter()
        .filter(|kind| facts.files().file(*kind).document().is_some())
        .map(Subject::File)
        .collect()
}

/// A file that is being checked.
pub(crate) struct SourceFile<'a> {
    pub(super) facts: &'a Facts,
    pub(super) subject: &'a Subject,
    pub(super) kind: FileKind,
    pub(super) document: &'a Document,
    /// The tolerant parse: it continues after each fault and lists all faults that stop the AWS
    /// CLI (crates/aws-files/tests prove it), so the other views are not needed.
    pub(super) reading: &'a Reading,
    /// Its path as the user writes it.
    pub(super) shown: String,
    /// Its path as the AWS CLI prints it.
    path: String,
}

impl<'a> SourceFile<'a> {
    pub(crate) fn of_subject(facts: &'a Facts, subject: &'a Subject) -> Option<Self> {
        let Subject::File(kind) = *subject else {
            return None;
        };
        let file = facts.files().file(kind);
        Some(Self {
            facts,
            subject,
            kind,
            document: file.document()?,
            reading: file.reading(View::Tolerant),
            shown: facts.shown(&file.path),
            path: clean_line(&file.path.to_string_lossy()),
        })
    }

    /// The outcome for what a check finds in the file; the path if it finds nothing.
    pub(super) fn judge(&self, find: impl FnOnce(&Self) -> Vec<Finding>) -> Outcome {
        let findings = find(self);
        if findings.is_empty() {
            Outcome::Passed(self.shown.clone())
        } else {
            Outcome::Found(findings)
        }
    }

    /// A finding that stops every command, whichever section it is in.
    pub(super) fn refused(&self, code: &'static str, brief: String, what: String) -> Finding {
        self.refused_for(code, self.subject, brief, what)
    }

    /// The same, about the profile or session that the section defines.
    pub(super) fn refused_for(
        &self,
        code: &'static str,
        subject: &Subject,
        brief: String,
        what: String,
    ) -> Finding {
        Finding::stops(code, brief)
            .severity(Severity::Fail).about(subject.clone()).what(what)
            .why("The AWS CLI and boto3 refuse the whole file, so every command with every profile fails. Some SDKs still read it.")
            .says(format!("Unable to parse config file: {}", self.path))
    }

    /// A location in this file.
    pub(super) fn place(&self, location: Location) -> Place {
        Place::of(self.facts, self.kind, location)
    }

    /// The first findings, and how many more there are, for a file that is full of faults.
    pub(super) fn first<T>(
        &self,
        faults: &[T],
        finding: impl FnMut(&T) -> Finding,
    ) -> Vec<Finding> {
        let left = faults.len().saturating_sub(MAX_FAULTS_SHOWN);
        let mut findings: Vec<Finding> =
            faults.iter().take(MAX_FAULTS_SHOWN).map(finding).collect();
        if left > 0 {
            let more = count(left, "fault", "faults");
            findings.push(
                self.refused(
                    "more",
                    format!("{more} more"),
                    format!("{} has {more} more like these.", self.shown),
                )
                .next("fix the ones shown, and check again"),
            );
        }
        findings
    }

    /// The text between a header's brackets, and its place.
    pub(super) fn header(&self, line: usize) -> Option<(&'a str, Location)> {
        match self.document.line(line)?.kind {
            LineKind::Header { text } => Some((self.document.text_at(text), text)),
            _ => None,
        }
    }

    /// The profile or the session that has this header already.
    pub(super) fn section_of_header(&self, header: &str) -> Option<&'a Section> {
        match self.meant_by(header) {
            Subject::Profile(name) => self.reading.profiles.get(&name),
            Subject::Session(key) => self.reading.sso_sessions.get(key.name()),
            Subject::File(_) | Subject::Machine => None,
        }
    }

    /// The text of a line without the white space around it.
    pub(super) fn trimmed(&self, line: usize) -> Location {
        let text = self.document.text(line);
        let column = text.chars().take_while(|c| c.is_whitespace()).count() + 1;
        Location { line, column, end_column: column + text.trim().chars().count() }
    }

    /// What a header with this text between its brackets defines: a profile, a session, or nothing
    /// that a check is about. By botocore's rules (`configloader.py`, `build_profile_map`).
    pub(super) fn meant_by(&self, header: &str) -> Subject {
        let bare = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
        match self.kind {
            FileKind::Credentials => Subject::Profile(header.to_owned()),
            FileKind::Config if header == "default" => Subject::Profile(header.to_owned()),
            FileKind::Config => match header.split_once(char::is_whitespace) {
                Some((prefix, name)) if prefix.starts_with("profile") => {
                    Subject::Profile(bare(name))
                }
                Some((prefix, name)) if prefix.starts_with("sso-session") => {
                    Subject::Session(SessionKey::Named(bare(name)))
                }
                _ => self.subject.clone(),
            },
        }
    }

    /// The lines that would be headers but for one fault that some or all tools do not accept:
    /// their keys become part of the section above. Other checks report these lines.
    pub(super) fn unseen_headers(&self) -> impl Iterator<Item = usize> {
        (1..=self.document.line_count()).filter(move |number| {
            let hides = match self.document.tag(*number) {
                Some(LineTag::Junk | LineTag::Continuation) => true,
                // It is a key and not a header.
                Some(LineTag::Nested) => !self.document.text(*number).contains('='),
                _ => false,
            };
            hides && self.is_unseen_header(*number)
        })
    }

    pub(super) fn is_unseen_header(&self, line: usize) -> bool {
        let text = self.document.text(line);
        lines::is_header_but_for_its_bracket(self.kind, text.trim())
            || self.is_header(line)
            || hidden_line(text).is_some_and(|plain| plain.starts_with('['))
    }

    /// Whether the text of a line is a header, with or without indentation.
    pub(super) fn is_header(&self, line: usize) -> bool {
        lines::header_in(self.kind, self.document.text(line)).is_some()
    }

    /// Whether the AWS CLI accepts a header of the config file with this text.
    pub(super) fn is_recognized(&self, text: &str) -> bool {
        let named = |name: &str| match self.meant_by(text) {
            Subject::Profile(_) | Subject::Session(_) => !name.trim().is_empty(),
            Subject::File(_) | Subject::Machine => false,
        };
        text == "default"
            || text.split_once([' ', '\t']).is_some_and(|(prefix, name)| {
                matches!(prefix, "profile" | "sso-session") && named(name) && is_one_word(name)
            })
    }

    /// The keys of the section whose header is on a line, in lowercase.
    pub(super) fn properties(&self, header: usize) -> Vec<String> {
        let lines = (header + 1..).map_while(|number| match self.document.line(number)?.kind {
            LineKind::Header { .. } => None,
            LineKind::Property { key, .. } => Some(Some(self.document.text_at(key).to_lowercase())),
            _ => Some(None),
        });
        lines.flatten().collect()
    }

    /// The last line that is neither blank nor a comment in the section whose header is on a line.
    pub(super) fn last_line(&self, header: usize) -> usize {
        let mut last = header;
        while let Some(line) = self.document.line(last + 1) {
            match line.kind {
                LineKind::Header { .. } => break,
                _ => last += 1,
            }
        }
        while last > header
            && matches!(
                self.document.line(last).map(|line| line.kind),
                Some(LineKind::Blank | LineKind::Comment)
            )
        {
            last -= 1;
        }
        last
    }
}

/// Whether botocore (`shlex.split`) reads the text as one word.
fn is_one_word(text: &str) -> bool {
    let text = text.trim();
    let quoted = ['"', '\''].iter().any(|quote| {
        text.strip_prefix(*quote)
            .and_then(|rest| rest.strip_suffix(*quote))
            .is_some_and(|inner| !inner.contains(*quote))
    });
    quoted || !text.contains([' ', '\t', '"', '\'', '\\'])
}
