//! What a sign-out removes: tokens, and the role credentials that the AWS CLI caches in
//! `~/.aws/cli/cache` (`awscli/customizations/sso/logout.py`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use facts::{Secret, SessionKey};
use serde_json::{Map, Value};

use super::file::{self, Content};
use super::token::{secret, text};

/// Read at most this many files in one folder; real caches have a few dozen.
const MAX_FILES: usize = 10_000;

/// A file that the AWS CLI's `sso logout` treats as a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    /// Its path.
    pub path: PathBuf,
    /// The token; `None` if `accessToken` is not text, so there is nothing to revoke.
    pub access_token: Option<Secret>,
    /// The issuing region. Without one, the AWS CLI does not revoke the token.
    pub region: Option<String>,
}

/// Every file of the token cache that contains a token, from any tool and with any name, sorted by
/// path: what `aws sso logout` deletes. Registrations are excluded. Empty if the folder is
/// missing.
///
/// # Errors
/// The system's error, if the folder cannot be read.
pub fn all_tokens(folder: &Path) -> io::Result<Vec<StoredToken>> {
    let tokens = objects(folder)?.into_iter().filter_map(|(path, fields)| {
        fields.contains_key("accessToken").then(|| StoredToken {
            path,
            access_token: secret(&fields, "accessToken"),
            region: text(&fields, "region").map(str::to_owned),
        })
    });
    Ok(tokens.collect())
}

/// Every file of the AWS CLI's cache (`~/.aws/cli/cache`) that contains single sign-on role
/// credentials, sorted by path: what `aws sso logout` deletes. Empty if the folder is missing.
///
/// # Errors
/// The system's error, if the folder cannot be read.
pub fn all_role_credentials(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let files = objects(folder)?.into_iter();
    Ok(files.filter(|(_, fields)| is_role_credentials(fields)).map(|(path, _)| path).collect())
}

/// The files of the AWS CLI's cache that contain credentials of one session, for these pairs of
/// account and role, sorted by path. A file does not name its session: its file name is derived
/// from session, account and role, so all three are needed to find it.
pub fn role_credentials_of<'a>(
    folder: &Path,
    key: &SessionKey,
    roles: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = roles
        .into_iter()
        .map(|(account, role)| folder.join(facts::role_cache_name(key, account, role)))
        .filter(|path| object(path).is_some_and(|fields| is_role_credentials(&fields)))
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Removes a file and returns whether it existed. A folder, a pipe or a device is not removed.
///
/// # Errors
/// The system's error.
pub fn remove(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() || metadata.is_symlink() => {}
        Ok(_) => return Err(io::Error::other("it is not a file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    }
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_role_credentials(fields: &Map<String, Value>) -> bool {
    text(fields, "ProviderType") == Some("sso")
}

fn objects(folder: &Path) -> io::Result<Vec<(PathBuf, Map<String, Value>)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found: Vec<(PathBuf, Map<String, Value>)> = entries
        .take(MAX_FILES)
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let fields = object(&path)?;
            Some((path, fields))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

fn object(path: &Path) -> Option<Map<String, Value>> {
    let Content::Bytes(bytes, _) = file::content(path)? else {
        return None;
    };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}
