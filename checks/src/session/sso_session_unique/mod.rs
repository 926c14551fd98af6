//! `sso-session-unique`: one portal has one sso-session.

#[cfg(test)]
mod cases;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, Session, SessionKey, Subject, clean_line};
use indexmap::IndexMap;

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::{count, list};
use crate::session::portals::{is_for_roles, is_signed_in, lead_to, portal, users};
use crate::session::questions::{ACCOUNT_ACCESS, MOST_SESSIONS, accept_session_name};
use crate::{
    Accept, Applicability, Check, Choice, Finding, Group, Outcome, Place, Plan, PlanError,
    Question, QuestionKind, Remedy, Severity,
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

/// The sections are looked at together, once: they all stand in the config file.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let any = !facts.files().sessions().is_empty();
    any.then_some(Subject::File(FileKind::Config)).into_iter().collect()
}

fn examine(facts: &Facts, _: &Subject) -> Outcome {
    // In two regions it is `sso-multi-region`'s, or one of them is wrong.
    let mut portals: IndexMap<(String, Option<String>), Vec<Session<'_>>> = IndexMap::new();
    for name in facts.files().sessions().keys() {
        let session = facts.session(&SessionKey::Named(name.clone()));
        let url = session.start_url.as_deref().and_then(portal);
        if let Some(url) = url.filter(|_| is_for_roles(&session)) {
            let place = (url, session.region.clone());
            portals.entry(place).or_default().push(session);
        }
    }
    let findings: Vec<Finding> = portals
        .iter()
        .filter(|(_, sessions)| sessions.len() > 1)
        .map(|((url, _), sessions)| finding(facts, url, sessions))
        .collect();
    if findings.is_empty() {
        return Outcome::Passed(count(portals.len(), "portal", "portals"));
    }
    Outcome::Found(findings)
}

/// The sessions of one portal, in the order of the file.
fn finding(facts: &Facts, url: &str, sessions: &[Session<'_>]) -> Finding {
    // The first in the file stands for all of them.
    let subject = match sessions {
        [first, ..] => Subject::Session(first.key.clone()),
        [] => Subject::File(FileKind::Config),
    };
    let names: Vec<&str> = sessions.iter().map(|session| session.key.name()).collect();
    let differ = differ(sessions);
    let mut best: Vec<&Session<'_>> = sessions.iter().collect();
    best.sort_by_cached_key(|session| Reverse(rank(facts, session)));
    let mut finding = Finding::new(
        "several",
        Severity::Note,
        &subject,
        format!("{} sso-sessions for one portal", sessions.len()),
        format!(
            "The sso-sessions {} lead to the same portal, {}.",
            list(&names, 3),
            clean_line(url)
        ),
    )
    .why(if differ {
        "You sign in to this portal once for each of them. They name different scopes: which one is right is for you to say."
    } else {
        "It works, but you sign in to this portal once for each of them, where once would do."
    })
    .next("keep one of them, and lead every profile to it");
    for session in sessions.iter().take(6) {
        if let Some(section) = session.section {
            let place = Place::of(facts, FileKind::Config, section.header);
            let used = users(facts, &session.key).len();
            finding = finding.at(place, used_by(used));
        }
    }
    let question = question(facts, &best, !differ);
    let all: Vec<SessionKey> = sessions.iter().map(|one| one.key.clone()).collect();
    let merge = Remedy::new(
        "merge",
        Applicability::Ask,
        "Keep one of them, and lead every profile to it",
        move |facts, answers| merge(facts, &all, &answers["keep"]),
    )
    .ask(question)
    .word("You may have to sign in once more: AWS tools know a sign-in by the session's name.");
    finding.offer(merge)
}

/// Whether the sessions differ in their scopes. A session without any asks for the same as one with
/// that for accounts.
fn differ(sessions: &[Session<'_>]) -> bool {
    let scopes: BTreeSet<BTreeSet<&str>> = sessions
        .iter()
        .map(|session| {
            let scopes = session.scopes.iter().map(String::as_str);
            scopes.chain([ACCOUNT_ACCESS]).collect()
        })
        .collect();
    scopes.len() > 1
}

/// How good a session is to keep: whole, the preset's, used, signed in, renewable.
fn rank(facts: &Facts, session: &Session<'_>) -> (bool, bool, usize, bool, bool) {
    let preset = facts.preset.as_deref();
    let named = preset.and_then(|preset| preset.session.as_deref());
    (
        session.is_complete(),
        named == Some(session.key.name()),
        users(facts, &session.key).len(),
        is_signed_in(facts, session),
        !session.scopes.is_empty(),
    )
}

fn used_by(profiles: usize) -> String {
    match profiles {
        0 => "no profile uses it".into(),
        n => format!("used by {}", count(n, "profile", "profiles")),
    }
}

/// Which one stays, the best first.
fn question(facts: &Facts, best: &[&Session<'_>], propose: bool) -> Question {
    let choices: Vec<Choice> = best
        .iter()
        .take(MOST_SESSIONS)
        .map(|session| {
            let region = session.region.as_deref().unwrap_or("no region");
            let mut label = format!(
                "{}   {}, {}",
                clean_line(session.key.name()),
                clean_line(region),
                used_by(users(facts, &session.key).len())
            );
            if is_signed_in(facts, session) {
                label.push_str(", signed in");
            }
            Choice { value: session.key.name().to_owned(), label }
        })
        .collect();
    let first = choices.first().map(|choice| choice.value.clone());
    Question {
        key: "keep",
        prompt: "Which session do you want to keep?".into(),
        help: "the profiles of the others are led to it, and the others are removed".into(),
        kind: QuestionKind::Choice {
            // What does not fit into the list may still be typed.
            other: (best.len() > MOST_SESSIONS).then_some(accept_session_name as Accept),
            choices,
        },
        default: first.filter(|_| propose),
    }
}

fn merge(facts: &Facts, sessions: &[SessionKey], keep: &str) -> Result<Plan, PlanError> {
    if !sessions.iter().any(|session| session.name() == keep) {
        return Err(PlanError {
            key: "keep",
            why: "it is none of the sessions of this portal".into(),
        });
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
