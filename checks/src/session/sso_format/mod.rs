//! `sso-format`: profiles use an sso-session rather than the fields of before.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind};
use facts::{Facts, SessionKey, StartUrl, Subject, VersionOutput, clean_line};
use semver::Version;

use crate::Need;
use crate::check::Examine;
use crate::files::config_sections::stands_for_session;
use crate::kit::words::{count, list};
use crate::session::migration::{free_session_name, lead_to, sessions_of_portal};
use crate::session::portals::{is_for_roles, is_signed_in, users};
use crate::session::questions::{ACCOUNT_ACCESS, accept_scopes, accept_session_name};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "sso-format",
    label: "sso-session",
    title: "The profile uses an sso-session rather than the legacy fields",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &[
        Need::Check("sso-session-fields"),
        Need::Check("sso-start-url"),
        Need::Check("sso-region"),
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The first AWS CLI that reads `[sso-session]`; version 1 reads it from 1.27 on.
const SSO_SESSION: Version = Version::new(2, 9, 0);

fn subjects(facts: &Facts) -> Vec<Subject> {
    let counts = |key: &&SessionKey| match key {
        SessionKey::Named(name) => facts.files().sessions().contains_key(name),
        SessionKey::Legacy(_) => {
            !movable(facts, key).is_empty() && facts.session(key).is_complete()
        }
    };
    facts.session_users().keys().filter(counts).map(|key| Subject::Session(key.clone())).collect()
}

/// The profiles that would move: those that name this portal in the region that a sign-in uses.
fn movable(facts: &Facts, key: &SessionKey) -> Vec<String> {
    let region = facts.session(key).region;
    users(facts, key)
        .iter()
        .filter_map(|user| facts.profile(user))
        .filter(|profile| !profile.assumes_role())
        .filter(|profile| !stands_for_session(facts, profile.name))
        .filter(|profile| profile.text("sso_region") == region.as_deref())
        .map(|profile| profile.name.to_owned())
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key @ SessionKey::Legacy(_)) = subject else {
        return Outcome::Passed("sso-session".into());
    };
    let names = movable(facts, key);
    let (brief, what) = match names.as_slice() {
        [one] => (
            format!("{} has no sso-session", clean_line(one)),
            format!(
                "The profile {} names its portal itself, without an sso-session.",
                clean_line(one)
            ),
        ),
        many => (
            format!("{} without an sso-session", count(many.len(), "profile", "profiles")),
            format!(
                "{} ({}) name their portal themselves, without an sso-session.",
                count(many.len(), "profile", "profiles"),
                list(many, 3)
            ),
        ),
    };
    let mut finding = Finding::new("legacy", Severity::Note, subject, brief, what)
        .why("It works. A sign-in of this form cannot renew itself: you sign in again every few hours, and always with a code.")
        .next("move to an sso-session when it suits you");
    let places = names.iter().take(3).filter_map(|name| {
        let (file, property) = facts.profile(name)?.get("sso_start_url")?;
        Some(Place::of(facts, file, property.location))
    });
    let places: Vec<Place> = places.collect();
    for place in places {
        finding = finding.at(place, "the portal in the profile itself");
    }
    Outcome::Found(vec![match migrate(facts, key, &names) {
        Some(remedy) => finding.offer(remedy),
        None => finding,
    }])
}

/// Leads every profile of the portal to a session; nothing where `[DEFAULT]` names the portal for
/// profiles, since it would go on doing so.
fn migrate(facts: &Facts, key: &SessionKey, names: &[String]) -> Option<Remedy> {
    let from_default = names.iter().any(|name| {
        facts.profile(name).is_some_and(|profile| {
            ["sso_start_url", "sso_region"]
                .iter()
                .any(|key| profile.get(key).is_some_and(|(_, property)| property.from_default))
        })
    });
    if from_default {
        return None;
    }
    let session = facts.session(key);
    let url = session.start_url.clone()?;
    let region = session.region.clone()?;
    // One that signs in to the same portal in the same way, else a new one.
    let fits = sessions_of_portal(facts, &url).find(|name| {
        let session = facts.session(&SessionKey::Named((*name).to_owned()));
        session.region.as_deref() == Some(region.as_str()) && is_for_roles(&session)
    });
    let preset = facts.preset.as_deref().filter(|preset| {
        let portal = preset.start_url.as_deref();
        let canonical = |url: &str| StartUrl::parse(url).canonical;
        portal.is_some_and(|portal| canonical(portal) == canonical(&url))
    });
    let mut edits: Vec<(FileKind, Edit)> = Vec::new();
    let name = match fits {
        Some(name) => name.to_owned(),
        None => {
            let named = preset.and_then(|preset| preset.session.as_deref());
            let free = |name: &String| !facts.files().sessions().contains_key(name);
            let name = named
                .and_then(|name| accept_session_name(name).ok())
                .filter(free)
                .unwrap_or_else(|| free_session_name(facts, &url));
            let scopes = preset
                .filter(|preset| preset.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS))
                .and_then(|preset| accept_scopes(&preset.scopes.join(",")).ok());
            let append = Edit::AppendSection {
                header: aws_files::header("sso-session", &name).ok()?,
                properties: vec![
                    ("sso_start_url".into(), StartUrl::parse(&url).canonical),
                    ("sso_region".into(), region),
                    (
                        "sso_registration_scopes".into(),
                        scopes.unwrap_or_else(|| ACCOUNT_ACCESS.to_owned()),
                    ),
                ],
            };
            edits.push((FileKind::Config, append));
            name
        }
    };
    for profile in names.iter().filter_map(|name| facts.profile(name)) {
        edits.extend(lead_to(&profile, &name));
    }
    let shown = clean_line(&name);
    let title = match fits {
        Some(_) => format!("Use the session {shown}"),
        None => format!("Add the session {shown}, and use it"),
    };
    // A sign-in that holds would be lost, and an old AWS CLI would know neither.
    let loses_nothing = !is_signed_in(facts, &session) && knows_sessions(facts);
    let applicability = if loses_nothing { Applicability::Safe } else { Applicability::Ask };
    Some(
        Remedy::new("migrate", applicability, title, move |_, _| Ok(Plan::edits(edits.clone())))
            .word("Sign in once more afterwards: AWS tools know a sign-in by the session's name."),
    )
}

/// Whether the first AWS CLI on PATH is known to read sessions.
fn knows_sessions(facts: &Facts) -> bool {
    let first = facts.aws.as_deref().ok().and_then(|all| all.first());
    matches!(
        first.map(|first| &first.version),
        Some(Ok(VersionOutput::Aws(version))) if version.0 >= SSO_SESSION
    )
}
