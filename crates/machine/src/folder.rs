//! Lists one folder, up to a limit.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::bounded_read::follow_links;
use crate::overlay::Content;
use crate::system::System;

/// What is in a folder.
#[derive(Debug, PartialEq, Eq)]
pub enum FolderRead {
    /// Nothing is at this path.
    Missing,
    /// Something else is at this path.
    NotAFolder,
    /// It cannot be listed: the system's error message.
    Unreadable(String),
    /// Its entries.
    Listed {
        /// The names, in no particular order.
        names: Vec<OsString>,
        /// Whether these are all entries.
        complete: bool,
    },
}

/// Lists at most `limit` entries of the folder at `path`. A file that an overlay removed is not
/// listed; one that it created is.
pub fn list_folder(system: &System, path: &Path, limit: usize) -> FolderRead {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            return match error.kind() {
                // A path that cannot be a name is nothing's path: `C:\a?b`, one that is too long.
                ErrorKind::NotFound | ErrorKind::InvalidFilename => FolderRead::Missing,
                ErrorKind::NotADirectory => FolderRead::NotAFolder,
                _ => FolderRead::Unreadable(error.to_string()),
            };
        }
    };
    let mut names = Vec::new();
    let mut complete = true;
    for entry in entries {
        if names.len() >= limit {
            complete = false;
            break;
        }
        match entry {
            Ok(entry) => names.push(entry.file_name()),
            Err(_) => complete = false,
        }
    }
    if let Some(overlay) = system.overlaid() {
        names.retain(|name| {
            let overlaid = overlay.get(&follow_links(&path.join(name)));
            !matches!(overlaid.and_then(|file| file.content), Some(Content::Removed))
        });
        for name in overlay.names_in(path) {
            if !names.contains(&name) && names.len() < limit {
                names.push(name);
            }
        }
    }
    FolderRead::Listed { names, complete }
}

/// The path with every link followed; `None` if nothing is there or the links lead in a circle.
pub fn real_path(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path).ok()
}

/// The target of the link at `path`, as it is written; `None` if it is no link.
pub fn read_link(path: &Path) -> Option<PathBuf> {
    std::fs::read_link(path).ok()
}

/// Whether a folder is at `path`, links followed.
pub fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether a regular file is at `path`, links followed.
pub fn is_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(read: FolderRead) -> (Vec<OsString>, bool) {
        let FolderRead::Listed { mut names, complete } = read else { panic!("{read:?}") };
        names.sort();
        (names, complete)
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
    fn an_overlay_hides_and_adds_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let system = System::new(Vec::new());
        let list = |system: &System, limit| sorted(list_folder(system, folder.path(), limit));
        assert_eq!(list(&system, 2), (vec!["a".into(), "b".into()], true));
        let (names, complete) = list(&system, 1);
        assert_eq!((names.len(), complete), (1, false));
        let overlay = system.overlay();
        let written = overlay.overlaid().unwrap();
        written.remove(&folder.path().join("a"));
        written.write(&folder.path().join("c"), Vec::new());
        assert_eq!(list(&overlay, 9), (vec!["b".into(), "c".into()], true));
        assert_eq!(list(&system, 9).0.len(), 2);
        assert_eq!(list_folder(&system, &folder.path().join("x"), 9), FolderRead::Missing);
        assert_eq!(list_folder(&system, &folder.path().join("b"), 9), FolderRead::NotAFolder);
        let no_name =
            folder.path().join(if cfg!(windows) { "a?b".into() } else { "a".repeat(300) });
        assert_eq!(list_folder(&system, &no_name, 9), FolderRead::Missing);
    }
}
