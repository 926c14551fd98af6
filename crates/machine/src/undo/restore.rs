//! How one file is restored, checked against the disk before anything is changed.

use std::path::{Path, PathBuf};

use facts::LineRole;
use similar::TextDiff;

use crate::access;
use crate::bounded_read::{FileRead, read_bounded};
use crate::hash::sha256_hex;
use crate::journal::backup::new_bytes_path;
use crate::journal::{ChangedFile, Kind};
use crate::system::System;
use crate::write;

use super::error::UndoError;

/// Restore files of at most this many bytes.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// How one file is restored.
pub(crate) struct Restoration {
    pub(crate) file: ChangedFile,
    pub(crate) act: Act,
    /// Its bytes now.
    pub(crate) current: Option<Vec<u8>>,
}

/// The action for a file.
pub(crate) enum Act {
    /// It is overwritten with these bytes.
    Write(Vec<u8>),
    /// It is removed, because the change created it.
    Remove,
    /// It is moved back from the backup folder.
    Return(PathBuf),
    /// Only its old permission bits are restored.
    Mode,
    /// It already has its old state.
    Nothing,
}

/// Checks that a file still has the state that the change gave it.
pub(crate) fn plan_restoration(
    system: &System,
    file: &ChangedFile,
) -> Result<Restoration, UndoError> {
    let found = read_bounded(system, &file.target, MAX_FILE_BYTES);
    let current = match found {
        FileRead::Read(read) => Some(read.bytes),
        FileRead::Missing => None,
        // The mode of an unreadable file can be restored.
        _ if file.kind == Kind::Mode => None,
        _ => return Err(changed_since(file, None)),
    };
    let now = current.as_deref().map(sha256_hex);
    let act = match file.kind {
        Kind::Write if now.is_some() && now == file.before_sha256 => Act::Nothing,
        Kind::Write if now.is_some() && now == file.after_sha256 => Act::Write(read_backup(file)?),
        Kind::Create if now.is_none() => Act::Nothing,
        Kind::Create if now == file.after_sha256 => Act::Remove,
        Kind::SetAside => match (&file.backup, &now) {
            (Some(backup), None) if backup.exists() => Act::Return(backup.clone()),
            (Some(backup), None) => return Err(backup_lost(file, backup)),
            // The run was interrupted before it moved the file.
            (Some(backup), Some(_)) if !backup.exists() && now == file.before_sha256 => {
                Act::Nothing
            }
            _ => return Err(changed_since(file, None)),
        },
        Kind::Mode => plan_mode(system, file)?,
        Kind::Write | Kind::Create => return Err(changed_since(file, current.as_deref())),
    };
    Ok(Restoration { file: file.clone(), act, current })
}

fn plan_mode(system: &System, file: &ChangedFile) -> Result<Act, UndoError> {
    let rehearsed = system.overlaid().and_then(|overlay| overlay.get(&file.target)?.mode);
    let on_disk = || std::fs::metadata(&file.target).ok().as_ref().and_then(access::file_mode);
    let now = rehearsed.or_else(on_disk);
    if now == file.mode_before {
        Ok(Act::Nothing)
    } else if now == file.mode_after {
        Ok(Act::Mode)
    } else {
        Err(changed_since(file, None))
    }
}

/// The old bytes, if the backup still has them.
fn read_backup(file: &ChangedFile) -> Result<Vec<u8>, UndoError> {
    let backup = file.backup.as_deref().unwrap_or(Path::new(""));
    match std::fs::read(backup) {
        Ok(bytes) if Some(sha256_hex(&bytes)) == file.before_sha256 => Ok(bytes),
        _ => Err(backup_lost(file, backup)),
    }
}

fn backup_lost(file: &ChangedFile, backup: &Path) -> UndoError {
    UndoError::BackupLost { path: file.path.clone(), backup: backup.to_owned() }
}

/// The error for a file that was edited since, with the patch to apply by hand.
fn changed_since(file: &ChangedFile, current: Option<&[u8]>) -> UndoError {
    UndoError::ChangedSince {
        path: file.path.clone(),
        reverse_patch: current.map(|current| reverse_patch(file, current)).unwrap_or_default(),
    }
}

fn reverse_patch(file: &ChangedFile, current: &[u8]) -> String {
    let before = match (file.kind, file.backup.as_deref().map(std::fs::read)) {
        (Kind::Create, _) => Vec::new(),
        (_, Some(Ok(bytes))) => bytes,
        _ => return String::new(),
    };
    // Based on the bytes that the change wrote, so that the patch preserves later edits.
    let after = file
        .backup
        .as_deref()
        .and_then(|backup| std::fs::read(new_bytes_path(backup)).ok())
        .filter(|bytes| Some(sha256_hex(bytes)) == file.after_sha256)
        .unwrap_or_else(|| current.to_owned());
    unified_diff_masked(&file.path, &after, &before)
}

/// A unified diff with keys masked and control characters removed.
pub(crate) fn unified_diff_masked(path: &Path, from: &[u8], to: &[u8]) -> String {
    let (from, to) = (clean_text(from), clean_text(to));
    let name = path.display().to_string();
    TextDiff::from_lines(&from, &to)
        .unified_diff()
        .context_radius(3)
        .header(&name, &name)
        .to_string()
}

fn clean_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.split_inclusive('\n')
        .map(|line| {
            facts::clean(&facts::mask_file_line(&line.replace('\r', ""), LineRole::Subject))
        })
        .collect()
}

/// Restores the file.
pub(crate) fn restore_file(restoration: &Restoration) -> std::io::Result<()> {
    let file = &restoration.file;
    match &restoration.act {
        Act::Nothing => return Ok(()),
        Act::Remove => {
            if let Some(current) = &restoration.current {
                write::fail_if_changed(&file.target, current)?;
            }
            std::fs::remove_file(&file.target)?;
            write::sync_folder(write::parent_folder(&file.target));
            return Ok(());
        }
        Act::Write(bytes) => {
            let like = std::fs::metadata(&file.target).ok();
            write::replace_unchanged_file(
                &file.target,
                bytes,
                like.as_ref(),
                restoration.current.as_deref(),
            )?;
            if file.mode_after.is_none() {
                return Ok(());
            }
        }
        Act::Return(backup) => {
            write::create_folder(write::parent_folder(&file.target))?;
            write::move_file(backup, &file.target)?;
        }
        Act::Mode => {}
    }
    match file.mode_before {
        Some(mode) => write::set_mode(&file.target, mode),
        None => Ok(()),
    }
}
