//! `sso-start-url`, for one portal whose address is spelt in several ways by profiles that have no
//! sso-session: the token cache takes each spelling for another portal (FAILURES, U03).

use std::cmp::Reverse;

use facts::{Facts, Session, SessionKey, StartUrl, Subject, clean_line};

use crate::session::portals::{is_accepted, set_start_url, severity, users};
use crate::session::sso_start_url::named;
use crate::session::start_url_faults::places;
use crate::{Applicability, Finding, Place, Plan, Remedy, Severity};

/// So many spellings of one portal are compared; a file with more is not a person's.
const MOST: usize = 20;

/// The finding about a spelling that is not the one to keep.
pub(super) fn finding(
    facts: &Facts,
    subject: &Subject,
    session: &Session<'_>,
    url: &StartUrl,
) -> Option<Finding> {
    let SessionKey::Legacy(written) = &session.key else {
        // The token cache knows it by the session's name.
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
    spellings.truncate(MOST);
    spellings.sort_by_cached_key(|key| {
        let signed_in = is_accepted(facts, &facts.session(key));
        let canonical = key.name() == url.canonical;
        Reverse((signed_in, canonical, users(facts, key).len()))
    });
    let keep = spellings.first().copied()?;
    if keep == &session.key {
        return None;
    }
    let (short, long) = named(facts, &session.key);
    let kept = facts.session(keep);
    let lost = is_accepted(facts, &kept) && !is_accepted(facts, session);
    let shown = clean_line(written);
    let finding = Finding::new(
        "spelling",
        if lost { severity(facts.session_in_scope(&session.key)) } else { Severity::Warn },
        subject,
        format!("{short}: the portal in another spelling"),
        format!("The start URL of {long} is that of other profiles, in another spelling."),
    );
    let finding = if lost {
        finding
            .why("Without an sso-session the token cache knows a sign-in by the address exactly as it is written: you are signed in with the other spelling, and not with this one.")
            .says(format!("Error loading SSO Token: Token for {shown} does not exist"))
    } else {
        finding.why("Without an sso-session the token cache knows a sign-in by the address exactly as it is written, so that you sign in to this portal once for each spelling. Tools that tidy an address up find no sign-in.")
    };
    let mut finding = finding.next(format!("write {} everywhere", clean_line(keep.name())));
    for (file, location) in places(facts, session) {
        finding = finding.at(Place::of(facts, file, location), "one spelling");
    }
    for (file, location) in places(facts, &kept).into_iter().take(1) {
        finding = finding.beside(Place::of(facts, file, location), "another one");
    }
    let address = keep.name().to_owned();
    let key = session.key.clone();
    let applicability =
        if kept.region == session.region { Applicability::Safe } else { Applicability::Ask };
    Some(finding.offer(Remedy::new(
        "one-spelling",
        applicability,
        format!("Write {}", clean_line(&address)),
        move |facts, _| Ok(Plan::edits(set_start_url(facts, &key, &address))),
    )))
}
