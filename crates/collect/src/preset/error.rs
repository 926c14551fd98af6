//! What is wrong with a preset.

use std::path::{Path, PathBuf};

/// Why a preset cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the preset {}{}: {what}", path.display(), self.place())]
pub struct PresetError {
    /// The file.
    pub path: PathBuf,
    /// The section, if the error is in one.
    pub section: Option<String>,
    /// The key, if the error is in one.
    pub key: Option<String>,
    /// The line, from 1; `None` for the whole file.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl PresetError {
    pub(super) fn file(path: &Path, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), section: None, key: None, line: None, what: what.into() }
    }

    /// The line, the section and the key, where known.
    fn place(&self) -> String {
        let line = self.line.map(|line| format!(", line {line}"));
        let section = self.section.as_ref().map(|section| format!(", section [{section}]"));
        let key = self.key.as_ref().map(|key| format!(", key {key}"));
        [line, section, key].into_iter().flatten().collect()
    }
}
