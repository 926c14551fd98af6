//! `token-valid`: the token holds, or can be renewed.

use facts::{Facts, ServiceError, SessionKey, Subject, Token, clean_line};
use jiff::SignedDuration;

use crate::sign_in::remedies::{again, by_hand, refresh, token};
use crate::words::duration;
use crate::{Check, FactKey, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "token-valid",
    label: "token",
    title: "The token has not expired, or can be refreshed",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &["token-present", "token-registration", "token-origin"],
    wants: &[FactKey::RenewedTokens],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: super::token_valid_cases::cases,
};

const MANUAL: &str = "\
## What it checks

The token of each session that the examined profiles use has not ended, or it can be renewed without
a browser. For that it needs a refresh token and a client registration that still holds. Online, an
expired token is renewed before this check looks at it, as any AWS command would do.

## Why it matters

A token mostly ends after 8 hours, and a sign-in that can be renewed after days or weeks; your
organisation decides. After that no command with the session's profiles works until you sign in.

## How it is put right

- The token ended and cannot be renewed, or the sign-in as a whole ended: you sign in again.
- Renewing failed because the service was busy or out of order: it is tried again.
- It ends every few hours: see `sso-scopes`. Profiles without an sso-session (an older
  configuration) cannot be renewed at all.

## Errors people see

- With an sso-session: `Error when retrieving token from sso: Token has expired and refresh failed`
- Without: `The SSO session associated with this profile has expired or is otherwise invalid. To
  refresh this SSO session run aws sso login with the corresponding profile.`
- Rust SDK: `the SSO token has expired and cannot be refreshed`
- JavaScript SDK: `Token is expired. To refresh this SSO session run 'aws sso login' with the
  corresponding profile.`

The first two have other causes as well: a token that an administrator ended, and a region that is
not the portal's.
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts.sessions_in_scope().iter().cloned().map(Subject::Session).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let token = match token(facts, key) {
        Err(why) => return Outcome::Unknown(why.clone()),
        Ok(Some(Ok(token))) => token,
        Ok(None | Some(Err(_))) => return Outcome::Skipped(Skip::NotApplicable),
    };
    let left = token.expires_at.duration_since(facts.now);
    let renewable = can_be_renewed(facts, key, token);
    let tried = facts.network.refreshes.get(key);
    if !token.has_expired(facts.now) {
        return match tried {
            Some(Ok(Err(error))) => {
                Outcome::Found(vec![ends_soon(facts, subject, key, left, error)])
            }
            _ if renewable => Outcome::Passed(format!("{} left, renews itself", duration(left))),
            _ => Outcome::Passed(format!("{} left", duration(left))),
        };
    }
    match tried {
        Some(Ok(Ok(()))) => Outcome::Passed("renewed just now".into()),
        Some(Ok(Err(error))) if is_passing(error) => {
            Outcome::Found(vec![not_now(facts, subject, key, left, error)])
        }
        Some(Ok(Err(error))) => Outcome::Found(vec![refused(facts, subject, key, left, error)]),
        Some(Err(why)) if renewable => Outcome::Unknown(why.clone()),
        None if renewable => {
            Outcome::Passed(format!("ended {} ago, renews itself", duration(left)))
        }
        _ => Outcome::Found(vec![expired(facts, subject, key, token, left)]),
    }
}

/// Whether an AWS command would renew it. The AWS CLI never renews what has no sso-session
/// (FACTS, section 3).
fn can_be_renewed(facts: &Facts, key: &SessionKey, token: &Token) -> bool {
    matches!(key, SessionKey::Named(_)) && token.can_be_refreshed(facts.now)
}

/// Whether the service may answer otherwise in a moment: it is busy, or it is the one at fault.
pub(crate) fn is_passing(error: &ServiceError) -> bool {
    error.status.is_some_and(|status| status == 429 || status >= 500)
        || matches!(
            error.code.as_str(),
            "TooManyRequestsException"
                | "ThrottlingException"
                | "Throttling"
                | "SlowDownException"
                | "InternalServerException"
                | "InternalFailure"
                | "ServiceUnavailable"
                | "ServiceUnavailableException"
        )
}

/// What the AWS CLI says to a token that has ended (FACTS, 3.1).
fn words_of_the_cli(key: &SessionKey) -> &'static str {
    match key {
        SessionKey::Named(_) => {
            "Error when retrieving token from sso: Token has expired and refresh failed"
        }
        SessionKey::Legacy(_) => {
            "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile."
        }
    }
}

fn expired(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    token: &Token,
    left: SignedDuration,
) -> Finding {
    let why = match (key, &token.refresh_token, token.registration_expires_at) {
        (SessionKey::Legacy(_), ..) => {
            "A sign-in without an sso-session cannot be renewed, so every command stops until the next one."
        }
        (_, Some(_), Some(end)) if end <= facts.now => {
            "The registration that belongs to it ended as well, so it cannot be renewed, and every command stops until the next sign-in."
        }
        (_, Some(_), _) => {
            "It lacks a part of what renewing needs, so every command stops until the next sign-in."
        }
        (_, None, _) => {
            "It was issued without a way to renew it, so every command stops until the next sign-in."
        }
    };
    Finding::new(
        "expired",
        Severity::Fail,
        subject,
        format!("ended {} ago, cannot be renewed", duration(left)),
        format!("The sign-in to {} has ended and cannot be renewed.", clean_line(key.name())),
    )
    .why(why)
    .says(words_of_the_cli(key))
    .next("sign in again")
    .offer(again(key, "Sign in again"))
    .offer(by_hand(facts, key))
}

fn refused(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    left: SignedDuration,
    error: &ServiceError,
) -> Finding {
    Finding::new(
        "refresh-refused",
        Severity::Fail,
        subject,
        format!("ended {} ago, was not renewed", duration(left)),
        format!("The sign-in to {} has ended, and AWS did not renew it.", clean_line(key.name())),
    )
    .why(format!(
        "{}: the sign-in as a whole is over, and every command stops until the next one.",
        clean_line(&error.to_string())
    ))
    .says(words_of_the_cli(key))
    .next("sign in again")
    .offer(again(key, "Sign in again"))
    .offer(by_hand(facts, key))
}

/// Renewing failed for a reason that passes.
fn not_now(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    left: SignedDuration,
    error: &ServiceError,
) -> Finding {
    Finding::new(
        "refresh-failed",
        Severity::Warn,
        subject,
        format!("ended {} ago, not renewed yet", duration(left)),
        format!(
            "The sign-in to {} has ended and could not be renewed at the moment.",
            clean_line(key.name())
        ),
    )
    .why(format!(
        "{}: this mostly passes. Until then commands with the session's profiles stop.",
        clean_line(&error.to_string())
    ))
    .says(words_of_the_cli(key))
    .next("try again to renew it")
    .offer(refresh(key))
    .offer(again(key, "Sign in again instead"))
    .offer(by_hand(facts, key))
}

/// It still holds, and renewing it in time was refused; AWS tools pass over that without a word.
fn ends_soon(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    left: SignedDuration,
    error: &ServiceError,
) -> Finding {
    let finding = Finding::new(
        "ends-soon",
        Severity::Warn,
        subject,
        format!("ends in {}, was not renewed", duration(left)),
        format!("The sign-in to {} ends soon, and AWS did not renew it.", clean_line(key.name())),
    )
    .why(format!("{}. Commands work until it ends.", clean_line(&error.to_string())));
    let finding = if is_passing(error) {
        finding.next("try again to renew it").offer(refresh(key))
    } else {
        finding.next("sign in again")
    };
    finding.offer(again(key, "Sign in again")).offer(by_hand(facts, key))
}
