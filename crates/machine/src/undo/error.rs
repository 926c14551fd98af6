//! Why a change was not taken back.

use std::path::PathBuf;

use crate::change::ChangeError;
use crate::journal::JournalError;

/// Why a change was not taken back. No file was touched, unless a variant says otherwise.
#[derive(Debug)]
pub enum UndoError {
    /// There is no change that has not been taken back.
    NothingToUndo,
    /// A file has changed since.
    ChangedSince {
        /// The file.
        path: PathBuf,
        /// What would have to be changed in it by hand: a unified diff with keys masked. Empty
        /// where there is no text to show.
        reverse_patch: String,
    },
    /// A backup is gone or no longer holds what was put there.
    BackupLost {
        /// The file that it was of.
        path: PathBuf,
        /// Where it lay.
        backup: PathBuf,
    },
    /// The file cannot be written.
    Blocked(Box<ChangeError>),
    /// The system refused halfway; `undo` again goes on from there.
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        error: std::io::Error,
    },
    /// The journal cannot be used.
    Journal(JournalError),
    /// An overlay has no journal.
    Rehearsal,
}

impl From<JournalError> for UndoError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl std::error::Error for UndoError {}

impl std::fmt::Display for UndoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NothingToUndo => f.write_str("there is no change to take back"),
            Self::ChangedSince { path, .. } => {
                write!(f, "{} has changed since, so nothing was taken back", path.display())
            }
            Self::BackupLost { path, backup } => write!(
                f,
                "the backup of {} at {} is gone or has changed, so nothing was taken back",
                path.display(),
                backup.display()
            ),
            Self::Blocked(error) => error.fmt(f),
            Self::Io { path, error } => {
                write!(
                    f,
                    "restoring {} did not work: {error}; `aws-onboard undo` again goes on from there",
                    path.display()
                )
            }
            Self::Journal(error) => error.fmt(f),
            Self::Rehearsal => f.write_str("a rehearsal has nothing to take back"),
        }
    }
}
