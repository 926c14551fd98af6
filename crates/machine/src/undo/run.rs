//! The runs of the program in the journal: `undo` undoes a whole run.

use jiff::Timestamp;

use crate::journal::Entry;
use crate::journal::store::Journal;
use crate::system::System;

use super::error::UndoError;
use super::undo_run::undo_state_folder;

/// The changes that one run of the program made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Newest first, never empty; some may have been undone.
    entries: Vec<Entry>,
}

impl Run {
    /// The changes, newest first, also those that have been undone.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The changes that can still be undone, newest first.
    pub fn to_undo(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.undone)
    }

    /// Whether every change has been undone.
    pub fn is_undone(&self) -> bool {
        self.to_undo().next().is_none()
    }

    /// The time of its newest change.
    pub fn at(&self) -> Option<Timestamp> {
        self.entries.first().map(|entry| entry.at)
    }
}

/// Every run in the journal, newest first.
///
/// # Errors
/// The journal cannot be read.
pub fn runs(system: &System) -> Result<Vec<Run>, UndoError> {
    Ok(runs_of(Journal::load(&undo_state_folder(system)?)?))
}

pub(super) fn runs_of(journal: Journal) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for entry in journal.into_entries().into_iter().rev() {
        // A journal of an older version names no runs.
        let known = runs.iter_mut().find(|run| {
            !entry.run.is_empty() && run.entries.iter().any(|other| other.run == entry.run)
        });
        match known {
            Some(run) => run.entries.push(entry),
            None => runs.push(Run { entries: vec![entry] }),
        }
    }
    runs
}
