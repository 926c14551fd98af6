//! Reads one file, without waiting forever and up to a size limit.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::access;
use crate::overlay::Content;
use crate::system::System;

/// What is at a path.
pub enum FileRead {
    /// Not found.
    Missing,
    /// A folder, a pipe or a device: the kind.
    NotAFile(&'static str),
    /// A file that cannot be read.
    Unreadable {
        /// The system's error message.
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
    /// Its permission bits, if the system has any.
    pub mode: Option<u32>,
    /// Whether the user can change it.
    pub writable: bool,
    /// Whether the user owns it.
    pub owned: bool,
    /// The target of a link, if the path is one.
    pub link: Option<PathBuf>,
}

/// Reads the file at `path` if it has at most `limit` bytes. An overlay's content comes first.
pub fn read_bounded(system: &System, path: &Path, limit: u64) -> FileRead {
    if path.as_os_str().is_empty() {
        return FileRead::Missing;
    }
    let mut found = read_from_disk(path, limit);
    let Some(overlay) = system.overlaid() else {
        return found;
    };
    let Some(overlaid) = overlay.get(&follow_links(path)) else {
        return found;
    };
    match overlaid.content {
        Some(Content::Removed) => return FileRead::Missing,
        Some(Content::Bytes(bytes)) => {
            let bytes = bytes.to_vec();
            found = match found {
                FileRead::Read(read) => FileRead::Read(ReadFile { bytes, ..read }),
                _ => FileRead::Read(ReadFile {
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
    if let (FileRead::Read(read), Some(mode)) = (&mut found, overlaid.mode) {
        read.mode = Some(mode);
    }
    found
}

/// The permission bits of a file that this program creates.
pub(crate) const fn new_file_mode() -> Option<u32> {
    if cfg!(unix) { Some(0o600) } else { None }
}

/// Follow at most this many links, as Linux does (`path_resolution(7)`).
const MAX_LINKS: usize = 40;

/// The path at the end of a chain of links, whether it exists or not. For a cycle, one of its
/// links.
pub(crate) fn follow_links(path: &Path) -> PathBuf {
    let mut current = path.to_owned();
    for _ in 0..MAX_LINKS {
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

fn read_from_disk(path: &Path, limit: u64) -> FileRead {
    if facts::is_null_device(path) {
        return FileRead::NotAFile("a device");
    }
    // Checked before opening: opening a pipe waits for a writer, opening a device can do anything.
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return missing(path),
        Err(error) => return unreadable(&error),
    };
    if let Some(what) = access::non_file_kind(&metadata) {
        return FileRead::NotAFile(what);
    }
    if metadata.len() > limit {
        return FileRead::TooLarge { size: metadata.len() };
    }
    let (file, metadata) = match open_without_waiting(path) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return FileRead::Missing,
        Err(error) => return unreadable(&error),
    };
    // Checked again: the path may point to something else by now.
    if let Some(what) = access::non_file_kind(&metadata) {
        return FileRead::NotAFile(what);
    }
    let mut bytes = Vec::new();
    if let Err(error) = file.take(limit + 1).read_to_end(&mut bytes) {
        return unreadable(&error);
    }
    if bytes.len() as u64 > limit {
        return FileRead::TooLarge { size: metadata.len().max(bytes.len() as u64) };
    }
    let target = follow_links(path);
    FileRead::Read(ReadFile {
        bytes,
        mode: access::file_mode(&metadata),
        writable: access::file_obstacle(&target, &metadata, access::Need::Content).is_none(),
        owned: access::is_owned(&metadata),
        link: (target != path).then_some(target),
    })
}

/// A path that was not found. Windows says so too where a part of the path is a file (Unix:
/// `ENOTDIR`).
fn missing(path: &Path) -> FileRead {
    let mut above = path.ancestors().skip(1);
    let is_below_a_file = cfg!(windows)
        && above.find_map(|part| std::fs::metadata(part).ok()).is_some_and(|found| found.is_file());
    if is_below_a_file {
        return unreadable(&ErrorKind::NotADirectory.into());
    }
    FileRead::Missing
}

/// Opens a file without waiting for the other end of a pipe.
pub(crate) fn open_without_waiting(path: &Path) -> std::io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Do not wait for a pipe that has replaced the file.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

fn unreadable(error: &std::io::Error) -> FileRead {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return FileRead::Unreadable {
            why: "the link leads in a circle".to_owned(),
            denied: false,
        };
    }
    let why = match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        _ => error.to_string(),
    };
    FileRead::Unreadable { why, denied: error.kind() == ErrorKind::PermissionDenied }
}
