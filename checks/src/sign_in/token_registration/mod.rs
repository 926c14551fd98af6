//! `token-registration`: the client registration is current and of the right kind.

#[cfg(test)]
mod cases;

use std::path::Path;

use facts::{
    AwsVersion, Facts, Registration, Session, SessionKey, Text, Token, VersionOutput, Why,
    clean_line,
};
use jiff::SignedDuration;
use semver::Version;

use crate::Need;
use crate::check::Examine;
use crate::kit::cli::BROWSER;
use crate::kit::words::duration;
use crate::sign_in::remedies::{set_aside, sign_in_again};
use crate::{Applicability, Check, FactKey, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "token-registration",
    label: "registration",
    title: "The client registration is current and of the right kind",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[Need::Check("token-present")],
    wants: &[FactKey::AwsVersions],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(has_files, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// A registration that expires within this time is not used for a new sign-in
/// (`awscli/botocore/utils.py`, `BaseSSOTokenFetcher._EXPIRY_WINDOW`).
const MIN_VALIDITY: SignedDuration = SignedDuration::from_mins(15);

/// Whether the cache has a token or a registration of the sso-session. Without an sso-session no
/// token is renewed, and the file belongs only to that sign-in.
fn has_files(session: &Session<'_>) -> bool {
    matches!(session.key, SessionKey::Named(_))
        && session.facts.tokens.as_ref().is_ok_and(|cache| {
            cache.registrations.contains_key(&session.key)
                || cache.entries.contains_key(&session.key.cache_name())
        })
}

fn examine(session: &Session<'_>) -> Outcome {
    let (facts, key) = (session.facts, &session.key);
    if let Some(token) = facts.token_of(key)
        && let Some(finding) = ended(facts, key, token)
    {
        return Outcome::Found(vec![finding]);
    }
    let entry = facts.tokens.as_ref().ok().and_then(|cache| cache.registrations.get(key));
    // `token-cache` reports one that cannot be read.
    let Some((path, Ok(registration))) =
        entry.map(|entry| (&entry.path, entry.registration.as_ref()))
    else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let left = registration.expires_at.duration_since(facts.now);
    if left <= MIN_VALIDITY {
        return Outcome::Passed("expired; the next sign-in registers again".into());
    }
    if registration.is_for_a_browser() {
        match misreader(facts) {
            Ok(Some(version)) => {
                return Outcome::Found(vec![misread(facts, key, path, registration, &version)]);
            }
            Ok(None) => {}
            Err(why) => return Outcome::Unknown(why),
        }
    }
    Outcome::Passed(format!("{} left", duration(left)))
}

/// The token's client registration has expired, so it can no longer be renewed.
fn ended(facts: &Facts, key: &SessionKey, token: &Token) -> Option<Finding> {
    let end = token.registration_expires_at.filter(|end| *end <= facts.now)?;
    token.refresh_token.as_ref()?;
    let name = clean_line(key.name());
    let ago = duration(end.duration_since(facts.now));
    let left = token.expires_at.duration_since(facts.now);
    let has_ended = token.has_expired(facts.now);
    let (severity, brief, why) = if has_ended {
        (
            Severity::Fail,
            "the sign-in and its registration have expired".to_owned(),
            "The token has expired too and cannot be renewed, so every command with this session's profiles fails until you sign in again.".to_owned(),
        )
    } else {
        (
            Severity::Warn,
            format!("expires in {} and will not renew itself", duration(left)),
            format!(
                "Commands work for another {}, until the token expires. Then the AWS CLI fails; the JavaScript SDK still tries to renew it and is refused.",
                duration(left)
            ),
        )
    };
    let finding = Finding::will_bite("ended", brief)
        .severity(severity)
        .what(format!(
            "The client registration of {name} expired {ago} ago, so the sign-in cannot be renewed."
        ))
        .why(why);
    let finding = if has_ended {
        finding.says("Error when retrieving token from sso: Token has expired and refresh failed")
    } else {
        finding.says("An error occurred (InvalidClientException) when calling the CreateToken operation: Invalid client provided")
    };
    Some(sign_in_again(finding, facts, key))
}

/// An AWS CLI on PATH that would reuse a browser registration as a device registration (CATALOGUE,
/// *Registrations*; FACTS, section 3: the shared file since 2.7.32, the kinds since 2.22.0).
fn misreader(facts: &Facts) -> Result<Option<AwsVersion>, Why> {
    let affected = Version::new(2, 7, 32)..BROWSER;
    let mut unknown = None;
    for aws in facts.aws.as_ref().map_err(Clone::clone)? {
        match &aws.version {
            Ok(VersionOutput::Aws(version)) if affected.contains(&version.0) => {
                return Ok(Some(version.clone()));
            }
            Ok(_) => {}
            // `cli-version` reports why a version is unknown.
            Err(why) => unknown = Some(why.clone()),
        }
    }
    unknown.map_or(Ok(None), Err)
}

fn misread(
    facts: &Facts,
    key: &SessionKey,
    path: &Path,
    registration: &Registration,
    version: &AwsVersion,
) -> Finding {
    let shown = facts.shown(path);
    let finding = Finding::will_bite("for-a-browser", format!("AWS CLI {version} cannot sign in with the stored registration")).what(format!("The client registration of {} is for browser sign-ins.", Text(key.name())))
    .why(format!("AWS CLI {version} on PATH uses the one in {shown} for device authorization, so AWS refuses aws sso login until it expires, in {}.", duration(registration.expires_at.duration_since(facts.now))))
    .next("move the registration to the backups; the next sign-in registers again");
    let title = "Move the registration to the backups";
    finding.offer(set_aside(Applicability::Safe, title, vec![path.to_path_buf()]))
}
