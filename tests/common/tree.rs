//! Everything below a folder: paths, contents, modes, and modification times.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A file, a folder, or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub mode: u32,
    /// Seconds and nanoseconds.
    pub modified: (i64, i64),
    /// The content of a file or the target of a link; empty for a folder.
    pub bytes: Vec<u8>,
}

/// Lists everything below a folder, including the folder.
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Entry> {
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

fn walk(root: &Path, path: &Path, found: &mut BTreeMap<PathBuf, Entry>) {
    let metadata = std::fs::symlink_metadata(path).unwrap();
    let bytes = if metadata.is_symlink() {
        let to = std::fs::read_link(path).unwrap();
        to.into_os_string().into_encoded_bytes()
    } else if metadata.is_file() {
        std::fs::read(path).unwrap()
    } else {
        Vec::new()
    };
    let name = path.strip_prefix(root).unwrap().to_owned();
    found.insert(
        name,
        Entry {
            mode: metadata.permissions().mode(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            bytes,
        },
    );
    if metadata.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            walk(root, &entry.unwrap().path(), found);
        }
    }
}

/// Fails with the names of the differences, but without their contents.
#[track_caller]
pub fn assert_same(before: &BTreeMap<PathBuf, Entry>, after: &BTreeMap<PathBuf, Entry>) {
    let differing: Vec<&PathBuf> = before
        .keys()
        .chain(after.keys())
        .filter(|name| before.get(*name) != after.get(*name))
        .collect();
    assert!(differing.is_empty(), "changed: {differing:?}");
}
