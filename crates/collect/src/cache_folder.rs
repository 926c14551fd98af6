//! The folders in which the AWS CLI caches tokens and credentials: listed and read within limits.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use facts::{CacheFault, FolderState};

use machine::{FileRead, System, access, read_bounded};

/// Read at most this many bytes of a cache file; `identity_center::cache` has the same limit.
const MAX_CACHE_BYTES: u64 = 1 << 20;
/// List at most this many names.
const MAX_NAMES: usize = 10_000;

/// The JSON files of a folder.
pub(crate) struct Listed {
    /// Their names, sorted.
    pub(crate) names: Vec<String>,
    /// At least this many are omitted.
    pub(crate) more: usize,
}

/// Lists the JSON files of a folder; none if there is no folder.
///
/// # Errors
/// The system's error message.
pub(crate) fn list_json_files(folder: &Path) -> Result<Listed, String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Listed { names: Vec::new(), more: 0 });
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Err("permission denied".to_owned());
        }
        Err(error) => return Err(error.to_string()),
    };
    let mut names = Vec::new();
    let mut more = 0;
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if !Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            continue;
        }
        if names.len() == MAX_NAMES {
            more = 1;
            break;
        }
        names.push(name);
    }
    names.sort();
    Ok(Listed { names, more })
}

/// The permissions of a folder; the default if it is missing.
pub(crate) fn folder_state(folder: &Path) -> FolderState {
    let Ok(metadata) = fs::metadata(folder) else {
        return FolderState::default();
    };
    FolderState {
        mode: access::file_mode(&metadata),
        owned: Some(access::is_owned(&metadata)),
        closed: access::folder_obstacle(folder),
        unlisted: None,
    }
}

/// A file of a cache folder.
pub(crate) struct CacheFile {
    pub(crate) mode: Option<u32>,
    pub(crate) owned: Option<bool>,
    pub(crate) writable: Option<bool>,
    pub(crate) bytes: Result<Vec<u8>, CacheFault>,
}

impl CacheFile {
    pub(crate) fn parsed<T>(
        &self,
        parse: impl FnOnce(&[u8]) -> Result<T, CacheFault>,
    ) -> Result<T, CacheFault> {
        self.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| parse(bytes))
    }
}

/// Reads a file; `None` if it is missing.
pub(crate) fn read_cache_file(system: &System, path: &Path) -> Option<CacheFile> {
    let unread = |fault| Some((Err(fault), None, None, None));
    let (bytes, mode, owned, writable) = match read_bounded(system, path, MAX_CACHE_BYTES) {
        FileRead::Missing => None,
        FileRead::Read(read) => {
            Some((Ok(read.bytes), read.mode, Some(read.owned), Some(read.writable)))
        }
        FileRead::TooLarge { .. } => unread(CacheFault::TooLarge),
        FileRead::NotAFile(what) => {
            unread(CacheFault::Unreadable(format!("it is {what}, not a file")))
        }
        FileRead::Unreadable { why, .. } => unread(CacheFault::Unreadable(why)),
    }?;
    let metadata = if mode.is_none() || owned.is_none() { fs::metadata(path).ok() } else { None };
    Some(CacheFile {
        mode: mode.or_else(|| metadata.as_ref().and_then(access::file_mode)),
        owned: owned.or_else(|| metadata.as_ref().map(access::is_owned)),
        writable,
        bytes,
    })
}
