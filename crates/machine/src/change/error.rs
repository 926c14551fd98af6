//! Why a change was not made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use facts::Why;

use crate::journal::JournalError;
use crate::journal::backup::BackupError;

/// Why a change was not made. No file was changed, unless a variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The file is no longer as it was shown.
    #[error(
        "{} has changed since it was read, so it was left alone; run the same command again to see the change against its new content",
        path.display()
    )]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// The user cannot write the file.
    #[error(
        "{} was left alone: {why}; make it writable and run the same command again",
        path.display()
    )]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The file is a link to a place that another program manages.
    #[error(
        "{} is a link to {} and was left alone: {why}; apply the change where that file is made",
        path.display(),
        target.display()
    )]
    Managed {
        /// The link.
        path: PathBuf,
        /// Its target.
        target: PathBuf,
        /// Why it is not written through.
        why: String,
    },
    /// A new file in its place would no longer be the same file for others.
    #[error("{} was left alone: {why}; make the change there{patch}", path.display())]
    Tied {
        /// The file.
        path: PathBuf,
        /// What it is tied to.
        why: &'static str,
        /// The change as a unified diff with secrets masked, after a colon; empty if there is none.
        patch: String,
    },
    /// The path is a folder, a pipe or a device.
    #[error(
        "{} is {what}, not a file; move it away and run the same command again",
        path.display()
    )]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// Its kind ("a folder").
        what: &'static str,
    },
    /// One change would write the same file twice, with different results.
    #[error(
        "{} would be written in two ways at once, so nothing was written; make the changes one after the other",
        path.display()
    )]
    Conflicting {
        /// The file.
        path: PathBuf,
    },
    /// The system's error.
    #[error("{doing} {} did not work, and nothing was changed: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The action that failed.
        doing: &'static str,
        /// The system's error.
        error: std::io::Error,
    },
    /// The system failed halfway, and failed again when the change was reverted. The change is in
    /// the journal and can be undone.
    #[error(
        "writing {} did not work: {error}; already changed:{}; run `aws-onboard undo` to revert it",
        path.display(),
        join_paths(changed)
    )]
    Halfway {
        /// The file that could not be written.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
        /// The files that have their new content.
        changed: Vec<PathBuf>,
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
    /// The journal cannot be used.
    #[error("{0}")]
    Journal(JournalError),
    /// The backup folder is unknown.
    #[error("there is no place for backups, so nothing was written: {0}")]
    NoStateFolder(Why),
}

impl ChangeError {
    /// The file at fault, if it is one of those to change.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::ChangedMeanwhile { path }
            | Self::NotWritable { path, .. }
            | Self::Managed { path, .. }
            | Self::Tied { path, .. }
            | Self::NotAFile { path, .. }
            | Self::Conflicting { path }
            | Self::Io { path, .. }
            | Self::Halfway { path, .. } => Some(path),
            Self::Busy { .. } | Self::Journal(_) | Self::NoStateFolder(_) => None,
        }
    }

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

fn join_paths(paths: &[PathBuf]) -> String {
    paths.iter().fold(String::new(), |mut text, path| {
        let _ = write!(text, " {}", path.display());
        text
    })
}
