//! `env-credentials`: no credentials in the environment override the profile.

#[cfg(test)]
mod cases;

use facts::{Facts, ScopeReason, clean_line, mask_key_id};

use crate::check::Examine;
use crate::kit::origin::{show_origin, take_away, with_origin};
use crate::kit::words::list;
use crate::{Check, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-credentials",
    label: "environment keys",
    title: "No credentials in the environment override the profile",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";
/// The old name of the session token, which the AWS CLI and boto3 also read
/// (`botocore/credentials.py`, `EnvProvider.TOKENS`).
const OLD_TOKEN: &str = "AWS_SECURITY_TOKEN";

fn set(facts: &Facts) -> Vec<&'static str> {
    let all = [ID, SECRET, TOKEN, OLD_TOKEN];
    all.into_iter().filter(|name| facts.environment().holds(name)).collect()
}

fn applies(facts: &Facts) -> bool {
    !(set(facts).is_empty())
}

fn examine(facts: &Facts) -> Outcome {
    let names = set(facts);
    let found = match (names.contains(&ID), names.contains(&SECRET)) {
        (true, false) => half(facts, &names),
        (true, true) if uses_single_sign_on(facts) => override_profile(facts, &names),
        (true, true) => return Outcome::Passed("used; no profile uses single sign-on".into()),
        (false, _) if uses_single_sign_on(facts) => left_over(facts, &names),
        (false, _) => return Outcome::Skipped(Skip::NotApplicable),
    };
    show_origin(found, facts, &names).into()
}

/// The command that unsets them all, and where they are set.
fn unset(facts: &Facts, names: &[&str]) -> String {
    let command = facts.shell.unset_all(names);
    let it = if names.len() == 1 { "it" } else { "them" };
    with_origin(facts, &format!("unset {it}: {command}"), names)
}

fn uses_single_sign_on(facts: &Facts) -> bool {
    facts.profiles_in_scope().any(|profile| profile.uses_single_sign_on())
}

/// With `--profile`, the keys are ignored, but only in commands that use it.
fn named_by_flag(facts: &Facts) -> bool {
    facts.scope().reason == ScopeReason::Flag
}

/// `botocore/credentials.py`, `EnvProvider`: an access key without its secret is an error.
fn half(facts: &Facts, names: &[&str]) -> Finding {
    let severity = if named_by_flag(facts) { Severity::Warn } else { Severity::Fail };
    Finding::will_bite("half-a-pair", format!("{ID} is set, but {SECRET} is not")).severity(severity).what(format!("{ID} is set in the environment, but {SECRET} is not."))
    .why("The AWS CLI and boto3 use keys from the environment before any profile, and fail when one of the two is missing.")
    .says(format!("Partial credentials found in env, missing: {SECRET}"))
    .next(unset(facts, names))
    .offer(take_away(facts, names))
}

fn override_profile(facts: &Facts, names: &[&str]) -> Finding {
    let shown = facts
        .environment()
        .hidden(ID)
        .map_or_else(|| "…".into(), |id| mask_key_id(id.expose().trim()));
    let shown = clean_line(&shown);
    let temporary = shown.starts_with("ASIA");
    let has_token = names.contains(&TOKEN) || names.contains(&OLD_TOKEN);
    let severity = if named_by_flag(facts) || (temporary && has_token) {
        Severity::Warn
    } else {
        Severity::Fail
    };
    let kind = match (temporary, has_token) {
        (true, true) => "temporary keys",
        (true, false) => "temporary keys without a session token",
        (false, _) => "keys",
    };
    let finding = Finding::will_bite("keys-win", format!("{kind} in the environment override the profile")).severity(severity).what(format!("The environment contains {kind} ({shown}, in {}), which override the profile.", list(names, names.len())))
    .why(format!(
        "The AWS CLI, boto3 and the Rust SDK use them instead of single sign-on, even if AWS_PROFILE names a profile; only --profile overrides them. {}",
        if temporary && !has_token {
            "Without the session token, AWS rejects them."
        } else {
            "The JavaScript SDK uses the profile that AWS_PROFILE names."
        }
    ))
    .next(unset(facts, names));
    let finding = if temporary && !has_token {
        finding.says("InvalidClientTokenId: The security token included in the request is invalid.")
    } else {
        finding
    };
    finding
        .offer(take_away(facts, names))
        .leave("Keep them: another tool set them for this terminal")
}

/// A secret or a token without an access key, which every tool ignores.
fn left_over(facts: &Facts, names: &[&str]) -> Finding {
    Finding::worth_knowing("left-over", format!("{} without {ID}", names.join(" and ")))
        .what(format!("{} is set in the environment without {ID}.", names.join(" and ")))
        .why("No tool uses it without the key ID. It is probably left over, and it is a secret.")
        .next(unset(facts, names))
        .offer(take_away(facts, names))
}
