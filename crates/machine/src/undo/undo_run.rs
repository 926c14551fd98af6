//! Undoes the changes of one run.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::access::Need;
use crate::change::{ChangeError, Target};
use crate::journal::lock::Lock;
use crate::journal::store::Journal;
use crate::journal::{Entry, JournalError};
use crate::system::System;

use super::error::UndoError;
use super::restore::{Act, Restoration, plan_restoration, restore_file};
use super::run::Run;

/// What was undone of a run.
#[derive(Debug)]
pub struct Undone {
    /// The changes that were undone, newest first.
    pub changes: Vec<UndoneChange>,
    /// The files, each once.
    pub files: Vec<UndoneFile>,
    /// The changes that were left alone, newest first.
    pub left: Vec<LeftAlone>,
}

/// An undone change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoneChange {
    /// Its identifier in the journal.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The time of the change.
    pub at: Timestamp,
}

impl UndoneChange {
    pub(super) fn of(entry: &Entry) -> Self {
        Self { id: entry.id.clone(), title: entry.title.clone(), at: entry.at }
    }
}

/// The result of an undo for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoneFile {
    /// As named in the change.
    pub path: PathBuf,
    /// It was removed, because the run created it.
    pub removed: bool,
}

/// A change that was not undone, for example because another program has changed its file since.
#[derive(Debug)]
pub struct LeftAlone {
    /// Its title.
    pub title: String,
    /// Why.
    pub why: UndoError,
}

/// Undoes the changes of a run, the newest first. The files of each change are checked before: if
/// one is not as the change left it, all of that change is left alone.
///
/// # Errors
/// Why no change was undone, or the system's error halfway; see [`UndoError`].
pub fn undo_run(system: &System, run: &Run) -> Result<Undone, UndoError> {
    let state = undo_state_folder(system)?;
    if !state.exists() {
        return Err(UndoError::NothingToUndo);
    }
    let _lock = Lock::take(&state)?;
    let mut journal = Journal::load(&state)?;
    let mut undone = Undone { changes: Vec::new(), files: Vec::new(), left: Vec::new() };
    for entry in run.to_undo() {
        // Another run may have undone it meanwhile.
        if !journal.has_to_undo(&entry.id) {
            continue;
        }
        let restorations = match plan_restorations(system, entry) {
            Ok(restorations) => restorations,
            Err(why) => {
                undone.left.push(LeftAlone { title: entry.title.clone(), why });
                continue;
            }
        };
        // In the reverse order of the change.
        for restoration in restorations.iter().rev() {
            restore_file(restoration)
                .map_err(|error| UndoError::Io { path: restoration.file.path.clone(), error })?;
        }
        journal.mark_undone(&entry.id);
        journal.save()?;
        undone.changes.push(UndoneChange::of(entry));
        for restoration in &restorations {
            undone.note_file(&restoration.file.path, matches!(restoration.act, Act::Remove));
        }
    }
    if !undone.changes.is_empty() {
        return Ok(undone);
    }
    Err(undone.left.into_iter().next().map_or(UndoError::NothingToUndo, |left| left.why))
}

impl Undone {
    fn note_file(&mut self, path: &Path, removed: bool) {
        match self.files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.removed = removed,
            None => self.files.push(UndoneFile { path: path.to_owned(), removed }),
        }
    }
}

pub(crate) fn undo_state_folder(system: &System) -> Result<PathBuf, UndoError> {
    if system.is_overlay() {
        return Err(UndoError::Rehearsal);
    }
    system.state_folder().map_err(|why| JournalError::NoStateFolder(why).into())
}

pub(crate) fn plan_restorations(
    system: &System,
    entry: &Entry,
) -> Result<Vec<Restoration>, UndoError> {
    let mut restorations = Vec::with_capacity(entry.changes.len());
    for file in &entry.changes {
        let restoration = plan_restoration(system, file)?;
        if !matches!(restoration.act, Act::Nothing) {
            check_writable(&restoration)?;
        }
        restorations.push(restoration);
    }
    Ok(restorations)
}

/// Checks that the file is still writable, because a link may have replaced it.
fn check_writable(restoration: &Restoration) -> Result<(), UndoError> {
    let file = &restoration.file;
    let blocked = |error: ChangeError| UndoError::Blocked(Box::new(error));
    let need = match &restoration.act {
        Act::Mode => Need::Mode,
        Act::Remove | Act::Return(_) => Need::Move,
        Act::Write(_) | Act::Nothing => Need::Content,
    };
    let target = Target::find(&file.path, need).map_err(blocked)?.path;
    if target != file.target {
        return Err(UndoError::ChangedSince {
            path: file.path.clone(),
            reverse_patch: String::new(),
        });
    }
    Ok(())
}
