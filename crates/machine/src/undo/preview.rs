//! What `undo` would do, to show it first.

use std::path::PathBuf;

use crate::journal::Kind;
use crate::overlay::Overlay;
use crate::system::System;

use super::error::UndoError;
use super::restore::{Act, Restoration};
use super::run::Run;
use super::undo_run::{LeftAlone, UndoneChange, plan_restorations, undo_state_folder};

/// What [`super::undo_run`] would do.
#[derive(Debug)]
pub struct Preview {
    /// The changes that would be undone, newest first.
    pub changes: Vec<UndoneChange>,
    /// The files, each once, from its bytes now to those before the run.
    pub files: Vec<PreviewedFile>,
    /// The changes that would be left alone, newest first.
    pub left: Vec<LeftAlone>,
}

/// The effect on one file.
#[derive(Clone, PartialEq, Eq)]
pub struct PreviewedFile {
    /// As named in the change.
    pub path: PathBuf,
    /// What the run did to it.
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

/// What [`super::undo_run`] would do now, without doing it.
///
/// # Errors
/// Why no change would be undone; see [`UndoError`].
pub fn preview_of_undo(system: &System, run: &Run) -> Result<Preview, UndoError> {
    undo_state_folder(system)?;
    // Each change is checked against the files as the undo of the newer ones leaves them.
    let rehearsal = system.overlay();
    let mut preview = Preview { changes: Vec::new(), files: Vec::new(), left: Vec::new() };
    for entry in run.to_undo() {
        match plan_restorations(&rehearsal, entry) {
            Ok(restorations) => {
                preview.changes.push(UndoneChange::of(entry));
                for restoration in restorations {
                    if let Some(overlay) = rehearsal.overlaid() {
                        rehearse(overlay, &restoration);
                    }
                    preview.add(restoration);
                }
            }
            Err(why) => preview.left.push(LeftAlone { title: entry.title.clone(), why }),
        }
    }
    if !preview.changes.is_empty() {
        return Ok(preview);
    }
    Err(preview.left.into_iter().next().map_or(UndoError::NothingToUndo, |left| left.why))
}

/// Restores a file in memory.
fn rehearse(overlay: &Overlay, restoration: &Restoration) {
    let file = &restoration.file;
    match &restoration.act {
        Act::Write(bytes) => overlay.write(&file.target, bytes.clone()),
        Act::Return(backup) => {
            overlay.write(&file.target, std::fs::read(backup).unwrap_or_default());
        }
        Act::Remove => overlay.remove(&file.target),
        Act::Mode | Act::Nothing => {}
    }
    if let (Some(mode), true) = (file.mode_before, file.mode_after.is_some()) {
        overlay.set_mode(&file.target, mode);
    }
}

impl Preview {
    /// Adds the restoration of an older change to what the newer ones do to the file.
    fn add(&mut self, restoration: Restoration) {
        let is_restored = matches!(restoration.act, Act::Nothing);
        let old = match restoration.act {
            Act::Write(bytes) => Some(bytes),
            Act::Return(backup) => std::fs::read(backup).ok(),
            Act::Mode | Act::Nothing => restoration.current.clone(),
            Act::Remove => None,
        };
        let file = restoration.file;
        let mode = file.mode_after.and(file.mode_before).filter(|_| !is_restored);
        let Some(newer) = self.files.iter_mut().find(|newer| newer.path == file.path) else {
            self.files.push(PreviewedFile {
                path: file.path,
                kind: file.kind,
                current: restoration.current,
                old,
                mode,
                is_restored,
            });
            return;
        };
        newer.old = old;
        newer.mode = mode.or(newer.mode);
        newer.is_restored &= is_restored;
        if !(is_restored || file.kind == Kind::Mode) {
            newer.kind = file.kind;
        }
    }
}
