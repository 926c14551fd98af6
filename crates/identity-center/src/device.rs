//! Sign-in with a device code (RFC 8628): show a code, let the user confirm it in any browser, and
//! poll until the service issues the token.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use facts::{Secret, SessionKey, Token};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::cache::{self, Registration};
use crate::connection::{Connection, Service};
use crate::discovery;
use crate::errors::{Call, Failure, SignInError};
use crate::grant::{Granted, whole_seconds};
use crate::registration::{self, Kind};

/// RFC 8628, section 3.5: `slow_down` lengthens the interval by five seconds.
const SLOW_DOWN: Duration = Duration::from_secs(5);
/// The minimum interval, even if a service announces none. AWS announces one second.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest wait for a code, even if the service allows more. AWS allows ten minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
/// How often the remaining time is reported.
const TICK: Duration = Duration::from_millis(500);
/// The number of consecutive polls that may fail before the sign-in gives up.
const LOST_POLLS: u32 = 3;
/// `urn:ietf:params:oauth:grant-type:device_code` (RFC 8628, section 3.4).
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The sign-in target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Its identity in the token cache.
    pub key: SessionKey,
    /// The portal, as written in the file.
    pub start_url: String,
    /// The region of the portal, as written in the file.
    pub region: String,
    /// The scopes to request. Without any, the token cannot be refreshed.
    pub scopes: Vec<String>,
}

/// The events while the user confirms the sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The code is ready: show it, and open the page.
    Code {
        /// The page on which to type the code.
        verification_uri: String,
        /// The same page with the code filled in.
        verification_uri_complete: Option<String>,
        /// The code for the user to compare. Not a secret.
        user_code: String,
        /// When it expires.
        expires_at: Timestamp,
    },
    /// The authorization page is ready: show its address, and open it.
    Authorize {
        /// The whole address. It works for this one sign-in, only on this machine, and contains no
        /// secret.
        url: String,
        /// The deadline for the redirect.
        expires_at: Timestamp,
    },
    /// The redirect of another sign-in arrived and was refused: an older tab, or a malicious page.
    /// The wait continues.
    OtherSignIn,
    /// Not confirmed yet. Sent at least once a second.
    Waiting {
        /// Until the code, or the wait, expires.
        left: Duration,
    },
    /// The service asked us to slow down.
    SlowedDown {
        /// The new interval.
        interval: Duration,
    },
}

/// Signs in with a device code, and writes the token to the cache as the AWS CLI does.
///
/// `clock` dates the token; timeouts use a monotonic clock. Dropping the future at any point
/// leaves the cache intact. The folder is created and checked before the user is asked for
/// anything. A registration that the service rejects is replaced once, and one that was made for a
/// sign-in that is refused is forgotten.
///
/// # Errors
/// [`SignInError::Denied`] or [`SignInError::Expired`] without a confirmation; otherwise the cause
/// of the failure.
pub async fn device_sign_in(
    connection: &Connection,
    sign_in: &SignIn,
    cache_folder: &Path,
    clock: &(dyn Fn() -> Timestamp + Sync),
    on_event: &mut (dyn FnMut(Event) + Send),
) -> Result<Token, SignInError> {
    cache::prepare(cache_folder).map_err(SignInError::unwritten(cache_folder))?;
    let Started { registration, is_new, device } =
        start(connection, sign_in, cache_folder, clock).await?;
    on_event(Event::Code {
        verification_uri: device.verification_uri.clone(),
        verification_uri_complete: device.verification_uri_complete.clone(),
        user_code: device.user_code.clone(),
        expires_at: whole_seconds(clock(), device.lifetime),
    });
    match poll(connection, &registration, &device, clock, on_event).await {
        Ok(granted) => granted.keep(cache_folder, sign_in, registration),
        Err(error) => {
            if is_new && error.is_refusal() {
                // The sign-in has already failed, so a second error adds nothing.
                let _ = registration::forget_registration(cache_folder, sign_in);
            }
            Err(error)
        }
    }
}

/// A sign-in that waits for its code to be confirmed.
struct Started {
    registration: Registration,
    /// Whether the registration was made for this sign-in.
    is_new: bool,
    device: Device,
}

/// A code that is not confirmed yet.
pub(crate) struct Device {
    device_code: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    lifetime: Duration,
    interval: Duration,
}

/// The registration, cached or new, and a code for it.
async fn start(
    connection: &Connection,
    sign_in: &SignIn,
    folder: &Path,
    clock: &(dyn Fn() -> Timestamp + Sync),
) -> Result<Started, SignInError> {
    let portal = discovery::resolved(connection, &sign_in.start_url).await;
    if let Some(registration) = registration::cached(folder, sign_in, Kind::Device, clock()) {
        match authorize(connection, &registration, &portal).await {
            Ok(device) => return Ok(Started { registration, is_new: false, device }),
            // The registration may be revoked or belong to another service: retry once with a new
            // one.
            Err(Failure::Service(refusal)) if is_about_the_client(&refusal.code) => {}
            Err(failure) => return Err(failure.sign_in_error(clock())),
        }
    }
    let registration =
        registration::register(connection, folder, sign_in, Kind::Device, clock()).await?;
    match authorize(connection, &registration, &portal).await {
        Ok(device) => Ok(Started { registration, is_new: true, device }),
        Err(failure) => {
            let error = failure.sign_in_error(clock());
            // For example, a registration for a portal that is not in this region is of no use.
            if error.is_refusal() {
                let _ = registration::forget_registration(folder, sign_in);
            }
            Err(error)
        }
    }
}

pub(crate) fn is_about_the_client(code: &str) -> bool {
    matches!(
        code,
        "InvalidClientException" | "UnauthorizedClientException" | "ExpiredTokenException"
    )
}

pub(crate) async fn authorize(
    connection: &Connection,
    registration: &Registration,
    start_url: &str,
) -> Result<Device, Failure> {
    let secrets = vec![&registration.client_secret];
    let call = Call::new(connection, Service::Oidc, "StartDeviceAuthorization", secrets);
    let request = connection
        .oidc()
        .start_device_authorization()
        .client_id(registration.client_id.expose())
        .client_secret(registration.client_secret.expose())
        .start_url(start_url);
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let seconds = |seconds: i32| Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    let lifetime = seconds(answer.expires_in).min(LONGEST_WAIT);
    let code = answer.device_code.filter(|code| !code.is_empty());
    let user_code =
        answer.user_code.map(|code| facts::clean_line(&code)).filter(|code| !code.is_empty());
    let page = answer.verification_uri.filter(|page| is_page(page));
    let (Some(device_code), Some(user_code), Some(verification_uri)) = (code, user_code, page)
    else {
        return Err(call.wrong_answer("no code"));
    };
    if lifetime.is_zero() {
        return Err(call.wrong_answer("a code that has already ended"));
    }
    Ok(Device {
        device_code: Secret::new(device_code),
        user_code,
        verification_uri,
        verification_uri_complete: answer.verification_uri_complete.filter(|page| is_page(page)),
        lifetime,
        interval: seconds(answer.interval).max(SHORTEST_INTERVAL),
    })
}

/// Whether it is safe to open in a browser: https, or http to this machine (a simulated service).
pub(crate) fn is_page(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else {
        return false;
    };
    if text.chars().any(char::is_control) {
        return false;
    }
    match url.scheme() {
        "https" => url.has_host(),
        "http" => discovery::is_loopback(&url),
        _ => false,
    }
}

async fn poll(
    connection: &Connection,
    registration: &Registration,
    device: &Device,
    clock: &(dyn Fn() -> Timestamp + Sync),
    on_event: &mut (dyn FnMut(Event) + Send),
) -> Result<Granted, SignInError> {
    let deadline = Instant::now() + device.lifetime;
    let mut interval = device.interval;
    let mut lost = 0;
    loop {
        // The last poll is at the code's expiry, so that a late confirmation still counts.
        let next = (Instant::now() + interval).min(deadline);
        telling(tokio::time::sleep_until(next), deadline, on_event).await;
        let asked_at_the_end = Instant::now() >= deadline;
        let answer =
            telling(create_token(connection, registration, device, clock), deadline, on_event)
                .await;
        match answer {
            Ok(granted) => return Ok(granted),
            Err(Failure::Service(refusal)) => {
                lost = 0;
                match refusal.code.as_str() {
                    "AuthorizationPendingException" => {}
                    "SlowDownException" => {
                        interval += SLOW_DOWN;
                        on_event(Event::SlowedDown { interval });
                    }
                    "ExpiredTokenException" => return Err(SignInError::Expired),
                    "AccessDeniedException" => return Err(SignInError::Denied),
                    _ => return Err(SignInError::Refused(refusal.at(clock()))),
                }
            }
            // RFC 8628, section 3.5: a timeout is a reason to poll less often, not to give up.
            Err(failure) => {
                lost += 1;
                if lost >= LOST_POLLS {
                    return Err(failure.sign_in_error(clock()));
                }
                interval = interval.saturating_mul(2);
            }
        }
        if asked_at_the_end {
            return Err(SignInError::Expired);
        }
    }
}

async fn create_token(
    connection: &Connection,
    registration: &Registration,
    device: &Device,
    clock: &(dyn Fn() -> Timestamp + Sync),
) -> Result<Granted, Failure> {
    let secrets = vec![&registration.client_secret, &device.device_code];
    let call = Call::new(connection, Service::Oidc, "CreateToken", secrets);
    let request = connection
        .oidc()
        .create_token()
        .grant_type(GRANT_TYPE)
        .client_id(registration.client_id.expose())
        .client_secret(registration.client_secret.expose())
        .device_code(device.device_code.expose());
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    Granted::read(&call, answer, clock())
}

/// Waits for `work` and reports the remaining time meanwhile.
pub(crate) async fn telling<T>(
    work: impl Future<Output = T>,
    deadline: Instant,
    on_event: &mut (dyn FnMut(Event) + Send),
) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        on_event(Event::Waiting { left: deadline.saturating_duration_since(Instant::now()) });
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_only_to_a_page() {
        for page in [
            "https://device.sso.us-east-1.amazonaws.com/?user_code=A",
            "http://127.0.0.1:8/x",
            "http://[::1]/",
        ] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://example.org/",
            "https://a/\u{1b}[31m",
            "--help",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}
