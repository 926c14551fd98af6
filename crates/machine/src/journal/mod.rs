//! The journal of changes, from which `undo` restores. It contains paths, titles and hashes; only
//! the backup folder contains file contents.

pub(crate) mod backup;
mod entry;
mod error;
pub(crate) mod lock;
pub(crate) mod store;

use crate::system::System;

pub use entry::{ChangedFile, Entry, Kind, MAX_KEPT, MAX_KEPT_OF_A_DAY};
pub use error::JournalError;

/// The journal's changes, newest first.
///
/// # Errors
/// The journal cannot be read or is corrupt.
pub fn list(system: &System) -> Result<Vec<Entry>, JournalError> {
    let state = system.state_folder().map_err(JournalError::NoStateFolder)?;
    let mut entries = store::Journal::load(&state)?.into_entries();
    entries.reverse();
    Ok(entries)
}

/// The number of backups, which [`forget`] erases.
///
/// # Errors
/// The backup folder cannot be read.
pub fn count_backups(system: &System) -> Result<usize, JournalError> {
    let state = system.state_folder().map_err(JournalError::NoStateFolder)?;
    backup::count_all(&state)
}

/// Erases every backup and empties the journal, so that nothing can be undone. Returns how many
/// backups there were.
///
/// # Errors
/// The journal cannot be read or written, or a backup cannot be erased.
pub fn forget(system: &System) -> Result<usize, JournalError> {
    let state = system.state_folder().map_err(JournalError::NoStateFolder)?;
    if !state.exists() {
        return Ok(0);
    }
    let _lock = lock::Lock::take(&state)?;
    let mut journal = store::Journal::load(&state)?;
    let erased = backup::erase_all(&state)?;
    journal.clear();
    journal.save()?;
    Ok(erased)
}
