//! Writes that stay in memory, for a rehearsal.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An overlay's replacement for a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlaid {
    /// Its content, if it was written or removed.
    pub(crate) content: Option<Content>,
    /// Its permission bits, if they were set.
    pub(crate) mode: Option<u32>,
}

/// Content in an overlay.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// These bytes.
    Bytes(Arc<Vec<u8>>),
    /// No file.
    Removed,
}

/// Files written in memory only.
#[derive(Clone, Default)]
pub(crate) struct Overlay {
    files: Arc<Mutex<BTreeMap<PathBuf, Overlaid>>>,
}

impl Overlay {
    /// A separate overlay that starts with the same files.
    pub(crate) fn fork(&self) -> Self {
        Self { files: Arc::new(Mutex::new(self.lock().clone())) }
    }

    /// The replacement for the file at `target` (not a link).
    pub(crate) fn get(&self, target: &Path) -> Option<Overlaid> {
        self.lock().get(target).cloned()
    }

    /// The names of the files that were written in a folder.
    pub(crate) fn names_in(&self, folder: &Path) -> Vec<OsString> {
        self.lock()
            .iter()
            .filter(|(path, file)| {
                path.parent() == Some(folder) && matches!(file.content, Some(Content::Bytes(_)))
            })
            .filter_map(|(path, _)| path.file_name().map(OsString::from))
            .collect()
    }

    /// Writes bytes.
    pub(crate) fn write(&self, target: &Path, bytes: Vec<u8>) {
        self.lock().entry(target.to_owned()).or_default().content =
            Some(Content::Bytes(Arc::new(bytes)));
    }

    /// Removes a file.
    pub(crate) fn remove(&self, target: &Path) {
        self.lock()
            .insert(target.to_owned(), Overlaid { content: Some(Content::Removed), mode: None });
    }

    /// Sets permission bits.
    pub(crate) fn set_mode(&self, target: &Path, mode: u32) {
        self.lock().entry(target.to_owned()).or_default().mode = Some(mode);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Overlaid>> {
        // Every write is one insertion, so the map is consistent even after a panic.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
