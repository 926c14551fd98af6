//! `journal.json`: read whole, written atomically, never thrown away.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::write;

use super::backup;
use super::entry::Entry;
use super::error::JournalError;

/// The version of the journal's format that this program writes.
const VERSION: u32 = 1;

/// The largest journal that is read, in bytes: a hundred times what twenty changes need.
const MOST: u64 = 16 << 20;

/// The journal as it lies on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    next: u64,
    entries: Vec<Entry>,
}

/// Only what every version has.
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
    /// Reads the journal of a state folder; an empty one where there is none yet.
    pub(crate) fn load(state: &Path) -> Result<Self, JournalError> {
        let path = path(state);
        let corrupt = |why: String| JournalError::Corrupt { path: path.clone(), why };
        let stored = match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Stored { version: VERSION, next: 1, entries: Vec::new() }
            }
            Err(error) => return Err(JournalError::io(&path, "reading")(error)),
            Ok(metadata) if !metadata.is_file() => return Err(corrupt("it is not a file".into())),
            Ok(metadata) if metadata.len() > MOST => return Err(corrupt("it is too large".into())),
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

    /// Writes it.
    pub(crate) fn save(&self) -> Result<(), JournalError> {
        let path = path(&self.state);
        let mut bytes = serde_json::to_vec_pretty(&self.stored)
            .map_err(|error| JournalError::io(&path, "writing")(std::io::Error::other(error)))?;
        bytes.push(b'\n');
        write::replace(&path, &bytes, None).map_err(JournalError::io(&path, "writing"))
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

    /// Takes a change out that was not made.
    pub(crate) fn remove(&mut self, id: &str) {
        self.stored.entries.retain(|entry| entry.id != id);
    }

    /// The newest change that has not been taken back.
    pub(crate) fn newest(&self) -> Option<&Entry> {
        self.stored.entries.iter().rev().find(|entry| !entry.undone)
    }

    /// Notes that a change has been taken back.
    pub(crate) fn mark_undone(&mut self, id: &str) {
        if let Some(entry) = self.stored.entries.iter_mut().find(|entry| entry.id == id) {
            entry.undone = true;
        }
    }

    /// Forgets every change.
    pub(crate) fn clear(&mut self) {
        self.stored.entries.clear();
    }

    /// Keeps the newest `most` changes and all of `run`, and erases the backups of the others: a run
    /// that mends a great deal must not lose the bytes that it began with.
    pub(crate) fn prune(&mut self, most: usize, run: &str) -> Result<(), JournalError> {
        let entries = &self.stored.entries;
        let of_this_run =
            entries.iter().position(|entry| entry.run == run).unwrap_or(entries.len());
        let excess = entries.len().saturating_sub(most).min(of_this_run);
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

fn path(state: &Path) -> PathBuf {
    state.join("journal.json")
}
