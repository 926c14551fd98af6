//! Client registrations, which the AWS CLI caches next to the tokens and this program shares.

use std::io;
use std::path::{Path, PathBuf};

use facts::{CacheFault, Registration};
use serde_json::Value;

use super::file::{self, Content};
use super::token::{secret, text};
use super::{json, time};

/// The file name of a registration (`awscli/botocore/utils.py`, `_registration_cache_key`; from
/// AWS CLI 2.7.32). A legacy profile has no session; missing scopes are `null`.
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
        ("scopes", if scopes.is_empty() { null() } else { json::list(scopes) }),
        ("session_name", session.map_or_else(null, json::quoted)),
        ("startUrl", json::quoted(start_url)),
        ("tool", json::quoted("botocore")),
    ]);
    // The same SHA-1 in hexadecimal with `.json` as for a token's file name.
    facts::token_cache_name(&args)
}

/// Reads a registration; `None` if there is no usable one.
pub fn read_registration(path: &Path) -> Option<Registration> {
    let Content::Bytes(bytes, _) = file::content(path)? else {
        return None;
    };
    parse_registration(&bytes).ok()
}

/// Reads a registration as the AWS CLI does (`awscli/botocore/utils.py`, `_registration`).
///
/// # Errors
/// The error that stops a sign-in with it.
pub fn parse_registration(bytes: &[u8]) -> Result<Registration, CacheFault> {
    if bytes.len() as u64 > file::MAX_FILE_BYTES {
        return Err(CacheFault::TooLarge);
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(bytes) else {
        return Err(CacheFault::NotJson);
    };
    let list = |name: &str| -> Vec<String> {
        let items = fields.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let needed = |name| secret(&fields, name).ok_or(CacheFault::Missing(name));
    let ends = text(&fields, "expiresAt").ok_or(CacheFault::Missing("expiresAt"))?;
    Ok(Registration {
        client_id: needed("clientId")?,
        client_secret: needed("clientSecret")?,
        expires_at: time::read(ends).ok_or(CacheFault::BadTime)?,
        scopes: list("scopes"),
        grant_types: list("grantTypes"),
    })
}

/// Writes a registration under a name of [`registration_name`], as the AWS CLI does, and returns
/// the path.
///
/// # Errors
/// The system's error.
pub fn write_registration(
    folder: &Path,
    name: &str,
    registration: &Registration,
) -> io::Result<PathBuf> {
    let mut members = vec![
        ("clientId", json::quoted(registration.client_id.expose())),
        ("clientSecret", json::quoted(registration.client_secret.expose())),
        ("expiresAt", json::quoted(&time::written(registration.expires_at))),
    ];
    if !registration.scopes.is_empty() {
        members.push(("scopes", json::list(&registration.scopes)));
    }
    if !registration.grant_types.is_empty() {
        members.push(("grantTypes", json::list(&registration.grant_types)));
    }
    file::write(folder, name, &json::object(&members))
}
