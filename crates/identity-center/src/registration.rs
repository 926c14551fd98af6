//! This program as a client of the sign-in service: registered once, then reused.

use std::path::Path;

use facts::{Secret, SessionKey};
use jiff::{SignedDuration, Timestamp};

use crate::cache::{self, Registration};
use crate::connection::{Connection, Service};
use crate::device::SignIn;
use crate::errors::{Call, SignInError};

/// A registration that ends sooner is not used for a new sign-in
/// (`awscli/botocore/utils.py`, `BaseSSOTokenFetcher._EXPIRY_WINDOW`).
const LEAST_LEFT: SignedDuration = SignedDuration::from_mins(15);

/// The cached registration, where the AWS CLI would reuse it for a device sign-in.
pub(crate) fn cached(folder: &Path, sign_in: &SignIn, now: Timestamp) -> Option<Registration> {
    let registration = cache::read_registration(&folder.join(file_name(sign_in)))?;
    // The AWS CLI keeps the registrations of both kinds of sign-in in one file and tells them
    // apart by their grant types; none means a device's.
    let of_device = !registration
        .grant_types
        .iter()
        .any(|kind| kind == "authorization_code");
    (of_device && registration.expires_at.duration_since(now) >= LEAST_LEFT).then_some(registration)
}

/// Registers anew and keeps the registration.
pub(crate) async fn register(
    connection: &Connection,
    folder: &Path,
    sign_in: &SignIn,
    now: Timestamp,
) -> Result<Registration, SignInError> {
    let call = Call {
        connection,
        service: Service::Oidc,
        region: connection.sso_region(),
        operation: "RegisterClient",
        secrets: Vec::new(),
    };
    let scopes = scopes(sign_in);
    // A legacy profile has no session to be named after; the AWS CLI takes the time.
    let name = match &sign_in.key {
        SessionKey::Named(session) => format!("botocore-client-{session}"),
        SessionKey::Legacy(_) => format!("botocore-client-{}", now.as_second()),
    };
    let request = connection
        .oidc()
        .register_client()
        .client_name(name)
        .client_type("public")
        .set_scopes((!scopes.is_empty()).then(|| scopes.to_vec()));
    let answer = request
        .send()
        .await
        .map_err(|error| call.failure(&error).sign_in_error(now))?;
    let expires_at = Timestamp::from_second(answer.client_secret_expires_at)
        .ok()
        .filter(|end| *end > now);
    let (Some(client_id), Some(client_secret), Some(expires_at)) =
        (answer.client_id, answer.client_secret, expires_at)
    else {
        return Err(call
            .wrong_answer("no client registration that holds")
            .sign_in_error(now));
    };
    let registration = Registration {
        client_id: Secret::new(client_id),
        client_secret: Secret::new(client_secret),
        expires_at,
        scopes: scopes.to_vec(),
        grant_types: Vec::new(),
    };
    let name = file_name(sign_in);
    cache::write_registration(folder, &name, &registration).map_err(|error| {
        SignInError::Cache {
            path: folder.join(name),
            why: error.to_string(),
        }
    })?;
    Ok(registration)
}

/// The scopes that are asked for. The AWS CLI asks for none in a legacy profile.
fn scopes(sign_in: &SignIn) -> &[String] {
    match sign_in.key {
        SessionKey::Named(_) => &sign_in.scopes,
        SessionKey::Legacy(_) => &[],
    }
}

fn file_name(sign_in: &SignIn) -> String {
    let session = match &sign_in.key {
        SessionKey::Named(session) => Some(session.as_str()),
        SessionKey::Legacy(_) => None,
    };
    cache::registration_name(
        session,
        &sign_in.start_url,
        &sign_in.region,
        scopes(sign_in),
    )
}
