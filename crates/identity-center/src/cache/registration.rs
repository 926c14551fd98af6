//! Client registrations, which the AWS CLI keeps beside the tokens and this program shares.

use std::io;
use std::path::{Path, PathBuf};

use facts::Secret;
use jiff::Timestamp;
use serde_json::Value;

use super::file::{self, Content};
use super::token::{secret, text};
use super::{json, time};

/// A client registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The client.
    pub client_id: Secret,
    /// Its secret.
    pub client_secret: Secret,
    /// When it ends. AWS gives 90 days.
    pub expires_at: Timestamp,
    /// The scopes that it was registered with.
    pub scopes: Vec<String>,
    /// The grant types; none for a device's, and in files from before AWS CLI 2.22.0.
    pub grant_types: Vec<String>,
}

/// The file name of a registration (`awscli/botocore/utils.py`, `_registration_cache_key`; from
/// AWS CLI 2.7.32). A legacy profile has no session; no scopes are `null`.
pub fn registration_name(
    session: Option<&str>,
    start_url: &str,
    region: &str,
    scopes: &[String],
) -> String {
    let null = || "null".to_owned();
    // json.dumps with sort_keys: by code point, so `startUrl` follows `session_name`.
    let args = json::object(&[
        ("region", json::quoted(region)),
        (
            "scopes",
            if scopes.is_empty() {
                null()
            } else {
                json::list(scopes)
            },
        ),
        ("session_name", session.map_or_else(null, json::quoted)),
        ("startUrl", json::quoted(start_url)),
        ("tool", json::quoted("botocore")),
    ]);
    // The same SHA-1 in hexadecimal with `.json` as that of a token's name.
    facts::token_cache_name(&args)
}

/// Reads a registration; `None` where there is none that could be used.
pub fn read_registration(path: &Path) -> Option<Registration> {
    let Content::Bytes(bytes, _) = file::content(path)? else {
        return None;
    };
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(&bytes) else {
        return None;
    };
    let list = |name: &str| -> Vec<String> {
        let items = fields.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect()
    };
    Some(Registration {
        client_id: secret(&fields, "clientId")?,
        client_secret: secret(&fields, "clientSecret")?,
        expires_at: text(&fields, "expiresAt").and_then(time::read)?,
        scopes: list("scopes"),
        grant_types: list("grantTypes"),
    })
}

/// Writes a registration under a name of [`registration_name`], as the AWS CLI does, and returns
/// the path.
///
/// # Errors
/// The system's.
pub fn write_registration(
    folder: &Path,
    name: &str,
    registration: &Registration,
) -> io::Result<PathBuf> {
    let mut members = vec![
        ("clientId", json::quoted(registration.client_id.expose())),
        (
            "clientSecret",
            json::quoted(registration.client_secret.expose()),
        ),
        (
            "expiresAt",
            json::quoted(&time::written(registration.expires_at)),
        ),
    ];
    if !registration.scopes.is_empty() {
        members.push(("scopes", json::list(&registration.scopes)));
    }
    if !registration.grant_types.is_empty() {
        members.push(("grantTypes", json::list(&registration.grant_types)));
    }
    file::write(folder, name, &json::object(&members))
}
