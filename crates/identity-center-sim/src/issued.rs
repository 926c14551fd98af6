//! Tokens for tests that start after the sign-in.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::oidc;
use crate::state::State;

/// A token as after a sign-in. Debug shows no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// The bearer token for the portal.
    pub access_token: String,
    /// For `CreateToken` with the grant type `refresh_token`.
    pub refresh_token: Option<String>,
    /// The client to which it was issued.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: String,
    /// When the access token expires, in whole seconds of the simulator's clock.
    pub expires_at: Timestamp,
    /// When the registration of the client expires.
    pub registration_expires_at: Timestamp,
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken")
            .field("refreshable", &self.refresh_token.is_some())
            .field("expires_at", &self.expires_at)
            .field("registration_expires_at", &self.registration_expires_at)
            .finish_non_exhaustive()
    }
}

impl IssuedToken {
    /// The content of a token cache file as the AWS CLI writes it: one line, with its key order,
    /// its separators, and times as `%Y-%m-%dT%H:%M:%SZ` (FACTS, section 3). The refresh fields
    /// are omitted without a refresh token, as in the cache of a legacy profile.
    pub fn cache_file(&self, start_url: &str, region: &str) -> String {
        let time = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let mut members = vec![
            ("startUrl", start_url.to_owned()),
            ("region", region.to_owned()),
            ("accessToken", self.access_token.clone()),
            ("expiresAt", time(self.expires_at)),
        ];
        if let Some(refresh_token) = &self.refresh_token {
            members.extend([
                ("clientId", self.client_id.clone()),
                ("clientSecret", self.client_secret.clone()),
                ("registrationExpiresAt", time(self.registration_expires_at)),
                ("refreshToken", refresh_token.clone()),
            ]);
        }
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, value)| format!("\"{name}\": {}", Value::from(value)))
            .collect();
        format!("{{{}}}", members.join(", "))
    }
}

/// A cache file has no fractions, so the time is rounded down.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

pub(crate) fn issue(state: &mut State, refreshable: bool, lifetime: Duration) -> IssuedToken {
    let (client_id, client) = oidc::new_client(
        state,
        "botocore-client-simulator".to_owned(),
        vec!["sso:account:access".to_owned()],
        None,
        Vec::new(),
    );
    let sign_in = state.next_sign_in();
    let grant = oidc::issue(state, &client_id, sign_in, refreshable, lifetime);
    let issued = IssuedToken {
        access_token: grant.access_token,
        refresh_token: grant.refresh_token,
        client_id: client_id.clone(),
        client_secret: client.secret.clone(),
        expires_at: whole_seconds(grant.expires_at),
        registration_expires_at: whole_seconds(client.expires_at),
    };
    state.clients.insert(client_id, client);
    issued
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;

    #[test]
    fn a_cache_file_is_written_as_the_cli_writes_it() {
        let mut state = State::new(World::science_cloud());
        let issued = issue(&mut state, true, Duration::from_secs(60));
        let text = issued.cache_file("https://d-123.awsapps.com/start", "us-east-1");
        assert!(text.starts_with(
            "{\"startUrl\": \"https://d-123.awsapps.com/start\", \"region\": \"us-east-1\", \"accessToken\": \""
        ));
        let read: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(
            read.keys().collect::<Vec<_>>(),
            [
                "startUrl",
                "region",
                "accessToken",
                "expiresAt",
                "clientId",
                "clientSecret",
                "registrationExpiresAt",
                "refreshToken"
            ]
        );
        assert_eq!(read["expiresAt"].as_str().unwrap().len(), 20);
        assert_eq!(read["accessToken"], issued.access_token.as_str());

        let plain = issue(&mut state, false, Duration::from_secs(60));
        let read: serde_json::Map<String, Value> =
            serde_json::from_str(&plain.cache_file("https://d-123.awsapps.com/start", "us-east-1"))
                .unwrap();
        assert_eq!(read.len(), 4);
    }

    #[test]
    fn debug_shows_no_secret() {
        let mut state = State::new(World::science_cloud());
        let issued = issue(&mut state, true, Duration::ZERO);
        let shown = format!("{issued:?}");
        assert!(shown.contains("expires_at"));
        assert!(!shown.contains("aoa") && !shown.contains("aor") && !shown.contains("eyJ"));
    }
}
