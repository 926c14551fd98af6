//! `sso-start-url`, for one portal whose address is spelled differently by profiles without an
//! sso-session: the token cache treats each spelling as another portal (FAILURES, U03).

use std::cmp::Reverse;

use facts::{Session, SessionKey, StartUrl, Text};

use crate::session::portals::{is_accepted, name_session, places_of_key, set_start_url};
use crate::{Applicability, Effect, Finding, Plan, Remedy};

/// Compare at most this many spellings of one portal; real files have a handful.
const MAX_SPELLINGS: usize = 20;

/// The finding about a spelling that is not the one to keep.
pub(super) fn another_spelling(session: &Session<'_>, url: &StartUrl) -> Option<Finding> {
    let facts = session.facts;
    let SessionKey::Legacy(written) = &session.key else {
        // The token cache identifies it by the session's name.
        return None;
    };
    let mut spellings: Vec<&SessionKey> = facts
        .regions_of_portal(&url.canonical)
        .iter()
        .map(|(key, _)| key)
        .filter(|key| matches!(key, SessionKey::Legacy(_)))
        .collect();
    spellings.dedup();
    if spellings.len() < 2 {
        return None;
    }
    spellings.truncate(MAX_SPELLINGS);
    spellings.sort_by_cached_key(|key| {
        let session = facts.session(key);
        let canonical = key.name() == url.canonical;
        Reverse((is_accepted(facts, &session), canonical, session.users().len()))
    });
    let keep = spellings.first().copied()?;
    if keep == &session.key {
        return None;
    }
    let (short, long) = name_session(session, session.users());
    let kept = facts.session(keep);
    let lost = is_accepted(facts, &kept) && !is_accepted(facts, session);
    let effect = if lost { Effect::Stops } else { Effect::WillBite };
    let mut finding = Finding::with_effect(
        effect,
        "spelling",
        format!("{short}: another spelling of the same portal"),
    )
    .what(format!("The start URL of {long} is spelled differently in other profiles."))
    .next(format!("use {kept} in every profile"));
    finding = if lost {
        finding
            .why("Without an sso-session, the token cache uses the exact spelling of the start URL: you are signed in with the other spelling but not with this one.")
            .says(format!("Error loading SSO Token: Token for {} does not exist", Text(written)))
    } else {
        finding.why("Without an sso-session, the token cache uses the exact spelling of the start URL, so you have to sign in once for each spelling. Tools that normalize the URL do not find the sign-in.")
    };
    for place in places_of_key(session, session.users(), "sso_start_url") {
        finding = finding.at(place, "this spelling");
    }
    let other = places_of_key(&kept, kept.users(), "sso_start_url").into_iter().next();
    let same_region = kept.region == session.region;
    let (address, key) = (keep.name().to_owned(), session.key.clone());
    Some(finding.beside(other, "a different one").offer(Remedy::new(
        "one-spelling",
        if same_region { Applicability::Safe } else { Applicability::Ask },
        format!("Write {kept}"),
        move |facts, _| Ok(Plan::edits(set_start_url(facts, &key, &address))),
    )))
}
