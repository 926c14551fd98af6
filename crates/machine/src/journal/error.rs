//! Why the journal could not be used.

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
