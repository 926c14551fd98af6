//! `token-present`: there is a sign-in to the session.

#[cfg(test)]
mod cases;

use facts::{Facts, OtherContent, Session, SessionKey, StartUrl, Why, Writer, clean_line};

use crate::Need;
use crate::check::{Examine, every_session};
use crate::kit::needs;
use crate::sign_in::remedies::{by_hand, sign_in};
use crate::{Check, Finding, Group, Outcome};

pub(crate) static CHECK: Check = Check {
    id: "token-present",
    label: "signed in",
    title: "This session is signed in",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[needs::SESSION_COMPLETE, Need::Check("token-cache")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(every_session, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(session: &Session<'_>) -> Outcome {
    let (facts, key) = (session.facts, &session.key);
    let entry = match facts.token_entry(key) {
        Ok(entry) => entry,
        Err(why) => return Outcome::Unknown(why),
    };
    match entry.map(|entry| &entry.token) {
        None => Outcome::Found(vec![absent(facts, key)]),
        Some(Ok(_)) => Outcome::Passed(clean_line(key.name())),
        // `token-cache` reports problems with the file, unless it was excluded.
        Some(Err(fault)) => Outcome::Unknown(Why::error(fault)),
    }
}

fn absent(facts: &Facts, key: &SessionKey) -> Finding {
    let name = clean_line(key.name());
    let brief = if facts.sessions_in_scope().len() == 1 {
        "not signed in to this session".into()
    } else {
        format!("not signed in to {name}")
    };
    let finding = Finding::stops("not-signed-in", brief)
        .what("You are not signed in to this session.")
        .says(format!("Error loading SSO Token: Token for {name} does not exist"))
        .next("sign in")
        .offer(sign_in(key))
        .offer(by_hand(facts, key));
    let why = "Every command with this session's profiles needs a sign-in token.";
    match orphan(facts, key) {
        Some(path) => finding.why(format!(
            "{why} A token for the same portal is in {path}, under another name. Tools find a token by the session's name (older SDKs by the start URL), so you must sign in again after renaming a session."
        )),
        None => finding.why(why),
    }
}

/// A token for the session's portal that is still valid, but not under any session's name.
fn orphan(facts: &Facts, key: &SessionKey) -> Option<String> {
    let portal = |url: &str| StartUrl::parse(url).canonical;
    let wanted = portal(&facts.session(key).start_url?);
    let others = &facts.tokens.as_ref().ok()?.others;
    let entry = others.iter().find(|entry| match &entry.content {
        OtherContent::Token(token) if entry.writer == Writer::Aws => {
            let same = token.start_url.as_deref().map(portal) == Some(wanted.clone());
            same && !token.has_expired(facts.now)
        }
        _ => false,
    })?;
    Some(facts.shown(&entry.path))
}
