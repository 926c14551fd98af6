//! `sso-session-unique`: one portal has one sso-session.

#[cfg(test)]
mod cases;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, Session, SessionKey, Subject, Text};
use indexmap::IndexMap;

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::{count, list};
use crate::session::portals::{is_for_roles, is_signed_in, lead_to, portal};
use crate::session::questions::{ACCOUNT_ACCESS, MAX_SESSIONS, accept_session_name};
use crate::{
    Accept, Applicability, Check, Choice, Finding, Group, Outcome, Plan, PlanError, Question,
    QuestionKind, Remedy, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-unique",
    label: "one session a portal",
    title: "One portal has one sso-session",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// All sections are checked together, once.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let any = !facts.files().sessions().is_empty();
    any.then_some(Subject::File(FileKind::Config)).into_iter().collect()
}

fn examine(facts: &Facts, _: &Subject) -> Outcome {
    // `sso-multi-region` reports a portal in two regions, or one of the regions is wrong.
    let mut portals: IndexMap<(String, Option<String>), Vec<Session<'_>>> = IndexMap::new();
    for name in facts.files().sessions().keys() {
        let session = facts.session(&SessionKey::Named(name.clone()));
        let url = session.start_url.as_deref().and_then(portal);
        if let Some(url) = url.filter(|_| is_for_roles(&session)) {
            portals.entry((url, session.region.clone())).or_default().push(session);
        }
    }
    let findings: Vec<Finding> = portals
        .iter()
        .filter(|(_, sessions)| sessions.len() > 1)
        .map(|((url, _), sessions)| several_sessions(url, sessions))
        .collect();
    if portals.is_empty() {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    if findings.is_empty() {
        return Outcome::Passed(count(portals.len(), "portal", "portals"));
    }
    Outcome::Found(findings)
}

/// The finding about the sessions of one portal, in the order of the file.
fn several_sessions(url: &str, sessions: &[Session<'_>]) -> Finding {
    let names: Vec<&str> = sessions.iter().map(|session| session.key.name()).collect();
    let differ = scopes_differ(sessions);
    let mut finding = Finding::worth_knowing("several", format!("{} sso-sessions for one portal", sessions.len()))
        .what(format!("The sso-sessions {} use the same portal, {}.", list(&names, 3), Text(url)))
        .why(if differ {
            "You have to sign in once for each of them. They request different scopes, so you have to choose which one to keep."
        } else {
            "It works, but you have to sign in once for each of them."
        })
        .next("keep one of them and point every profile to it");
    // The finding is about the first session of the file.
    if let Some(first) = sessions.first() {
        finding = finding.about(Subject::Session(first.key.clone()));
    }
    for session in sessions.iter().take(6) {
        finding = finding.at(session.header(), used_by(session));
    }
    let all: Vec<SessionKey> = sessions.iter().map(|one| one.key.clone()).collect();
    let merge = Remedy::new(
        "merge",
        Applicability::Ask,
        "Keep one of them and point every profile to it",
        move |facts, answers| merge_sessions(facts, &all, &answers["keep"]),
    );
    finding.offer(
        merge.ask(session_to_keep(sessions, !differ)).word(
            "You may have to sign in again: AWS tools store a sign-in by the session's name.",
        ),
    )
}

/// Whether the sessions differ in their scopes. A session without any requests the same as one
/// with the scope for accounts.
fn scopes_differ(sessions: &[Session<'_>]) -> bool {
    let scopes: BTreeSet<BTreeSet<&str>> = sessions
        .iter()
        .map(|session| {
            let scopes = session.scopes.iter().map(String::as_str);
            scopes.chain([ACCOUNT_ACCESS]).collect()
        })
        .collect();
    scopes.len() > 1
}

/// How suitable a session is to keep: complete, the preset's, used, signed in, renewable.
fn rank(session: &Session<'_>) -> (bool, bool, usize, bool, bool) {
    let preset = session.facts.preset.as_deref();
    let named = preset.and_then(|preset| preset.session.as_deref());
    (
        session.is_complete(),
        named == Some(session.key.name()),
        session.users().len(),
        is_signed_in(session.facts, session),
        !session.scopes.is_empty(),
    )
}

fn used_by(session: &Session<'_>) -> String {
    match session.users().len() {
        0 => "no profile uses it".into(),
        n => format!("used by {}", count(n, "profile", "profiles")),
    }
}

/// Asks which session to keep, the best first.
fn session_to_keep(sessions: &[Session<'_>], propose: bool) -> Question {
    let mut best: Vec<&Session<'_>> = sessions.iter().collect();
    best.sort_by_cached_key(|session| Reverse(rank(session)));
    let choices: Vec<Choice> = best
        .iter()
        .take(MAX_SESSIONS)
        .map(|session| {
            let region = session.region.as_deref().unwrap_or("no region");
            let mut label = format!("{session}   {}, {}", Text(region), used_by(session));
            if is_signed_in(session.facts, session) {
                label.push_str(", signed in");
            }
            Choice { value: session.key.name().to_owned(), label }
        })
        .collect();
    let first = choices.first().map(|choice| choice.value.clone());
    Question {
        key: "keep",
        prompt: "Which session do you want to keep?".into(),
        help: "the others are removed, and their profiles use this one".into(),
        kind: QuestionKind::Choice {
            // The user can type a session beyond the limit.
            other: (best.len() > MAX_SESSIONS).then_some(accept_session_name as Accept),
            choices,
        },
        default: first.filter(|_| propose),
    }
}

fn merge_sessions(facts: &Facts, sessions: &[SessionKey], keep: &str) -> Result<Plan, PlanError> {
    if !sessions.iter().any(|session| session.name() == keep) {
        return Err(PlanError { key: "keep", why: "not a session of this portal".into() });
    }
    let mut edits = Vec::new();
    for session in sessions.iter().filter(|session| session.name() != keep) {
        edits.extend(lead_to(facts, session, keep));
        if let Some(section) = facts.files().sessions().get(session.name()) {
            edits.extend(section.headers.iter().map(|header| {
                let line = header.line;
                (FileKind::Config, Edit::RemoveSection { line })
            }));
        }
    }
    Ok(Plan::edits(edits))
}
