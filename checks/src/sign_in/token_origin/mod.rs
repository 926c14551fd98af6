//! `token-origin`: the token was issued for this start URL and region.

#[cfg(test)]
mod cases;

use facts::{Session, StartUrl, StartUrlKind, Token, clean_line};

use crate::Need;
use crate::check::{Examine, every_session};
use crate::kit::needs;
use crate::sign_in::remedies::{UNAUTHORIZED_TOKEN, sign_in_again};
use crate::{Check, Finding, Group, Outcome, Place, Skip};

pub(crate) static CHECK: Check = Check {
    id: "token-origin",
    label: "token's origin",
    title: "The token was issued for this start URL and region",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[
        needs::SESSION_COMPLETE,
        Need::Check("token-present"),
        Need::Check("token-registration"),
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(every_session, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(session: &Session<'_>) -> Outcome {
    let (facts, key) = (session.facts, &session.key);
    if let Err(why) = facts.token_entry(key) {
        return Outcome::Unknown(why);
    }
    let Some(token) = facts.token_of(key) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    // `token-valid` reports an expired token that cannot be renewed, which is replaced anyway.
    if !facts.is_signed_in_or_may_renew(key) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    other_region(session, token).or_else(|| other_portal(session, token)).map_or_else(
        || Outcome::Passed(token.region.as_deref().map_or_else(String::new, clean_line)),
        Outcome::from,
    )
}

fn other_region(session: &Session<'_>, token: &Token) -> Option<Finding> {
    let issued = token.region.as_deref()?.trim();
    let asked = session.region.as_deref()?.trim();
    // `sso-region` reports a value that is not a region; no token was issued there.
    if issued.eq_ignore_ascii_case(asked) || !facts::looks_like_region(asked) {
        return None;
    }
    let (issued, asked) = (clean_line(issued), clean_line(asked));
    let finding = Finding::stops("other-region", format!("the token is from {issued}")).what(format!("The token of {session} was issued in {issued}, but the session now names {asked}."))
    .why(format!("Tools send it to {asked}, which does not know it: they get no credentials, and it cannot be renewed."))
    .says(UNAUTHORIZED_TOKEN);
    let label = format!("the token was issued in {issued}");
    Some(sign_in_again(
        finding.at(place(session, "sso_region"), label),
        session.facts,
        &session.key,
    ))
}

/// Another portal in the same region. It is not a failure, because one portal may have two
/// addresses.
fn other_portal(session: &Session<'_>, token: &Token) -> Option<Finding> {
    let issued = StartUrl::parse(token.start_url.as_deref()?);
    let asked = StartUrl::parse(session.start_url.as_deref()?);
    // Only the network knows which portals an issuer's address and a vanity address lead to.
    let comparable = |url: &StartUrl| matches!(url.kind, StartUrlKind::Portal(_));
    if issued.canonical == asked.canonical || !comparable(&issued) || !comparable(&asked) {
        return None;
    }
    let shown = clean_line(&issued.canonical);
    let finding = Finding::will_bite("other-portal", "the token is for another start URL").what(format!("The token of {session} was issued for {shown}."))
    .why("The session now names a different start URL. Unless both lead to the same portal, commands use the identity from the old one.");
    let finding = finding.at(place(session, "sso_start_url"), "the token is not for this portal");
    Some(sign_in_again(finding, session.facts, &session.key))
}

/// The line of the session (for a legacy one, of the profile) that the token does not match.
fn place(session: &Session<'_>, field: &str) -> Option<Place> {
    match session.section {
        Some(_) => session.place(field),
        None => session.facts.profile_of_session(&session.key)?.place(field),
    }
}
