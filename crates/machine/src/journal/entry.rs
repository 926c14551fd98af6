//! The journal's entries.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Keep at most this many changes with their backups, in addition to those of the current run, of
/// the last 24 hours, and of the oldest run that is kept.
pub const MAX_KEPT: usize = 20;

/// Keep at most this many changes of the last 24 hours: a person makes a few dozen, a script that
/// runs in a loop would fill the disk.
pub const MAX_KEPT_OF_A_DAY: usize = 1_000;

/// One applied change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identifier: the name of its backup folder.
    pub id: String,
    /// The time of the change.
    pub at: Timestamp,
    /// Its title.
    pub title: String,
    /// The files.
    pub changes: Vec<ChangedFile>,
    /// Whether its backups contain keys.
    #[serde(default)]
    pub holds_secrets: bool,
    /// Whether it has been undone.
    #[serde(default)]
    pub undone: bool,
    /// The run of the program that made it; its changes are kept until the run ends.
    #[serde(default)]
    pub run: String,
}

/// What happened to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedFile {
    /// As named in the change.
    pub path: PathBuf,
    /// The file itself, if the path was a link.
    pub target: PathBuf,
    /// The backup of its old bytes.
    pub backup: Option<PathBuf>,
    /// SHA-256 of its old bytes, in hexadecimal; `None` if there were none or they were not read.
    pub before_sha256: Option<String>,
    /// SHA-256 of its new bytes; `None` if there are none or they were not read.
    pub after_sha256: Option<String>,
    /// What happened.
    pub kind: Kind,
    /// Its Unix permission bits before.
    #[serde(default)]
    pub mode_before: Option<u32>,
    /// The new permission bits, if any.
    #[serde(default)]
    pub mode_after: Option<u32>,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Its content was changed.
    Write,
    /// It was created.
    Create,
    /// Its permission bits were changed.
    Mode,
    /// It was moved into the backup folder.
    SetAside,
}
