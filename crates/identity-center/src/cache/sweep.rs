//! What a sign-out removes: tokens, and the role credentials that the AWS CLI caches in
//! `~/.aws/cli/cache` (`awscli/customizations/sso/logout.py`).

use std::collections::BTreeSet;
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

impl StoredToken {
    fn read(path: PathBuf, fields: &Map<String, Value>) -> Option<Self> {
        fields.contains_key("accessToken").then(|| Self {
            path,
            access_token: secret(fields, "accessToken"),
            region: text(fields, "region").map(str::to_owned),
        })
    }
}

/// A file or folder that cannot be read, with the system's error message.
pub type Unread = (PathBuf, String);

/// The token in a file; `None` if the file is missing or contains none.
///
/// # Errors
/// Why the file cannot be read.
pub fn stored_token(path: &Path) -> Result<Option<StoredToken>, String> {
    let fields = object(path)?;
    Ok(fields.and_then(|fields| StoredToken::read(path.to_owned(), &fields)))
}

/// Every file of the token cache that contains a token, from any tool and with any name, sorted by
/// path: what `aws sso logout` deletes. Registrations are excluded. Empty if the folder is
/// missing. What cannot be read is added to `unread`.
pub fn all_tokens(folder: &Path, unread: &mut Vec<Unread>) -> Vec<StoredToken> {
    let files = objects(folder, unread).into_iter();
    files.filter_map(|(path, fields)| StoredToken::read(path, &fields)).collect()
}

/// Every file of the AWS CLI's cache (`~/.aws/cli/cache`) that contains single sign-on role
/// credentials, sorted by path: what `aws sso logout` deletes. Empty if the folder is missing.
/// What cannot be read is added to `unread`.
pub fn all_role_credentials(folder: &Path, unread: &mut Vec<Unread>) -> Vec<PathBuf> {
    let files = objects(folder, unread).into_iter();
    files.filter(|(_, fields)| is_role_credentials(fields)).map(|(path, _)| path).collect()
}

/// The files of the AWS CLI's cache that contain credentials of one session, for these pairs of
/// account and role, sorted by path. A file does not name its session: its file name is derived
/// from session, account and role, so all three are needed to find it. What cannot be read is added
/// to `unread`.
pub fn role_credentials_of<'a>(
    folder: &Path,
    key: &SessionKey,
    roles: impl IntoIterator<Item = (&'a str, &'a str)>,
    unread: &mut Vec<Unread>,
) -> Vec<PathBuf> {
    let paths: BTreeSet<PathBuf> = roles
        .into_iter()
        .map(|(account, role)| folder.join(facts::role_cache_name(key, account, role)))
        .collect();
    let mut found = Vec::new();
    for path in paths {
        match object(&path) {
            Ok(Some(fields)) if is_role_credentials(&fields) => found.push(path),
            Ok(_) => {}
            Err(why) => unread.push((path, why)),
        }
    }
    found
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

fn objects(folder: &Path, unread: &mut Vec<Unread>) -> Vec<(PathBuf, Map<String, Value>)> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            unread.push((folder.to_owned(), error.to_string()));
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> =
        entries.take(MAX_FILES).filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        match object(&path) {
            Ok(Some(fields)) => found.push((path, fields)),
            Ok(None) => {}
            Err(why) => unread.push((path, why)),
        }
    }
    found
}

/// The JSON object in a file; `None` if there is no such file or its content is something else.
fn object(path: &Path) -> Result<Option<Map<String, Value>>, String> {
    match file::content(path) {
        Some(Content::Bytes(bytes, _)) => match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Some(fields)),
            _ => Ok(None),
        },
        // The AWS CLI's other files there, such as its history, may be of any size.
        Some(Content::TooLarge(_)) if path.extension().is_some_and(|end| end == "json") => {
            Err("it is too large to be a token or credentials".to_owned())
        }
        // A folder, a pipe or a device contains no token.
        Some(Content::Unreadable(why, _)) if !is_special(path) => Err(why),
        Some(Content::TooLarge(_) | Content::Unreadable(..)) | None => Ok(None),
    }
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}
