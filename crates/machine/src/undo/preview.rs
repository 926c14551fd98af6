//! What `undo` would do, to show it first.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::journal::Kind;
use crate::journal::store::Journal;
use crate::system::System;

use super::error::UndoError;
use super::newest::{plan_restorations, undo_state_folder};
use super::restore::Act;

/// The change that [`super::undo`] would undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its identifier in the journal.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The time of the change.
    pub at: Timestamp,
    /// The files, in the order of the change.
    pub files: Vec<PreviewedFile>,
}

/// The effect on one file.
#[derive(Clone, PartialEq, Eq)]
pub struct PreviewedFile {
    /// As named in the change.
    pub path: PathBuf,
    /// What the change did to it.
    pub kind: Kind,
    /// Its bytes now; `None` if there is no file or it was not read. They may contain
    /// secrets.
    pub current: Option<Vec<u8>>,
    /// Its bytes afterwards; `None` if there will be no file or its content does not change.
    pub old: Option<Vec<u8>>,
    /// Its old permission bits, if those change.
    pub mode: Option<u32>,
    /// It already has its old state.
    pub is_restored: bool,
}

impl std::fmt::Debug for PreviewedFile {
    // The bytes can contain keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PreviewedFile")
            .field("path", &self.path)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What [`super::undo`] would do now, without doing it.
///
/// # Errors
/// Why it would undo nothing; see [`UndoError`].
pub fn last_undo_preview(system: &System) -> Result<Preview, UndoError> {
    let journal = Journal::load(&undo_state_folder(system)?)?;
    let entry = journal.newest().cloned().ok_or(UndoError::NothingToUndo)?;
    let files = plan_restorations(system, &entry)?
        .into_iter()
        .map(|restoration| {
            let is_restored = matches!(restoration.act, Act::Nothing);
            let old = match restoration.act {
                Act::Write(bytes) => Some(bytes),
                Act::Return(backup) => std::fs::read(backup).ok(),
                Act::Mode | Act::Nothing => restoration.current.clone(),
                Act::Remove => None,
            };
            let file = restoration.file;
            let mode = file.mode_after.and(file.mode_before).filter(|_| !is_restored);
            PreviewedFile {
                path: file.path,
                kind: file.kind,
                current: restoration.current,
                old,
                mode,
                is_restored,
            }
        })
        .collect();
    Ok(Preview { id: entry.id, title: entry.title, at: entry.at, files })
}
