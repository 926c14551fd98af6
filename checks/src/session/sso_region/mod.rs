//! `sso-region`: the region is that of the portal.

#[cfg(test)]
mod cases;
mod faults;

use facts::{Facts, Session, Subject, Text};

use self::faults::At;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::is_decorated;
use crate::session::portals::{is_vanity, parse_start_url};
use crate::session::region_judgement::judge_region;
use crate::{Check, FactKey, Group, Need, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-region",
    label: "portal's region",
    title: "The SSO region is the portal's region",
    group: Group::SsoSession,
    since: "0.1.0",
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
        if session.is_legacy() {
            // Profiles that name the portal themselves may each name another region.
            let own = |user: &&String| {
                let region = region_of_profile(facts, user);
                region != session.region.as_deref() && (region.is_some() || is_vanity(&session))
            };
            let others = users.iter().filter(own);
            subjects.extend(others.map(|user| Subject::Profile(user.clone())));
        }
    }
    subjects
}

fn region_of_profile<'a>(facts: &'a Facts, profile: &str) -> Option<&'a str> {
    facts.profile(profile)?.text("sso_region")
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some((session, names)) = session_as_used(facts, subject) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let region = session.region.as_deref();
    if region.is_some_and(is_decorated) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let url = parse_start_url(&session);
    match judge_region(&session, &url) {
        Some(fault) => At::new(&session, &url, &names).region_fault(&fault).into(),
        None => Outcome::Passed(Text(region.unwrap_or_default()).to_string()),
    }
}

/// The session as the profiles of the subject see it, and these profiles.
fn session_as_used<'a>(facts: &'a Facts, subject: &Subject) -> Option<(Session<'a>, Vec<String>)> {
    match subject {
        Subject::Session(key) => {
            let session = facts.session(key);
            let uses_region = |user: &&String| {
                !session.is_legacy() || region_of_profile(facts, user) == session.region.as_deref()
            };
            let names = session.users().iter().filter(uses_region).cloned().collect();
            Some((session, names))
        }
        Subject::Profile(name) => {
            let profile = facts.profile(name)?;
            let mut session = facts.session(&profile.session_key()?);
            session.region = profile.text("sso_region").map(str::to_owned);
            Some((session, vec![name.clone()]))
        }
        Subject::Machine | Subject::File(_) => None,
    }
}
