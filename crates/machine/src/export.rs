//! A new file that the person asked for: a report. It is theirs alone, and whole or not there.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::bounded::{self, FILE_LIMIT};
use crate::look::{Look, look};
use crate::system::System;
use crate::write;

/// Why it was not written.
#[derive(Debug)]
pub enum ExportError {
    /// Something is there, and it was not to be replaced.
    Exists,
    /// What is there is a folder, a pipe or a device.
    NotAFile,
    /// The system refused.
    Io(std::io::Error),
}

impl std::fmt::Display for ExportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exists => f.write_str("it exists already"),
            Self::NotAFile => f.write_str("it is not a file"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExportError {}

/// Writes a file that only this person can read. What is there stays, unless it is a file and may
/// be replaced. In an overlay nothing is written.
///
/// # Errors
/// It exists, or cannot be written; then nothing of it is there.
pub fn export(
    system: &System,
    path: &Path,
    bytes: &[u8],
    replace: bool,
) -> Result<(), ExportError> {
    let path = system.absolute(path);
    if let Ok(metadata) = std::fs::symlink_metadata(&path) {
        // Behind a link lies what somebody else chose.
        if !metadata.is_file() {
            return Err(ExportError::NotAFile);
        }
        if !replace {
            return Err(ExportError::Exists);
        }
    }
    if system.is_overlay() {
        return Ok(());
    }
    let mut beside = tempfile::Builder::new()
        .prefix(".aws-onboard-")
        .suffix(".tmp")
        .tempfile_in(write::parent(&path))
        .map_err(ExportError::Io)?;
    beside.write_all(bytes).map_err(ExportError::Io)?;
    beside.as_file().sync_all().map_err(ExportError::Io)?;
    let written = match replace {
        true => beside.persist(&path).map(|_| ()).map_err(|error| error.error),
        // Somebody may have come in between.
        false => beside.persist_noclobber(&path).map(|_| ()).map_err(|error| error.error),
    };
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => ExportError::Exists,
        _ => ExportError::Io(error),
    })
}

/// Whether anything is at a path.
pub fn exists(system: &System, path: &Path) -> bool {
    std::fs::symlink_metadata(system.absolute(path)).is_ok()
}

/// Reads a file that somebody else may have made, of at most `limit` bytes.
///
/// # Errors
/// In words: it is not there, no file, too large, or cannot be read.
pub fn read_file(system: &System, path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    match look(system, &system.absolute(path), limit) {
        Look::Read(read) => Ok(read.bytes),
        Look::Missing => Err("there is no such file".into()),
        Look::NotAFile(what) => Err(format!("it is {what}, not a file")),
        Look::TooLarge { size } => Err(format!("it is too large ({size} bytes)")),
        Look::Unreadable { why, .. } => Err(format!("it cannot be read: {why}")),
    }
}

/// When these files were last written, those that are there.
pub fn last_changed(paths: Vec<PathBuf>) -> BTreeMap<PathBuf, Timestamp> {
    bounded::within(FILE_LIMIT, move || {
        paths
            .into_iter()
            .filter_map(|path| {
                let changed = std::fs::metadata(&path).ok()?.modified().ok()?;
                Some((path, Timestamp::try_from(changed).ok()?))
            })
            .collect()
    })
    .unwrap_or_default()
}

/// This computer's name in its network.
pub fn host() -> Option<String> {
    #[cfg(unix)]
    {
        let name = rustix::system::uname().nodename().to_str().ok()?.to_owned();
        (!name.is_empty() && name != "localhost" && name != "(none)").then_some(name)
    }
    #[cfg(not(unix))]
    None
}
