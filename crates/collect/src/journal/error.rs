//! Why the journal could not be used, or a change not be taken back.

use std::path::{Path, PathBuf};

use facts::Why;

/// Why the journal could not be used.
#[derive(Debug)]
pub enum JournalError {
    /// It is no journal, or one of a newer version of this program. It was left as it is.
    Corrupt {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The system refused.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// The system's words.
        error: std::io::Error,
    },
    /// Another run of this program is writing.
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// It is not known where the journal lies.
    NoStateFolder(Why),
}

impl JournalError {
    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { path, doing, error }
    }
}

impl std::error::Error for JournalError {}

impl std::fmt::Display for JournalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Corrupt { path, why } => write!(
                f,
                "{} cannot be read as the journal of changes ({why}), so nothing was changed; the backups beside it are untouched: move the journal away to go on",
                path.display()
            ),
            Self::Io { path, doing, error } => {
                write!(f, "{doing} {} did not work: {error}", path.display())
            }
            Self::Busy { path } => write!(
                f,
                "another run of aws-onboard is writing (it holds {}); try again when it has ended",
                path.display()
            ),
            Self::NoStateFolder(why) => {
                write!(f, "it is not known where the journal of changes lies: {why}")
            }
        }
    }
}

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
    Blocked(Box<crate::change::ChangeError>),
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
