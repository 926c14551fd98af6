//! The folders in which the AWS CLI caches tokens and credentials: listed and read within limits.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// Wait at most this long for a program that is writing a file: the AWS CLI empties it first and then
/// writes (botocore `utils.py`, `JSONFileCache`).
const WRITING: Duration = Duration::from_millis(600);
/// Between two reads of such a file.
const PAUSE: Duration = Duration::from_millis(20);
/// A file that was changed longer ago is not being written.
const RECENTLY: Duration = Duration::from_secs(5);

/// Reads a file; `None` if it is missing. A file that another program is writing is read again until
/// it is whole.
pub(crate) fn read_cache_file(system: &System, path: &Path) -> Option<CacheFile> {
    let end = Instant::now() + WRITING;
    loop {
        let read = read_once(system, path)?;
        let is_torn = read.bytes.as_ref().is_ok_and(|bytes| !is_whole(bytes));
        if !is_torn || Instant::now() >= end || !was_just_changed(path) {
            return Some(read);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Whether the bytes may be a whole JSON object.
fn is_whole(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii();
    text.starts_with(b"{") && text.ends_with(b"}")
}

fn was_just_changed(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < RECENTLY))
}

fn read_once(system: &System, path: &Path) -> Option<CacheFile> {
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test's own files")]
mod tests {
    use super::*;

    /// The AWS CLI empties a file of its cache before it writes.
    #[test]
    fn a_file_that_is_being_written_is_read_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("role.json");
        std::fs::write(&path, b"").unwrap();
        let writer = std::thread::spawn({
            let path = path.clone();
            move || {
                std::thread::sleep(2 * PAUSE);
                std::fs::write(path, b"{\"ProviderType\": \"sso\"}").unwrap();
            }
        });
        let read = read_cache_file(&System::new(Vec::new()), &path).unwrap();
        assert!(read.bytes.is_ok_and(|bytes| is_whole(&bytes)));
        writer.join().unwrap();
    }

    #[test]
    fn a_file_that_stays_torn_is_read_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("role.json");
        std::fs::write(&path, b"{\"ProviderType\"").unwrap();
        let read = read_cache_file(&System::new(Vec::new()), &path).unwrap();
        assert_eq!(read.bytes.unwrap(), b"{\"ProviderType\"");
    }
}
