//! `profile-credentials`: the profile has a source of credentials.

#[cfg(test)]
mod cases;
mod sources;
mod two_kinds;

use facts::{Facts, Profile, ScopeReason, Text};

use crate::check::Examine;
use crate::files::config_keys::has_misspelt_source;
use crate::kit::guides::{set_up, use_profile};
use crate::kit::needs;
use crate::kit::no_profile::needs_no_profile;
use crate::kit::origin::{show_origin, with_origin};
use crate::kit::words::{list, nearest, squeeze};
use crate::profile::profile_exists::without_a_file;
use crate::{Check, Effect, Finding, Group, Need, Outcome, Question, QuestionKind, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "profile-credentials",
    label: "credentials",
    title: "The profile has a source of credentials",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[
        needs::AS_WRITTEN,
        needs::READABLE,
        Need::Check("config-duplicates"),
        Need::Check("env-files"),
        Need::Check("profile-exists"),
        Need::Check("profile-chain"),
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::ProfilesInScope(is_judged, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Compare at most this many profiles with a name; real files have a handful.
const MAX_COMPARED: usize = 1_000;

/// Whether the user means to use the profile: it was chosen, or it is the default. A profile that
/// sets only a region for other tools is not judged among many.
fn is_judged(profile: &Profile<'_>) -> bool {
    match profile.facts().scope().reason {
        ScopeReason::Flag | ScopeReason::Variable(_) | ScopeReason::Default => true,
        // The default profile was not chosen, and others can be.
        ScopeReason::Nothing => {
            profile.has_credentials() || profile.facts().chains().ends.is_empty()
        }
        ScopeReason::All | ScopeReason::SingleSignOn => false,
    }
}

fn examine(profile: &Profile<'_>) -> Outcome {
    let facts = profile.facts();
    if profile.has_credentials() {
        let found = sources::find_empty_source(profile)
            .or_else(|| sources::find_web_identity_without_role(profile))
            .or_else(|| two_kinds::find_two_kinds(profile));
        return found.map_or_else(|| Outcome::Passed("in the profile".into()), Outcome::from);
    }
    if needs_no_profile(facts) {
        return Outcome::Passed("from the environment".into());
    }
    if let Some(outcome) = without_a_file(facts) {
        return outcome;
    }
    if has_misspelt_source(*profile) {
        return Outcome::Skipped(Skip::BlockedBy("config-keys"));
    }
    let effect = match facts.may_have_instance_role() {
        Ok(true) => return Outcome::Skipped(Skip::NotApplicable),
        Ok(false) if is_chosen(profile) && !may_be_given_keys(profile) => Effect::Stops,
        _ => Effect::WillBite,
    };
    match profile.text("source_profile") {
        Some(source) => source_without_role(profile, effect, source).into(),
        None => no_source(profile, effect).into(),
    }
}

/// Whether the user named the profile.
fn is_chosen(profile: &Profile<'_>) -> bool {
    profile.facts().scope().reason.is_named()
}

/// Whether the profile looks like one of aws-vault, which keeps the keys elsewhere and gives them to
/// the commands that it starts: it has an MFA device and no role.
fn may_be_given_keys(profile: &Profile<'_>) -> bool {
    profile.get("mfa_serial").is_some()
}

/// Where tools look after the profile (`create_credential_resolver` in
/// `botocore/credentials.py`).
fn why(effect: Effect) -> &'static str {
    match effect {
        Effect::Stops => {
            "The environment has no credentials either, so every command with this profile fails."
        }
        _ => {
            "The environment has no credentials either, so every command with this profile fails, unless the role of an EC2 instance or the program that starts the command (aws-vault, 1Password) provides them."
        }
    }
}

fn no_source(profile: &Profile<'_>, effect: Effect) -> Finding {
    let facts = profile.facts();
    let finding = Finding::with_effect(effect, "no-source", profile.brief("no credentials"))
        .what(format!("The profile {profile} has no source of credentials: no single sign-on, no access keys, no role, and no credential_process."))
        .why(why(effect))
        .says("Unable to locate credentials")
        .at(profile.header(), "nothing here gives credentials");
    offer_another_profile(facts, finding, profile)
}

/// `AssumeRoleProvider._has_assume_role_config_vars` in botocore: without `role_arn`, nothing reads
/// `source_profile`.
fn source_without_role(profile: &Profile<'_>, effect: Effect, source: &str) -> Finding {
    let source = Text(source);
    Finding::with_effect(effect, "source-without-role", profile.brief("source_profile without role_arn"))
        .what(format!("The profile {profile} names {source} as its source_profile, but has no role_arn, so it has no credentials."))
        .why("AWS tools read source_profile only to assume a role. A profile cannot take over the credentials of another one.")
        .says("Unable to locate credentials")
        .next(format!("add the role_arn of the role to assume, or use the profile {source} itself"))
        .at(profile.place("source_profile"), "not read without role_arn")
        .offer(add_role(profile))
        .offer(use_profile(profile.facts(), "use-profile", &source))
}

/// Asks for the role that the profile assumes.
fn add_role(profile: &Profile<'_>) -> Remedy {
    Remedy::set_in_profile("add-role", "Add the role to assume", profile, "role_arn").ask(
        Question {
            key: "role_arn",
            prompt: format!("The role that {profile} assumes"),
            help: "its ARN, such as arn:aws:iam::111122223333:role/Name".into(),
            kind: QuestionKind::Text(accept_role_arn),
            default: None,
        },
    )
}

/// `arn:aws:iam::111122223333:role/Name`, in any partition.
fn accept_role_arn(text: &str) -> Result<String, String> {
    let text = text.trim();
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_arn = matches!(
        parts.as_slice(),
        ["arn", partition, "iam", "", account, resource]
            if partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && resource.strip_prefix("role/").is_some_and(|name| !name.is_empty())
    );
    if is_arn && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err("it is not the ARN of a role, such as arn:aws:iam::111122223333:role/Name".to_owned())
    }
}

/// The profiles that have credentials and a similar name, nearest first.
fn similar_profiles<'a>(facts: &'a Facts, name: &str) -> Vec<&'a str> {
    let usable = || {
        let all = facts.profiles().filter(|other| other.name != name && other.has_credentials());
        all.take(MAX_COMPARED).map(|other| other.name)
    };
    let mut similar = nearest(name, usable());
    // `production` and `production-sso`.
    let own = squeeze(name);
    let extends = |other: &str| {
        let other = squeeze(other);
        own.len().min(other.len()) > 2 && (own.starts_with(&other) || other.starts_with(&own))
    };
    for other in usable().filter(|other| extends(other)) {
        if !similar.contains(&other) {
            similar.push(other);
        }
    }
    similar
}

fn offer_another_profile(facts: &Facts, finding: Finding, profile: &Profile<'_>) -> Finding {
    let variables = chosen_by(facts);
    let similar = similar_profiles(facts, profile.name);
    let finding = show_origin(finding, facts, &variables);
    if let Some(meant) = similar.first() {
        let next = match (similar.as_slice(), variables.as_slice()) {
            ([one], [variable]) => facts.shell.export(variable, &Text(one).to_string()),
            ([one], _) => format!("use the profile {}", Text(one)),
            (many, _) => format!("use one of {}", list(many, 3)),
        };
        return finding
            .next(with_origin(facts, &next, &variables))
            .offer(use_profile(facts, "use-profile", meant))
            .offer(set_up());
    }
    let others: Vec<&str> = facts
        .profiles()
        .filter(|other| other.has_credentials() && !lacks_source(facts, other))
        .take(MAX_COMPARED)
        .map(|other| other.name)
        .collect();
    let next = match others.as_slice() {
        [] => "set up single sign-on: aws-onboard setup".to_owned(),
        names => {
            let next = format!("use a profile that has credentials: {}", list(names, 4));
            with_origin(facts, &next, &variables)
        }
    };
    finding.next(next).offer(set_up())
}

/// Whether the profile takes its credentials from one that has none.
fn lacks_source(facts: &Facts, profile: &Profile<'_>) -> bool {
    profile
        .source()
        .is_some_and(|source| !facts.profile(source).is_some_and(|source| source.has_credentials()))
}

/// The variable that chose the profile.
fn chosen_by(facts: &Facts) -> Vec<&'static str> {
    match facts.scope().reason {
        ScopeReason::Variable(variable) => vec![variable],
        _ => Vec::new(),
    }
}
