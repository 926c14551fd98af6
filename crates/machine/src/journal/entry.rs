//! The journal's entries.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Keep at most this many changes with their backups, besides those of the current run.
pub const MAX_KEPT: usize = 20;

/// One change, as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identifier: the name of its folder of backups.
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
    /// What it was for.
    pub title: String,
    /// The files.
    pub changes: Vec<ChangedFile>,
    /// Whether its backups contain keys.
    #[serde(default)]
    pub holds_secrets: bool,
    /// Whether it has been undone.
    #[serde(default)]
    pub undone: bool,
    /// The run of the program that made it; its changes are kept until it ends.
    #[serde(default)]
    pub run: String,
}

/// What happened to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedFile {
    /// As the change named it.
    pub path: PathBuf,
    /// The file itself, where the path was a link.
    pub target: PathBuf,
    /// Where its old bytes are.
    pub backup: Option<PathBuf>,
    /// SHA-256 of its old bytes, in hexadecimal; `None` if there were none or they were not read.
    pub before_sha256: Option<String>,
    /// SHA-256 of its new bytes; `None` where there are none or they were not read.
    pub after_sha256: Option<String>,
    /// What happened.
    pub kind: Kind,
    /// Its Unix permission bits before.
    #[serde(default)]
    pub mode_before: Option<u32>,
    /// The permission bits that were set, where some were.
    #[serde(default)]
    pub mode_after: Option<u32>,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It got other content.
    Write,
    /// It was created.
    Create,
    /// It got other permission bits.
    Mode,
    /// It was moved into the backup folder.
    SetAside,
}
