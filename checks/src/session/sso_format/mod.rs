//! `sso-format`: profiles use an sso-session and not the older format.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind};
use facts::{Profile, Session, SessionKey, StartUrl, Text};

use crate::check::Examine;
use crate::files::config_sections::is_meant_as_session;
use crate::kit::words::{count, list};
use crate::session::migration::{free_session_name, lead_to, sessions_of_portal};
use crate::session::portals::{is_for_roles, preset_of_portal};
use crate::session::questions::{ACCOUNT_ACCESS, accept_scopes, accept_session_name};
use crate::{Applicability, Check, Finding, Group, Need, Outcome, Plan, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "sso-format",
    label: "sso-session",
    title: "The profile uses an sso-session rather than the legacy fields",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[
        Need::Check("sso-session-fields"),
        Need::Check("sso-start-url"),
        Need::Check("sso-region"),
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Sessions(is_examined, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// An existing session, or a portal that complete profiles name themselves.
fn is_examined(session: &Session<'_>) -> bool {
    match session.is_legacy() {
        true => !movable(session).is_empty() && session.is_complete(),
        false => session.section.is_some(),
    }
}

/// The profiles to change: those that name this portal in the region that a sign-in uses.
fn movable<'a>(session: &Session<'a>) -> Vec<Profile<'a>> {
    session
        .profiles()
        .filter(|profile| !profile.assumes_role())
        .filter(|profile| !is_meant_as_session(session.facts, profile.name))
        .filter(|profile| profile.text("sso_region") == session.region.as_deref())
        .collect()
}

fn examine(session: &Session<'_>) -> Outcome {
    if !session.is_legacy() {
        return Outcome::Passed("sso-session".into());
    }
    let profiles = movable(session);
    let (brief, what) = match profiles.as_slice() {
        [one] => (
            format!("{one} has no sso-session"),
            format!(
                "The profile {one} has no sso-session; it contains the portal's settings itself."
            ),
        ),
        many => {
            let number = count(many.len(), "profile", "profiles");
            let names: Vec<&str> = many.iter().map(|profile| profile.name).collect();
            let names = list(&names, 3);
            (
                format!("{number} without an sso-session"),
                format!(
                    "{number} ({names}) have no sso-session; they contain the portal's settings themselves."
                ),
            )
        }
    };
    let finding = Finding::worth_knowing("legacy", brief)
        .what(what)
        .why("It works, but the sign-in cannot renew itself: you have to sign in again every few hours, always with a code.")
        .next("move to an sso-session when convenient");
    let finding = profiles.iter().take(3).fold(finding, |finding, profile| {
        finding.at(profile.place("sso_start_url"), "the portal in the profile itself")
    });
    match migrate(session, &profiles) {
        Some(remedy) => finding.offer(remedy),
        None => finding,
    }
    .into()
}

/// Points every profile of the portal to a session; nothing if `[DEFAULT]` names the portal for
/// profiles, since it would continue to apply.
fn migrate(session: &Session<'_>, profiles: &[Profile<'_>]) -> Option<Remedy> {
    let facts = session.facts;
    let is_from_default = |profile: &Profile<'_>| {
        ["sso_start_url", "sso_region"]
            .iter()
            .any(|key| profile.get(key).is_some_and(|(_, property)| property.from_default))
    };
    if profiles.iter().any(is_from_default) {
        return None;
    }
    let url = session.start_url.clone()?;
    let region = session.region.clone()?;
    // One that signs in to the same portal in the same way, otherwise a new one.
    let fits = sessions_of_portal(facts, &url).find(|name| {
        let session = facts.session(&SessionKey::Named((*name).to_owned()));
        session.region.as_deref() == Some(region.as_str()) && is_for_roles(&session)
    });
    let preset = preset_of_portal(facts, &StartUrl::parse(&url));
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
    for profile in profiles {
        edits.extend(lead_to(profile, &name));
    }
    let shown = Text(&name);
    let title = match fits {
        Some(_) => format!("Use the session {shown}"),
        None => format!("Add the session {shown}, and use it"),
    };
    Some(
        Remedy::new("migrate", Applicability::Ask, title, move |_, _| {
            Ok(Plan::edits(edits.clone()))
        })
        .word("Sign in again afterwards: AWS tools store a sign-in by the session's name."),
    )
}
