//! Why a change was not made.

use std::path::{Path, PathBuf};

use facts::Why;

use crate::journal::JournalError;
use crate::journal::backup::BackupError;

/// Why a change was not made. Unless a variant says otherwise, no file was touched.
#[derive(Debug)]
pub enum ChangeError {
    /// The file is no longer as it was shown.
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written by this person.
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What stands in the way.
        why: String,
    },
    /// The file is a link into a place that something else manages.
    Managed {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
        /// Why it is not written through.
        why: String,
    },
    /// A folder, a pipe or a device lies there.
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is ("a folder").
        what: &'static str,
    },
    /// One change was to write the same file in two ways.
    Conflicting {
        /// The file.
        path: PathBuf,
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
    /// The system refused halfway, and refused again when what was done was to be taken back. The
    /// change is in the journal and can be undone.
    Halfway {
        /// The file that could not be written.
        path: PathBuf,
        /// The system's words.
        error: std::io::Error,
        /// The files that have their new content.
        changed: Vec<PathBuf>,
    },
    /// Another run of this program is writing.
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The journal cannot be used.
    Journal(JournalError),
    /// It is not known where backups belong.
    NoStateFolder(Why),
}

impl ChangeError {
    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { path, doing, error }
    }
}

impl From<JournalError> for ChangeError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Busy { path } => Self::Busy { path },
            other => Self::Journal(other),
        }
    }
}

impl From<BackupError> for ChangeError {
    fn from(BackupError { path, doing, error }: BackupError) -> Self {
        Self::Io { path, doing, error }
    }
}

impl std::error::Error for ChangeError {}

impl std::fmt::Display for ChangeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ChangedMeanwhile { path } => write!(
                f,
                "{} has changed since it was read, so it was left alone; run the same command again to see the change against its new content",
                path.display()
            ),
            Self::NotWritable { path, why } => {
                write!(
                    f,
                    "{} was left alone: {why}; make it writable and run the same command again",
                    path.display()
                )
            }
            Self::Managed { path, target, why } => write!(
                f,
                "{} is a link to {} and was left alone: {why}; apply the change where that file is made",
                path.display(),
                target.display()
            ),
            Self::NotAFile { path, what } => {
                write!(
                    f,
                    "{} is {what}, not a file; move it away and run the same command again",
                    path.display()
                )
            }
            Self::Conflicting { path } => write!(
                f,
                "{} would be written in two ways at once, so nothing was written; make the changes one after the other",
                path.display()
            ),
            Self::Io { path, doing, error } => {
                write!(
                    f,
                    "{doing} {} did not work, and nothing was changed: {error}",
                    path.display()
                )
            }
            Self::Halfway { path, error, changed } => {
                write!(f, "writing {} did not work: {error}; already changed:", path.display())?;
                for path in changed {
                    write!(f, " {}", path.display())?;
                }
                f.write_str("; `aws-onboard undo` takes that back")
            }
            Self::Busy { path } => write!(
                f,
                "another run of aws-onboard is writing (it holds {}); try again when it has ended",
                path.display()
            ),
            Self::Journal(error) => error.fmt(f),
            Self::NoStateFolder(why) => {
                write!(f, "there is no place for backups, so nothing was written: {why}")
            }
        }
    }
}
