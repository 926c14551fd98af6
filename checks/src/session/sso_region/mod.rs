//! `sso-region`: the region is the one that the portal lives in.

#[cfg(test)]
mod cases;

use std::borrow::Cow;

use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Subject, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::is_decorated;
use crate::session::portals::users;
use crate::session::region_faults::{self as faults, At};
use crate::session::region_judgement::judge;
use crate::{Check, FactKey, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-region",
    label: "portal's region",
    title: "The SSO region is the one the portal lives in",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &[needs::SESSION_FIELDS, Need::Check("sso-start-url")],
    wants: &[FactKey::PortalPages],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (key, users) in facts.session_users() {
        let session = facts.session(key);
        if session.start_url.is_none() || (session.region.is_none() && !is_vanity(&session)) {
            continue;
        }
        subjects.push(Subject::Session(key.clone()));
        if matches!(key, SessionKey::Legacy(_)) {
            // Profiles that name the portal themselves may each name another region.
            let own = |user: &&String| {
                let profile = facts.profile(user);
                let region = profile.and_then(|profile| profile.text("sso_region"));
                region != session.region.as_deref() && (region.is_some() || is_vanity(&session))
            };
            let others = users.iter().filter(own);
            subjects.extend(others.map(|user| Subject::Profile(user.clone())));
        }
    }
    subjects
}

/// Whether only the portal behind the address knows the region.
fn is_vanity(session: &Session<'_>) -> bool {
    let url = session.start_url.as_deref().map(StartUrl::parse);
    url.is_some_and(|url| url.kind == StartUrlKind::Other)
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some((session, names)) = seen(facts, subject) else {
        return Outcome::Passed(String::new());
    };
    let url = StartUrl::parse(session.start_url.as_deref().unwrap_or_default());
    let region = session.region.as_deref();
    if region.is_some_and(is_decorated) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let in_scope = match &session.key {
        SessionKey::Named(_) => facts.session_in_scope(&session.key),
        SessionKey::Legacy(_) => names.iter().any(|name| facts.in_scope(name)),
    };
    let at = At { subject, session: &session, url: &url, names: &names, in_scope };
    match judge(facts, &session, &url) {
        Some(fault) => Outcome::Found(vec![faults::finding(facts, &at, &fault)]),
        None => Outcome::Passed(clean_line(region.unwrap_or_default())),
    }
}

/// The session as these profiles see it, and the profiles.
fn seen<'a>(facts: &'a Facts, subject: &Subject) -> Option<(Session<'a>, Cow<'a, [String]>)> {
    match subject {
        Subject::Session(key) => {
            let session = facts.session(key);
            let all = users(facts, key);
            if matches!(key, SessionKey::Named(_)) {
                return Some((session, Cow::Borrowed(all)));
            }
            let same = |user: &&String| {
                let profile = facts.profile(user);
                profile.and_then(|profile| profile.text("sso_region")) == session.region.as_deref()
            };
            let names = all.iter().filter(same).cloned().collect();
            Some((session, Cow::Owned(names)))
        }
        Subject::Profile(name) => {
            let profile = facts.profile(name)?;
            let mut session = facts.session(&profile.session_key()?);
            session.region = profile.text("sso_region").map(str::to_owned);
            Some((session, Cow::Owned(vec![name.clone()])))
        }
        Subject::Machine | Subject::File(_) => None,
    }
}
