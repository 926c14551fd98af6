//! Why a change was not undone.

use std::path::{Path, PathBuf};

use crate::change::ChangeError;
use crate::journal::JournalError;

/// Why a change was not undone. No file was changed, unless a variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// Every change has been undone.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// A file has changed since.
    #[error("{} has changed since then", path.display())]
    ChangedSince {
        /// The file.
        path: PathBuf,
        /// The change to make manually: a unified diff with keys masked. Empty if there is no text
        /// to show.
        reverse_patch: String,
    },
    /// A backup is missing or no longer has its content.
    #[error(
        "the backup of {} at {} is missing or has changed",
        path.display(),
        backup.display()
    )]
    BackupLost {
        /// The file with the backup.
        path: PathBuf,
        /// The path of the backup.
        backup: PathBuf,
    },
    /// The file cannot be written.
    #[error("{0}")]
    Blocked(Box<ChangeError>),
    /// The system's error halfway; another `undo` continues from there.
    #[error(
        "restoring {} failed: {error}; run `aws-onboard undo` again to continue",
        path.display()
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
    /// The journal cannot be used.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// An overlay has no journal.
    #[error("a rehearsal has nothing to undo")]
    Rehearsal,
}

impl UndoError {
    /// The file that is not as the change left it.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::ChangedSince { path, .. } | Self::BackupLost { path, .. } => Some(path),
            _ => None,
        }
    }
}
