//! Sign-in with a browser on this machine: an authorization code with PKCE through a loopback
//! redirect, as in the AWS CLI from 2.22.0 (`awscli/botocore/utils.py`, `SSOTokenFetcherAuth`).

use std::path::Path;

use facts::{Secret, ServiceError, Token};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::cache::{self, Registration};
use crate::callback::{ANY_PORT, Arrival, Brought, Callback, Server};
use crate::connection::{Connection, Service};
use crate::device::{Event, SignIn, is_about_the_client, is_page, telling};
use crate::errors::{Call, Failure, SignInError};
use crate::grant::{Granted, whole_seconds};
use crate::page::{About, Page};
use crate::pkce::{self, ProofKey};
use crate::registration::{self, Kind};

/// Signs in with a browser, and writes the token to the cache as the AWS CLI does.
///
/// [`Event::Authorize`] is first: show the address, and open it. The sign-in then waits for the
/// redirect to `http://127.0.0.1:PORT/oauth/callback`, for at most [`crate::Limits::browser`]. A
/// redirect with another state is refused and does not end the wait ([`Event::OtherSignIn`]);
/// neither does any other request. The browser's page shows whether the code worked.
///
/// `clock` dates the token; timeouts use a monotonic clock. Dropping the future at any point
/// closes the port and leaves the cache intact. A registration is forgotten if the service rejects
/// it, if it was made for a sign-in that is refused, or if no redirect arrives, so that the next
/// sign-in makes a new one: the service shows such a rejection only in the browser.
///
/// # Errors
/// [`SignInError`], including [`SignInError::CannotListen`] before any request is sent, and
/// [`SignInError::StateMismatch`] if every redirect belonged to another sign-in.
pub async fn browser_sign_in(
    connection: &Connection,
    sign_in: &SignIn,
    cache_folder: &Path,
    clock: &(dyn Fn() -> Timestamp + Sync),
    on_event: &mut (dyn FnMut(Event) + Send),
) -> Result<Token, SignInError> {
    cache::prepare(cache_folder).map_err(SignInError::unwritten(cache_folder))?;
    let callback = Callback::listen(ANY_PORT)
        .await
        .map_err(|error| SignInError::CannotListen(error.to_string()))?;
    let redirect_uri = callback.redirect_uri();
    let no_random = |error: getrandom::Error| {
        SignInError::NotSent(format!("the system did not provide random numbers: {error}"))
    };
    let key = ProofKey::new().map_err(no_random)?;
    let state = pkce::random().map_err(no_random)?;
    let page = connection.authorize_page().await?;
    let cached = registration::cached(cache_folder, sign_in, Kind::Browser, clock());
    let is_new = cached.is_none();
    let registration = match cached {
        Some(registration) => registration,
        None => {
            registration::register(connection, cache_folder, sign_in, Kind::Browser, clock())
                .await?
        }
    };
    let url = address(&page, &registration, &redirect_uri, &state, &key);
    let limit = connection.time_limits().browser;
    let deadline = Instant::now() + limit;
    let mut server = callback.serve(Secret::new(state), about(sign_in));
    on_event(Event::Authorize { url, expires_at: whole_seconds(clock(), limit) });
    let code =
        Code { connection, registration: &registration, redirect_uri: &redirect_uri, key: &key };
    let outcome = wait(&mut server, deadline, &code, clock, on_event).await;
    let outcome = outcome.and_then(|(granted, reply)| {
        let kept = granted.keep(cache_folder, sign_in, registration.clone());
        let _ = reply.send(if kept.is_ok() { Page::SignedIn } else { Page::Failed });
        kept
    });
    server.close().await;
    if let Err(error) = &outcome
        && ((!is_new && *error == SignInError::Expired)
            || (is_new && error.is_refusal())
            || blames_the_client(error))
    {
        // The sign-in has already failed, so a second error adds nothing.
        let _ = registration::forget_registration(cache_folder, sign_in);
    }
    outcome
}

fn blames_the_client(error: &SignInError) -> bool {
    matches!(error, SignInError::Refused(refusal)
        if is_about_the_client(&refusal.code) || refusal.code == "unauthorized_client")
}

/// Context for the pages.
fn about(sign_in: &SignIn) -> About {
    let portal = url::Url::parse(sign_in.start_url.trim()).ok();
    let host = portal.as_ref().and_then(url::Url::host_str);
    About {
        session: sign_in.key.name().to_owned(),
        portal: host.unwrap_or(&sign_in.start_url).to_owned(),
    }
}

/// The address to open, with the parameters in the AWS CLI's order (`_get_authorization_uri`).
fn address(
    page: &str,
    registration: &Registration,
    redirect_uri: &str,
    state: &str,
    key: &ProofKey,
) -> String {
    let scopes = registration.scopes.join(" ");
    let parameters = [
        ("response_type", "code"),
        ("client_id", registration.client_id.expose()),
        ("redirect_uri", redirect_uri),
        ("state", state),
        ("code_challenge_method", "S256"),
        // In the plural, unlike RFC 6749.
        ("scopes", &scopes),
        ("code_challenge", &key.challenge),
    ];
    let query: Vec<String> = parameters
        .iter()
        .map(|(name, value)| {
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            // botocore encodes a space like this; a plus in the value is already %2B.
            format!("{name}={}", value.replace('+', "%20"))
        })
        .collect();
    format!("{page}?{}", query.join("&"))
}

/// What exchanges a code for a token.
struct Code<'a> {
    connection: &'a Connection,
    registration: &'a Registration,
    redirect_uri: &'a str,
    key: &'a ProofKey,
}

type Reply = tokio::sync::oneshot::Sender<Page>;

/// Waits for the browser and redeems its code while the browser waits for its page.
async fn wait(
    server: &mut Server,
    deadline: Instant,
    code: &Code<'_>,
    clock: &(dyn Fn() -> Timestamp + Sync),
    on_event: &mut (dyn FnMut(Event) + Send),
) -> Result<(Granted, Reply), SignInError> {
    let mut was_foreign = false;
    let (brought, reply) = loop {
        let arrival = telling(server.arrival(), deadline, on_event);
        match tokio::time::timeout_at(deadline, arrival).await {
            Ok(Arrival::Answer(brought, reply)) => break (brought, reply),
            Ok(Arrival::Foreign) => {
                was_foreign = true;
                on_event(Event::OtherSignIn);
            }
            Err(_) if was_foreign => return Err(SignInError::StateMismatch),
            Err(_) => return Err(SignInError::Expired),
        }
    };
    let answer = match brought {
        Brought::Error(error, description) => Err(refused(&error, &description, clock())),
        Brought::Code(value) => telling(code.redeem(&value, clock), deadline, on_event)
            .await
            .map_err(|failure| failed(failure, clock())),
    };
    match answer {
        Ok(granted) => Ok((granted, reply)),
        Err(error) => {
            let _ = reply.send(match error {
                SignInError::Denied => Page::Denied,
                _ => Page::Failed,
            });
            Err(error)
        }
    }
}

impl Code<'_> {
    async fn redeem(
        &self,
        code: &Secret,
        clock: &(dyn Fn() -> Timestamp + Sync),
    ) -> Result<Granted, Failure> {
        let secrets = vec![&self.registration.client_secret, code, &self.key.verifier];
        let call = Call::new(self.connection, Service::Oidc, "CreateToken", secrets);
        let request = self
            .connection
            .oidc()
            .create_token()
            .grant_type("authorization_code")
            .client_id(self.registration.client_id.expose())
            .client_secret(self.registration.client_secret.expose())
            .redirect_uri(self.redirect_uri)
            .code_verifier(self.key.verifier.expose())
            .code(code.expose());
        let answer = request.send().await.map_err(|error| call.failure(&error))?;
        Granted::read(&call, answer, clock())
    }
}

fn failed(failure: Failure, at: Timestamp) -> SignInError {
    match failure {
        Failure::Service(refusal) if refusal.code == "ExpiredTokenException" => {
            SignInError::Expired
        }
        Failure::Service(refusal) if refusal.code == "AccessDeniedException" => SignInError::Denied,
        failure => failure.sign_in_error(at),
    }
}

/// An error from the redirect. Its text comes from a URL, so its author is unknown.
fn refused(error: &str, description: &str, at: Timestamp) -> SignInError {
    if error == "access_denied" {
        return SignInError::Denied;
    }
    let is_code = error.len() <= 64 && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    SignInError::Refused(ServiceError {
        operation: "Authorize",
        code: if is_code { error } else { "an error" }.to_owned(),
        message: facts::clean_line(description),
        status: None,
        request_id: None,
        at,
    })
}

impl Connection {
    /// The page that asks the user: `/authorize` at the scheme and host of the sign-in service's
    /// endpoint, without the endpoint's path (`_get_base_authorization_uri`).
    async fn authorize_page(&self) -> Result<String, SignInError> {
        let host = self.host(Service::Oidc, self.sso_region());
        let no_address = |why: &str| {
            SignInError::NotSent(format!("{host} is not an address to open in a browser: {why}"))
        };
        let endpoint = self.oidc_address().await.map_err(|why| no_address(&why))?;
        let mut url = url::Url::parse(&endpoint).map_err(|error| no_address(&error.to_string()))?;
        // A password in a URL is for the service, not for a browser's history.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_path("/authorize");
        url.set_query(None);
        url.set_fragment(None);
        let page = url.to_string();
        if is_page(&page) {
            Ok(page)
        } else {
            Err(no_address("it is neither https nor on this computer"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_that_of_the_aws_cli() {
        let registration = Registration {
            client_id: "a+b".into(),
            client_secret: "hidden".into(),
            expires_at: Timestamp::MAX,
            scopes: vec!["sso:account:access".into(), "codewhisperer:completions".into()],
            grant_types: Vec::new(),
        };
        let key = ProofKey { verifier: "hidden".into(), challenge: "E9-_".into() };
        assert_eq!(
            address(
                "https://oidc.eu-central-1.amazonaws.com/authorize",
                &registration,
                "http://127.0.0.1:5/oauth/callback",
                "s",
                &key
            ),
            "https://oidc.eu-central-1.amazonaws.com/authorize?response_type=code&client_id=a%2Bb\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Foauth%2Fcallback&state=s\
             &code_challenge_method=S256\
             &scopes=sso%3Aaccount%3Aaccess%20codewhisperer%3Acompletions&code_challenge=E9-_"
        );
    }

    #[tokio::test]
    async fn the_page_is_beside_the_endpoint() {
        let http = || aws_smithy_http_client::Builder::new().build_http();
        for (region, endpoint, page) in [
            ("us-east-1", None, "https://oidc.us-east-1.amazonaws.com/authorize"),
            ("us-gov-west-1", None, "https://oidc.us-gov-west-1.amazonaws.com/authorize"),
            ("cn-north-1", None, "https://oidc.cn-north-1.amazonaws.com.cn/authorize"),
            ("eusc-de-east-1", None, "https://oidc.eusc-de-east-1.amazonaws.eu/authorize"),
            ("x", Some("http://127.0.0.1:8/base/?q"), "http://127.0.0.1:8/authorize"),
            ("x", Some("https://mira:hunter2@example.org"), "https://example.org/authorize"),
        ] {
            let connection =
                Connection::new(http(), region).oidc_endpoint(endpoint.map(str::to_owned));
            assert_eq!(connection.authorize_page().await.as_deref(), Ok(page));
        }
        for (region, endpoint) in [
            ("us-east-1 # home", None),
            ("us-east-1", Some("http://example.org")),
            ("us-east-1", Some("example.org")),
        ] {
            let connection =
                Connection::new(http(), region).oidc_endpoint(endpoint.map(str::to_owned));
            let error = connection.authorize_page().await.unwrap_err();
            assert!(matches!(error, SignInError::NotSent(_)), "{error}");
        }
    }

    #[test]
    fn an_error_in_an_address_is_shown_within_bounds() {
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(refused("access_denied", "", at), SignInError::Denied);
        assert_eq!(
            refused("server_error", "try\nlater\u{1b}[31m", at).to_string(),
            "Authorize answered server_error \"try later?[31m\""
        );
        let long = refused(&"x".repeat(5000), &"y".repeat(5000), at).to_string();
        assert!(long.starts_with("Authorize answered an error \"yyy") && long.len() < 400);
    }
}
