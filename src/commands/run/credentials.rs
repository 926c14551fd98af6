//! `run --credentials`: the role's credentials in the command's environment.

use std::ffi::OsString;

use facts::{Facts, ScopeReason, Text};
use identity_center::RoleKeys;

use crate::app::App;
use crate::error::CommandError;

/// The variables that give keys to a program: the SDKs' own, and those of older programs
/// (`AWS_SECURITY_TOKEN` of boto, `AWS_ACCESS_KEY` and `AWS_SECRET_KEY` of the SDK for Java 1.x).
pub(super) const KEY_VARIABLES: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_CREDENTIAL_EXPIRATION",
];

/// Variables that some programs rank above keys in the environment: a profile (the SDKs for C++
/// and .NET, and programs that load a profile by its name), and a web identity (.NET).
const OTHER_SOURCES: &[&str] = &[
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
];

/// The variables with the credentials of the profile in scope, and those that must not be set
/// beside them.
///
/// # Errors
/// No profile is chosen, it has no role, or AWS gives no credentials for it.
pub(super) fn variables(
    app: &App,
    facts: &Facts,
) -> Result<Vec<(&'static str, Option<OsString>)>, CommandError> {
    let name = chosen_profile(facts)?;
    let keys = role_keys(app, facts, name)?;
    let mut variables: Vec<(&'static str, Option<OsString>)> =
        KEY_VARIABLES.iter().chain(OTHER_SOURCES).map(|name| (*name, None)).collect();
    let mut set = |name: &'static str, value: &str| {
        variables.retain(|(known, _)| *known != name);
        variables.push((name, Some(value.into())));
    };
    set("AWS_ACCESS_KEY_ID", keys.id.expose());
    set("AWS_SECRET_ACCESS_KEY", keys.secret.expose());
    if let Some(token) = &keys.session_token {
        set("AWS_SESSION_TOKEN", token.expose());
        // Programs from before 2014 read only this one.
        set("AWS_SECURITY_TOKEN", token.expose());
    }
    if let Some(time) = keys.expires_at {
        set("AWS_CREDENTIAL_EXPIRATION", &time.to_string());
    }
    // Without a profile, its region is lost too.
    let region = facts.profile(name).and_then(|profile| profile.text("region"));
    if let Some(region) = region {
        for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if facts.environment().non_empty(variable).is_none() {
                set(variable, region);
            }
        }
    }
    Ok(variables)
}

/// The one profile whose credentials are meant.
fn chosen_profile(facts: &Facts) -> Result<&str, CommandError> {
    let scope = facts.scope();
    match (scope.profiles.as_slice(), scope.reason) {
        ([one], reason) if reason != ScopeReason::Nothing => Ok(one),
        _ => Err(CommandError::failed("--credentials needs a profile")
            .hint("name it with --profile; `aws-onboard profiles` lists them")),
    }
}

/// The credentials of the profile's role, from the portal.
fn role_keys(app: &App, facts: &Facts, name: &str) -> Result<RoleKeys, CommandError> {
    let shown = Text(name);
    let no = |why: String| {
        CommandError::failed(format!("no credentials for the profile {shown}: {why}"))
    };
    let Some(profile) = facts.profile(name) else {
        return Err(no("it does not exist".into()).hint("`aws-onboard profiles` lists them"));
    };
    let (Some(key), Some(account), Some(role)) =
        (profile.session_key(), profile.text("sso_account_id"), profile.text("sso_role_name"))
    else {
        return Err(no("it does not use single sign-on with an account and a role".into())
            .hint("without --credentials, the command finds credentials by itself"));
    };
    let sign_in = || format!("`aws-onboard login --profile {shown}` signs in");
    let token =
        facts.token_of(&key).filter(|token| !token.has_expired(app.system.now())).ok_or_else(
            || no(format!("you are not signed in to {}", Text(key.name()))).hint(sign_in()),
        )?;
    let connection = collect::connection(&app.system, facts, &key, Some(profile))
        .map_err(|why| no(why.to_string()))?;
    let answer = identity_center::role_keys(&connection, token, account, role, app.system.now());
    match app.block_on(answer)? {
        Ok(Ok(keys)) => Ok(keys),
        Ok(Err(refusal)) if refusal.is_unauthorized() => {
            Err(no(format!("AWS no longer accepts the sign-in to {}", Text(key.name())))
                .hint(sign_in()))
        }
        Ok(Err(refusal)) => Err(no(refusal.to_string())
            .hint(format!("`aws-onboard doctor --profile {shown}` checks the account and role"))),
        Err(why) => Err(no(why.to_string())),
    }
}
