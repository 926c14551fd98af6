//! `run --credentials`: the role's credentials in the command's environment.

use std::ffi::OsString;

use facts::Facts;

use crate::app::App;
use crate::commands::credentials::{give_of_profile, profile_name};
use crate::error::CommandError;
use crate::record::seconds;

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
pub(super) const OTHER_SOURCES: &[&str] = &[
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
    let name = &profile_name(facts);
    let keys = give_of_profile(app, facts, name)?.keys;
    let mut variables: Vec<(&'static str, Option<OsString>)> =
        KEY_VARIABLES.iter().chain(OTHER_SOURCES).map(|name| (*name, None)).collect();
    let mut set = |name: &'static str, value: &str| {
        variables.retain(|(known, _)| *known != name);
        variables.push((name, Some(value.into())));
    };
    set("AWS_ACCESS_KEY_ID", keys.key_id.expose());
    set("AWS_SECRET_ACCESS_KEY", keys.secret.expose());
    // Programs from before 2014 read only the last one.
    for variable in ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] {
        set(variable, keys.session_token.expose());
    }
    set("AWS_CREDENTIAL_EXPIRATION", &seconds(keys.expires_at));
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
