//! Tokens.

use std::io;
use std::path::{Path, PathBuf};

use facts::{CacheEntry, CacheFault, Secret, SessionKey, TimeForm, Token};
use serde_json::{Map, Value};

use super::file::{self, Content};
use super::{json, time};

/// Reads a token as botocore does (`botocore/utils.py`, `SSOTokenLoader`; `botocore/tokens.py`).
///
/// An optional field counts only if it is text, and an invalid `registrationExpiresAt` is dropped,
/// because it would break a refresh.
///
/// # Errors
/// The error that stops botocore.
pub fn parse(bytes: &[u8]) -> Result<Token, CacheFault> {
    if bytes.len() as u64 > file::MAX_FILE_BYTES {
        return Err(CacheFault::TooLarge);
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(bytes) else {
        return Err(CacheFault::NotJson);
    };
    let access_token = secret(&fields, "accessToken").ok_or(CacheFault::Missing("accessToken"))?;
    let expires_at = match fields.get("expiresAt") {
        None => return Err(CacheFault::Missing("expiresAt")),
        Some(value) => value.as_str().and_then(time::read).ok_or(CacheFault::BadTime)?,
    };
    Ok(Token {
        access_token,
        expires_at,
        refresh_token: secret(&fields, "refreshToken"),
        client_id: secret(&fields, "clientId"),
        client_secret: secret(&fields, "clientSecret"),
        registration_expires_at: text(&fields, "registrationExpiresAt").and_then(time::read),
        region: text(&fields, "region").map(str::to_owned),
        start_url: text(&fields, "startUrl").map(str::to_owned),
    })
}

/// The format of a token's expiry, if it is a valid time.
pub fn time_form(bytes: &[u8]) -> TimeForm {
    field(bytes, "expiresAt").map_or(TimeForm::Everyone, |text| TimeForm::of(&text))
}

/// The name that a tool registered under, if the file contains it.
pub fn client_name(bytes: &[u8]) -> Option<String> {
    field(bytes, "clientName")
}

fn field(bytes: &[u8], name: &str) -> Option<String> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(fields)) => text(&fields, name).map(str::to_owned),
        _ => None,
    }
}

pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str().filter(|text| !text.is_empty())
}

pub(super) fn secret(fields: &Map<String, Value>, name: &str) -> Option<Secret> {
    text(fields, name).map(Secret::from)
}

/// Reads a file of the cache; `None` if it is missing. Reads at most 1 MiB, and never blocks on a
/// pipe.
pub fn read(path: &Path) -> Option<CacheEntry> {
    let mut form = TimeForm::Everyone;
    let (token, mode) = match file::content(path)? {
        Content::Bytes(bytes, mode) => {
            form = time_form(&bytes);
            (parse(&bytes), mode)
        }
        Content::TooLarge(mode) => (Err(CacheFault::TooLarge), mode),
        Content::Unreadable(why, mode) => (Err(CacheFault::Unreadable(why)), mode),
    };
    Some(CacheEntry {
        path: path.to_owned(),
        mode,
        owned: None,
        writable: None,
        renewal_refused: None,
        time_form: form,
        token,
    })
}

/// Writes the token of a session as the AWS CLI does, and returns the path.
///
/// Atomic, and 0600 even if the old file was open to others; a new folder is 0700.
///
/// # Errors
/// The system's error.
pub fn write(folder: &Path, key: &SessionKey, token: &Token) -> io::Result<PathBuf> {
    file::write(folder, &key.cache_name(), &written(token))
}

/// The order of `_create_token_attempt` in `awscli/botocore/utils.py` (FACTS, section 3).
fn written(token: &Token) -> String {
    let mut members = Vec::new();
    let mut add =
        |name, text: Option<&str>| members.extend(text.map(|text| (name, json::quoted(text))));
    let exposed = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().clone());
    add("startUrl", token.start_url.as_deref());
    add("region", token.region.as_deref());
    add("accessToken", Some(token.access_token.expose()));
    add("expiresAt", Some(&time::written(token.expires_at)));
    add("clientId", exposed(&token.client_id).as_deref());
    add("clientSecret", exposed(&token.client_secret).as_deref());
    add("registrationExpiresAt", token.registration_expires_at.map(time::written).as_deref());
    add("refreshToken", exposed(&token.refresh_token).as_deref());
    json::object(&members)
}
