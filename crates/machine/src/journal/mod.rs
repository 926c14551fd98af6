//! The journal of changes, from which `undo` restores. It holds paths, titles and hashes; what
//! files held lies in the backup folder alone.

pub(crate) mod backup;
mod entry;
mod error;
pub(crate) mod lock;
pub(crate) mod store;

use crate::system::System;

pub use entry::{ChangedFile, Entry, KEPT, Kind};
pub use error::JournalError;

/// The changes that are kept, the newest first.
///
/// # Errors
/// The journal cannot be read, or is not one.
pub fn list(system: &System) -> Result<Vec<Entry>, JournalError> {
    let state = system.state_folder().map_err(JournalError::NoStateFolder)?;
    let mut entries = store::Journal::load(&state)?.into_entries();
    entries.reverse();
    Ok(entries)
}

/// Erases every backup and empties the journal: nothing can be undone after it. Returns how many
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
