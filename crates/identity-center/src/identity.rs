//! The identity of a profile: the portal's credentials for a role, then STS with these.

use aws_credential_types::Credentials;
use facts::{Identity, IdentityAnswer, Known, RoleCredentials, Secret, ServiceError, Step, Token};
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
    match fetch_keys(connection, token, account, role).await {
        Ok((keys, _)) => caller(connection, &keys, sts_region, now).await,
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
    };
    caller(connection, &keys, region, now).await
}

/// The credentials between the two services.
struct Keys {
    id: Secret,
    secret: Secret,
    session_token: Option<Secret>,
}

/// Gets credentials of a role from the portal (GetRoleCredentials). The inner error is the
/// portal's refusal, which `now` dates if the connection has no clock.
///
/// # Errors
/// No response, one that is not from AWS, or a service that is busy or fails internally.
pub async fn role_credentials(
    connection: &Connection,
    token: &Token,
    account: &str,
    role: &str,
    now: Timestamp,
) -> Known<Result<RoleCredentials, ServiceError>> {
    let (keys, expires_at) = match fetch_keys(connection, token, account, role).await {
        Ok(answer) => answer,
        Err(failure) => {
            return failure.refusal_or_why().map(|refusal| Err(refusal.at(now)));
        }
    };
    let call = crate::portal::call(connection, token, "GetRoleCredentials");
    let whole = keys.session_token.zip(expires_at);
    let Some((session_token, expires_at)) = whole else {
        return Err(call.wrong_answer("no session token and expiration").why());
    };
    Ok(Ok(RoleCredentials { key_id: keys.id, secret: keys.secret, session_token, expires_at }))
}

/// The keys, and when they expire.
async fn fetch_keys(
    connection: &Connection,
    token: &Token,
    account: &str,
    role: &str,
) -> Result<(Keys, Option<Timestamp>), Failure> {
    let call = crate::portal::call(connection, token, "GetRoleCredentials");
    let request = connection
        .portal()
        .get_role_credentials()
        .access_token(token.access_token.expose())
        .account_id(account)
        .role_name(role);
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let keys = answer.role_credentials.and_then(|keys| {
        // Milliseconds; zero where the answer has none.
        let expires_at =
            Timestamp::from_millisecond(keys.expiration).ok().filter(|_| keys.expiration > 0);
        let keys = Keys {
            id: Secret::new(keys.access_key_id.filter(|id| !id.is_empty())?),
            secret: Secret::new(keys.secret_access_key.filter(|secret| !secret.is_empty())?),
            session_token: keys.session_token.filter(|token| !token.is_empty()).map(Secret::new),
        };
        Some((keys, expires_at))
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
