//! The credentials of a role: from the AWS CLI's cache, otherwise from the portal.

use facts::{
    Facts, Profile, Recipients, RoleCredentials, ServiceError, SessionKey, Text, Token, Why,
};
use identity_center::{Connection, cache};

use super::run_doctor;
use crate::app::App;
use crate::error::CommandError;

/// Gives the cached credentials as long as the AWS CLI would use them, otherwise new ones, which
/// are cached; renews the sign-in first if that is due.
///
/// # Errors
/// Not signed in, refused (1), or not reached (3).
pub(super) fn credentials(
    app: &App,
    facts: &Facts,
    profile: &Profile<'_>,
    key: &SessionKey,
    account: &str,
    role: &str,
) -> Result<RoleCredentials, CommandError> {
    let folder = &facts.locations.role_cache;
    let name = facts::role_cache_name(key, account, role);
    let known = facts.role_cache.as_ref().ok().and_then(|cache| cache.entries.get(&name));
    let cached = known.and_then(|entry| entry.credentials.as_ref().ok());
    if let Some(keys) = cached.filter(|keys| keys.would_be_used(facts.now)) {
        return Ok(keys.clone());
    }
    if facts.request().offline {
        return match cached.filter(|keys| !keys.have_expired(facts.now)) {
            Some(keys) => Ok(keys.clone()),
            None => Err(match &facts.role_cache {
                Err(why) => CommandError::incomplete(format!(
                    "the AWS CLI's cache of credentials cannot be read: {why}"
                ))
                .hint(run_doctor(profile)),
                Ok(_) => CommandError::incomplete(format!(
                    "no credentials of the profile {profile} are cached, and --offline fetches none"
                ))
                .hint("run it without --offline"),
            }),
        };
    }
    let connection =
        collect::connection(&app.system, facts, key, Some(*profile), Recipients::AsConfigured)
            .map_err(|why| CommandError::incomplete(why.to_string()).hint(run_doctor(profile)))?;
    let token = live_token(app, facts, profile, &connection, key)?;
    // Another run may have fetched them while this one waited for the renewal.
    let stored = cache::read_role_credentials(&folder.join(&name));
    if let Some(keys) = stored.filter(|keys| keys.would_be_used(app.system.now())) {
        return Ok(keys);
    }
    let asked =
        identity_center::role_credentials(&connection, &token, account, role, app.system.now());
    let keys = match app.block_on(asked)? {
        Ok(Ok(keys)) => keys,
        Ok(Err(error)) => return Err(refused(profile, key, account, role, &error)),
        Err(why) => {
            return Err(CommandError::incomplete(format!(
                "no credentials for the profile {profile}: {why}"
            ))
            .hint(run_doctor(profile)));
        }
    };
    // A cache that cannot be written costs a request each time, and `doctor` reports it.
    let _ = cache::write_role_credentials(folder, &name, &keys, account);
    Ok(keys)
}

/// A token that the portal can accept: renewed if less than 15 minutes remain and it can be.
fn live_token(
    app: &App,
    facts: &Facts,
    profile: &Profile<'_>,
    connection: &Connection,
    key: &SessionKey,
) -> Result<Token, CommandError> {
    let session = Text(key.name());
    let failed = |words: String| CommandError::failed(words).hint(login(profile));
    let Some(token) = facts.token_of(key) else {
        return Err(match facts.sign_in_state(key) {
            Err(why) => {
                CommandError::incomplete(format!("the sign-in to {session} is unknown: {why}"))
                    .hint(run_doctor(profile))
            }
            Ok(_) => failed(format!("not signed in to {session}")),
        });
    };
    let now = app.system.now();
    if !token.is_due_for_refresh(now) || !facts.may_renew(key) {
        return if token.has_expired(now) {
            Err(failed(format!("the sign-in to {session} has expired")))
        } else {
            Ok(token.clone())
        };
    }
    let renewal = collect::renew_token(&app.system, facts, connection, key, token);
    match app.block_on(renewal)? {
        Ok(Ok(renewed)) => Ok(renewed),
        // It is not over yet, and the next run tries again.
        _ if !token.has_expired(app.system.now()) => Ok(token.clone()),
        Ok(Err(error)) if error.may_pass() => {
            Err(not_renewed(&session, &Why::Service(error.into())))
        }
        Ok(Err(_)) => {
            Err(failed(format!("the sign-in to {session} has expired, and AWS did not renew it")))
        }
        Err(why) => Err(not_renewed(&session, &why)),
    }
}

fn not_renewed(session: &Text<'_>, why: &Why) -> CommandError {
    CommandError::incomplete(format!("the sign-in to {session} could not be renewed: {why}"))
}

fn refused(
    profile: &Profile<'_>,
    key: &SessionKey,
    account: &str,
    role: &str,
    error: &ServiceError,
) -> CommandError {
    if error.is_unauthorized() {
        return CommandError::failed(format!(
            "the portal no longer accepts the sign-in to {}",
            Text(key.name())
        ))
        .hint(login(profile));
    }
    CommandError::failed(format!(
        "the portal gives no credentials for the role {} in the account {}: {error}",
        Text(role),
        Text(account)
    ))
    .hint(run_doctor(profile))
}

/// The command that signs in.
fn login(profile: &Profile<'_>) -> String {
    let argv = ["aws-onboard", "login", "--profile", profile.name];
    format!("run {}", profile.facts().shell.command(&argv))
}
