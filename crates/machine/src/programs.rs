//! Programs on PATH.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use facts::{Known, Why};
use which::WhichConfig;

use crate::system::System;

/// Search at most this many entries of PATH.
const MAX_PATH_ENTRIES: usize = 20_000;

/// The path under which this program will be found tomorrow: the entry of PATH that leads to it,
/// otherwise its file. `None` if cargo built it where it is, because the next build replaces it.
pub fn own_program(system: &System) -> Option<PathBuf> {
    let file = std::env::current_exe().ok()?;
    let name = file.file_name()?.to_str()?;
    let real = file.canonicalize().ok()?;
    let leads_here = |path: &PathBuf| path.canonicalize().is_ok_and(|found| found == real);
    let on_path = find_on_path(system, name).ok().and_then(|mut all| all.find(leads_here));
    let path = on_path.filter(|path| path.is_absolute()).unwrap_or(file);
    let is_built = |path: &Path| {
        let mut folders = path.ancestors().skip(1);
        folders.any(|folder| folder.ends_with("target") || folder.join(".rustc_info.json").exists())
    };
    (!is_built(&path) && !is_built(&real)).then_some(path)
}

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
