//! The folders in which the AWS CLI keeps tokens and credentials: listed and read within bounds.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use facts::{CacheFault, FolderState};

use machine::{Look, System, access, look};

/// The largest cache file that is read, in bytes; `identity_center::cache` has the same limit.
const LARGEST: u64 = 1 << 20;
/// More names than these are not listed.
const MOST_NAMES: usize = 10_000;

/// The JSON files of a folder.
pub(crate) struct Listed {
    /// Their names, sorted.
    pub(crate) names: Vec<String>,
    /// How many more there are at least.
    pub(crate) more: usize,
}

/// Lists the JSON files of a folder; none where there is no folder.
///
/// # Errors
/// The system's words.
pub(crate) fn list(folder: &Path) -> Result<Listed, String> {
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
        if names.len() == MOST_NAMES {
            more = 1;
            break;
        }
        names.push(name);
    }
    names.sort();
    Ok(Listed { names, more })
}

/// What the system says about a folder; nothing where there is none.
pub(crate) fn state(folder: &Path) -> FolderState {
    let Ok(metadata) = fs::metadata(folder) else {
        return FolderState::default();
    };
    FolderState {
        mode: access::mode(&metadata),
        owned: Some(access::owned(&metadata)),
        closed: access::folder_obstacle(folder),
        unlisted: None,
    }
}

/// A file of such a folder.
pub(crate) struct Seen {
    pub(crate) mode: Option<u32>,
    pub(crate) owned: Option<bool>,
    pub(crate) writable: Option<bool>,
    pub(crate) bytes: Result<Vec<u8>, CacheFault>,
}

impl Seen {
    pub(crate) fn parsed<T>(
        &self,
        parse: impl FnOnce(&[u8]) -> Result<T, CacheFault>,
    ) -> Result<T, CacheFault> {
        self.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| parse(bytes))
    }
}

/// Reads a file; `None` where there is none.
pub(crate) fn see(system: &System, path: &Path) -> Option<Seen> {
    let unread = |fault| Some((Err(fault), None, None, None));
    let (bytes, mode, owned, writable) = match look(system, path, LARGEST) {
        Look::Missing => None,
        Look::Read(read) => {
            Some((Ok(read.bytes), read.mode, Some(read.owned), Some(read.writable)))
        }
        Look::TooLarge { .. } => unread(CacheFault::TooLarge),
        Look::NotAFile(what) => unread(CacheFault::Unreadable(format!("it is {what}, not a file"))),
        Look::Unreadable { why, .. } => unread(CacheFault::Unreadable(why)),
    }?;
    let metadata = if mode.is_none() || owned.is_none() { fs::metadata(path).ok() } else { None };
    Some(Seen {
        mode: mode.or_else(|| metadata.as_ref().and_then(access::mode)),
        owned: owned.or_else(|| metadata.as_ref().map(access::owned)),
        writable,
        bytes,
    })
}
