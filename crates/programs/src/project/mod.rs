//! The files of a project that say which SDK its code uses: lock files, lists of requirements, and
//! installed packages.

mod dotnet;
mod go_mod;
mod java;
pub(crate) mod node;
mod node_locks;
mod ruby_and_php;
mod terraform;
mod toml_locks;

use std::path::{Path, PathBuf};

use facts::FoundProgram;

use crate::reader::Reader;

pub(crate) use terraform::Settings;

/// Go up at most this many folders.
const MAX_LEVELS: usize = 16;

/// Read at most this many bytes of a project's file; lock files of large projects have a few
/// million.
const MAX_PROJECT_FILE: u64 = 16 << 20;

/// The folder and its parents up to the root of its repository, the folder with `.git`. Without a
/// repository, the folder alone.
pub(crate) fn project_folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for parent in folder.ancestors().take(MAX_LEVELS) {
        folders.push(parent.to_owned());
        // A file in a worktree or a submodule.
        let git = parent.join(".git");
        if machine::is_folder(&git) || machine::is_file(&git) {
            return folders;
        }
    }
    folders.truncate(1);
    folders
}

/// The programs and libraries that the files in these folders name, the nearest first.
pub(crate) fn find_in_project(reader: &Reader<'_>, folders: &[PathBuf]) -> Vec<FoundProgram> {
    let mut programs = Vec::new();
    for folder in folders {
        // A home folder that is a repository is no project.
        let Some(names) = reader.list(folder) else { continue };
        let files = Files { reader, folder, names: &names };
        programs.extend(node::find(&files));
        programs.extend(terraform::find(&files));
        programs.extend(go_mod::find(&files));
        programs.extend(java::find(&files));
        programs.extend(dotnet::find(&files));
        programs.extend(toml_locks::find(&files));
        programs.extend(ruby_and_php::find(&files));
    }
    programs
}

/// What the Terraform files in the first of these folders set.
pub(crate) fn read_terraform_settings(reader: &Reader<'_>, folders: &[PathBuf]) -> Settings {
    folders.first().map(|folder| terraform::read_settings(reader, folder)).unwrap_or_default()
}

/// The files of one folder.
pub(crate) struct Files<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) folder: &'a Path,
    names: &'a [String],
}

impl Files<'_> {
    /// Whether the folder has an entry of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.binary_search_by(|other| other.as_str().cmp(name)).is_ok()
    }

    /// A file, if it is there.
    pub(crate) fn read(&self, name: &str) -> Option<(PathBuf, String)> {
        let path = self.has(name).then(|| self.folder.join(name))?;
        let text = self.reader.read_text(&path, MAX_PROJECT_FILE)?;
        Some((path, text))
    }

    /// The names with this ending.
    pub(crate) fn ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.names.iter().map(String::as_str).filter(move |name| name.ends_with(ending))
    }
}

/// The lines of a text with their numbers, counted from 1.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}
