//! Programs on PATH.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use facts::{Known, Why};
use which::WhichConfig;

use crate::system::System;

/// Search at most this many entries of PATH.
const MAX_PATH_ENTRIES: usize = 20_000;

/// The places of a program on PATH, in order; none if PATH is not set. A name with a separator is
/// itself a path.
pub fn find_on_path(system: &System, name: &str) -> Known<impl Iterator<Item = PathBuf> + use<>> {
    // An empty entry means the current folder, where no program is installed.
    let mut seen = HashSet::new();
    let folders: Vec<PathBuf> = std::env::split_paths(system.variable("PATH").unwrap_or_default())
        .filter(|folder| !folder.as_os_str().is_empty())
        .take(MAX_PATH_ENTRIES)
        .filter(|folder| seen.insert(folder.clone()))
        .collect();
    let is_path = name.contains(std::path::is_separator);
    if folders.is_empty() && !is_path {
        return Ok(None.into_iter().flatten());
    }
    let list = std::env::join_paths(folders).map_err(Why::error)?;
    let found = WhichConfig::new()
        .binary_name(name.into())
        .custom_path_list(list)
        .custom_cwd(system.absolute(Path::new(".")))
        .all_results();
    match found {
        Ok(found) => Ok(Some(found).into_iter().flatten()),
        Err(which::Error::CannotFindBinaryPath) => Ok(None.into_iter().flatten()),
        Err(error) => Err(Why::error(error)),
    }
}

/// Whether the path is an executable program.
pub fn is_runnable(path: &Path) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o111 == 0 {
            return false;
        }
    }
    metadata.is_file()
}
