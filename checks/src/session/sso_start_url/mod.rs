//! `sso-start-url`: the address is that of an access portal.

#[cfg(test)]
mod cases;
mod faults;
mod spelling;

use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Subject, Text};

use self::faults::Fault;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::is_decorated;
use crate::session::portals::{is_accepted, parse_start_url, serves_roles};
use crate::{Check, Effect, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-start-url",
    label: "portal's address",
    title: "The start URL is an access portal's, and not the example of some instructions",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::SESSION_FIELDS],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine_subject),
    #[cfg(test)]
    cases: cases::cases,
};

/// The sessions that profiles use, and those that none uses and whose address is an example: the
/// profile that is meant to use it may still have another name for it.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let used = facts.session_users();
    let has_start_url = |key: &&SessionKey| facts.session(key).start_url.is_some();
    let unused = facts.files().sessions().keys().map(|name| SessionKey::Named(name.clone()));
    let examples = unused.filter(|key| {
        !used.contains_key(key) && parse_start_url(&facts.session(key)).is_documentation_example()
    });
    used.keys().filter(has_start_url).cloned().chain(examples).map(Subject::Session).collect()
}

fn examine_subject(facts: &Facts, subject: &Subject) -> Outcome {
    match subject {
        Subject::Session(key) => examine(&facts.session(key)),
        _ => Outcome::Skipped(Skip::NotApplicable),
    }
}

fn examine(session: &Session<'_>) -> Outcome {
    if session.start_url.as_deref().is_some_and(is_decorated) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let url = parse_start_url(session);
    judge_address(session, &url)
        .map(|fault| faults::address_fault(session, &url, &fault))
        .or_else(|| spelling::another_spelling(session, &url))
        .map_or_else(|| Outcome::Passed(Text(&url.canonical).to_string()), Outcome::from)
}

/// What is wrong with the address itself; nothing if a sign-in with it has worked.
fn judge_address(session: &Session<'_>, url: &StartUrl) -> Option<Fault> {
    match (url.kind, is_accepted(session.facts, session)) {
        // AWS CLIs before 2.35.13 accept it; newer ones refuse it at the next sign-in.
        (StartUrlKind::NotHttps, true) => return Some(Fault::not_https(url, Effect::WillBite)),
        (_, true) => return None,
        (StartUrlKind::NotHttps | StartUrlKind::NotAUrl, false) => {
            return Some(Fault::not_https(url, Effect::Stops));
        }
        (StartUrlKind::IdentityProvider, false) => {
            return Some(Fault::OtherPage(url.provider().unwrap_or("another service")));
        }
        _ => {}
    }
    if let Some(service) = url.other_service() {
        return Some(Fault::OtherPage(service));
    }
    let refused = || session.facts.network.refused_sign_ins.get(&session.key).cloned();
    if let Some(global) = url.without_region() {
        return Some(Fault::Regional(global, refused()));
    }
    if url.is_builder_id() && serves_roles(session) {
        return Some(Fault::BuilderId);
    }
    // On a practice machine, the address from the instructions is the portal's.
    if url.is_documentation_example() && !session.facts.practice {
        let effect = if is_left_over(session) { Effect::WorthKnowing } else { Effect::WillBite };
        return Some(refused().map_or(Fault::Example(effect), Fault::RefusedExample));
    }
    None
}

/// Whether no profile uses the session, and none names a session that is missing.
fn is_left_over(session: &Session<'_>) -> bool {
    let facts = session.facts;
    let is_missing = |key: &SessionKey| matches!(key, SessionKey::Named(name) if !facts.files().sessions().contains_key(name));
    session.users().is_empty() && !facts.session_users().keys().any(is_missing)
}
