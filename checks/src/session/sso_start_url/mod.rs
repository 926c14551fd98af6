//! `sso-start-url`: the address is that of an access portal.

#[cfg(test)]
mod cases;
mod faults;
mod spelling;

use facts::{Session, StartUrl, StartUrlKind, Text};

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
    since: "0.2.0",
    requires: &[needs::SESSION_FIELDS],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Sessions(has_start_url, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const fn has_start_url(session: &Session<'_>) -> bool {
    session.start_url.is_some()
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
        return Some(refused().map_or(Fault::Example, Fault::RefusedExample));
    }
    None
}
