//! Refreshing a token without a browser.

use facts::Token;
use jiff::Timestamp;

use crate::connection::{Connection, Service};
use crate::errors::{Call, SignInError};
use crate::grant::Granted;

/// Refreshes `token` with its refresh token, as an AWS command would (`botocore/tokens.py`,
/// `SSOTokenProvider._attempt_create_token`).
///
/// The new token is returned but not saved. Fails without a call with
/// [`SignInError::NotRenewable`] or [`SignInError::RegistrationExpired`] if the token lacks what a
/// refresh needs; a service's refusal is [`SignInError::Refused`].
pub async fn refresh(
    connection: &Connection,
    token: &Token,
    now: Timestamp,
) -> Result<Token, SignInError> {
    let (Some(refresh_token), Some(id), Some(secret), Some(registration_end)) = (
        &token.refresh_token,
        &token.client_id,
        &token.client_secret,
        token.registration_expires_at,
    ) else {
        return Err(SignInError::NotRenewable);
    };
    if registration_end <= now {
        return Err(SignInError::RegistrationExpired);
    }
    let secrets = vec![refresh_token, secret, &token.access_token];
    let call = Call::new(connection, Service::Oidc, "CreateToken", secrets);
    let request = connection
        .oidc()
        .create_token()
        .grant_type("refresh_token")
        .client_id(id.expose())
        .client_secret(secret.expose())
        .refresh_token(refresh_token.expose());
    let answer = request.send().await.map_err(|error| call.failure(&error).sign_in_error(now))?;
    let granted =
        Granted::read(&call, answer, now).map_err(|failure| failure.sign_in_error(now))?;
    Ok(Token {
        access_token: granted.access_token,
        expires_at: granted.expires_at,
        // RFC 6749, section 6: if a server issues no new refresh token, the old one stays valid.
        // The Rust SDK keeps it; botocore, Go and JavaScript drop it and so end the session early
        // (FACTS, section 3).
        refresh_token: granted.refresh_token.or_else(|| token.refresh_token.clone()),
        region: token.region.clone().or_else(|| Some(connection.sso_region().to_owned())),
        ..token.clone()
    })
}
