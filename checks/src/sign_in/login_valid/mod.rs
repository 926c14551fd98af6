//! `login-valid`: the profiles that use `aws login` are signed in.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, ScopeReason, SignInState, SignedOutBecause, Subject, Text, Why};
use jiff::Timestamp;

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::duration;
use crate::sign_in::console::{next_step, sign_in_by_hand, sign_in_of, subjects, too_old};
use crate::{Check, Finding, Group, Need, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "login-valid",
    label: "aws login",
    title: "The profile's sign-in with aws login has not ended",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[needs::AS_WRITTEN, Need::Check("profile-exists"), Need::Check("login-cache")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Variables that tools prefer to a profile that no flag names (`botocore/credentials.py`,
/// `create_credential_resolver`).
const BEFORE_THE_PROFILE: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"];

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some((profile, session)) = sign_in_of(facts, subject) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let by_flag = matches!(facts.scope().reason, ScopeReason::Flag | ScopeReason::All);
    if !by_flag && BEFORE_THE_PROFILE.iter().any(|name| facts.environment().has_value(name)) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    match facts.login_state(session) {
        Err(why) => Outcome::Unknown(why),
        Ok(SignInState::SignedIn { expires_at, .. }) => {
            let left = duration(expires_at.duration_since(facts.now));
            Outcome::Passed(format!("{left} left, renews itself"))
        }
        // Only AWS knows whether the sign-in behind the keys is over.
        Ok(SignInState::MayRenew { .. }) if facts.request().offline => {
            Outcome::Skipped(Skip::Offline)
        }
        Ok(SignInState::MayRenew { expired_at }) => Outcome::Unknown(Why::Error(format!(
            "its keys expired {} ago; the AWS CLI renews them with the next command, unless the sign-in is over",
            duration(facts.now.duration_since(expired_at))
        ))),
        Ok(SignInState::SignedOut(SignedOutBecause::NoToken)) => {
            not_signed_in(&profile, session).into()
        }
        Ok(SignInState::SignedOut(SignedOutBecause::Expired(at))) => expired(&profile, at).into(),
        // login-cache reports the file.
        Ok(SignInState::SignedOut(_)) => Outcome::Skipped(Skip::NotApplicable),
    }
}

fn not_signed_in(profile: &Profile<'_>, session: &str) -> Finding {
    let finding = Finding::stops("not-signed-in", profile.brief("not signed in with aws login"))
        .what(format!("The profile {profile} uses aws login, and there is no sign-in."))
        .why("Every command with this profile needs the credentials that aws login stores.")
        .next(next_step(profile, "sign in"))
        .at(profile.place("login_session"), "no stored sign-in has this name")
        .offer(sign_in_by_hand(profile, "Sign in with the AWS CLI"));
    // An AWS CLI that does not know login_session says something else.
    if too_old(profile.facts()).is_some() {
        return finding;
    }
    finding.says(format!(
        "Error loading login session token: Unable to load a existing login session for session {}, Please reauthenticate with 'aws login'.",
        Text(session)
    ))
}

fn expired(profile: &Profile<'_>, at: Timestamp) -> Finding {
    let ago = duration(profile.facts().now.duration_since(at));
    Finding::stops("expired", profile.brief("the sign-in with aws login has ended"))
        .what(format!("The profile {profile}'s sign-in with aws login has ended."))
        .why(format!(
            "Its keys expired {ago} ago, and AWS renews a sign-in for at most 12 hours, so every command with this profile fails."
        ))
        .says("Your session has expired. Please reauthenticate using 'aws login'.")
        .next(next_step(profile, "sign in again"))
        .at(profile.place("login_session"), "this sign-in has ended")
        .offer(sign_in_by_hand(profile, "Sign in again with the AWS CLI"))
}
