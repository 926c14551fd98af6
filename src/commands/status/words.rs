//! The state of a sign-in in words: for the screen, for a prompt, and in JSON.

use colored::Colorize;
use facts::{Facts, SignInState, SignedOutBecause, Text, mask_secrets};
use jiff::Timestamp;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::{Row, State};
use crate::record::seconds;
use crate::terminal::text::{Mark, duration, pad};

/// One line for each profile.
pub(super) fn lines(facts: &Facts, rows: &[Row<'_>]) -> Vec<String> {
    let width = rows.iter().map(|row| shown(row.name).width()).max().unwrap_or(0);
    rows.iter().map(|row| line(facts, width, row)).collect()
}

fn line(facts: &Facts, width: usize, row: &Row<'_>) -> String {
    let who: Vec<String> = row
        .profile
        .iter()
        .flat_map(|profile| [profile.account(), profile.role()])
        .flatten()
        .map(shown)
        .collect();
    let (mark, mut words) = describe(facts, &row.state);
    if let Some(profile) = row.profile.filter(|profile| profile.login_session().is_some()) {
        words = match &row.state {
            State::Session(Ok(SignInState::SignedOut(_))) => {
                let command = facts.shell.command(&profile.aws_login_command());
                format!("{words}; run {}", shown(&command))
            }
            _ => format!("{words} (aws login)"),
        };
    }
    let name = pad(&shown(row.name), width);
    let gap = if who.is_empty() { String::new() } else { format!("{}   ", who.join(" ")) };
    format!("{} {}   {gap}{words}", mark.show(), name.bold())
}

pub(super) fn describe(facts: &Facts, state: &State) -> (Mark, String) {
    match state {
        State::Session(Ok(state)) => session(facts, state),
        State::EndsSoon(state) => (Mark::Warn, session(facts, state).1),
        State::Session(Err(why)) => (Mark::Unknown, format!("unknown: {}", clean(why))),
        State::NoProfile => (Mark::Fail, "no such profile".into()),
        State::Elsewhere => (Mark::Skipped, "does not use single sign-on".into()),
    }
}

/// A name as it is safe to show, because a secret may have been pasted in its place.
fn shown(name: &str) -> String {
    Text(name).to_string()
}

fn clean(why: &facts::Why) -> String {
    shown(&why.to_string())
}

fn session(facts: &Facts, state: &SignInState) -> (Mark, String) {
    match state {
        SignInState::SignedIn { expires_at, renews, accepted } => {
            let end = if *renews {
                "renews itself".to_owned()
            } else {
                format!("{} left", duration(expires_at.duration_since(facts.now)))
            };
            let asked = if *accepted { " (accepted just now)" } else { "" };
            (Mark::Good, format!("signed in, {end}{asked}"))
        }
        SignInState::MayRenew { expired_at } => {
            (Mark::Unknown, format!("expired {}, may renew itself", ago(facts, *expired_at)))
        }
        SignInState::SignedOut(why) => (Mark::Fail, signed_out(facts, why)),
    }
}

fn signed_out(facts: &Facts, why: &SignedOutBecause) -> String {
    match why {
        SignedOutBecause::NoToken => "signed out".into(),
        SignedOutBecause::Unusable(fault) => {
            format!("signed out: the token cannot be used, {}", Text(&fault.to_string()))
        }
        SignedOutBecause::Expired(at) => format!("signed out: expired {}", ago(facts, *at)),
        SignedOutBecause::RenewalRefused(_) => "signed out: AWS refused to renew it".into(),
        SignedOutBecause::Rejected => "signed out: the portal rejects the token".into(),
    }
}

fn ago(facts: &Facts, at: Timestamp) -> String {
    format!("{} ago", duration(facts.now.duration_since(at)))
}

/// The state's word for a prompt.
pub(super) fn short(state: &State) -> &'static str {
    match state {
        State::Session(Ok(SignInState::SignedIn { .. })) => "signed-in",
        State::EndsSoon(_) => "ends-soon",
        State::Session(Ok(SignInState::MayRenew { .. })) => "may-renew",
        State::Session(Ok(SignInState::SignedOut(_))) | State::NoProfile => "signed-out",
        State::Session(Err(_)) => "unknown",
        State::Elsewhere => "no-sso",
    }
}

/// The state's name in JSON.
pub(super) const fn name(state: &State) -> &'static str {
    match state {
        State::Session(Ok(SignInState::SignedIn { .. })) | State::EndsSoon(_) => "signed_in",
        State::Session(Ok(SignInState::MayRenew { .. })) => "may_renew",
        State::Session(Ok(SignInState::SignedOut(_))) | State::NoProfile => "signed_out",
        State::Session(Err(_)) => "unknown",
        State::Elsewhere => "not_single_sign_on",
    }
}

/// A profile in JSON; docs/schema/status.schema.json says what each field is.
pub(super) fn entry(facts: &Facts, row: &Row<'_>) -> Value {
    let login = row.profile.and_then(|profile| profile.login_session());
    let key = row.profile.filter(|_| login.is_none()).and_then(|profile| profile.session_key());
    let token = key.as_ref().and_then(|key| facts.token_of(key));
    let may_renew = key.as_ref().is_some_and(|key| facts.may_renew(key));
    let state = match &row.state {
        State::Session(Ok(state)) | State::EndsSoon(state) => Some(state),
        _ => None,
    };
    let cause = match state {
        Some(SignInState::SignedOut(why)) => Some(why.name()),
        _ if matches!(row.state, State::NoProfile) => Some("no_profile"),
        _ => None,
    };
    let reason = match (&row.state, state) {
        (State::Session(Err(why)), _) => Some(clean(why)),
        (_, Some(SignInState::SignedOut(why))) => Some(signed_out(facts, why)),
        _ => None,
    };
    json!({
        "profile": mask_secrets(row.name),
        "sso_session": key.as_ref().map(|key| mask_secrets(key.name())),
        "login_session": login.map(mask_secrets),
        "account": row.profile.and_then(|profile| profile.account()).map(mask_secrets),
        "role": row.profile.and_then(|profile| profile.role()).map(mask_secrets),
        "state": name(&row.state),
        "cause": cause,
        "accepted": matches!(state, Some(SignInState::SignedIn { accepted: true, .. })),
        "renews": match state {
            Some(SignInState::SignedIn { renews, .. }) => Some(*renews),
            Some(SignInState::SignedOut(_)) => Some(false),
            _ => None,
        },
        "expires_at": token.map(|token| seconds(token.expires_at)).or_else(|| {
            let entry = facts.login_entry(login?).ok()??;
            entry.keys.as_ref().ok().map(|keys| seconds(keys.expires_at))
        }),
        "renewable_until": token
            .filter(|_| may_renew)
            .and_then(|token| token.registration_expires_at.map(seconds)),
        "reason": reason,
    })
}
