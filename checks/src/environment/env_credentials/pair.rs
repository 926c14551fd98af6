//! The key pair that every tool reads: AWS_ACCESS_KEY_ID and its companions.

use facts::{Facts, Profile, ScopeReason, Text, clean_line, mask_key_id, role_cache_name};
use jiff::Timestamp;

use super::{
    Judged, means_the_profile, named_by_flag, own_profile, severity, unset, uses_single_sign_on,
};
use crate::kit::key_form::{are_swapped, fault_of_id, fault_of_secret};
use crate::kit::origin::{show_origin, take_away};
use crate::kit::tools::{Choices, is_from_profile, is_from_variable, tool_names_first};
use crate::kit::words::{duration, list};
use crate::{Finding, Severity};

pub(super) const ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";
/// The old name of the session token, which the AWS CLI and boto3 also read
/// (`botocore/credentials.py`, `EnvProvider.TOKENS`).
const OLD_TOKEN: &str = "AWS_SECURITY_TOKEN";
/// When the keys end. Of what is judged here, only botocore refuses keys by it (`botocore/credentials.py`,
/// `EnvProvider.EXPIRY_TIME`).
const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";
/// An old name of the secret, which the SDKs for Go, Java 1.x and Ruby accept.
const OLD_SECRET: &str = "AWS_SECRET_KEY";

pub(super) const NAMES: &[&str] = &[ID, SECRET, TOKEN, OLD_TOKEN];

pub(super) fn judge(facts: &Facts) -> Judged {
    let names: Vec<&str> =
        NAMES.iter().copied().filter(|name| facts.environment().has_value(name)).collect();
    let found = match (names.contains(&ID), names.contains(&SECRET)) {
        (true, false) => half(facts, &names),
        (true, true) => return complete(facts, &names),
        (false, _) if !names.is_empty() && uses_single_sign_on(facts) => left_over(facts, &names),
        (false, _) => return Judged::Nothing,
    };
    Judged::Fault(Box::new(show_origin(found, facts, &names)))
}

fn complete(facts: &Facts, names: &[&str]) -> Judged {
    let ended = ended_at(facts).map(|ended| expired(facts, names, ended));
    if let Some(finding) = ended.or_else(|| malformed(facts, names)) {
        return Judged::Fault(Box::new(show_origin(finding, facts, names)));
    }
    if own_profile(facts).is_some_and(|profile| has_same_key(facts, &profile)) {
        return Judged::Fine("the profile's own keys");
    }
    if matches!(facts.scope().reason, ScopeReason::Flag) && is_source_of_role(facts) {
        return Judged::Fine("the source of the profile's role");
    }
    if !uses_single_sign_on(facts) && own_profile(facts).is_none() {
        return Judged::Fine("used; no profile uses single sign-on");
    }
    Judged::Fault(Box::new(show_origin(override_profile(facts, names), facts, names)))
}

/// Whether the profile's role is assumed with the keys in the environment: to unset them would break
/// it.
fn is_source_of_role(facts: &Facts) -> bool {
    own_profile(facts).and_then(|profile| profile.text("credential_source")) == Some("Environment")
}

/// `botocore/credentials.py`, `EnvProvider`: an access key without its secret is an error.
fn half(facts: &Facts, names: &[&str]) -> Finding {
    let has_old = facts.environment().has_value(OLD_SECRET);
    Finding::will_bite("half-a-pair", format!("{ID} is set, but {SECRET} is not"))
        .severity(severity(facts))
        .what(if has_old {
            format!("{ID} is set in the environment, but {SECRET} is not; {OLD_SECRET} is a name that the AWS CLI does not read.")
        } else {
            format!("{ID} is set in the environment, but {SECRET} is not.")
        })
        .why("The AWS CLI and boto3 use keys from the environment before any profile, and fail when one of the two is missing.")
        .says(format!("Partial credentials found in env, missing: {SECRET}"))
        .next(unset(facts, names))
        .offer(take_away(facts, names))
}

/// When the keys ended, if they say so.
fn ended_at(facts: &Facts) -> Option<Timestamp> {
    let text = facts.environment().hidden(EXPIRATION)?;
    let ended: Timestamp = text.expose().trim().parse().ok()?;
    (ended <= facts.now).then_some(ended)
}

/// `botocore/credentials.py`, `EnvProvider._create_credentials_fetcher`.
fn expired(facts: &Facts, names: &[&str], ended: Timestamp) -> Finding {
    let ago = duration(facts.now.duration_since(ended));
    let mut all = names.to_vec();
    all.push(EXPIRATION);
    Finding::will_bite("expired", format!("by {EXPIRATION}, the keys expired {ago} ago"))
        .severity(severity(facts))
        .what(format!("{EXPIRATION} says that the keys in the environment ({}) expired {ago} ago.", list(names, names.len())))
        .why(format!("The AWS CLI and boto3 refuse keys that have expired by {EXPIRATION}, and use keys from the environment before any profile. If the keys are newer than it, only it has to go."))
        .says("Credentials were refreshed, but the refreshed credentials are still expired.")
        .next(unset(facts, &all))
        .offer(take_away(facts, &all))
}

/// Keys with something in them that no key has.
fn malformed(facts: &Facts, names: &[&str]) -> Option<Finding> {
    // A service of one's own, such as LocalStack, takes any key.
    let has_endpoint =
        own_profile(facts).is_some_and(|profile| profile.get("endpoint_url").is_some());
    if has_endpoint || facts.environment().non_empty("AWS_ENDPOINT_URL").is_some() {
        return None;
    }
    let value =
        |name| facts.environment().hidden(name).map_or("", |secret| secret.expose().as_str());
    let (id, secret) = (value(ID), value(SECRET));
    if are_swapped(id, secret) {
        let what = format!("{ID} contains the secret key, and {SECRET} the access key ID.");
        return Some(not_a_key(facts, names, "the two keys are swapped", what, severity(facts)));
    }
    let of_id = || fault_of_id(id).map(|fault| (ID, fault, severity(facts)));
    // How a secret looks is not documented.
    let of_secret = || fault_of_secret(id, secret).map(|fault| (SECRET, fault, Severity::Warn));
    let (name, fault, severity) = of_id().or_else(of_secret)?;
    let what = format!("{name} in the environment {fault}.");
    Some(not_a_key(facts, names, &format!("{name} {fault}"), what, severity))
}

fn not_a_key(
    facts: &Facts,
    names: &[&str],
    brief: &str,
    what: String,
    severity: Severity,
) -> Finding {
    Finding::will_bite("not-a-key", brief)
        .severity(severity)
        .what(what)
        .why("AWS tools send it as it is, and AWS rejects it. They use keys from the environment before any profile.")
        .next(unset(facts, names))
        .offer(take_away(facts, names))
}

/// Whether the environment has the very key that the profile gives: in a file, or as the AWS CLI
/// has cached it.
fn has_same_key(facts: &Facts, profile: &Profile<'_>) -> bool {
    let Some(id) = facts.environment().hidden(ID).map(|id| id.expose().trim()) else {
        return false;
    };
    if profile.text("aws_access_key_id") == Some(id) {
        return true;
    }
    let cached = || {
        let name = role_cache_name(&profile.session_key()?, profile.account()?, profile.role()?);
        facts.role_cache.as_ref().ok()?.entries.get(&name)?.credentials.as_ref().ok()
    };
    cached().is_some_and(|credentials| credentials.key_id.expose() == id)
}

fn override_profile(facts: &Facts, names: &[&str]) -> Finding {
    let shown = facts
        .environment()
        .hidden(ID)
        .map_or_else(|| "…".into(), |id| mask_key_id(id.expose().trim()));
    let shown = clean_line(&shown);
    let temporary = shown.starts_with("ASIA");
    let has_token = names.contains(&TOKEN) || names.contains(&OLD_TOKEN);
    let severity = if !means_the_profile(facts) {
        Severity::Note
    } else if named_by_flag(facts) || (temporary && has_token) {
        Severity::Warn
    } else {
        Severity::Fail
    };
    let kind = match (temporary, has_token) {
        (true, true) => "temporary keys",
        (true, false) => "temporary keys without a session token",
        (false, _) => "keys",
    };
    let place = list(names, names.len());
    let finding =
        Finding::will_bite("keys-win", format!("{kind} in the environment override the profile"))
            .severity(severity)
            .what(format!(
                "The environment contains {kind} ({shown}, in {place}), which override the profile."
            ))
            .why(why_they_win(facts, temporary && !has_token))
            .next(unset(facts, names));
    let finding = if temporary && !has_token {
        finding.says("InvalidClientTokenId: The security token included in the request is invalid.")
    } else {
        finding
    };
    if is_source_of_role(facts) {
        return finding
            .next("name the profile with --profile: its role is assumed with these keys");
    }
    finding
        .offer(take_away(facts, names))
        .leave("Keep them: another tool set them for this terminal")
}

/// Which tools use the keys, and which the profile.
fn why_they_win(facts: &Facts, is_rejected: bool) -> String {
    let choices = Choices::by_environment(facts);
    let takers = choices.tools(|answer| is_from_variable(answer, &[ID]));
    let others = choices.tools(is_from_profile);
    let instead = match own_profile(facts) {
        _ if uses_single_sign_on(facts) => "single sign-on".to_owned(),
        Some(profile) => format!("the profile {}", Text(profile.name)),
        None => "the profile".to_owned(),
    };
    let mut why = format!(
        "{} use them instead of {instead}, even if AWS_PROFILE names a profile. In the AWS CLI, only --profile overrides them.",
        tool_names_first(&takers)
    );
    if is_rejected {
        why.push_str(" Without the session token, AWS rejects them.");
    } else if !others.is_empty() {
        let use_it = if others.len() == 1 { "uses" } else { "use" };
        why.push_str(&format!(" {} {use_it} the profile.", tool_names_first(&others)));
    }
    why
}

/// A secret or a token without an access key, which every tool ignores.
fn left_over(facts: &Facts, names: &[&str]) -> Finding {
    Finding::worth_knowing("left-over", format!("{} without {ID}", names.join(" and ")))
        .what(format!("{} is set in the environment without {ID}.", names.join(" and ")))
        .why("No tool uses it without the key ID. It is probably left over, and it is a secret.")
        .next(unset(facts, names))
        .offer(take_away(facts, names))
}
