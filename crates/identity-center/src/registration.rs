//! This program as a client of the sign-in service: registered once, then reused.

use std::io;
use std::path::Path;

use facts::{Secret, SessionKey};
use jiff::{SignedDuration, Timestamp};

use crate::cache::{self, Registration};
use crate::connection::{Connection, Service};
use crate::device::SignIn;
use crate::discovery;
use crate::errors::{Call, Failure, SignInError};

/// A registration that expires sooner is not used for a new sign-in (`awscli/botocore/utils.py`,
/// `BaseSSOTokenFetcher._EXPIRY_WINDOW`).
const MIN_VALIDITY: SignedDuration = SignedDuration::from_mins(15);

/// The grant types of a browser sign-in (`SSOTokenFetcherAuth._AUTH_GRANT_TYPES`).
const BROWSER_GRANTS: [&str; 2] = ["authorization_code", "refresh_token"];
/// The default scopes of a browser sign-in (`SSOTokenFetcherAuth._AUTH_GRANT_DEFAULT_SCOPE`).
const DEFAULT_SCOPE: &str = "sso:account:access";
/// Any port is valid (`AuthCodeFetcher.redirect_uri_without_port`).
const REDIRECT_URI: &str = "http://127.0.0.1/oauth/callback";

/// The purpose of a registration. Both kinds use the same file, so one replaces the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Device authorization.
    Device,
    /// An authorization code.
    Browser,
}

impl Kind {
    /// The AWS CLI distinguishes the kinds by the grant types; none means a device's.
    fn of(registration: &Registration) -> Self {
        if registration.is_for_a_browser() { Self::Browser } else { Self::Device }
    }
}

/// The cached registration, if the AWS CLI would reuse it for a sign-in of this kind.
pub(crate) fn cached(
    folder: &Path,
    sign_in: &SignIn,
    kind: Kind,
    now: Timestamp,
) -> Option<Registration> {
    let registration = cache::read_registration(&folder.join(file_name(sign_in)))?;
    let fits = Kind::of(&registration) == kind
        && registration.expires_at.duration_since(now) >= MIN_VALIDITY;
    fits.then_some(registration)
}

/// Removes the cached registration of this sign-in, of either kind, and returns whether there was
/// one. The next sign-in registers again; tokens keep what they need for a refresh.
///
/// An AWS CLI from 2.7.32 to before 2.22.0 mistakes a registration of [`crate::browser_sign_in`]
/// for a device's and is refused, so remove it if such an AWS CLI is on PATH.
///
/// # Errors
/// The system's error.
pub fn forget_registration(folder: &Path, sign_in: &SignIn) -> io::Result<bool> {
    cache::remove(&folder.join(file_name(sign_in)))
}

/// Registers again and caches the registration.
pub(crate) async fn register(
    connection: &Connection,
    folder: &Path,
    sign_in: &SignIn,
    kind: Kind,
    now: Timestamp,
) -> Result<Registration, SignInError> {
    let registration = request(connection, sign_in, kind, now)
        .await
        .map_err(|failure| failure.sign_in_error(now))?;
    let name = file_name(sign_in);
    cache::write_registration(folder, &name, &registration)
        .map_err(SignInError::unwritten(&folder.join(&name)))?;
    Ok(registration)
}

/// Registers again, and writes nothing.
pub(crate) async fn request(
    connection: &Connection,
    sign_in: &SignIn,
    kind: Kind,
    now: Timestamp,
) -> Result<Registration, Failure> {
    let call = Call::new(connection, Service::Oidc, "RegisterClient", Vec::new());
    let mut scopes = scopes(sign_in).to_vec();
    // A legacy profile has no session to name it after; the AWS CLI uses the time.
    let name = match &sign_in.key {
        SessionKey::Named(session) => format!("botocore-client-{session}"),
        SessionKey::Legacy(_) => format!("botocore-client-{}", now.as_second()),
    };
    let mut request = connection.oidc().register_client().client_name(name).client_type("public");
    let mut grant_types = Vec::new();
    if kind == Kind::Browser {
        if scopes.is_empty() {
            scopes.push(DEFAULT_SCOPE.to_owned());
        }
        grant_types = BROWSER_GRANTS.map(str::to_owned).to_vec();
        request = request
            .set_grant_types(Some(grant_types.clone()))
            .redirect_uris(REDIRECT_URI)
            .issuer_url(discovery::resolved(connection, &sign_in.start_url).await);
    }
    let request = request.set_scopes((!scopes.is_empty()).then(|| scopes.clone()));
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let expires_at =
        Timestamp::from_second(answer.client_secret_expires_at).ok().filter(|end| *end > now);
    let (Some(client_id), Some(client_secret), Some(expires_at)) =
        (answer.client_id, answer.client_secret, expires_at)
    else {
        return Err(call.wrong_answer("no valid client registration"));
    };
    Ok(Registration {
        client_id: Secret::new(client_id),
        client_secret: Secret::new(client_secret),
        expires_at,
        scopes,
        grant_types,
    })
}

/// The requested scopes. The AWS CLI requests none in a legacy profile.
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
    cache::registration_name(session, &sign_in.start_url, &sign_in.region, scopes(sign_in))
}
