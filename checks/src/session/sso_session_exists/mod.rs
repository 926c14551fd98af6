//! `sso-session-exists`: the session that a profile names exists.

#[cfg(test)]
mod cases;
mod misplaced;

use std::collections::HashSet;

use aws_files::{Edit, FileKind, Location};
use facts::{Facts, Place, Session, SessionKey, StartUrl, Text};

use crate::check::Examine;
use crate::files::config_sections::{self, misnamed_sessions};
use crate::files::lines::unseen_header;
use crate::kit::needs;
use crate::kit::words::{count, list, nearest};
use crate::session::portals::{lead_to, preset_of_portal};
use crate::session::questions;
use crate::{Applicability, Check, Finding, Group, Need, Outcome, Plan, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-exists",
    label: "SSO session",
    title: "The profile's sso-session is defined",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[
        needs::READABLE,
        Need::Check("config-duplicates"),
        Need::Check("config-lookalikes"),
        Need::Check("config-sections"),
        Need::Check("config-values"),
        Need::Check("config-indentation"),
        Need::Check("profile-exists"),
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Sessions(is_named, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const fn is_named(session: &Session<'_>) -> bool {
    !session.is_legacy()
}

fn examine(session: &Session<'_>) -> Outcome {
    if session.section.is_some() {
        return Outcome::Passed(session.to_string());
    }
    let name = session.key.name();
    let header = format!("sso-session {name}");
    if let Some(check) = unseen_header(session.facts, Some(&header)) {
        return Outcome::Skipped(Skip::BlockedBy(check));
    }
    // It may be the one that was meant: which one is known when its header is.
    let misnamed = misnamed_sessions(session.facts);
    if !nearest(name, misnamed.iter().map(String::as_str)).is_empty() {
        return Outcome::Skipped(Skip::BlockedBy(config_sections::CHECK.id));
    }
    session_not_defined(session).into()
}

fn session_not_defined(session: &Session<'_>) -> Finding {
    let who = match session.users() {
        [one] => format!("The profile {} names", Text(one)),
        many => format!("{} ({}) name", count(many.len(), "profile", "profiles"), list(many, 3)),
    };
    let mut finding = Finding::stops("not-defined", format!("{session} is not defined"))
        .what(format!("{who} an sso-session that does not exist."))
        .why("Every command with this profile fails before it reaches AWS.")
        .says(format!("The specified sso-session does not exist: \"{session}\""));
    let references = references(session);
    if let Some((file, location)) = references.first() {
        let file_word = if *file == FileKind::Config { "this file" } else { "the config file" };
        let place = Place::of(session.facts, *file, *location);
        finding = finding.at(place, format!("no such section in {file_word}"));
    }
    match misplaced::section_in_credentials(session) {
        Some(add_evidence) => add_evidence(finding),
        None => offer_session(session, finding, &references),
    }
}

/// Where each profile names the session; a line of `[DEFAULT]` applies to several profiles and is
/// changed once.
fn references(session: &Session<'_>) -> Vec<(FileKind, Location)> {
    let mut seen = HashSet::new();
    session
        .profiles()
        .filter_map(|profile| profile.get("sso_session"))
        .map(|(file, property)| (file, property.location))
        .filter(|(file, location)| seen.insert((*file, location.line)))
        .collect()
}

fn offer_session(
    session: &Session<'_>,
    finding: Finding,
    references: &[(FileKind, Location)],
) -> Finding {
    let (facts, name) = (session.facts, session.key.name());
    let sessions = facts.files().sessions();
    let near = nearest(name, sessions.keys().take(questions::MAX_SESSIONS).map(String::as_str));
    let only = sessions.len() == 1;
    let target = match (near.as_slice(), only) {
        ([one], _) => Some(*one),
        (_, true) => sessions.keys().next().map(String::as_str),
        _ => None,
    };
    let Some(target) = target else {
        return if sessions.is_empty() {
            create_session(facts, finding, name)
        } else {
            choose_session(session, finding, &near)
        };
    };
    let header = sessions[target].header;
    let shown = Text(target);
    let label = if only { "the only session defined" } else { "nearly the same name" };
    let lines = match references {
        [(_, one)] => format!("line {}", one.line),
        many => count(many.len(), "line", "lines"),
    };
    let edits = lead_to(facts, &session.key, target);
    let unused = !facts.session_users().contains_key(&SessionKey::Named(target.to_owned()));
    // A preset that names this session knows its portal, so the section's name is wrong.
    let preset_says_rename = only && unused && is_portal_of_preset(facts, name, target);
    let use_it = Remedy::new(
        "use-session",
        if preset_says_rename { Applicability::Ask } else { Applicability::Safe },
        format!("Use {shown} in {lines}"),
        move |_, _| Ok(Plan::edits(edits.clone())),
    );
    let rename = Remedy::edit(
        "rename-section",
        if preset_says_rename { Applicability::Safe } else { Applicability::Ask },
        format!("Rename the section to {} instead", Text(name)),
        FileKind::Config,
        vec![Edit::RenameSection { line: header.line, name: name.to_owned() }],
    );
    let next = if preset_says_rename {
        format!("rename the section in line {} to {}", header.line, Text(name))
    } else {
        format!("use {shown} in {lines}")
    };
    let finding = finding.beside(Place::of(facts, FileKind::Config, header), label).next(next);
    match (preset_says_rename, unused) {
        (true, _) => finding.offer(rename).offer(use_it),
        (false, true) => finding.offer(use_it).offer(rename),
        (false, false) => finding.offer(use_it),
    }
}

/// Whether the preset calls its session `name` and the section `target` has the preset's portal.
fn is_portal_of_preset(facts: &Facts, name: &str, target: &str) -> bool {
    let written = facts.session(&SessionKey::Named(target.to_owned())).start_url;
    written
        .and_then(|url| preset_of_portal(facts, &StartUrl::parse(&url)))
        .is_some_and(|preset| preset.session.as_deref() == Some(name))
}

/// Several sessions, none of which is the obvious choice.
fn choose_session(session: &Session<'_>, finding: Finding, near: &[&str]) -> Finding {
    let key = session.key.clone();
    let names = session.facts.files().sessions().keys().map(String::as_str);
    finding.next("choose one of the sessions that are defined").offer(
        Remedy::new(
            "choose-session",
            Applicability::Ask,
            "Use another session",
            move |facts, answers| Ok(Plan::edits(lead_to(facts, &key, &answers["session"]))),
        )
        .ask(questions::session(near, names)),
    )
}

/// There are no sessions at all, so one is added.
fn create_session(facts: &Facts, finding: Finding, name: &str) -> Finding {
    let Ok(header) = aws_files::header("sso-session", name) else {
        return finding.next("give the session a plain name");
    };
    finding.next("add the section, with your portal's start URL and region").offer(
        Remedy::new("create-session", Applicability::Ask, "Add this session", move |_, answers| {
            let mut properties = vec![
                ("sso_start_url".to_owned(), answers["start_url"].clone()),
                ("sso_region".to_owned(), answers["sso_region"].clone()),
            ];
            if !answers["scopes"].is_empty() {
                properties.push(("sso_registration_scopes".to_owned(), answers["scopes"].clone()));
            }
            let edit = Edit::AppendSection { header: header.clone(), properties };
            Ok(Plan::edit(FileKind::Config, vec![edit]))
        })
        .ask(questions::start_url(facts))
        .ask(questions::sso_region(facts, None))
        .ask(questions::scopes(facts)),
    )
}
