//! Taking the newest change back.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::access::Need;
use crate::change::{ChangeError, target_of};
use crate::journal::lock::Lock;
use crate::journal::store::Journal;
use crate::journal::{Entry, JournalError};
use crate::system::System;

use super::error::UndoError;
use super::restore::{Act, Restoration, plan, restore};

/// A change that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The journal's identifier of it.
    pub id: String,
    /// What it had been for.
    pub title: String,
    /// When it had been made.
    pub at: Timestamp,
    /// The files, in the order of the change.
    pub files: Vec<UndoneFile>,
}

/// What taking a change back did to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoneFile {
    /// As the change named it.
    pub path: PathBuf,
    /// It was removed, because the change had created it.
    pub removed: bool,
}

/// Takes back the newest change that has not been taken back yet; called again, the one before.
/// Every file is checked first: unless each is as the change left it, nothing is touched.
///
/// # Errors
/// Why nothing was taken back; see [`UndoError`].
pub fn undo(system: &System) -> Result<Undone, UndoError> {
    let state = state(system)?;
    if !state.exists() {
        return Err(UndoError::NothingToUndo);
    }
    let _lock = Lock::take(&state)?;
    let mut journal = Journal::load(&state)?;
    let entry = journal.newest().cloned().ok_or(UndoError::NothingToUndo)?;
    let restorations = planned(system, &entry)?;
    // The last first: the reverse of how it was made.
    for restoration in restorations.iter().rev() {
        restore(restoration)
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

pub(crate) fn state(system: &System) -> Result<PathBuf, UndoError> {
    if system.is_overlay() {
        return Err(UndoError::Rehearsal);
    }
    system.state_folder().map_err(|why| JournalError::NoStateFolder(why).into())
}

pub(crate) fn planned(system: &System, entry: &Entry) -> Result<Vec<Restoration>, UndoError> {
    let mut restorations = Vec::with_capacity(entry.changes.len());
    for file in &entry.changes {
        let restoration = plan(system, file)?;
        if !matches!(restoration.act, Act::Nothing) {
            writable(&restoration)?;
        }
        restorations.push(restoration);
    }
    Ok(restorations)
}

/// That what was written can still be written: a link may have come in its place.
fn writable(restoration: &Restoration) -> Result<(), UndoError> {
    let file = &restoration.file;
    let blocked = |error: ChangeError| UndoError::Blocked(Box::new(error));
    let need = match &restoration.act {
        Act::Mode => Need::Mode,
        Act::Remove | Act::Return(_) => Need::Move,
        Act::Write(_) | Act::Nothing => Need::Content,
    };
    let target = target_of(&file.path, need).map_err(blocked)?;
    if target != file.target {
        return Err(UndoError::ChangedSince {
            path: file.path.clone(),
            reverse_patch: String::new(),
        });
    }
    Ok(())
}
