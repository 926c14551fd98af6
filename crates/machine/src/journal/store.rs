//! `journal.json`: read as a whole and written atomically.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::write;

use super::backup;
use super::entry::{Entry, MAX_KEPT, MAX_KEPT_OF_A_DAY};
use super::error::JournalError;

/// The version of the journal's format that this program writes.
const VERSION: u32 = 1;

/// Changes of this time are kept whatever their number, up to [`MAX_KEPT_OF_A_DAY`].
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Read at most this many bytes; a thousand changes need a tenth of it.
const MAX_BYTES: u64 = 16 << 20;

/// The journal's format on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    next: u64,
    entries: Vec<Entry>,
}

/// The part that every version has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The journal of changes, the oldest first.
#[derive(Debug)]
pub(crate) struct Journal {
    state: PathBuf,
    stored: Stored,
}

impl Journal {
    /// Reads the journal of a state folder; empty if there is none yet.
    pub(crate) fn load(state: &Path) -> Result<Self, JournalError> {
        let path = journal_path(state);
        let corrupt = |why: String| JournalError::Corrupt { path: path.clone(), why };
        let stored = match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Stored { version: VERSION, next: 1, entries: Vec::new() }
            }
            Err(error) => return Err(JournalError::io(&path, "reading")(error)),
            Ok(metadata) if !metadata.is_file() => return Err(corrupt("it is not a file".into())),
            Ok(metadata) if metadata.len() > MAX_BYTES => {
                return Err(corrupt("it is too large".into()));
            }
            Ok(_) => {
                let bytes = std::fs::read(&path).map_err(JournalError::io(&path, "reading"))?;
                let found: Versioned =
                    serde_json::from_slice(&bytes).map_err(|error| corrupt(error.to_string()))?;
                if found.version != VERSION {
                    return Err(corrupt(format!(
                        "it has version {}, this program knows {VERSION}",
                        found.version
                    )));
                }
                serde_json::from_slice(&bytes).map_err(|error| corrupt(error.to_string()))?
            }
        };
        Ok(Self { state: state.to_owned(), stored })
    }

    /// Writes the journal.
    pub(crate) fn save(&self) -> Result<(), JournalError> {
        let path = journal_path(&self.state);
        let mut bytes = serde_json::to_vec_pretty(&self.stored)
            .map_err(|error| JournalError::io(&path, "writing")(std::io::Error::other(error)))?;
        bytes.push(b'\n');
        write::replace_file(&path, &bytes, None).map_err(JournalError::io(&path, "writing"))
    }

    /// The number of the next change.
    pub(crate) fn next_number(&self) -> u64 {
        self.stored.next
    }

    /// Adds a change.
    pub(crate) fn push(&mut self, entry: Entry) {
        let number = entry.id.parse().unwrap_or(self.stored.next);
        self.stored.next = self.stored.next.max(number).saturating_add(1);
        self.stored.entries.push(entry);
    }

    /// Removes a change that was not applied.
    pub(crate) fn remove(&mut self, id: &str) {
        self.stored.entries.retain(|entry| entry.id != id);
    }

    /// Whether this change is in the journal and has not been undone.
    pub(crate) fn has_to_undo(&self, id: &str) -> bool {
        self.stored.entries.iter().any(|entry| entry.id == id && !entry.undone)
    }

    /// Marks a change as undone.
    pub(crate) fn mark_undone(&mut self, id: &str) {
        if let Some(entry) = self.stored.entries.iter_mut().find(|entry| entry.id == id) {
            entry.undone = true;
        }
    }

    /// Removes every change.
    pub(crate) fn clear(&mut self) {
        self.stored.entries.clear();
    }

    /// Keeps the newest [`MAX_KEPT`] changes, all of `run` and those of the last 24 hours, and
    /// erases the backups of the others. No run is kept in part, unless runs took turns, and no day with many runs loses
    /// the bytes that it began with.
    pub(crate) fn prune(&mut self, run: &str, now: Timestamp) -> Result<(), JournalError> {
        let entries = &self.stored.entries;
        let count = entries.len();
        let first =
            |is_kept: &dyn Fn(&Entry) -> bool| entries.iter().position(is_kept).unwrap_or(count);
        let of_this_run = first(&|entry| entry.run == run);
        let of_this_day = first(&|entry| now.duration_since(entry.at) < DAY);
        let excess = count
            .saturating_sub(MAX_KEPT)
            .min(of_this_run)
            .min(of_this_day.max(count.saturating_sub(MAX_KEPT_OF_A_DAY)));
        let is_kept = |run: &str| entries[excess..].iter().any(|entry| entry.run == run);
        let excess = entries[..excess]
            .iter()
            .position(|entry| !entry.run.is_empty() && is_kept(&entry.run))
            .unwrap_or(excess);
        if excess == 0 {
            return Ok(());
        }
        let old: Vec<Entry> = self.stored.entries.drain(..excess).collect();
        self.save()?;
        old.iter().try_for_each(|entry| backup::erase(&self.state, &entry.id))
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.stored.entries
    }
}

fn journal_path(state: &Path) -> PathBuf {
    state.join("journal.json")
}
