//! A short list in the state folder, one file of JSON each. What cannot be read counts as empty: it
//! is only a memory.

use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bounded_read::{FileRead, read_bounded};
use crate::system::System;
use crate::write;

/// Read at most this many bytes of a list. A large organization has thousands of profiles.
const MAX_BYTES: u64 = 16 << 20;

/// The entries, in the order in which they were written; none if the list cannot be read.
pub(crate) fn read_state_list<T: DeserializeOwned>(system: &System, file: &str) -> Vec<T> {
    let Some(path) = state_list_path(system, file) else {
        return Vec::new();
    };
    match read_bounded(system, &path, MAX_BYTES) {
        FileRead::Read(read) => serde_json::from_slice(&read.bytes).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Changes the entries, and removes the file of an empty list. An overlay changes nothing.
///
/// # Errors
/// The list cannot be written.
pub(crate) fn change_state_list<T: Clone + PartialEq + Serialize + DeserializeOwned>(
    system: &System,
    file: &str,
    change: impl FnOnce(&mut Vec<T>),
) -> std::io::Result<()> {
    let Some(path) = state_list_path(system, file).filter(|_| !system.is_overlay()) else {
        return Ok(());
    };
    let before = read_state_list(system, file);
    let mut all = before.clone();
    change(&mut all);
    if all == before {
        return Ok(());
    }
    if all.is_empty() {
        return std::fs::remove_file(&path);
    }
    let bytes = serde_json::to_vec_pretty(&all).map_err(std::io::Error::other)?;
    write::replace_file(&path, &bytes, None)
}

fn state_list_path(system: &System, file: &str) -> Option<PathBuf> {
    Some(system.state_folder().ok()?.join(file))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test's own file")]
mod tests {
    use super::*;

    const FILE: &str = "list.json";

    fn add(system: &System, number: u32) {
        change_state_list(system, FILE, |all| all.push(number)).unwrap();
    }

    #[test]
    fn rubbish_counts_as_an_empty_list() {
        let home = tempfile::tempdir().unwrap();
        let system = System::new(vec![("HOME".into(), home.path().into())]);
        let path = state_list_path(&system, FILE).unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        for bytes in [&b""[..], b"{}", b"\xff", b"[\"one\"]"] {
            std::fs::write(&path, bytes).unwrap();
            assert!(read_state_list::<u32>(&system, FILE).is_empty());
        }
        add(&system, 1);
        assert_eq!(read_state_list::<u32>(&system, FILE), [1]);
    }

    #[test]
    fn a_rehearsal_changes_nothing_and_an_empty_list_is_no_file() {
        let home = tempfile::tempdir().unwrap();
        let system = System::new(vec![("HOME".into(), home.path().into())]);
        add(&system.overlay(), 1);
        assert!(!system.state_folder().unwrap().exists());
        add(&system, 1);
        change_state_list(&system.overlay(), FILE, Vec::<u32>::clear).unwrap();
        assert_eq!(read_state_list::<u32>(&system, FILE), [1]);
        change_state_list(&system, FILE, Vec::<u32>::clear).unwrap();
        assert!(!state_list_path(&system, FILE).unwrap().exists());
    }
}
