//! The identity of a profile: the portal's credentials for a role, then STS with these.

use aws_credential_types::Credentials;
use facts::{Identity, IdentityAnswer, Known, Secret, ServiceError, Step, Token};
use jiff::Timestamp;

use crate::connection::{Connection, Service};
use crate::errors::{Call, Failure};

/// Gets credentials of a role from the portal, and their identity from STS.
///
/// `account` and `role` are the profile's, `sts_region` its region; `now` dates a refusal. A
/// service's refusal is a result ([`IdentityAnswer::Refused`]); no response, one that is not from
/// AWS, and a service that is too busy or fails internally (429, 5xx) are a [`facts::Why`]. The
/// credentials are dropped when this call returns.
pub async fn identity(
    connection: &Connection,
    token: &Token,
    account: &str,
    role: &str,
    sts_region: &str,
    now: Timestamp,
) -> Known<IdentityAnswer> {
    match role_credentials(connection, token, account, role).await {
        Ok(keys) => caller(connection, &keys, sts_region, now).await,
        Err(failure) => refused(failure, Step::RoleCredentials, now),
    }
}

/// Asks STS for the identity of these keys. Only on request, because it uses the keys, which their
/// owner can see in the account's log.
///
/// `now` dates a refusal. Errors as in [`identity`], always at [`Step::CallerIdentity`].
pub async fn static_identity(
    connection: &Connection,
    key_id: &str,
    secret: &Secret,
    session_token: Option<&Secret>,
    region: &str,
    now: Timestamp,
) -> Known<IdentityAnswer> {
    let keys = Keys {
        id: Secret::from(key_id),
        secret: secret.clone(),
        session_token: session_token.cloned(),
        expires_at: None,
    };
    caller(connection, &keys, region, now).await
}

/// Temporary credentials of a role.
#[derive(Clone, Debug)]
pub struct RoleKeys {
    /// The access key ID.
    pub id: Secret,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub session_token: Option<Secret>,
    /// When they expire, if the portal tells.
    pub expires_at: Option<Timestamp>,
}

/// Gets credentials of a role from the portal, for a program that cannot get them itself.
///
/// `now` dates a refusal. The inner error is the portal's refusal, such as a role that is not
/// assigned.
///
/// # Errors
/// Why they are unknown: no response, one that is not from AWS, or a service that is too busy.
pub async fn role_keys(
    connection: &Connection,
    token: &Token,
    account: &str,
    role: &str,
    now: Timestamp,
) -> Known<Result<RoleKeys, ServiceError>> {
    match role_credentials(connection, token, account, role).await {
        Ok(keys) => Ok(Ok(RoleKeys {
            id: keys.id,
            secret: keys.secret,
            session_token: keys.session_token,
            expires_at: keys.expires_at,
        })),
        Err(failure) => failure.refusal_or_why().map(|refusal| Err(refusal.at(now))),
    }
}

/// The credentials between the two services.
struct Keys {
    id: Secret,
    secret: Secret,
    session_token: Option<Secret>,
    expires_at: Option<Timestamp>,
}

async fn role_credentials(
    connection: &Connection,
    token: &Token,
    account: &str,
    role: &str,
) -> Result<Keys, Failure> {
    let call = crate::portal::call(connection, token, "GetRoleCredentials");
    let request = connection
        .portal()
        .get_role_credentials()
        .access_token(token.access_token.expose())
        .account_id(account)
        .role_name(role);
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let keys = answer.role_credentials.and_then(|keys| {
        Some(Keys {
            id: Secret::new(keys.access_key_id.filter(|id| !id.is_empty())?),
            secret: Secret::new(keys.secret_access_key.filter(|secret| !secret.is_empty())?),
            session_token: keys.session_token.map(Secret::new),
            // The portal counts milliseconds; zero if it tells none.
            expires_at: Timestamp::from_millisecond(keys.expiration)
                .ok()
                .filter(|time| *time > Timestamp::UNIX_EPOCH),
        })
    });
    keys.ok_or_else(|| call.wrong_answer("no credentials"))
}

async fn caller(
    connection: &Connection,
    keys: &Keys,
    region: &str,
    now: Timestamp,
) -> Known<IdentityAnswer> {
    let mut secrets = vec![&keys.secret];
    secrets.extend(&keys.session_token);
    let call =
        Call { connection, service: Service::Sts, region, operation: "GetCallerIdentity", secrets };
    let credentials = Credentials::new(
        keys.id.expose(),
        keys.secret.expose(),
        keys.session_token.as_ref().map(|token| token.expose().clone()),
        None,
        "aws-onboard",
    );
    let answer = match connection.sts(region, credentials).get_caller_identity().send().await {
        Ok(answer) => answer,
        Err(error) => return refused(call.failure(&error), Step::CallerIdentity, now),
    };
    match (answer.account, answer.arn) {
        (Some(account), Some(arn)) if !account.is_empty() && arn.starts_with("arn:") => {
            Ok(IdentityAnswer::Identity(Identity {
                account: facts::clean_line(&account),
                arn: facts::clean_line(&arn),
                user_id: facts::clean_line(&answer.user_id.unwrap_or_default()),
            }))
        }
        _ => Err(call.wrong_answer("no account and ARN").why()),
    }
}

fn refused(failure: Failure, step: Step, now: Timestamp) -> Known<IdentityAnswer> {
    failure.refusal_or_why().map(|refusal| IdentityAnswer::Refused(step, refusal.at(now)))
}
