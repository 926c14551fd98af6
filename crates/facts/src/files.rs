//! The config and the credentials file, and how each view reads them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use aws_files::{Document, FileKind, MergedProfile, Reading, View};
use indexmap::IndexMap;
use jiff::Timestamp;

use crate::{Why, clean_line};

/// One of the two AWS files, as found.
#[derive(Clone, Debug)]
pub struct AwsFile {
    /// Which of the two files it is.
    pub kind: FileKind,
    /// Its absolute path.
    pub path: Arc<Path>,
    /// What is at the path.
    pub state: FileState,
    /// What the system reports about it, where that can be queried.
    pub metadata: FileMetadata,
    readings: Arc<Readings>,
}

/// What the system reports about a file, whether or not it can be read. Each is `None` if unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileMetadata {
    /// The time of its last modification.
    pub modified: Option<Timestamp>,
    /// Unix permission bits.
    pub mode: Option<u32>,
    /// Whether the user owns it.
    pub owned: Option<bool>,
}

/// What is at the path of an AWS file.
#[derive(Clone, Debug)]
pub enum FileState {
    /// Not found.
    Missing,
    /// A folder, a pipe, a device: the text names it ("a folder").
    NotAFile(&'static str),
    /// It exists but cannot be read; the text says why, and `denied` whether permission is
    /// missing.
    Unreadable {
        /// The system's error message.
        why: String,
        /// Permission was denied.
        denied: bool,
    },
    /// Larger than the read limit (in bytes).
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file was read.
    Present {
        /// Its text.
        document: Arc<Document>,
        /// Unix permission bits; `None` if the system has none.
        mode: Option<u32>,
        /// Whether the user can write it (for a link, its target).
        writable: bool,
        /// Whether the user owns it.
        owned: bool,
        /// The target, if it is a link.
        link: Option<PathBuf>,
    },
}

/// A file through the three views, each parsed on first use.
#[derive(Debug, Default)]
struct Readings {
    cli: OnceLock<Reading>,
    sdk: OnceLock<Reading>,
    tolerant: OnceLock<Reading>,
}

impl AwsFile {
    /// A file in the state in which it was found.
    pub fn new(kind: FileKind, path: PathBuf, state: FileState) -> Self {
        Self {
            kind,
            path: path.into(),
            state,
            metadata: FileMetadata::default(),
            readings: Arc::default(),
        }
    }

    /// The same file with what the system reports about it.
    #[must_use]
    pub fn with_metadata(mut self, metadata: FileMetadata) -> Self {
        self.metadata = metadata;
        self
    }

    /// Its text; `None` if there is nothing readable.
    pub fn document(&self) -> Option<&Document> {
        match &self.state {
            FileState::Present { document, .. } => Some(document),
            _ => None,
        }
    }

    /// Why its content is unknown although something is there; none if it was read, is missing, or is
    /// switched off by `/dev/null`.
    pub fn unread(&self) -> Option<Why> {
        let name = match self.kind {
            FileKind::Config => "the config file",
            FileKind::Credentials => "the credentials file",
        };
        let text = match &self.state {
            FileState::Missing | FileState::Present { .. } => return None,
            FileState::NotAFile(_) if is_null_device(&self.path) => return None,
            FileState::NotAFile(what) => format!("{name} is {what}"),
            FileState::Unreadable { why, .. } => format!("{name} cannot be read: {why}"),
            FileState::TooLarge { size, limit } => {
                format!("{name} has {size} bytes, and at most {limit} are read")
            }
        };
        Some(Why::Error(clean_line(&text)))
    }

    /// The views of its text (empty if the file is missing). Each is parsed once, on first use, so
    /// a large file costs only the views in use.
    pub fn reading(&self, view: View) -> &Reading {
        let cell = match view {
            View::Cli => &self.readings.cli,
            View::Sdk => &self.readings.sdk,
            View::Tolerant => &self.readings.tolerant,
        };
        cell.get_or_init(|| match self.document() {
            Some(document) => aws_files::read(document, self.kind, view),
            None => aws_files::read(&Document::parse(b""), self.kind, view),
        })
    }

    /// The same file with another text, as after an edit.
    #[must_use]
    pub fn with_document(&self, document: Document) -> Self {
        let state = match &self.state {
            FileState::Present { mode, writable, owned, link, .. } => FileState::Present {
                document: Arc::new(document),
                mode: *mode,
                writable: *writable,
                owned: *owned,
                link: link.clone(),
            },
            _ => FileState::Present {
                document: Arc::new(document),
                mode: Some(0o600),
                writable: true,
                owned: true,
                link: None,
            },
        };
        Self {
            kind: self.kind,
            path: Arc::clone(&self.path),
            state,
            metadata: self.metadata,
            readings: Arc::default(),
        }
    }
}

/// The two files together.
#[derive(Clone, Debug)]
pub struct AwsFiles {
    /// `~/.aws/config`, or the path in AWS_CONFIG_FILE.
    pub config: AwsFile,
    /// `~/.aws/credentials`, or the path in AWS_SHARED_CREDENTIALS_FILE.
    pub credentials: AwsFile,
    merged: Arc<OnceLock<IndexMap<String, MergedProfile>>>,
}

impl AwsFiles {
    /// The two files as found.
    pub fn new(config: AwsFile, credentials: AwsFile) -> Self {
        Self { config, credentials, merged: Arc::default() }
    }

    /// One of the two.
    pub fn file(&self, kind: FileKind) -> &AwsFile {
        match kind {
            FileKind::Config => &self.config,
            FileKind::Credentials => &self.credentials,
        }
    }

    /// The path of one of the two.
    pub fn path(&self, kind: FileKind) -> &Path {
        &self.file(kind).path
    }

    /// Every profile by the tolerant parser, with credentials over config: what the AWS CLI uses
    /// once it can read the files.
    pub fn profiles(&self) -> &IndexMap<String, MergedProfile> {
        self.merged.get_or_init(|| {
            aws_files::merge(
                self.config.reading(View::Tolerant),
                self.credentials.reading(View::Tolerant),
            )
        })
    }

    /// The sessions by the tolerant parser.
    pub fn sessions(&self) -> &IndexMap<String, aws_files::Section> {
        &self.config.reading(View::Tolerant).sso_sessions
    }

    /// The same with one file replaced.
    #[must_use]
    pub fn with(&self, file: AwsFile) -> Self {
        match file.kind {
            FileKind::Config => Self::new(file, self.credentials.clone()),
            FileKind::Credentials => Self::new(self.config.clone(), file),
        }
    }
}

/// The usual way to switch a file off on purpose: `/dev/null`, on Windows `NUL` in any folder.
pub fn is_null_device(path: &Path) -> bool {
    path == Path::new("/dev/null") || cfg!(windows) && is_nul(&path.to_string_lossy())
}

/// `NUL`, whatever is before it (Microsoft, "Naming Files, Paths, and Namespaces").
fn is_nul(path: &str) -> bool {
    path.rsplit(['/', '\\']).next().is_some_and(|name| name.eq_ignore_ascii_case("nul"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_a_device_in_any_folder() {
        for path in ["NUL", "C:\\home\\nul", "\\\\.\\NUL", "c:/x/Nul"] {
            assert!(is_nul(path), "{path}");
        }
        assert!(!is_nul("C:\\null") && !is_nul("nul\\config"));
    }
}
