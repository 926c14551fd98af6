//! Reads the config file and the credentials file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_files::{Document, FileKind};
use facts::{AwsFile, AwsFiles, FileMetadata, FileState, Locations};
use jiff::Timestamp;

use machine::bounded::{self, FILE_LIMIT, Pending};
use machine::{FileRead, System, access, read_bounded};

/// Read at most this many bytes of an AWS file; a large organization's generated config has about
/// one megabyte.
const MAX_AWS_FILE_BYTES: u64 = 16 << 20;

/// The content at a path, and its metadata.
type Found = (FileState, FileMetadata);

/// Both files, while being read.
pub(crate) struct Reading {
    config: (PathBuf, Pending<Found>),
    credentials: (PathBuf, Pending<Found>),
}

/// Starts to read both files, each on its own thread.
pub(crate) fn begin_files(system: &System, locations: &Locations) -> Reading {
    let one = |path: &PathBuf| {
        let (system, there) = (system.clone(), path.clone());
        (
            path.clone(),
            bounded::start_work(move || (read_state(&system, &there), read_metadata(&there))),
        )
    };
    Reading { config: one(&locations.config.path), credentials: one(&locations.credentials.path) }
}

impl Reading {
    /// The files that could be read within the time limit.
    pub(crate) fn finish(self) -> AwsFiles {
        self.finish_within(FILE_LIMIT)
    }

    fn finish_within(self, limit: Duration) -> AwsFiles {
        let file = |kind, (path, started): (PathBuf, Pending<Found>)| {
            let (state, metadata) = started.wait(limit).unwrap_or_else(|| {
                let state =
                    FileState::Unreadable { why: bounded::no_answer_words(limit), denied: false };
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

/// The metadata of the file on disk; for a link, of its target.
fn read_metadata(path: &Path) -> FileMetadata {
    let Ok(found) = std::fs::metadata(path) else {
        return FileMetadata::default();
    };
    FileMetadata {
        modified: found.modified().ok().and_then(|time| Timestamp::try_from(time).ok()),
        mode: access::file_mode(&found),
        owned: Some(access::is_owned(&found)),
    }
}

fn read_state(system: &System, path: &Path) -> FileState {
    if path.as_os_str().is_empty() && system.home().is_err() {
        return FileState::Unreadable { why: "the home folder is not known".into(), denied: false };
    }
    match read_bounded(system, path, MAX_AWS_FILE_BYTES) {
        FileRead::Missing => FileState::Missing,
        FileRead::NotAFile(what) => FileState::NotAFile(what),
        FileRead::Unreadable { why, denied } => FileState::Unreadable { why, denied },
        FileRead::TooLarge { size } => FileState::TooLarge { size, limit: MAX_AWS_FILE_BYTES },
        FileRead::Read(read) => FileState::Present {
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
        let hanging = bounded::start_work(move || {
            let _ = wait.recv();
            (FileState::Missing, FileMetadata::default())
        });
        let missing = || (FileState::Missing, FileMetadata::default());
        let reading = Reading {
            config: ("/net/dead/config".into(), hanging),
            credentials: ("/c".into(), bounded::start_work(missing)),
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
