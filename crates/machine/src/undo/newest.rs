//! Undoes the newest change.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::access::Need;
use crate::change::{ChangeError, Target};
use crate::journal::lock::Lock;
use crate::journal::store::Journal;
use crate::journal::{Entry, JournalError};
use crate::system::System;

use super::error::UndoError;
use super::restore::{Act, Restoration, plan_restoration, restore_file};

/// An undone change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Its identifier in the journal.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The time of the change.
    pub at: Timestamp,
    /// The files, in the order of the change.
    pub files: Vec<UndoneFile>,
}

/// The result of an undo for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoneFile {
    /// As named in the change.
    pub path: PathBuf,
    /// It was removed, because the change created it.
    pub removed: bool,
}

/// Undoes the newest change that has not been undone; called again, the one before. Every file is
/// checked first: if one is not as the change left it, none is changed.
///
/// # Errors
/// Why nothing was undone; see [`UndoError`].
pub fn undo(system: &System) -> Result<Undone, UndoError> {
    let state = undo_state_folder(system)?;
    if !state.exists() {
        return Err(UndoError::NothingToUndo);
    }
    let _lock = Lock::take(&state)?;
    let mut journal = Journal::load(&state)?;
    let entry = journal.newest().cloned().ok_or(UndoError::NothingToUndo)?;
    let restorations = plan_restorations(system, &entry)?;
    // In the reverse order of the change.
    for restoration in restorations.iter().rev() {
        restore_file(restoration)
            .map_err(|error| UndoError::Io { path: restoration.file.path.clone(), error })?;
    }
    journal.mark_undone(&entry.id);
    journal.save()?;
    let files = restorations
        .iter()
        .map(|restoration| UndoneFile {
            path: restoration.file.path.clone(),
            removed: matches!(restoration.act, Act::Remove),
        })
        .collect();
    Ok(Undone { id: entry.id, title: entry.title, at: entry.at, files })
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
