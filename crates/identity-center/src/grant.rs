//! The result of a sign-in: the service's token, as the AWS CLI caches it.

use std::path::Path;
use std::time::Duration;

use aws_sdk_ssooidc::operation::create_token::CreateTokenOutput;
use facts::{Secret, Token};
use jiff::{SignedDuration, Timestamp};

use crate::cache::{self, Registration};
use crate::device::SignIn;
use crate::errors::{Call, Failure, SignInError};

/// The issued tokens.
pub(crate) struct Granted {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) expires_at: Timestamp,
}

impl Granted {
    /// Reads the response of `CreateToken`.
    pub(crate) fn read(
        call: &Call<'_>,
        answer: CreateTokenOutput,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let Some(access_token) = answer.access_token.filter(|token| !token.is_empty()) else {
            return Err(call.wrong_answer("no token"));
        };
        let Some(expires_at) = ends_after(now, answer.expires_in) else {
            return Err(call.wrong_answer("a token without a lifetime"));
        };
        Ok(Self {
            access_token: Secret::new(access_token),
            refresh_token: answer.refresh_token.filter(|token| !token.is_empty()).map(Secret::new),
            expires_at,
        })
    }

    /// Writes the token to the cache, and returns it.
    pub(crate) fn keep(
        self,
        folder: &Path,
        sign_in: &SignIn,
        registration: Registration,
    ) -> Result<Token, SignInError> {
        let token = Token {
            access_token: self.access_token,
            expires_at: self.expires_at,
            refresh_token: self.refresh_token,
            client_id: Some(registration.client_id),
            client_secret: Some(registration.client_secret),
            registration_expires_at: Some(registration.expires_at),
            region: Some(sign_in.region.clone()),
            start_url: Some(sign_in.start_url.clone()),
        };
        let path = folder.join(sign_in.key.cache_name());
        cache::write(folder, &sign_in.key, &token).map_err(SignInError::unwritten(&path))?;
        Ok(token)
    }
}

/// When a token with a lifetime of `seconds` expires, in whole seconds as the cache writes it;
/// `None` for an invalid lifetime.
fn ends_after(now: Timestamp, seconds: i32) -> Option<Timestamp> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0)?;
    Some(whole_seconds(now, Duration::from_secs(seconds)))
}

/// The whole second that is `span` after `now`.
pub(crate) fn whole_seconds(now: Timestamp, span: Duration) -> Timestamp {
    let later = SignedDuration::try_from(span).ok().and_then(|span| now.checked_add(span).ok());
    let later = later.unwrap_or(Timestamp::MAX);
    Timestamp::from_second(later.as_second()).unwrap_or(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_at_a_whole_second() {
        let now: Timestamp = "2030-01-01T00:00:00.9Z".parse().unwrap();
        assert_eq!(ends_after(now, 60).unwrap().to_string(), "2030-01-01T00:01:00Z");
        assert_eq!(ends_after(now, 0), None);
        assert_eq!(ends_after(now, -5), None);
        assert!(ends_after(Timestamp::MAX, i32::MAX).is_some());
    }
}
