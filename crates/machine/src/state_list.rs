//! A short list in the state folder, one file of JSON each. What cannot be read counts as empty: it
//! is only a memory.

use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bounded_read::{FileRead, read_bounded};
use crate::system::System;
use crate::write;

/// Read at most this many bytes of a list.
const MAX_BYTES: u64 = 1 << 20;

/// The entries, the oldest first; none if the list cannot be read.
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

pub(crate) fn state_list_path(system: &System, file: &str) -> Option<PathBuf> {
    Some(system.state_folder().ok()?.join(file))
}
