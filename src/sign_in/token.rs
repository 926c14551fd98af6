//! The token of a session: whether there is one to use, and its renewal.

use facts::{Facts, SessionKey, Token, Why};
use identity_center::{Connection, SignIn};
use jiff::Timestamp;

use crate::app::App;
use crate::error::CommandError;

/// Whether AWS tools renew a token: never without an sso-session (FACTS, section 3).
pub(crate) fn can_renew(key: &SessionKey, token: &Token, now: Timestamp) -> bool {
    matches!(key, SessionKey::Named(_)) && token.can_be_refreshed(now)
}

/// Whether a session has a token to use.
pub(crate) enum Held {
    /// It has time left.
    Token(Token),
    /// The user must sign in.
    SignedOut,
    /// It has expired, and whether it would be renewed could not be found out.
    NotRenewed(Why),
}

impl Held {
    /// The token.
    pub(crate) fn token(self) -> Option<Token> {
        match self {
            Self::Token(token) => Some(token),
            Self::SignedOut | Self::NotRenewed(_) => None,
        }
    }
}

/// The cached token of a session if it has time left, renewed if that is due and possible. Only the
/// portal knows whether it still accepts the token.
///
/// # Errors
/// The operating system provides no threads for the network; interrupted.
pub(crate) fn held(
    app: &App,
    facts: &Facts,
    connection: &Connection,
    request: &SignIn,
) -> Result<Held, CommandError> {
    let key = &request.key;
    let path = facts.locations.token_cache.join(key.cache_name());
    let Some(Ok(token)) = identity_center::cache::read(&path).map(|entry| entry.token) else {
        return Ok(Held::SignedOut);
    };
    let now = app.system.now();
    if !token.is_due_for_refresh(now) {
        return Ok(Held::Token(token));
    }
    let mut outcome = Held::SignedOut;
    let was_refused = facts
        .token_entry(key)
        .is_ok_and(|entry| entry.is_some_and(|entry| entry.renewal_refused.is_some()));
    if can_renew(key, &token, now) && !was_refused {
        let renewal = collect::renew_token(&app.system, facts, connection, key, &token);
        match app.block_on(renewal)? {
            Ok(Ok(renewed)) => return Ok(Held::Token(renewed)),
            Ok(Err(error)) if error.may_pass() => {
                outcome = Held::NotRenewed(Why::Service(error.into()));
            }
            Ok(Err(_)) => {}
            Err(why) => outcome = Held::NotRenewed(why),
        }
    }
    // A renewal that failed is no error while the token has time left.
    Ok(if token.has_expired(now) { outcome } else { Held::Token(token) })
}

/// Whether the portal rejects a token that has not expired, for example after a sign-out
/// elsewhere. No response counts as "not rejected".
///
/// # Errors
/// The operating system provides no threads for the network.
pub(crate) fn was_revoked(
    app: &App,
    connection: &Connection,
    token: &Token,
) -> Result<bool, CommandError> {
    let answer = app.block_on(identity_center::takes(connection, token))?;
    Ok(answer == Ok(false))
}

/// Renews a session's token.
///
/// # Errors
/// The service refused, or is unreachable.
pub(crate) fn refresh(app: &App, facts: &Facts, key: &SessionKey) -> Result<(), CommandError> {
    if app.system.is_overlay() {
        app.printer.say("  a dry run does not renew a token");
        return Ok(());
    }
    let results =
        app.block_on(collect::refresh_tokens(&app.system, facts, std::slice::from_ref(key)))?;
    match results.get(key) {
        Some(Ok(Ok(()))) => Ok(()),
        Some(Ok(Err(error))) => {
            Err(CommandError::failed(format!("the sign-in was not renewed: {error}")))
        }
        Some(Err(why)) => {
            Err(CommandError::incomplete(format!("the sign-in was not renewed: {why}")))
        }
        None => Err(CommandError::failed("the sign-in cannot be renewed without a browser")),
    }
}
