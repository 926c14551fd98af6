//! The OIDC service: botocore sso-oidc 2019-06-10, `service-2.json`, which also defines the names
//! of the shapes.

use std::time::Instant;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::authorize;
use crate::incoming::Incoming;
use crate::oidc_errors::{
    ACCESS_DENIED, AUTHORIZATION_CODE, AUTHORIZATION_PENDING, DEVICE_CODE, EXPIRED_TOKEN,
    INVALID_CLIENT, INVALID_CLIENT_METADATA, INVALID_GRANT, INVALID_REDIRECT_URI, INVALID_REQUEST,
    INVALID_SCOPE, REFRESH_TOKEN, SLOW_DOWN, UNAUTHORIZED_CLIENT, UNSUPPORTED_GRANT_TYPE,
};
use crate::reply::{Answer, Reply};
use crate::state::{Client, Decision, Device, Refresh, State, Token};
use crate::world::{Approval, Refreshable};

fn parsed<T: DeserializeOwned>(incoming: &Incoming) -> Result<T, Reply> {
    // The parser's own message could quote a secret.
    serde_json::from_slice(&incoming.body)
        .map_err(|_| INVALID_REQUEST.because("Invalid request provided"))
}

/// `RegisterClientRequest`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegisterClient {
    client_name: String,
    client_type: String,
    scopes: Option<Vec<String>>,
    redirect_uris: Option<Vec<String>>,
    grant_types: Option<Vec<String>>,
}

/// `sso:account:access` exactly, so that a misspelling is refused, and other services by their
/// prefix. The model does not list the scopes, so the set of prefixes is an assumption.
fn is_scope(scope: &str) -> bool {
    const SERVICES: [&str; 9] = [
        "sso",
        "codewhisperer",
        "codecatalyst",
        "q",
        "qapps",
        "redshift",
        "s3",
        "verified_access",
        "transform",
    ];
    if scope == "sso" || scope.starts_with("sso:") {
        return scope == "sso:account:access";
    }
    matches!(scope, "openid" | "aws")
        || scope
            .split_once(':')
            .is_some_and(|(service, rest)| SERVICES.contains(&service) && !rest.is_empty())
}

/// A redirect to this machine, as command-line tools register it (FACTS, section 3).
fn is_redirect(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|uri| {
        uri.scheme() == "http"
            && matches!(uri.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
    })
}

/// `RegisterClient`: `POST /client/register`
pub(crate) fn register_client(state: &mut State, base: &str, incoming: &Incoming) -> Answer {
    let request: RegisterClient = parsed(incoming)?;
    // "The service supports only `public` as a client type."
    if request.client_type != "public" || request.client_name.trim().is_empty() {
        return Err(INVALID_CLIENT_METADATA.because("Invalid client metadata provided"));
    }
    let scopes = request.scopes.unwrap_or_default();
    if !scopes.iter().all(|scope| is_scope(scope)) {
        return Err(INVALID_SCOPE.because("Invalid scope provided"));
    }
    let redirects = request.redirect_uris.unwrap_or_default();
    if !redirects.iter().all(|uri| is_redirect(uri)) {
        return Err(INVALID_REDIRECT_URI.because("Invalid redirect URI provided"));
    }
    let grants = request.grant_types.filter(|grants| !grants.is_empty());
    if let Some(grants) = &grants {
        let known = [DEVICE_CODE, REFRESH_TOKEN, AUTHORIZATION_CODE];
        if !grants.iter().all(|grant| known.contains(&grant.as_str())) {
            return Err(UNSUPPORTED_GRANT_TYPE.because("Unsupported grant type provided"));
        }
    }
    let issued_at = state.now().as_second();
    let (client_id, client) = new_client(state, request.client_name, scopes, grants, redirects);
    let body = json!({
        "clientId": client_id,
        "clientIdIssuedAt": issued_at,
        "clientSecret": client.secret,
        "clientSecretExpiresAt": client.expires_at.as_second(),
        "authorizationEndpoint": format!("{base}/authorize"),
        "tokenEndpoint": format!("{base}/token"),
    });
    state.clients.insert(client_id, client);
    Ok(body)
}

/// Identifiers for a client that is not stored yet.
pub(crate) fn new_client(
    state: &mut State,
    name: String,
    scopes: Vec<String>,
    grants: Option<Vec<String>>,
    redirects: Vec<String>,
) -> (String, Client) {
    let id = state.mint.client_id();
    let secret = state.mint.client_secret();
    let expires_at = state.after(state.world.registration_lifetime);
    (id, Client { secret, name, scopes, grants, redirects, expires_at })
}

/// The client, if it is registered and unexpired, and its secret is right.
fn client(state: &State, id: &str, secret: &str) -> Result<Client, Reply> {
    state
        .clients
        .get(id)
        .filter(|client| client.secret == secret && state.now() < client.expires_at)
        .cloned()
        .ok_or_else(|| INVALID_CLIENT.because("Invalid client provided"))
}

/// `StartDeviceAuthorizationRequest`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StartDeviceAuthorization {
    client_id: String,
    client_secret: String,
    start_url: String,
}

/// `StartDeviceAuthorization`: `POST /device_authorization`
pub(crate) fn start_device_authorization(
    state: &mut State,
    base: &str,
    incoming: &Incoming,
) -> Answer {
    let request: StartDeviceAuthorization = parsed(incoming)?;
    let client = client(state, &request.client_id, &request.client_secret)?;
    if !client.may_use(DEVICE_CODE) {
        return Err(
            UNAUTHORIZED_CLIENT.because("Client is not authorized for the device code grant")
        );
    }
    // A portal in another region, or an unknown one, is an invalid request (FACTS, section 5.2).
    let asked_region = incoming
        .header("host")
        .and_then(|host| host.strip_prefix("oidc.")?.split_once(".amazonaws."))
        .map(|(region, _)| region);
    let is_elsewhere = state.world.faults.wrong_region
        || asked_region.is_some_and(|region| region != state.world.region);
    if is_elsewhere || !state.world.is_start_url(&request.start_url) {
        return Err(INVALID_REQUEST.because("Invalid start url provided"));
    }
    let device_code = state.mint.device_code();
    let user_code = state.mint.user_code();
    let expires_at = state.after(state.world.device_code_lifetime);
    let body = json!({
        "deviceCode": device_code,
        "expiresIn": seconds(state.world.device_code_lifetime),
        "interval": seconds(state.world.interval),
        "userCode": user_code,
        "verificationUri": format!("{base}/device"),
        "verificationUriComplete": format!("{base}/device?user_code={user_code}"),
    });
    state.devices.insert(
        device_code,
        Device {
            client_id: request.client_id,
            user_code,
            expires_at,
            polls: 0,
            last_poll: None,
            hasty: 0,
            decision: Decision::Pending,
            spent: false,
        },
    );
    Ok(body)
}

/// `ExpirationInSeconds` and `IntervalInSeconds` are 32-bit integers.
fn seconds(span: std::time::Duration) -> i32 {
    i32::try_from(span.as_secs()).unwrap_or(i32::MAX)
}

/// `CreateTokenRequest`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateToken {
    client_id: String,
    client_secret: String,
    grant_type: String,
    device_code: Option<String>,
    refresh_token: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
}

/// `CreateToken`: `POST /token`
pub(crate) fn create_token(state: &mut State, incoming: &Incoming) -> Answer {
    let request: CreateToken = parsed(incoming)?;
    let client = client(state, &request.client_id, &request.client_secret)?;
    if ![DEVICE_CODE, REFRESH_TOKEN, AUTHORIZATION_CODE].contains(&request.grant_type.as_str()) {
        return Err(UNSUPPORTED_GRANT_TYPE.because("Unsupported grant type provided"));
    }
    if !client.may_use(&request.grant_type) {
        return Err(UNAUTHORIZED_CLIENT.because("Client is not authorized for this grant type"));
    }
    if state.world.faults.wrong_region {
        return Err(INVALID_GRANT.because("Invalid grant provided"));
    }
    let missing = || INVALID_REQUEST.because("Missing required parameter");
    match request.grant_type.as_str() {
        DEVICE_CODE => {
            poll(state, &request.client_id, &request.device_code.ok_or_else(missing)?)?;
            let sign_in = state.next_sign_in();
            Ok(grant(state, &request.client_id, &client, sign_in).body())
        }
        REFRESH_TOKEN => {
            refresh(state, &request.client_id, &client, &request.refresh_token.ok_or_else(missing)?)
        }
        _ => {
            authorize::redeem(
                state,
                &request.client_id,
                &request.code.ok_or_else(missing)?,
                &request.redirect_uri.ok_or_else(missing)?,
                &request.code_verifier.ok_or_else(missing)?,
            )?;
            let sign_in = state.next_sign_in();
            Ok(grant(state, &request.client_id, &client, sign_in).body())
        }
    }
}

/// One poll: Ok once the sign-in is approved.
fn poll(state: &mut State, client_id: &str, device_code: &str) -> Result<(), Reply> {
    let now = state.now();
    let approval = state.world.approval;
    let interval = state.world.interval;
    let told_to_slow_down = state.world.faults.slow_down_first > 0;
    // A code that is already exchanged, or is another client's, is not a valid grant (RFC 8628,
    // section 3.5).
    let device = state
        .devices
        .get_mut(device_code)
        .filter(|device| device.client_id == client_id && !device.spent)
        .ok_or_else(|| INVALID_GRANT.because("Invalid grant provided"))?;
    if device.expires_at <= now {
        return Err(EXPIRED_TOKEN.because("Device code has expired"));
    }
    if device.last_poll.is_some_and(|last| last.elapsed() < interval / 2) {
        device.hasty = device.hasty.saturating_add(1);
    }
    // One early poll is allowed, because the AWS CLI polls twice before its first wait (2.9.19,
    // botocore `utils.py SSOTokenFetcher._poll_for_token`).
    let too_soon = device.hasty > 1;
    if too_soon {
        device.hasty = 1;
    }
    device.last_poll = Some(Instant::now());
    if told_to_slow_down {
        state.world.faults.slow_down_first -= 1;
        return Err(SLOW_DOWN.because("Slow down"));
    }
    if too_soon {
        return Err(SLOW_DOWN.because("Slow down"));
    }
    if device.decision == Decision::Pending {
        device.decision = match approval {
            Approval::AfterPolls(polls) if device.polls >= polls => Decision::Approved,
            Approval::DenyAfterPolls(polls) if device.polls >= polls => Decision::Denied,
            _ => Decision::Pending,
        };
    }
    device.polls = device.polls.saturating_add(1);
    match device.decision {
        Decision::Pending => Err(AUTHORIZATION_PENDING.because("Authorization is still pending")),
        Decision::Denied => Err(ACCESS_DENIED.because("Access denied")),
        Decision::Approved => {
            device.spent = true;
            Ok(())
        }
    }
}

fn refresh(state: &mut State, client_id: &str, client: &Client, refresh_token: &str) -> Answer {
    let refused = || INVALID_GRANT.because("Invalid refresh token provided");
    if state.world.faults.refresh_refused {
        return Err(refused());
    }
    let now = state.now();
    let sign_in = state
        .refreshes
        .get(refresh_token)
        .filter(|refresh| refresh.client_id == client_id && now < refresh.expires_at)
        .map(|refresh| refresh.sign_in)
        .ok_or_else(refused)?;
    // A refresh token is valid only once.
    state.refreshes.remove(refresh_token);
    Ok(grant(state, client_id, client, sign_in).body_after_refresh(state))
}

/// The result of a sign-in or a refresh.
pub(crate) struct Grant {
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
    pub(crate) expires_at: Timestamp,
    expires_in: i32,
}

/// Issues tokens to a client.
pub(crate) fn grant(state: &mut State, client_id: &str, client: &Client, sign_in: u64) -> Grant {
    let refreshable = match state.world.refreshable {
        Refreshable::Always => true,
        Refreshable::Never => false,
        Refreshable::ByScopes => {
            client.may_use(REFRESH_TOKEN)
                && client.scopes.iter().any(|scope| scope == "sso:account:access")
        }
    };
    let lifetime = state.world.access_token_lifetime;
    issue(state, client_id, sign_in, refreshable, lifetime)
}

/// Issues tokens; the caller decides about the refresh token, not the client's scopes.
pub(crate) fn issue(
    state: &mut State,
    client_id: &str,
    sign_in: u64,
    refreshable: bool,
    lifetime: std::time::Duration,
) -> Grant {
    let access_token = state.mint.access_token();
    let expires_at = state.after(lifetime);
    state.tokens.insert(access_token.clone(), Token { sign_in, expires_at });
    let refresh_token = refreshable.then(|| {
        let refresh_token = state.mint.refresh_token();
        let expires_at = state.after(state.world.refresh_token_lifetime);
        let client_id = client_id.to_owned();
        state.refreshes.insert(refresh_token.clone(), Refresh { client_id, sign_in, expires_at });
        refresh_token
    });
    Grant { access_token, refresh_token, expires_at, expires_in: seconds(lifetime) }
}

impl Grant {
    /// `CreateTokenResponse`
    fn body(&self) -> Value {
        let mut body = json!({
            "accessToken": self.access_token,
            "expiresIn": self.expires_in,
            "tokenType": "Bearer",
        });
        if let (Some(refresh_token), Some(members)) = (&self.refresh_token, body.as_object_mut()) {
            members.insert("refreshToken".to_owned(), json!(refresh_token));
        }
        body
    }

    /// The same, without a refresh token if that is the fault.
    fn body_after_refresh(mut self, state: &mut State) -> Value {
        if state.world.faults.refresh_without_token
            && let Some(unsent) = self.refresh_token.take()
        {
            state.refreshes.remove(&unsent);
        }
        self.body()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_that_aws_knows() {
        for known in ["sso:account:access", "codewhisperer:completions", "openid", "aws"] {
            assert!(is_scope(known), "{known}");
        }
        for unknown in ["sso:acount:access", "sso", "", ":", "nothing:at:all", "codewhisperer:"] {
            assert!(!is_scope(unknown), "{unknown}");
        }
    }

    #[test]
    fn redirects_stay_on_this_machine() {
        assert!(is_redirect("http://127.0.0.1/oauth/callback"));
        assert!(is_redirect("http://127.0.0.1:49152/oauth/callback"));
        assert!(!is_redirect("https://example.org/oauth/callback"));
        assert!(!is_redirect("http://127.0.0.1.example.org/"));
        assert!(!is_redirect("nowhere"));
    }
}
