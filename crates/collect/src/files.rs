//! The config and the credentials file, as they are found.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_files::{Document, FileKind};
use facts::{AwsFile, AwsFiles, FileMetadata, FileState, Locations};
use jiff::Timestamp;

use machine::bounded::{self, FILE_LIMIT, Started};
use machine::{Look, System, access, look};

/// The largest AWS file that is read, in bytes. A large organisation's generated config has about
/// one megabyte.
pub(crate) const LARGEST: u64 = 16 << 20;

/// What lies at a path, and what the system says about it.
type Found = (FileState, FileMetadata);

/// Both files on their way.
pub(crate) struct Reading {
    config: (PathBuf, Started<Found>),
    credentials: (PathBuf, Started<Found>),
}

/// Begins to read both files, each on a thread of its own.
pub(crate) fn begin(system: &System, locations: &Locations) -> Reading {
    let one = |path: &PathBuf| {
        let (system, there) = (system.clone(), path.clone());
        (path.clone(), bounded::start(move || (state(&system, &there), metadata(&there))))
    };
    Reading { config: one(&locations.config.path), credentials: one(&locations.credentials.path) }
}

impl Reading {
    /// What was found within the time limit.
    pub(crate) fn finish(self) -> AwsFiles {
        self.finish_within(FILE_LIMIT)
    }

    fn finish_within(self, limit: Duration) -> AwsFiles {
        let file = |kind, (path, started): (PathBuf, Started<Found>)| {
            let (state, metadata) = started.wait(limit).unwrap_or_else(|| {
                let state = FileState::Unreadable { why: bounded::no_answer(limit), denied: false };
                (state, FileMetadata::default())
            });
            AwsFile::new(kind, path, state).with_metadata(metadata)
        };
        AwsFiles::new(
            file(FileKind::Config, self.config),
            file(FileKind::Credentials, self.credentials),
        )
    }
}

/// What the system says about the file on disk (of a link: about what it leads to).
fn metadata(path: &Path) -> FileMetadata {
    let Ok(found) = std::fs::metadata(path) else {
        return FileMetadata::default();
    };
    FileMetadata {
        modified: found.modified().ok().and_then(|time| Timestamp::try_from(time).ok()),
        mode: access::mode(&found),
        owned: Some(access::owned(&found)),
    }
}

fn state(system: &System, path: &Path) -> FileState {
    if path.as_os_str().is_empty() && system.home().is_err() {
        return FileState::Unreadable { why: "the home folder is not known".into(), denied: false };
    }
    match look(system, path, LARGEST) {
        Look::Missing => FileState::Missing,
        Look::NotAFile(what) => FileState::NotAFile(what),
        Look::Unreadable { why, denied } => FileState::Unreadable { why, denied },
        Look::TooLarge { size } => FileState::TooLarge { size, limit: LARGEST },
        Look::Read(read) => FileState::Present {
            document: Arc::new(Document::parse(&read.bytes)),
            mode: read.mode,
            writable: read.writable,
            owned: read.owned,
            link: read.link,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_that_does_not_answer_is_a_reason_and_not_a_missing_file() {
        let (hold, wait) = std::sync::mpsc::channel::<()>();
        let hanging = bounded::start(move || {
            let _ = wait.recv();
            (FileState::Missing, FileMetadata::default())
        });
        let missing = || (FileState::Missing, FileMetadata::default());
        let reading = Reading {
            config: ("/net/dead/config".into(), hanging),
            credentials: ("/c".into(), bounded::start(missing)),
        };
        let files = reading.finish_within(Duration::from_millis(300));
        drop(hold);
        let FileState::Unreadable { why, denied: false } = &files.config.state else {
            panic!("it hung")
        };
        assert_eq!(why, "no answer within 0.3 s");
        assert!(matches!(files.credentials.state, FileState::Missing));
    }
}
