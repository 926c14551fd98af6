//! Lays a machine out as a home folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use facts::SessionKey;
use identity_center_sim::Simulator;

use crate::keys;
use crate::machine::{CachedToken, LOGIN_SESSION, Machine, TokenState};
use crate::sources::{PORTAL_REGION, START_URL};

const SIGN_IN_LASTS: Duration = Duration::from_secs(8 * 60 * 60);

/// Writes the machine's files below `home`, with tokens that this simulator knows, and returns the
/// variables that a client gets beside those of its endpoints.
///
/// # Errors
///
/// If a file cannot be written.
pub fn lay_out(
    machine: &Machine,
    home: &Path,
    simulator: &Simulator,
) -> io::Result<BTreeMap<String, String>> {
    let home_text = home.to_string_lossy();
    let aws = home.join(".aws");
    fs::create_dir_all(&aws)?;
    for (name, text) in [("config", &machine.config), ("credentials", &machine.credentials)] {
        if let Some(text) = text {
            fs::write(aws.join(name), Machine::fill_in(text, &home_text))?;
        }
    }
    for (path, text) in &machine.files {
        fs::write(home.join(path), Machine::fill_in(text, &home_text))?;
    }
    if !machine.tokens.is_empty() {
        let cache = aws.join("sso").join("cache");
        fs::create_dir_all(&cache)?;
        for token in &machine.tokens {
            let name = SessionKey::Named(token.of.clone()).cache_name();
            fs::write(cache.join(name), token_file(token, simulator))?;
        }
    }
    if machine.is_logged_in {
        let cache = aws.join("login").join("cache");
        fs::create_dir_all(&cache)?;
        fs::write(cache.join(facts::login_cache_name(LOGIN_SESSION)), login_file()?)?;
    }
    let mut environment: BTreeMap<String, String> = machine
        .environment
        .iter()
        .map(|(name, value)| (name.clone(), Machine::fill_in(value, &home_text)))
        .collect();
    environment.insert("HOME".to_owned(), home_text.into_owned());
    environment.insert("PATH".to_owned(), "/usr/local/bin:/usr/bin:/bin".to_owned());
    environment.entry("AWS_EC2_METADATA_DISABLED".to_owned()).or_insert_with(|| "true".to_owned());
    Ok(environment)
}

fn token_file(token: &CachedToken, simulator: &Simulator) -> String {
    let (renewable, lifetime) = match token.state {
        TokenState::Valid => (true, SIGN_IN_LASTS),
        TokenState::ValidPlain => (false, SIGN_IN_LASTS),
        TokenState::ExpiredRenewable => (true, Duration::ZERO),
        TokenState::Expired => (false, Duration::ZERO),
    };
    let file = simulator.issue_token(renewable, lifetime).cache_file(START_URL, PORTAL_REGION);
    if lifetime.is_zero() { end_a_minute_ago(&file).unwrap_or(file) } else { file }
}

/// GDAL still uses a token in the second in which it ends.
fn end_a_minute_ago(file: &str) -> Option<String> {
    let mut token: serde_json::Value = serde_json::from_str(file).ok()?;
    let end = jiff::Timestamp::now().checked_sub(jiff::SignedDuration::from_mins(1)).ok()?;
    *token.get_mut("expiresAt")? = end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into();
    Some(token.to_string())
}

/// The cache of `aws login` as AWS CLI 2.32 writes it (botocore `credentials.py
/// LoginCredentialFetcher`), with keys that last another hour.
fn login_file() -> io::Result<String> {
    let key = rcgen::KeyPair::generate().map_err(io::Error::other)?;
    let end = jiff::Timestamp::now()
        .checked_add(jiff::SignedDuration::from_hours(1))
        .map_err(io::Error::other)?;
    Ok(serde_json::json!({
        "accessToken": {
            "accessKeyId": keys::access_key_id("login-mira"),
            "secretAccessKey": keys::secret_access_key("login-mira"),
            "sessionToken": "IQoJb3JpZ2luX2VjEXAMPLE",
            "accountId": keys::ACCOUNT,
            "expiresAt": end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        },
        "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4",
        "refreshToken": "example-refresh-token",
        "idToken": "eyJhbGciOiJub25lIn0.e30.",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": key.serialize_pem(),
    })
    .to_string())
}
