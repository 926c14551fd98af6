//! `sso-session-exists`: the session that a profile names is defined.

#[cfg(test)]
mod cases;

use std::collections::HashSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, SessionKey, StartUrl, Subject, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::files::lines::unseen_header;
use crate::kit::needs;
use crate::kit::words::{count, list, nearest};
use crate::session::{misplaced, questions};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity, Skip};

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
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .session_users()
        .keys()
        .filter(|key| matches!(key, SessionKey::Named(_)))
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key @ SessionKey::Named(name)) = subject else {
        return Outcome::Passed(String::new());
    };
    if facts.files().sessions().contains_key(name) {
        return Outcome::Passed(clean_line(name));
    }
    if let Some(check) = unseen_header(facts, Some(&format!("sso-session {name}"))) {
        return Outcome::Skipped(Skip::BlockedBy(check));
    }
    Outcome::Found(vec![finding(facts, subject, key)])
}

fn finding(facts: &Facts, subject: &Subject, key: &SessionKey) -> Finding {
    let name = key.name();
    let shown = clean_line(name);
    let users = facts.session_users().get(key).map(Vec::as_slice).unwrap_or_default();
    let severity = if facts.session_in_scope(key) { Severity::Fail } else { Severity::Warn };
    let who = match users {
        [one] => format!("The profile {} names", clean_line(one)),
        many => format!("{} ({}) name", count(many.len(), "profile", "profiles"), list(many, 3)),
    };
    let mut finding = Finding::new(
        "not-defined",
        severity,
        subject,
        format!("{shown} is not defined"),
        format!("{who} an sso-session that does not exist."),
    )
    .why("Every command with this profile stops before it reaches AWS.")
    .says(format!("The specified sso-session does not exist: \"{shown}\""));
    let references = references(facts, users);
    if let Some((file, line_of)) = references.first() {
        let file_word = if *file == FileKind::Config { "this file" } else { "the config file" };
        finding = finding
            .at(Place::of(facts, *file, *line_of), format!("no such section in {file_word}"));
    }
    if let Some(moved) = misplaced::from_credentials(facts, name) {
        return moved(finding);
    }
    offer(facts, finding, name, &references)
}

/// Where each profile names the session.
fn references(facts: &Facts, users: &[String]) -> Vec<(FileKind, aws_files::Location)> {
    // A line of [DEFAULT] stands for several profiles, and is changed once.
    let mut seen = HashSet::new();
    users
        .iter()
        .filter_map(|user| facts.profile(user)?.get("sso_session"))
        .map(|(file, property)| (file, property.location))
        .filter(|(file, location)| seen.insert((*file, location.line)))
        .collect()
}

/// The edits that point every profile to another session.
fn repoint(references: &[(FileKind, aws_files::Location)], to: &str) -> Vec<(FileKind, Edit)> {
    references
        .iter()
        .map(|(file, location)| {
            (*file, Edit::SetValue { line: location.line, value: to.to_owned() })
        })
        .collect()
}

fn offer(
    facts: &Facts,
    finding: Finding,
    name: &str,
    references: &[(FileKind, aws_files::Location)],
) -> Finding {
    let sessions = facts.files().sessions();
    let near = nearest(name, sessions.keys().take(questions::MOST_SESSIONS).map(String::as_str));
    let only = sessions.len() == 1;
    let target = match (near.as_slice(), only) {
        ([one], _) => Some(*one),
        (_, true) => sessions.keys().next().map(String::as_str),
        _ => None,
    };
    let Some(target) = target else {
        return if sessions.is_empty() {
            create(facts, finding, name)
        } else {
            choose(finding, &near, sessions.keys(), references)
        };
    };
    let header = sessions[target].header;
    let shown = clean_line(target);
    let label = if only { "the only session defined" } else { "nearly the same name" };
    let lines = match references {
        [(_, one)] => format!("line {}", one.line),
        many => count(many.len(), "line", "lines"),
    };
    let edits = repoint(references, target);
    let unused = !facts.session_users().contains_key(&SessionKey::Named(target.to_owned()));
    // A preset that names this session knows its portal: then the section bears the wrong name.
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
        format!("Rename the section to {} instead", clean_line(name)),
        FileKind::Config,
        vec![Edit::RenameSection { line: header.line, name: name.to_owned() }],
    );
    let next = if preset_says_rename {
        format!("rename the section in line {} to {}", header.line, clean_line(name))
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

/// Whether the preset calls its session `name`, and the section `target` has the preset's portal.
fn is_portal_of_preset(facts: &Facts, name: &str, target: &str) -> bool {
    let Some(preset) = &facts.preset else {
        return false;
    };
    let written = facts.session(&SessionKey::Named(target.to_owned())).start_url;
    preset.session.as_deref() == Some(name)
        && match (&preset.start_url, written) {
            (Some(preset), Some(written)) => {
                StartUrl::parse(preset).canonical == StartUrl::parse(&written).canonical
            }
            _ => false,
        }
}

/// Several sessions, none of them the evident one.
fn choose<'a>(
    finding: Finding,
    near: &[&'a str],
    names: impl Iterator<Item = &'a String>,
    references: &[(FileKind, aws_files::Location)],
) -> Finding {
    let references = references.to_vec();
    finding.next("choose one of the sessions that are defined").offer(
        Remedy::new(
            "choose-session",
            Applicability::Ask,
            "Use another session",
            move |_, answers| Ok(Plan::edits(repoint(&references, &answers["session"]))),
        )
        .ask(questions::session(near, names.map(String::as_str))),
    )
}

/// No session at all: the section is added.
fn create(facts: &Facts, finding: Finding, name: &str) -> Finding {
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
