//! Looking at one file: never waiting for ever, never reading without a limit.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::access;
use crate::overlay::Content;
use crate::system::System;

/// What is at a path.
pub enum Look {
    /// Nothing.
    Missing,
    /// A folder, a pipe or a device: what it is.
    NotAFile(&'static str),
    /// A file that cannot be read.
    Unreadable {
        /// The system's words.
        why: String,
        /// Permission was denied.
        denied: bool,
    },
    /// A file larger than the limit.
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// A file.
    Read(ReadFile),
}

/// A file that was read.
pub struct ReadFile {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its permission bits, where the system has any.
    pub mode: Option<u32>,
    /// Whether the user can change it.
    pub writable: bool,
    /// Whether the user owns it.
    pub owned: bool,
    /// Where a link leads, if the path is one.
    pub link: Option<PathBuf>,
}

/// Reads the file at `path` if it is at most `limit` bytes long, as the overlay has it where there
/// is one.
pub fn look(system: &System, path: &Path, limit: u64) -> Look {
    if path.as_os_str().is_empty() {
        return Look::Missing;
    }
    let mut found = on_disk(path, limit);
    let Some(overlay) = system.overlaid() else {
        return found;
    };
    let Some(overlaid) = overlay.get(&follow(path)) else {
        return found;
    };
    match overlaid.content {
        Some(Content::Removed) => return Look::Missing,
        Some(Content::Bytes(bytes)) => {
            let bytes = bytes.to_vec();
            found = match found {
                Look::Read(read) => Look::Read(ReadFile { bytes, ..read }),
                _ => Look::Read(ReadFile {
                    bytes,
                    mode: new_file_mode(),
                    writable: true,
                    owned: true,
                    link: None,
                }),
            };
        }
        None => {}
    }
    if let (Look::Read(read), Some(mode)) = (&mut found, overlaid.mode) {
        read.mode = Some(mode);
    }
    found
}

/// The permission bits of a file that this program creates.
pub(crate) const fn new_file_mode() -> Option<u32> {
    if cfg!(unix) { Some(0o600) } else { None }
}

/// The most links that are followed, as in Linux (`path_resolution(7)`).
const MOST_LINKS: usize = 40;

/// The path that a chain of links ends at, whether anything lies there or not. A circle ends at
/// one of its links.
pub(crate) fn follow(path: &Path) -> PathBuf {
    let mut current = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = std::fs::read_link(&current) else {
            break;
        };
        current = match current.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    current
}

fn on_disk(path: &Path, limit: u64) -> Look {
    // Asked before opening: opening a pipe waits for a writer, opening a device can do anything.
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Look::Missing,
        Err(error) => return unreadable(&error),
    };
    if let Some(what) = access::no_file(&metadata) {
        return Look::NotAFile(what);
    }
    if metadata.len() > limit {
        return Look::TooLarge { size: metadata.len() };
    }
    let (file, metadata) = match open(path) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Look::Missing,
        Err(error) => return unreadable(&error),
    };
    // Asked again: something else may have taken its place.
    if let Some(what) = access::no_file(&metadata) {
        return Look::NotAFile(what);
    }
    let mut bytes = Vec::new();
    if let Err(error) = file.take(limit + 1).read_to_end(&mut bytes) {
        return unreadable(&error);
    }
    if bytes.len() as u64 > limit {
        return Look::TooLarge { size: metadata.len().max(bytes.len() as u64) };
    }
    let target = follow(path);
    Look::Read(ReadFile {
        bytes,
        mode: access::mode(&metadata),
        writable: access::obstacle(&target, &metadata, access::Need::Content).is_none(),
        owned: access::owned(&metadata),
        link: (target != path).then_some(target),
    })
}

fn open(path: &Path) -> std::io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A pipe that has taken the file's place must not be waited for.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

fn unreadable(error: &std::io::Error) -> Look {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return Look::Unreadable { why: "the link leads in a circle".to_owned(), denied: false };
    }
    let why = match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        _ => error.to_string(),
    };
    Look::Unreadable { why, denied: error.kind() == ErrorKind::PermissionDenied }
}
