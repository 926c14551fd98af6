//! `sso-start-url`: the address is an access portal's.

#[cfg(test)]
mod cases;

use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Subject, clean_line};

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::is_decorated;
use crate::session::portals::{is_accepted, severity};
use crate::session::start_url_faults::{self as faults, Fault};
use crate::session::start_url_spelling as spelling;
use crate::{Check, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-start-url",
    label: "portal's address",
    title: "The start URL is an access portal's, and not the example of some instructions",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &[needs::SESSION_FIELDS],
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
        .filter(|key| facts.session(key).start_url.is_some())
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let session = facts.session(key);
    let Some(written) = session.start_url.as_deref() else {
        return Outcome::Passed(String::new());
    };
    if is_decorated(written) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let url = StartUrl::parse(written);
    let found = match judge(facts, &session, &url) {
        Some(fault) => Some(faults::finding(facts, subject, &session, &url, &fault)),
        None => spelling::finding(facts, subject, &session, &url),
    };
    found.map_or_else(
        || Outcome::Passed(clean_line(&url.canonical)),
        |finding| Outcome::Found(vec![finding]),
    )
}

/// What is wrong with the address itself. What a sign-in has worked with is not.
fn judge(facts: &Facts, session: &Session<'_>, url: &StartUrl) -> Option<Fault> {
    let works = is_accepted(facts, session);
    let in_scope = severity(facts.session_in_scope(&session.key));
    match url.kind {
        // An older AWS CLI let it pass; from 2.35.13 on it refuses it at the next sign-in.
        StartUrlKind::NotHttps if works => {
            return Some(Fault::not_https(url, crate::Severity::Warn));
        }
        _ if works => return None,
        StartUrlKind::NotHttps | StartUrlKind::NotAUrl => {
            return Some(Fault::not_https(url, in_scope));
        }
        StartUrlKind::IdentityProvider => {
            return Some(Fault::OtherPage(in_scope, url.provider().unwrap_or("another service")));
        }
        _ => {}
    }
    if let Some(service) = url.other_service() {
        return Some(Fault::OtherPage(in_scope, service));
    }
    if let Some(global) = url.without_region() {
        return Some(Fault::Regional(in_scope, global));
    }
    if url.is_builder_id() && faults::serves_roles(facts, &session.key) {
        return Some(Fault::BuilderId(in_scope));
    }
    // On a machine to practise on, the address of the instructions is the portal's.
    if url.is_documentation_example() && !facts.practice {
        let refused = facts.network.refused_sign_ins.get(&session.key);
        return Some(match refused {
            Some(error) => Fault::RefusedExample(in_scope, error.clone()),
            None => Fault::Example,
        });
    }
    None
}

/// What a session is called in a sentence: its name, or the profiles that name its portal.
pub(super) fn named(facts: &Facts, key: &SessionKey) -> (String, String) {
    let users = crate::session::portals::users(facts, key);
    match (key, users) {
        (SessionKey::Named(name), _) => {
            let shown = clean_line(name);
            (shown.clone(), format!("the sso-session {shown}"))
        }
        (SessionKey::Legacy(_), [one]) => {
            let shown = clean_line(one);
            (shown.clone(), format!("the profile {shown}"))
        }
        (SessionKey::Legacy(_), many) => {
            let profiles = crate::kit::words::count(many.len(), "profile", "profiles");
            let all = format!("{profiles} ({})", crate::kit::words::list(many, 3));
            (profiles, all)
        }
    }
}
