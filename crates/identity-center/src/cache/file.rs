//! Files of the cache: read up to a limit, written atomically.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Read no larger file; the longest known token has a few kilobytes.
pub(super) const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// What is at a path of the cache.
pub(super) enum Content {
    /// The bytes, and the permission bits if the system has them.
    Bytes(Vec<u8>, Option<u32>),
    /// Larger than the read limit.
    TooLarge(Option<u32>),
    /// It exists but cannot be read.
    Unreadable(String, Option<u32>),
}

/// Reads the file; `None` if it is missing. A pipe or a device is not opened.
pub(super) fn content(path: &Path) -> Option<Content> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Content::Unreadable(error.to_string(), None)),
    };
    let mode = mode(&metadata);
    if metadata.is_dir() {
        return Some(Content::Unreadable("it is a folder".to_owned(), mode));
    }
    // Opening a pipe blocks until something writes to it.
    if !metadata.is_file() {
        return Some(Content::Unreadable("it is a pipe or a device, not a file".to_owned(), mode));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Some(Content::TooLarge(mode));
    }
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Content::Unreadable(error.to_string(), mode)),
        Ok(_) if bytes.len() as u64 > MAX_FILE_BYTES => Some(Content::TooLarge(mode)),
        Ok(_) => Some(Content::Bytes(bytes, mode)),
    }
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> Option<u32> {
    None
}

/// Creates the folder if it is missing, private to the user, and checks that a file can be created
/// in it.
///
/// # Errors
/// The system's error.
pub(crate) fn prepare(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    temporary(folder).map(drop)
}

/// Writes a file of the cache atomically, with mode 0600.
pub(super) fn write(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    prepare(folder)?;
    let path = folder.join(name);
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // The rename is durable once the folder is synced. Not every file system can do that, and the
    // file is complete in either case.
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
    Ok(path)
}

/// A temporary file in the same folder, removed unless it is kept. Its name does not end in
/// `.json`, so that no tool reads it as a token.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    // tempfile creates it with 0600 on Unix (its documentation, "Security").
    tempfile::Builder::new().prefix(".aws-onboard-").suffix(".tmp").tempfile_in(folder)
}
