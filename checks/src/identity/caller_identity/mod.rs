//! `caller-identity`: AWS recognizes the profile as the account and the role that it names.

#[cfg(test)]
mod cases;

use facts::{
    Facts, Identity, IdentityAnswer, Profile, ServiceError, Step, Text, Why, clean_line,
    mask_secrets,
};

use crate::Need;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::client_error;
use crate::network::name_cause;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "caller-identity",
    label: "identity",
    title: "GetCallerIdentity returns this account and this role",
    group: Group::Identity,
    since: "0.1.0",
    requires: &[
        Need::Check("profile-exists"),
        needs::SESSION_FIELDS,
        Need::Check("sso-session-consistent"),
        Need::Check("sso-start-url"),
        Need::Check("sso-region"),
        Need::Check("profile-fields"),
        needs::TOKEN_USABLE,
        Need::Check("endpoints-reachable"),
        Need::Check("tls-trust"),
        Need::Check("clock"),
        Need::Check("token-accepted"),
        Need::Check("role-assigned"),
    ],
    wants: &[FactKey::Identities],
    manual: include_str!("manual.md"),
    examine: Examine::ProfilesInScope(has_a_role, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Whether this profile gets its identity from single sign-on: a role to assume comes before it.
pub(super) fn has_a_role(profile: &Profile<'_>) -> bool {
    profile.session_key().is_some()
        && profile.account().is_some()
        && profile.role().is_some()
        && profile.text("role_arn").is_none()
}

fn examine(profile: &Profile<'_>) -> Outcome {
    let facts = profile.facts();
    match facts.network.identities.get(profile.name) {
        None if super::is_sampled(facts) => Outcome::Skipped(Skip::Sampled),
        None => Outcome::Unknown(Why::NotAsked),
        Some(Err(why)) => Outcome::Unknown(match profile.session_key() {
            Some(key) => name_cause(facts, &key, why.clone()),
            None => why.clone(),
        }),
        Some(Ok(IdentityAnswer::Identity(identity))) => compare(facts, profile, identity),
        Some(Ok(IdentityAnswer::Refused(_, error))) if error.may_pass() => {
            Outcome::Unknown(Why::error(error))
        }
        Some(Ok(IdentityAnswer::Refused(Step::RoleCredentials, error))) => {
            by_the_portal(profile, error)
        }
        Some(Ok(IdentityAnswer::Refused(Step::CallerIdentity, error))) => {
            by_sts(facts, profile, error)
        }
    }
}

fn compare(facts: &Facts, profile: &Profile<'_>, identity: &Identity) -> Outcome {
    let account = clean_line(&identity.account);
    let same_account = profile.account() == Some(identity.account.as_str());
    // A role that IAM Identity Center did not name says nothing about the permission set.
    let set = identity.permission_set();
    let role = profile.role().unwrap_or_default();
    let same_role = set.is_none_or(|(set, _)| set.eq_ignore_ascii_case(role));
    if same_account && same_role {
        return Outcome::Passed(match set {
            Some((set, person)) => {
                format!("{account} as {} ({})", Text(set), Text(person))
            }
            None => format!("{account} as {}", Text(role)),
        });
    }
    let who = match set {
        Some((set, _)) => format!("{account} as {}", Text(set)),
        None => account,
    };
    let name = clean_line(profile.name);
    let finding = Finding::stops("somebody-else", profile.brief(&format!("is actually {who}"))).what(format!("AWS says that the profile {name} is {who}, which is not what the profile names."))
    .why("Commands would act as an unexpected identity. AWS itself always returns the role that was requested, so another endpoint has probably answered.");
    let endpoints = profile.endpoints();
    let settings: Vec<String> = [("the portal", &endpoints.portal), ("STS", &endpoints.sts)]
        .into_iter()
        .filter_map(|(service, url)| {
            let url = clean_line(&mask_secrets(url.as_deref()?));
            Some(format!("A setting sends {service} calls to {url}."))
        })
        .collect();
    let guide = if settings.is_empty() {
        Remedy::guide("look", "See which address answers").command([
            "aws",
            "sts",
            "get-caller-identity",
            "--debug",
            "--profile",
            profile.name,
        ])
    } else {
        Remedy::guide("endpoints", "Remove the endpoint settings")
    };
    let guide = settings.into_iter().fold(guide, Remedy::word);
    let variables = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_STS"];
    let guide = variables
        .into_iter()
        .filter(|variable| facts.environment().is_set(variable))
        .fold(guide, |guide, variable| guide.word(facts.shell.unset(variable)));
    Outcome::Found(vec![finding.next("find out which endpoint answers").offer(guide)])
}

/// GetRoleCredentials was refused. What refuses the token or the role is `token-accepted`'s and
/// `role-assigned`'s, which stand before; where these were left out, nothing was found out here.
fn by_the_portal(profile: &Profile<'_>, error: &ServiceError) -> Outcome {
    if error.is_unauthorized() || error.is_forbidden() {
        return Outcome::Unknown(Why::Service(Box::new(error.clone())));
    }
    Outcome::Found(vec![other(profile, error)])
}

fn is_refused(facts: &Facts, profile: &str, what: impl Fn(&ServiceError, Step) -> bool) -> bool {
    matches!(
        facts.network.identities.get(profile),
        Some(Ok(IdentityAnswer::Refused(step, error))) if what(error, *step)
    )
}

/// GetCallerIdentity was refused, although the portal gave credentials.
fn by_sts(facts: &Facts, profile: &Profile<'_>, error: &ServiceError) -> Outcome {
    if is_clock(error) {
        return clock(facts, profile, error);
    }
    let finding = match error.code.as_str() {
        "AccessDenied" | "AccessDeniedException" => Finding::worth_knowing("question-forbidden", "a policy denies GetCallerIdentity").what(format!("The portal returned credentials for the profile {profile}, but a policy denies GetCallerIdentity."))
        .why("The credentials work. A policy of your organization (a service control policy) denies the call, perhaps only in this region.")
        .says(client_error(error))
        .next("nothing to do, unless other commands are denied too"),
        "InvalidClientTokenId" => not_enabled(profile, error),
        _ => other(profile, error),
    };
    Outcome::Found(vec![finding])
}

/// Whether the message is one for a wrong clock (FAILURES, E17).
fn is_clock(error: &ServiceError) -> bool {
    match error.code.as_str() {
        "RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture" => true,
        "SignatureDoesNotMatch" | "InvalidSignatureException" => {
            error.message.contains("Signature expired")
                || error.message.contains("Signature not yet current")
        }
        _ => false,
    }
}

/// The clock is wrong: one finding per machine, at the first profile that is affected.
fn clock(facts: &Facts, profile: &Profile<'_>, error: &ServiceError) -> Outcome {
    let skewed = |error: &ServiceError, step| step == Step::CallerIdentity && is_clock(error);
    let mut profiles = facts.scope().profiles.iter();
    let first = profiles.find(|name| is_refused(facts, name, skewed));
    if first.is_some_and(|first| first != profile.name) {
        return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
    }
    let finding = Finding::stops("clock", "this computer's clock is wrong").what("AWS refuses the request because this computer's clock is off.")
    .why("Requests are signed with the time, and AWS accepts a difference of about five minutes. Clocks often drift after sleep and in virtual machines.")
    .says(client_error(error))
    .next("set the clock")
    .offer(crate::network::clock::guide(facts));
    Outcome::Found(vec![finding])
}

/// STS does not recognize the credentials that the portal has just given (FAILURES, U12).
fn not_enabled(profile: &Profile<'_>, error: &ServiceError) -> Finding {
    let region = profile.region().map(|region| clean_line(&region.name));
    let place = region.as_deref().unwrap_or("this region");
    Finding::stops("region-refuses", format!("STS in {place} refuses the credentials")).what(format!("The portal returned credentials for the profile {profile}, but STS in {place} does not accept them."))
    .why("The credentials are minutes old, so the region is the likely cause: some regions must be enabled for an account before it can use them.")
    .says(client_error(error))
    .next("try another region")
    .offer(
        Remedy::guide("other-region", "Try a region that is always enabled")
            .command(["aws", "sts", "get-caller-identity", "--profile", profile.name, "--region", "us-east-1"])
            .word(format!("If that works, {place} is not enabled for this account: use another region, or ask your administrator to enable it.")),
    )
}

/// A refusal that has no explanation here.
fn other(profile: &Profile<'_>, error: &ServiceError) -> Finding {
    let name = clean_line(profile.name);
    let request = error.request_id.as_deref().map(clean_line);
    let guide = Remedy::guide("report", "Ask your support team").command([
        "aws-onboard",
        "report",
        "--profile",
        profile.name,
    ]);
    let guide = match request {
        Some(id) => guide.word(format!("The AWS request ID is {id}.")),
        None => guide,
    };
    Finding::stops("refused", profile.brief(&clean_line(&error.code)))
        .what(format!("AWS refuses the request of the profile {name}."))
        .why(format!(
            "{}. AWS commands with this profile get the same answer.",
            Text(&error.to_string())
        ))
        .says(client_error(error))
        .next("ask your support team")
        .offer(guide)
}
