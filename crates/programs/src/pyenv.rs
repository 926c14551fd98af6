//! pyenv's shims: each starts the program of the Python version that is chosen.
//!
//! Source: pyenv, `libexec/pyenv-which`, `pyenv-version-name`, `pyenv-version-file` and
//! `pyenv-version-file-read`.

use std::path::{Path, PathBuf};

use machine::programs::{find_on_path, is_runnable};

use crate::reader::Reader;

/// Read at most this many bytes of a shim or of a file that chooses versions.
const MAX_FILE: u64 = 16 << 10;

/// Search at most this many folders for the file that chooses a version.
const MAX_LEVELS: usize = 32;

/// Consider at most this many versions.
const MAX_VERSIONS: usize = 32;

/// The file that the shim at `path` starts now; `None` if it is no shim of pyenv, or if it is not
/// certain what it starts.
pub(crate) fn find_pyenv_program(reader: &Reader<'_>, path: &Path) -> Option<PathBuf> {
    let shims = path.parent().filter(|folder| folder.ends_with("shims"))?;
    let root = shims.parent()?;
    if !reader.is_folder(&root.join("versions")) {
        return None;
    }
    let shim = reader.read_text(path, MAX_FILE)?;
    let line = shim.lines().find_map(|line| line.strip_prefix("export PYENV_ROOT="))?;
    // A shim that was moved starts the pyenv that it names.
    if Path::new(line.trim().trim_matches(['"', '\''])) != root {
        return None;
    }
    let command = path.file_name()?;
    for version in chosen_versions(reader, root)?.iter().take(MAX_VERSIONS) {
        if version == "system" {
            break;
        }
        let is_name = !version.contains(['/', '\\']) && version != "..";
        let folder = root.join("versions").join(version);
        // `3.11` means the newest of the versions that begin so.
        if !is_name || !reader.is_folder(&folder) {
            return None;
        }
        let program = folder.join("bin").join(command);
        if is_runnable(&program) {
            return Some(program);
        }
    }
    find_on_path(reader.system(), command.to_str()?)
        .ok()?
        .find(|found| found.parent() != Some(shims))
}

/// The names that `PYENV_VERSION`, the nearest `.python-version` or the global file choose; none if
/// the system's Python is meant. `None` if a file cannot be read.
fn chosen_versions(reader: &Reader<'_>, root: &Path) -> Option<Vec<String>> {
    if let Some(set) = reader.variable("PYENV_VERSION").filter(|set| !set.is_empty()) {
        return Some(set.split(':').map(str::to_owned).collect());
    }
    // pyenv stops at the root folder; a search that ends before it is not certain.
    let current = reader.folder()?;
    if current.ancestors().nth(MAX_LEVELS).is_some() {
        return None;
    }
    let local = current
        .ancestors()
        .map(|folder| folder.join(".python-version"))
        .find(|file| reader.is_file(file));
    let file = match local {
        Some(file) => file,
        None => {
            let global = root.join("version");
            if !reader.is_file(&global) {
                return Some(Vec::new());
            }
            global
        }
    };
    let text = reader.read_text(&file, MAX_FILE)?;
    let first_words = text.lines().filter_map(|line| line.split_whitespace().next());
    Some(first_words.filter(|word| !word.starts_with('#')).map(str::to_owned).collect())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    const SHIM: &str = "home/.pyenv/shims/aws";

    fn pyenv() -> Tree {
        Tree::new()
            .program(SHIM, "#!/usr/bin/env bash\nexport PYENV_ROOT=\"{root}/home/.pyenv\"\n")
            .program("home/.pyenv/versions/3.11.7/bin/aws", "#!/bin/sh\n")
            .file("home/.pyenv/versions/3.12.1/bin/python", "x")
            .program("usr/bin/aws", "#!/bin/sh\n")
    }

    fn found(tree: &Tree, variables: &[(&str, &str)]) -> Option<String> {
        let path = format!(
            "{}:{}",
            tree.path("home/.pyenv/shims").display(),
            tree.path("usr/bin").display()
        );
        let mut all = vec![("PATH", path.as_str())];
        all.extend(variables);
        let system = tree.system(&all);
        let reader = Reader::new(&system, Limits::SEARCH).in_folder(&tree.path("project/src"));
        let found = find_pyenv_program(&reader, &tree.path(SHIM))?;
        Some(found.strip_prefix(tree.path("")).unwrap_or(&found).display().to_string())
    }

    #[test]
    fn the_chosen_version_is_started() {
        let in_3_11 = Some("home/.pyenv/versions/3.11.7/bin/aws".to_owned());
        let of_system = Some("usr/bin/aws".to_owned());
        let tree = pyenv();
        // Without a file, the system's.
        assert_eq!(found(&tree, &[]), of_system);
        let tree = tree.file("home/.pyenv/version", "# mine\n3.11.7\n");
        assert_eq!(found(&tree, &[]), in_3_11);
        assert_eq!(found(&tree, &[("PYENV_VERSION", "system")]), of_system);
        assert_eq!(found(&tree, &[("PYENV_VERSION", "3.12.1:3.11.7")]), in_3_11);
        // A version without the command: what the system has.
        let tree = tree.file("project/.python-version", "3.12.1\n");
        assert_eq!(found(&tree, &[]), of_system);
    }

    #[test]
    fn what_is_not_certain_is_not_told() {
        let tree = pyenv();
        for version in ["3.11", "../3.11.7", "3.10.0"] {
            assert_eq!(found(&tree, &[("PYENV_VERSION", version)]), None, "{version}");
        }
        let other = pyenv().file(SHIM, "#!/bin/sh\nexport PYENV_ROOT=\"/elsewhere\"\n");
        assert_eq!(found(&other, &[]), None);
        let none = Tree::new().file(SHIM, "#!/bin/sh\n");
        assert_eq!(found(&none, &[]), None);
    }
}
