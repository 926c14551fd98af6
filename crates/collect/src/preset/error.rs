//! What is wrong with a preset.

use std::path::{Path, PathBuf};

/// Why a preset cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresetError {
    /// The file.
    pub path: PathBuf,
    /// The section, where it is one section's fault.
    pub section: Option<String>,
    /// The key, where it is one key's.
    pub key: Option<String>,
    /// The line, from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl PresetError {
    pub(super) fn file(path: &Path, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), section: None, key: None, line: None, what: what.into() }
    }
}

impl std::error::Error for PresetError {}

impl std::fmt::Display for PresetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the preset {}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(section) = &self.section {
            write!(f, ", section [{section}]")?;
        }
        if let Some(key) = &self.key {
            write!(f, ", key {key}")?;
        }
        write!(f, ": {}", self.what)
    }
}
