//! Roles of STS: botocore sts 2011-06-15, `service-2.json` (query protocol). The texts of the
//! errors are those that users report, and were not compared with a live response.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::incoming::Incoming;
use crate::mint::principal_id;
use crate::reply::{Reply, escaped};
use crate::state::{Key, State};
use crate::sts::{NAMESPACE, Refusal, caller};

/// `AssumeRole`: `POST /` or `GET /`, signed by a key that STS accepts.
pub(crate) fn assume_role(state: &mut State, incoming: &Incoming) -> Reply {
    let granted = caller(state, incoming).and_then(|key| {
        grant(state, incoming, |role| {
            format!(
                "User: {} is not authorized to perform: sts:AssumeRole on resource: {role}",
                key.arn
            )
        })
    });
    reply(state, "AssumeRole", granted)
}

/// `AssumeRoleWithWebIdentity`: `POST /` or `GET /`, unsigned. Any token that is not empty counts: who
/// issued it is not the subject here.
pub(crate) fn assume_role_with_web_identity(state: &mut State, incoming: &Incoming) -> Reply {
    let token = incoming.protocol_parameter("WebIdentityToken").unwrap_or_default();
    let granted = if token.trim().is_empty() {
        Err(Refusal::new("InvalidIdentityToken", "No OpenIDConnect provider found in your account"))
    } else {
        grant(state, incoming, |_| {
            "Not authorized to perform sts:AssumeRoleWithWebIdentity".to_owned()
        })
    };
    reply(state, "AssumeRoleWithWebIdentity", granted)
}

/// A temporary key, with its identifier and its end.
struct Granted {
    access_key_id: String,
    key: Key,
    expires_at: Timestamp,
}

fn grant(
    state: &mut State,
    incoming: &Incoming,
    denied: impl FnOnce(&str) -> String,
) -> Result<Granted, Refusal> {
    let (Some(role), Some(session)) =
        (incoming.protocol_parameter("RoleArn"), incoming.protocol_parameter("RoleSessionName"))
    else {
        return Err(Refusal::new("ValidationError", "RoleArn and RoleSessionName are required"));
    };
    let parts = state
        .world
        .assumable_roles
        .contains(&role)
        .then(|| role.split_once(":iam::")?.1.split_once(":role/"))
        .flatten();
    let Some((account, name)) = parts else {
        return Err(Refusal::new("AccessDenied", denied(&role)));
    };
    // The path of a role is no part of the session's ARN.
    let name = name.rsplit('/').next().unwrap_or(name);
    let partition = state.world.partition();
    let expires_at = state.after(state.world.role_credentials_lifetime);
    let key = Key {
        secret: state.mint.secret_access_key(),
        session_token: Some(state.mint.session_token()),
        arn: format!("arn:{partition}:sts::{account}:assumed-role/{name}/{session}"),
        user_id: format!("{}:{session}", principal_id("AROA", &role)),
        account: account.to_owned(),
        expires_at: Some(expires_at),
    };
    let access_key_id = state.mint.access_key_id();
    state.keys.insert(access_key_id.clone(), key.clone());
    Ok(Granted { access_key_id, key, expires_at })
}

/// `AssumeRoleResponse` or `AssumeRoleWithWebIdentityResponse`, each in its `resultWrapper`.
fn reply(state: &mut State, operation: &str, granted: Result<Granted, Refusal>) -> Reply {
    let request_id = state.mint.request_id();
    let reply = match granted {
        Ok(Granted { access_key_id, key, expires_at }) => Reply::xml(
            StatusCode::OK,
            format!(
                "<{operation}Response xmlns=\"{NAMESPACE}\">\n  <{operation}Result>\n    \
                 <AssumedRoleUser>\n      <AssumedRoleId>{}</AssumedRoleId>\n      \
                 <Arn>{}</Arn>\n    </AssumedRoleUser>\n    <Credentials>\n      \
                 <AccessKeyId>{access_key_id}</AccessKeyId>\n      \
                 <SecretAccessKey>{}</SecretAccessKey>\n      \
                 <SessionToken>{}</SessionToken>\n      <Expiration>{}</Expiration>\n    \
                 </Credentials>\n  </{operation}Result>\n  <ResponseMetadata>\n    \
                 <RequestId>{request_id}</RequestId>\n  </ResponseMetadata>\n\
                 </{operation}Response>\n",
                escaped(&key.user_id),
                escaped(&key.arn),
                escaped(&key.secret),
                escaped(key.session_token.as_deref().unwrap_or_default()),
                expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            ),
        ),
        Err(refusal) => refusal.reply(&request_id),
    };
    Reply { request_id: Some(request_id), ..reply }
}
