//! Commands that give single sign-on's credentials to tools that do not support it. They are read,
//! never run.

use facts::{Profile, StartUrl, split_command};

use crate::kit::command::{option_value, program_name};

/// Programs whose credential_process gives the credentials of single sign-on.
const BRIDGES: [&str; 7] =
    ["aws-sso-util", "aws2-wrap", "aws-sso", "aws-vault", "dgranted", "granted", "aws-onboard"];

/// Whether the profile's command gives the same identity as its single sign-on: it is a program for
/// that, and its arguments name no other account or role.
pub(super) fn gives_same_identity(profile: &Profile<'_>, command: &str) -> bool {
    let Ok(words) = split_command(command, profile.facts().os) else {
        return false;
    };
    // `sh -c "aws configure …"`: the command is one word.
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let Some(program) = words.first().map(|word| program_name(word)) else {
        return false;
    };
    if !BRIDGES.contains(&program) && !words.contains(&"export-credentials") {
        return false;
    }
    let named = option_value(&words, &["--profile", "-p"])
        .or_else(|| (program == "aws-vault").then(|| positional_profile(&words)).flatten());
    if let Some(name) = named {
        return name == profile.name || resolves_to_same(profile, name);
    }
    let arn = option_value(&words, &["--arn", "-a"]).and_then(account_and_role);
    let account = option_value(&words, &["--account-id", "--account", "-A"]);
    let role = option_value(&words, &["--role-name", "--role", "-R"]);
    let (account, role) = match arn {
        Some((account, role)) => (Some(account), Some(role)),
        None => (account, role),
    };
    // Without any of them, it uses the profile that the tool in use has.
    account.is_none_or(|account| profile.account() == Some(account))
        && role.is_none_or(|role| profile.role() == Some(role))
}

/// The profile of `aws-vault exec --json dev` and `aws-vault export --format=json dev`.
fn positional_profile<'a>(words: &[&'a str]) -> Option<&'a str> {
    let at = words.iter().position(|word| matches!(*word, "exec" | "export"))?;
    words[at + 1..].iter().copied().find(|word| !word.starts_with('-') && *word != "json")
}

/// `arn:aws:iam::111122223333:role/path/Name`.
fn account_and_role(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (account, resource) = (parts.next()?, parts.next()?);
    let role = resource.strip_prefix("role/")?.rsplit('/').next()?;
    Some((account, role))
}

/// Whether the other profile signs in to the same account and role of the same portal. The keys of
/// Granted have a prefix (`granted_sso_account_id`).
fn resolves_to_same(profile: &Profile<'_>, name: &str) -> bool {
    let facts = profile.facts();
    let Some(other) = facts.profile(name).filter(|other| !other.assumes_role()) else {
        return false;
    };
    let account = other.account().or_else(|| other.text("granted_sso_account_id"));
    let role = other.role().or_else(|| other.text("granted_sso_role_name"));
    let portal = |profile: &Profile<'_>| {
        let session = facts.session(&profile.session_key()?);
        Some(StartUrl::parse(&session.start_url?).canonical)
    };
    let is_same_portal = match (portal(profile), portal(&other)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => true,
    };
    account == profile.account() && role == profile.role() && is_same_portal
}
