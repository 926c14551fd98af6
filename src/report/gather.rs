//! Builds a report from a run of the checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checks::Applicability;
use facts::{
    Facts, IdentityAnswer, NameKind, Readers, Redactor, Removed, ServiceError, SessionKey,
};
use jiff::Timestamp;
use machine::TriedSignIn;
use machine::journal::Entry;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Call, Contact, Done, KIND, Line, Message, Report, SCHEMA_VERSION, files, head, surroundings,
    tried,
};
use crate::examine::Examination;
use crate::record::{Beside, LeftOut, Outcome, Purpose, Record, Tool, note_left_out, seconds};

/// List at most this many calls.
const MAX_CALLS: usize = 100;
/// List at most this many changes made by this program.
const MAX_CHANGES: usize = 20;
/// List at most this many messages to administrators, and this many unknowns.
const MAX_MESSAGES: usize = 40;

/// Fields with this program's own fixed words, which are not redacted: a profile with such a name
/// must not make the report unreadable for programs.
const FIXED: &[&str] = &[
    "applicability",
    "at",
    "audience",
    "blocked_by",
    "check",
    "code",
    "examined_at",
    "file",
    "group",
    "id",
    "kind",
    "made_at",
    "operation",
    "outcome",
    "reference",
    "severity",
    "sha256",
];

/// What a report is built from.
pub(crate) struct Sources<'a> {
    /// The result of the checks.
    pub(crate) examination: &'a Examination,
    /// What this program changed, newest first; or why that is unknown.
    pub(crate) journal: Result<Vec<Entry>, String>,
    /// The sign-ins that this program tried, the oldest first.
    pub(crate) sign_ins: Vec<TriedSignIn>,
    /// When files last changed, where that is known.
    pub(crate) changed: BTreeMap<PathBuf, Timestamp>,
    /// When the report is created.
    pub(crate) now: Timestamp,
}

impl Sources<'_> {
    /// The same sources with another run of the checks.
    fn about<'a>(&self, examination: &'a Examination) -> Sources<'a> {
        Sources {
            examination,
            journal: self.journal.clone(),
            sign_ins: self.sign_ins.clone(),
            changed: self.changed.clone(),
            now: self.now,
        }
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.examination.facts
    }

    pub(super) fn changed_at(&self, path: &Path) -> Option<String> {
        self.changed.get(path).copied().map(seconds)
    }
}

impl Report {
    /// Returns the report and its redactor.
    pub(crate) fn of(sources: &Sources<'_>, audience: Readers) -> (Self, Redactor) {
        let without = match audience {
            Readers::Public => sources.examination.without_start_up_files(),
            Readers::Support => None,
        };
        match &without {
            Some(examination) => Self::of_examination(&sources.about(examination), audience),
            None => Self::of_examination(sources, audience),
        }
    }

    fn of_examination(sources: &Sources<'_>, audience: Readers) -> (Self, Redactor) {
        let facts = sources.facts();
        let redactor = Redactor::new(facts, audience);
        let (examination, mut left_out) =
            Record::from_examination(sources.examination, &[], Purpose::Report(&redactor));
        let calls = calls(facts, &redactor, &mut left_out);
        let mut beside = Beside::from_examination(sources.examination);
        for answered in &mut beside.identities {
            answered.profile = redactor.name(NameKind::Profile, &answered.profile);
        }
        let identities = &mut beside.identities;
        keep_first(identities, MAX_MESSAGES, "profiles that answered", &mut left_out);
        let report = Self {
            schema_version: SCHEMA_VERSION,
            kind: KIND.into(),
            tool: Tool::this(),
            made_at: seconds(sources.now),
            reference: String::new(),
            audience: audience.id().into(),
            head: head::head(sources, &examination, &calls, &redactor),
            contact: contact(facts, audience),
            administrator: messages(&examination, &mut left_out),
            unknown: unknown(sources, &examination, &mut left_out),
            calls,
            examination,
            beside,
            environment: surroundings::environment(facts, &redactor),
            files: files::files(sources, &redactor, &mut left_out),
            sessions: surroundings::sessions(sources, &redactor, &mut left_out),
            cached_roles: surroundings::cached_roles(sources, &redactor, &mut left_out),
            network: surroundings::network(facts),
            changes: changes(sources),
            sign_ins: tried::sign_ins(sources, &redactor),
            removed: Vec::new(),
            left_out,
        };
        let mut report = redacted(report, &redactor);
        report.removed = redactor
            .removed()
            .into_iter()
            .map(|Removed { what, count }| LeftOut { what, count })
            .collect();
        report.reference = fingerprint(&report);
        head::mail(facts, &mut report);
        (report, redactor)
    }
}

/// Redacts every text of the report, so that none can be forgotten.
fn redacted(report: Report, redactor: &Redactor) -> Report {
    let Ok(mut value) = serde_json::to_value(&report) else {
        return report;
    };
    every_text(&mut value, &mut |text| *text = redactor.text(text));
    // The value was serialized from the same type.
    serde_json::from_value(value).unwrap_or(report)
}

/// Redacts every text in `value` except this program's fixed words.
fn every_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| every_text(item, change)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let fixed = FIXED.contains(&name.as_str()) && field.is_string();
                if !fixed {
                    every_text(field, change);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `7F3A-21`: the first digits of a digest of the whole report.
fn fingerprint(report: &Report) -> String {
    let bytes = serde_json::to_vec(report).unwrap_or_default();
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().take(3).map(|byte| format!("{byte:02X}")).collect();
    format!("{}-{}", &hex[..4], &hex[4..])
}

/// Keeps the first of the items, and records how many are left out.
fn keep_first<T>(items: &mut Vec<T>, max: usize, what: &str, left_out: &mut Vec<LeftOut>) {
    note_left_out(left_out, what, items.len().saturating_sub(max));
    items.truncate(max);
}

/// Every call that AWS refused in this run, sorted by time.
fn calls(facts: &Facts, redactor: &Redactor, left_out: &mut Vec<LeftOut>) -> Vec<Call> {
    let mut found: Vec<(&ServiceError, String)> = Vec::new();
    let profile = |name: &String| format!("profile {}", redactor.name(NameKind::Profile, name));
    let session = |key: &SessionKey| tried::about(key, redactor);
    let answers = facts.network.identities.iter();
    for (name, answer) in answers.chain(&facts.network.cached_roles) {
        match answer {
            Ok(IdentityAnswer::Refused(_, error)) => found.push((error, profile(name))),
            Ok(IdentityAnswer::Identity(_)) => {}
            Err(why) => found.extend(why.service().map(|error| (error, profile(name)))),
        }
    }
    let answers = facts.network.refreshes.iter();
    for (key, answer) in answers.chain(&facts.network.accepted) {
        match answer {
            Ok(Err(error)) => found.push((error, session(key))),
            Ok(Ok(())) => {}
            Err(why) => found.extend(why.service().map(|error| (error, session(key)))),
        }
    }
    for ((key, _), answer) in &facts.network.roles {
        if let Err(why) = answer {
            found.extend(why.service().map(|error| (error, session(key))));
        }
    }
    for (key, answer) in &facts.network.accounts {
        if let Err(why) = answer {
            found.extend(why.service().map(|error| (error, session(key))));
        }
    }
    for (key, error) in &facts.network.refused_sign_ins {
        found.push((error, session(key)));
    }
    found.sort_by_key(|(error, _)| error.at);
    keep_first(&mut found, MAX_CALLS, "calls that AWS refused", left_out);
    let mut calls: Vec<Call> = Vec::new();
    for (error, about) in found {
        let call = Call {
            operation: error.operation.into(),
            error: error.code.clone(),
            message: error.message.clone(),
            status: error.status,
            request_id: error.request_id.clone(),
            at: seconds(error.at),
            about,
        };
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    calls
}

/// The preset's contact; a public report does not reveal which organization supports the user.
fn contact(facts: &Facts, audience: Readers) -> Option<Contact> {
    let contact = facts.preset.as_ref()?.contact.as_ref()?;
    (audience == Readers::Support).then(|| Contact {
        name: contact.name.clone(),
        email: contact.email.clone(),
        page: contact.page.clone(),
        mail: None,
    })
}

/// What the administrator guides say about findings that the user cannot fix.
fn messages(record: &Record, left_out: &mut Vec<LeftOut>) -> Vec<Message> {
    let mut messages: Vec<Message> = record
        .findings()
        .flat_map(|(check, found)| {
            found
                .remedies
                .iter()
                .filter(|remedy| {
                    remedy.applicability == Applicability::Guide
                        && remedy.id.contains("administrator")
                })
                .map(|remedy| Message {
                    check: check.id.clone(),
                    about: found.subject.clone(),
                    title: remedy.title.clone(),
                    words: remedy.words.clone(),
                })
        })
        .collect();
    keep_first(&mut messages, MAX_MESSAGES, "messages for an administrator", left_out);
    messages
}

fn unknown(sources: &Sources<'_>, record: &Record, left_out: &mut Vec<LeftOut>) -> Vec<Line> {
    let facts = sources.facts();
    let mut lines = Vec::new();
    for check in &record.checks {
        for subject in check.subjects.iter().filter(|subject| subject.outcome == Outcome::Unknown) {
            lines.push(Line {
                about: format!("{}, {}", check.id, subject.subject),
                words: subject.reason.clone().unwrap_or_default(),
            });
        }
    }
    let logins = facts.logins.as_ref().err().filter(|why| **why != facts::Why::NotAsked);
    let unknown = [
        ("the home folder", facts.home.as_ref().err().map(ToString::to_string)),
        ("the AWS CLI on PATH", facts.aws.as_ref().err().map(ToString::to_string)),
        ("the token cache", facts.tokens.as_ref().err().map(ToString::to_string)),
        (
            "the AWS CLI's cache of credentials",
            facts.role_cache.as_ref().err().map(ToString::to_string),
        ),
        ("the cache of aws login", logins.map(ToString::to_string)),
        ("the changes of aws-onboard", sources.journal.as_ref().err().cloned()),
    ];
    lines.extend(
        unknown
            .into_iter()
            .filter_map(|(about, words)| Some(Line { about: about.into(), words: words? })),
    );
    keep_first(&mut lines, MAX_MESSAGES, "checks that could not run", left_out);
    lines
}

fn changes(sources: &Sources<'_>) -> Vec<Done> {
    sources
        .journal
        .iter()
        .flatten()
        .take(MAX_CHANGES)
        .map(|entry| Done {
            at: seconds(entry.at),
            title: entry.title.clone(),
            files: entry.changes.iter().map(|change| change.path.display().to_string()).collect(),
            undone: entry.undone,
        })
        .collect()
}
