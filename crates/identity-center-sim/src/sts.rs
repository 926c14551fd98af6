//! STS: botocore sts 2011-06-15, `service-2.json` (query protocol, responses in XML). The model
//! has none of the errors below: their codes are from user reports (FAILURES, E17, S02, S03), and
//! their texts were not compared with a live response.

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use jiff::{SignedDuration, Timestamp};

use crate::calls::Operation;
use crate::incoming::Incoming;
use crate::mint::principal_id;
use crate::reply::{Reply, escaped};
use crate::sigv4::{self, Signature};
use crate::state::{Key, State};

/// `xmlNamespace` of the model.
pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The allowed difference between a signature's time and the service's clock.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The operation of a call to the root.
pub(crate) fn operation(incoming: &Incoming) -> Operation {
    match incoming.protocol_parameter("Action").as_deref() {
        Some("GetCallerIdentity") => Operation::GetCallerIdentity,
        Some("AssumeRole") => Operation::AssumeRole,
        Some("AssumeRoleWithWebIdentity") => Operation::AssumeRoleWithWebIdentity,
        _ => Operation::Unknown,
    }
}

/// `GetCallerIdentity`: `POST /`
pub(crate) fn get_caller_identity(state: &mut State, incoming: &Incoming) -> Reply {
    let answer = caller(state, incoming);
    let request_id = state.mint.request_id();
    let reply = match answer {
        // `GetCallerIdentityResponse` in its `resultWrapper`
        Ok(key) => Reply::xml(
            StatusCode::OK,
            format!(
                "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\">\n  <GetCallerIdentityResult>\n    \
                 <Arn>{}</Arn>\n    <UserId>{}</UserId>\n    <Account>{}</Account>\n  \
                 </GetCallerIdentityResult>\n  <ResponseMetadata>\n    \
                 <RequestId>{request_id}</RequestId>\n  </ResponseMetadata>\n\
                 </GetCallerIdentityResponse>\n",
                escaped(&key.arn),
                escaped(&key.user_id),
                escaped(&key.account),
            ),
        ),
        Err(refusal) => refusal.reply(&request_id),
    };
    Reply { request_id: Some(request_id), ..reply }
}

pub(crate) struct Refusal {
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into() }
    }

    /// All of these are 403 and blame the sender.
    pub(crate) fn reply(&self, request_id: &str) -> Reply {
        Reply::xml(
            StatusCode::FORBIDDEN,
            format!(
                "<ErrorResponse xmlns=\"{NAMESPACE}\">\n  <Error>\n    <Type>Sender</Type>\n    \
                 <Code>{}</Code>\n    <Message>{}</Message>\n  </Error>\n  \
                 <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n",
                self.code,
                escaped(&self.message),
            ),
        )
    }
}

/// The key that signed this call, if STS accepts it.
pub(crate) fn caller(state: &State, incoming: &Incoming) -> Result<Key, Refusal> {
    let Some(authorization) = incoming.header(AUTHORIZATION.as_str()) else {
        return Err(Refusal::new(
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
        ));
    };
    let signature = Signature::parse(authorization).ok_or_else(|| {
        Refusal::new("IncompleteSignature", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.")
    })?;
    let unknown = || {
        Refusal::new(
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        )
    };
    if state.world.faults.sts_unknown_key {
        return Err(unknown());
    }
    let key = key(state, signature.access_key_id).ok_or_else(unknown)?;
    let session_token = incoming.header("x-amz-security-token");
    if key.session_token.as_deref() != session_token {
        return Err(unknown());
    }
    in_time(state.now(), incoming)?;
    if key.expires_at.is_some_and(|expires_at| expires_at <= state.now()) {
        return Err(Refusal::new(
            "ExpiredToken",
            "The security token included in the request is expired",
        ));
    }
    if !sigv4::is_signed_by(&signature, incoming, &key.secret) {
        return Err(Refusal::new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check \
             your AWS Secret Access Key and signing method. Consult the service documentation for \
             details.",
        ));
    }
    if state.world.faults.sts_denied {
        return Err(Refusal::new(
            "AccessDenied",
            format!(
                "User: {} is not authorized to perform: sts:GetCallerIdentity with an explicit \
                 deny in a service control policy",
                key.arn
            ),
        ));
    }
    Ok(key)
}

/// The key with this identifier: issued by the portal, or an IAM user's.
pub(crate) fn key(state: &State, access_key_id: &str) -> Option<Key> {
    state.keys.get(access_key_id).cloned().or_else(|| {
        let key = state.world.static_keys.iter().find(|key| key.access_key_id == access_key_id)?;
        let arn = format!("arn:{}:iam::{}:user/{}", state.world.partition(), key.account, key.user);
        Some(Key {
            secret: key.secret_access_key.clone(),
            session_token: None,
            account: key.account.clone(),
            user_id: principal_id("AIDA", &arn),
            arn,
            expires_at: None,
        })
    })
}

/// Whether the signature's time is within five minutes of the service's clock.
fn in_time(now: Timestamp, incoming: &Incoming) -> Result<(), Refusal> {
    let written = incoming.header("x-amz-date").unwrap_or_default();
    let Some(signed) = sigv4::time(written) else {
        return Err(Refusal::new(
            "IncompleteSignature",
            "Date must be in ISO-8601 'basic format'. See http://docs.aws.amazon.com/general/latest/gr/signature-version-4.html",
        ));
    };
    let shown = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let bound = |span| now.checked_add(span).unwrap_or(now);
    if signed < bound(-TOLERANCE) {
        return Err(Refusal::new(
            "SignatureDoesNotMatch",
            format!(
                "Signature expired: {written} is now earlier than {} ({} - 5 min.)",
                shown(bound(-TOLERANCE)),
                shown(now)
            ),
        ));
    }
    if signed > bound(TOLERANCE) {
        return Err(Refusal::new(
            "SignatureDoesNotMatch",
            format!(
                "Signature not yet current: {written} is still later than {} ({} + 5 min.)",
                shown(bound(TOLERANCE)),
                shown(now)
            ),
        ));
    }
    Ok(())
}
