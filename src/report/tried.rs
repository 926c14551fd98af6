//! What was tried: changes of this program, and sign-ins.

use facts::{NameKind, Redactor, SessionKey, clean_line};
use jiff::{SignedDuration, Timestamp};
use machine::{SignInOutcome, SignInWay, TriedSignIn};

use super::{SignInTried, Sources};
use crate::record::seconds;

/// Name at most this many things in the line about what was tried.
const MAX_NAMED: usize = 4;
/// Older attempts are unrelated to the current problem.
const RECENT: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A token file that was written this close to a sign-in of this program is the one from that.
const SAME_SIGN_IN: SignedDuration = SignedDuration::from_secs(60);

/// The sign-ins that are known, newest first.
pub(super) fn sign_ins(sources: &Sources<'_>, redactor: &Redactor) -> Vec<SignInTried> {
    timed_sign_ins(sources, redactor)
        .into_iter()
        .map(|(at, about, words)| SignInTried { at: seconds(at), about, words: words.to_owned() })
        .collect()
}

/// The line about what was tried: the newest changes and sign-ins.
pub(super) fn line(sources: &Sources<'_>, redactor: &Redactor) -> String {
    let mut all: Vec<(Timestamp, String)> = timed_sign_ins(sources, redactor)
        .into_iter()
        .map(|(at, about, words)| (at, format!("{words} {about} at {}", seconds(at))))
        .collect();
    let changes = sources.journal.iter().flatten().map(|entry| {
        let undone = if entry.undone { ", undone" } else { "" };
        (entry.at, format!("{} at {}{undone}", clean_line(&entry.title), seconds(entry.at)))
    });
    all.extend(changes);
    all.retain(|(at, _)| sources.now.duration_since(*at) < RECENT);
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let words: Vec<String> = all.into_iter().take(MAX_NAMED).map(|(_, words)| words).collect();
    match (&sources.journal, words.is_empty()) {
        (Err(_), true) => "not known".into(),
        (Err(_), false) => format!("{}; changes are not known", words.join("; ")),
        (Ok(_), true) => "nothing with aws-onboard, and no sign-in is known".into(),
        (Ok(_), false) => words.join("; "),
    }
}

/// When, about what, and what.
fn timed_sign_ins(
    sources: &Sources<'_>,
    redactor: &Redactor,
) -> Vec<(Timestamp, String, &'static str)> {
    let mut all: Vec<(Timestamp, String, &'static str)> = sources
        .sign_ins
        .iter()
        .map(|tried| (tried.at, about(&key_of(tried), redactor), words(tried)))
        .collect();
    let facts = sources.facts();
    for key in facts.sessions_in_scope() {
        let Some(entry) =
            facts.tokens.as_ref().ok().and_then(|cache| cache.entries.get(&key.cache_name()))
        else {
            continue;
        };
        if let Some(at) = entry.renewal_refused {
            all.push((at, about(key, redactor), "AWS refused to renew the sign-in to"));
        }
        let Some(written) = sources.changed.get(&entry.path).filter(|_| entry.token.is_ok()) else {
            continue;
        };
        let is_own = sources.sign_ins.iter().any(|tried| {
            tried.outcome == SignInOutcome::SignedIn
                && key_of(tried) == *key
                && tried.at.duration_since(*written).abs() < SAME_SIGN_IN
        });
        if !is_own {
            all.push((*written, about(key, redactor), "signed in or renewed the sign-in to"));
        }
    }
    all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    all
}

fn key_of(tried: &TriedSignIn) -> SessionKey {
    match tried.legacy {
        true => SessionKey::Legacy(tried.session.clone()),
        false => SessionKey::Named(tried.session.clone()),
    }
}

/// A session or a portal for the report's readers.
pub(super) fn about(key: &SessionKey, redactor: &Redactor) -> String {
    match key {
        SessionKey::Named(name) => {
            format!("sso-session {}", redactor.name(NameKind::Session, name))
        }
        SessionKey::Legacy(url) => format!("portal {}", redactor.text(&clean_line(url))),
    }
}

const fn words(tried: &TriedSignIn) -> &'static str {
    match (tried.outcome, tried.way) {
        (SignInOutcome::SignedIn, SignInWay::Browser) => "signed in with a browser to",
        (SignInOutcome::SignedIn, SignInWay::DeviceCode) => "signed in with a code to",
        (SignInOutcome::Stopped, _) => "stopped before signing in to",
        (SignInOutcome::Denied, _) => "denied in the browser: the sign-in to",
        (SignInOutcome::Expired, _) => "not confirmed in time: the sign-in to",
        (SignInOutcome::Refused, _) => "AWS refused the sign-in to",
        (SignInOutcome::Unreachable, _) => "AWS was not reached for the sign-in to",
        (SignInOutcome::Failed, _) => "failed: the sign-in to",
    }
}
