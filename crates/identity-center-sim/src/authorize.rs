//! The authorization page, for sign-in with PKCE: a browser arrives with a challenge and is
//! redirected to the client with a code (RFC 6749, section 4.1; RFC 7636). Its path and parameter
//! names are those of the AWS CLI, with `scopes` in the plural (FACTS, section 3).

use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use url::Url;

use crate::device_page::{page, question};
use crate::incoming::{Incoming, parameter};
use crate::mint::base64_url;
use crate::oidc_errors::{AUTHORIZATION_CODE, EXPIRED_TOKEN, INVALID_GRANT};
use crate::reply::Reply;
use crate::state::{Authorization, State};
use crate::world::Approval;

/// `GET /authorize`
pub(crate) fn show(state: &mut State, incoming: &Incoming) -> Reply {
    let client_id = incoming.query("client_id").unwrap_or_default();
    let client =
        state.clients.get(&client_id).filter(|client| state.now() < client.expires_at).cloned();
    let Some(client) = client else {
        return refused("The client is not registered.");
    };
    let redirect_uri = incoming.query("redirect_uri").unwrap_or_default();
    if !client.redirects.iter().any(|registered| is_same_redirect(registered, &redirect_uri)) {
        return refused("The address to return to is not among those that the client registered.");
    }
    // From here on, errors can be sent to the client (RFC 6749, section 4.1.2.1).
    let back_with = incoming.query("state").unwrap_or_default();
    if !client.may_use(AUTHORIZATION_CODE) {
        return back(&redirect_uri, &[("error", "unauthorized_client"), ("state", &back_with)]);
    }
    let challenge = incoming.query("code_challenge").unwrap_or_default();
    let is_valid = incoming.query("response_type").as_deref() == Some("code")
        && incoming.query("code_challenge_method").as_deref() == Some("S256")
        && !challenge.is_empty();
    if !is_valid {
        return back(&redirect_uri, &[("error", "invalid_request"), ("state", &back_with)]);
    }
    let request = Authorization {
        client_id,
        redirect_uri,
        challenge,
        state: back_with,
        expires_at: state.after(state.world.device_code_lifetime),
        granted: false,
    };
    match state.world.approval {
        Approval::AfterPolls(_) => grant(state, request),
        Approval::DenyAfterPolls(_) => deny(&request),
        Approval::ByHand | Approval::Never => {
            let name = state.mint.authorization_code();
            state.authorizations.insert(name.clone(), request);
            question(state, &client.name, "", "/authorize", "request", &name)
        }
    }
}

/// `POST /authorize`: the user's choice on the page.
pub(crate) fn decide(state: &mut State, incoming: &Incoming) -> Reply {
    let name = parameter(&incoming.body, "request").unwrap_or_default();
    let now = state.now();
    let open = state.world.approval != Approval::Never
        && state
            .authorizations
            .get(&name)
            .is_some_and(|request| !request.granted && now < request.expires_at);
    let decision = parameter(&incoming.body, "decision");
    let is_approved = match decision.as_deref() {
        Some("approve") => true,
        Some("deny") => false,
        _ => return refused("The answer was neither yes nor no."),
    };
    match state.authorizations.remove(&name).filter(|_| open) {
        Some(request) if is_approved => grant(state, request),
        Some(request) => deny(&request),
        None => refused("This request was decided already, or has expired."),
    }
}

fn grant(state: &mut State, request: Authorization) -> Reply {
    let code = state.mint.authorization_code();
    let reply = back(&request.redirect_uri, &[("code", &code), ("state", &request.state)]);
    state.authorizations.insert(code, Authorization { granted: true, ..request });
    reply
}

fn deny(request: &Authorization) -> Reply {
    back(&request.redirect_uri, &[("error", "access_denied"), ("state", &request.state)])
}

fn refused(why: &str) -> Reply {
    page(StatusCode::BAD_REQUEST, "Request refused", &format!("<p>{why}</p>"))
}

/// Sends the browser back to the client.
fn back(redirect_uri: &str, parameters: &[(&str, &str)]) -> Reply {
    let Ok(mut url) = Url::parse(redirect_uri) else {
        return refused("The address to return to is not a URL.");
    };
    url.query_pairs_mut().extend_pairs(parameters);
    Reply { status: StatusCode::SEE_OTHER, location: Some(url.into()), ..Reply::empty() }
}

/// On loopback any port is valid (RFC 8252, section 7.3).
fn is_same_redirect(registered: &str, asked: &str) -> bool {
    let (Ok(registered), Ok(asked)) = (Url::parse(registered), Url::parse(asked)) else {
        return false;
    };
    registered.scheme() == asked.scheme()
        && registered.host() == asked.host()
        && registered.path() == asked.path()
}

/// `CreateToken` with an authorization code: Ok if the code is valid, which it is only once.
pub(crate) fn redeem(
    state: &mut State,
    client_id: &str,
    code: &str,
    redirect_uri: &str,
    verifier: &str,
) -> Result<(), Reply> {
    let invalid = || INVALID_GRANT.because("Invalid grant provided");
    let now = state.now();
    let request = state
        .authorizations
        .get(code)
        .filter(|request| request.granted && request.client_id == client_id)
        .cloned()
        .ok_or_else(invalid)?;
    state.authorizations.remove(code);
    if request.expires_at <= now {
        return Err(EXPIRED_TOKEN.because("Authorization code has expired"));
    }
    if request.redirect_uri != redirect_uri
        || base64_url(&Sha256::digest(verifier)) != request.challenge
    {
        return Err(invalid());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_the_same_on_any_port() {
        let registered = "http://127.0.0.1/oauth/callback";
        assert!(is_same_redirect(registered, "http://127.0.0.1:49152/oauth/callback"));
        assert!(!is_same_redirect(registered, "http://127.0.0.1:49152/other"));
        assert!(!is_same_redirect(registered, "http://example.org/oauth/callback"));
        assert!(!is_same_redirect(registered, ""));
    }
}
