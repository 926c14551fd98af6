//! Reads parts of a large file, such as a program.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crate::access;
use crate::bounded_read::{follow_links, open_without_waiting};
use crate::overlay::Content;
use crate::system::System;

/// A regular file, open to read parts of it.
pub struct PartialFile {
    source: Source,
    size: u64,
}

enum Source {
    Disk(File),
    Memory(Arc<Vec<u8>>),
}

impl std::fmt::Debug for PartialFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PartialFile").field("size", &self.size).finish_non_exhaustive()
    }
}

impl PartialFile {
    /// Opens the regular file at `path`, links followed; `None` if it is missing, unreadable, or
    /// something else, such as a pipe.
    pub fn open(system: &System, path: &Path) -> Option<Self> {
        let overlaid = system.overlaid().and_then(|overlay| overlay.get(&follow_links(path)));
        match overlaid.and_then(|file| file.content) {
            Some(Content::Removed) => return None,
            Some(Content::Bytes(bytes)) => {
                return Some(Self { size: bytes.len() as u64, source: Source::Memory(bytes) });
            }
            None => {}
        }
        // Checked before opening: opening a device can do anything.
        let metadata = std::fs::metadata(path).ok()?;
        if access::non_file_kind(&metadata).is_some() {
            return None;
        }
        let (file, metadata) = open_without_waiting(path).ok()?;
        if access::non_file_kind(&metadata).is_some() {
            return None;
        }
        Some(Self { size: metadata.len(), source: Source::Disk(file) })
    }

    /// Its size in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The bytes at `offset`, at most `length`: fewer at the end of the file, none if it cannot be
    /// read.
    pub fn read_at(&mut self, offset: u64, length: usize) -> Vec<u8> {
        match &mut self.source {
            Source::Memory(bytes) => {
                let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                let to = from.saturating_add(length).min(bytes.len());
                bytes.get(from..to).unwrap_or_default().to_vec()
            }
            Source::Disk(file) => {
                let mut bytes = Vec::new();
                if offset < self.size && file.seek(SeekFrom::Start(offset)).is_ok() {
                    // What was read before an error is still the file's content.
                    let _ = file.take(length as u64).read_to_end(&mut bytes);
                }
                bytes
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
    fn parts_end_where_the_file_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "0123456789").unwrap();
        let system = System::new(Vec::new());
        let overlay = system.overlay();
        overlay.overlaid().unwrap().write(&path, b"abc".to_vec());
        let parts = |system: &System| {
            let mut file = PartialFile::open(system, &path).unwrap();
            let at = [(0, 2), (2, 100), (9, 1), (10, 1), (u64::MAX, 5)];
            let parts = at.map(|(offset, length)| file.read_at(offset, length));
            (file.size(), parts.map(|part| String::from_utf8(part).unwrap()))
        };
        let text = |parts: [&str; 5]| parts.map(str::to_owned);
        assert_eq!(parts(&system), (10, text(["01", "23456789", "9", "", ""])));
        assert_eq!(parts(&overlay), (3, text(["ab", "c", "", "", ""])));
        overlay.overlaid().unwrap().remove(&path);
        assert!(PartialFile::open(&overlay, &path).is_none());
        for other in [folder.path().to_owned(), folder.path().join("missing"), "/dev/null".into()] {
            assert!(PartialFile::open(&system, &other).is_none(), "{}", other.display());
        }
    }
}
