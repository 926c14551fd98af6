//! Why the journal could not be used.

use std::path::{Path, PathBuf};

use facts::Why;

/// Why the journal could not be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It is not a journal, or it comes from a newer version of this program. It is unchanged.
    #[error(
        "{} cannot be read as the journal of changes ({why}), so nothing was changed; the backups beside it are untouched: move the journal away to go on",
        path.display()
    )]
    Corrupt {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The system's error.
    #[error("{doing} {} did not work: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The action that failed.
        doing: &'static str,
        /// The system's error.
        error: std::io::Error,
    },
    /// Another run of this program is writing.
    #[error(
        "another run of aws-onboard is writing (lock file: {}); try again when it has finished",
        path.display()
    )]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The path of the journal is unknown.
    #[error("cannot find the folder of the change journal: {0}")]
    NoStateFolder(Why),
}

impl JournalError {
    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { path, doing, error }
    }
}
