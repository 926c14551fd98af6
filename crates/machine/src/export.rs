//! Writes a file that the user requested, such as a report, and reads other files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::bounded::{self, FILE_LIMIT};
use crate::bounded_read::{FileRead, read_bounded};
use crate::system::System;
use crate::write;

/// Why the file was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file exists and must not be replaced.
    #[error("it exists already")]
    Exists,
    /// The path is a folder, a pipe or a device.
    #[error("it is not a file")]
    NotAFile,
    /// The system's error.
    #[error("{0}")]
    Io(std::io::Error),
}

/// Writes a file that only the user can read. An existing file is replaced only with `replace`. An
/// overlay writes nothing.
///
/// # Errors
/// It exists or cannot be written; in that case no partial file remains.
pub fn export(
    system: &System,
    path: &Path,
    bytes: &[u8],
    replace: bool,
) -> Result<(), ExportError> {
    write_whole(system, path, bytes, replace, |_| {})
}

/// Writes a new file that others can read, as far as the user's umask allows it: one to hand out.
///
/// # Errors
/// As [`export`].
pub fn export_for_others(system: &System, path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    write_whole(system, path, bytes, false, |_builder| {
        #[cfg(unix)]
        _builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    })
}

fn write_whole(
    system: &System,
    path: &Path,
    bytes: &[u8],
    replace: bool,
    adapt: impl FnOnce(&mut tempfile::Builder<'_, '_>),
) -> Result<(), ExportError> {
    let path = system.absolute(path);
    if let Ok(metadata) = std::fs::symlink_metadata(&path) {
        // Another user may have chosen the target of a link.
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
    let mut builder = tempfile::Builder::new();
    builder.prefix(".aws-onboard-").suffix(".tmp");
    adapt(&mut builder);
    let mut beside = builder.tempfile_in(write::parent_folder(&path)).map_err(ExportError::Io)?;
    beside.write_all(bytes).map_err(ExportError::Io)?;
    beside.as_file().sync_all().map_err(ExportError::Io)?;
    let written = match replace {
        true => beside.persist(&path).map(|_| ()).map_err(|error| error.error),
        // Another program may have created it meanwhile.
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

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// The error as text: the file is missing, not a regular file, too large, or unreadable.
pub fn read_file(system: &System, path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    match read_bounded(system, &system.absolute(path), limit) {
        FileRead::Read(read) => Ok(read.bytes),
        FileRead::Missing => Err("there is no such file".into()),
        FileRead::NotAFile(what) => Err(format!("it is {what}, not a file")),
        FileRead::TooLarge { size } => Err(format!("it is too large ({size} bytes)")),
        FileRead::Unreadable { why, .. } => Err(format!("it cannot be read: {why}")),
    }
}

/// The time of the last write to these files; missing files are omitted.
pub fn last_changed(paths: Vec<PathBuf>) -> BTreeMap<PathBuf, Timestamp> {
    bounded::run_within(FILE_LIMIT, move || {
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

/// This computer's network name.
pub fn host() -> Option<String> {
    #[cfg(unix)]
    {
        let name = rustix::system::uname().nodename().to_str().ok()?.to_owned();
        (!name.is_empty() && name != "localhost" && name != "(none)").then_some(name)
    }
    #[cfg(not(unix))]
    None
}
