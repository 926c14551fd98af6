//! `token-valid`: the token is valid or can be renewed.

#[cfg(test)]
mod cases;

use facts::{Facts, ServiceError, Session, SessionKey, Text, Token, Why};
use jiff::{SignedDuration, Timestamp};

use crate::Need;
use crate::check::{Examine, every_session};
use crate::kit::words::duration;
use crate::network::name_cause;
use crate::sign_in::remedies::{UNAUTHORIZED_TOKEN, again, by_hand, refresh, sign_in_again};
use crate::{Check, FactKey, Finding, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "token-valid",
    label: "token",
    title: "The token has not expired, or can be refreshed",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[
        Need::Check("token-present"),
        Need::Check("token-registration"),
        Need::Check("token-origin"),
    ],
    wants: &[FactKey::RenewedTokens],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(every_session, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(session: &Session<'_>) -> Outcome {
    let (facts, key) = (session.facts, &session.key);
    let entry = match facts.token_entry(key) {
        Err(why) => return Outcome::Unknown(why),
        Ok(entry) => entry,
    };
    let Some((token, refused_at)) =
        entry.and_then(|entry| Some((entry.token.as_ref().ok()?, entry.renewal_refused)))
    else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let left = token.expires_at.duration_since(facts.now);
    let renews = facts.may_renew(key);
    let tried = facts.network.refreshes.get(key);
    if !token.has_expired(facts.now) {
        return match tried {
            Some(Ok(Err(error))) => Outcome::Found(vec![ends_soon(facts, key, left, error)]),
            _ if renews => Outcome::Passed(format!("{} left, renews itself", duration(left))),
            _ => Outcome::Passed(format!("{} left", duration(left))),
        };
    }
    match (tried, refused_at) {
        (Some(Ok(Ok(()))), _) => Outcome::Passed("renewed just now".into()),
        (Some(Ok(Err(error))), _) if error.may_pass() => {
            Outcome::Found(vec![not_now(facts, key, left, error)])
        }
        (Some(Ok(Err(error))), _) => {
            Outcome::Found(vec![refused(facts, key, left, &Text(&error.to_string()).to_string())])
        }
        (_, Some(at)) => Outcome::Found(vec![refused(facts, key, left, &remembered(facts, at))]),
        (Some(Err(why)), None) if renews => Outcome::Unknown(name_cause(facts, key, why.clone())),
        // Only AWS knows whether it renews it.
        (None, None) if renews && facts.request().offline => Outcome::Skipped(Skip::Offline),
        (None, None) if renews => Outcome::Unknown(Why::Error(format!(
            "it expired {} ago and may renew itself, which was not tried in this run",
            duration(left)
        ))),
        _ => Outcome::Found(vec![expired(facts, key, token, left)]),
    }
}

/// The refusal of an earlier run.
fn remembered(facts: &Facts, at: Timestamp) -> String {
    format!("AWS refused to renew it {} ago", duration(facts.now.duration_since(at)))
}

/// What the AWS CLI says about an expired token (FACTS, 3.1).
fn words_of_the_cli(key: &SessionKey) -> &'static str {
    match key {
        SessionKey::Named(_) => {
            "Error when retrieving token from sso: Token has expired and refresh failed"
        }
        SessionKey::Legacy(_) => UNAUTHORIZED_TOKEN,
    }
}

fn expired(facts: &Facts, key: &SessionKey, token: &Token, left: SignedDuration) -> Finding {
    let why = match (key, &token.refresh_token, token.registration_expires_at) {
        (SessionKey::Legacy(_), ..) => {
            "A sign-in without an sso-session cannot be renewed, so every command fails until you sign in again."
        }
        (_, Some(_), Some(end)) if end <= facts.now => {
            "Its registration has expired too, so it cannot be renewed, and every command fails until you sign in again."
        }
        (_, Some(_), _) => {
            "Part of what renewal needs is missing, so every command fails until you sign in again."
        }
        (_, None, _) => "It has no refresh token, so every command fails until you sign in again.",
    };
    let finding =
        Finding::stops("expired", format!("expired {} ago, cannot be renewed", duration(left)))
            .what(format!("The sign-in to {} has expired and cannot be renewed.", Text(key.name())))
            .why(why)
            .says(words_of_the_cli(key));
    sign_in_again(finding, facts, key)
}

fn refused(facts: &Facts, key: &SessionKey, left: SignedDuration, why: &str) -> Finding {
    let finding = Finding::stops(
        "refresh-refused",
        format!("expired {} ago, was not renewed", duration(left)),
    )
    .what(format!("The sign-in to {} has expired, and AWS did not renew it.", Text(key.name())))
    .why(format!("{why}: the sign-in is over, and every command fails until you sign in again."))
    .says(words_of_the_cli(key));
    sign_in_again(finding, facts, key)
}

/// Renewing failed for a temporary reason.
fn not_now(facts: &Facts, key: &SessionKey, left: SignedDuration, error: &ServiceError) -> Finding {
    Finding::will_bite("refresh-failed", format!("expired {} ago, not renewed yet", duration(left)))
        .what(format!(
            "The sign-in to {} has expired and could not be renewed just now.",
            Text(key.name())
        ))
        .why(format!(
            "{}: this is usually temporary. Until then, commands with this session's profiles fail.",
            Text(&error.to_string())
        ))
        .says(words_of_the_cli(key))
        .next("try to renew it again")
        .offer(refresh(key))
        .offer(again(key, "Sign in again instead"))
        .offer(by_hand(facts, key))
}

/// It is still valid, and an early renewal was refused, which AWS tools do not report.
fn ends_soon(
    facts: &Facts,
    key: &SessionKey,
    left: SignedDuration,
    error: &ServiceError,
) -> Finding {
    let finding =
        Finding::will_bite("ends-soon", format!("expires in {}, was not renewed", duration(left)))
            .what(format!(
                "The sign-in to {} expires soon, and AWS did not renew it.",
                Text(key.name())
            ))
            .why(format!("{}. Commands work until it expires.", Text(&error.to_string())));
    if !error.may_pass() {
        return sign_in_again(finding, facts, key);
    }
    sign_in_again(finding.offer(refresh(key)), facts, key).next("try to renew it again")
}
