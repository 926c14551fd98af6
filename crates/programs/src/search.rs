//! The search for all programs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use facts::{FoundProgram, FoundPrograms, Known, Why, WhyInUse};
use machine::System;
use machine::bounded::{FILE_LIMIT, run_within};

use crate::installed::{Places, find_installed};
use crate::kubeconfig::find_exec_entries;
use crate::on_path;
use crate::project::{find_in_project, project_folders, read_terraform_settings};
use crate::python::find_in_environments;
use crate::reader::{Limits, Reader};

/// The programs on PATH that read a kubeconfig.
const READERS_OF_KUBECONFIG: &[&str] = &["kubectl", "k9s", "helm"];

/// The programs that somebody in `folder` uses: those of the project, of the active environments,
/// on PATH, and what else is installed. Nothing is started; only `folder` and its parents up to the
/// root of the repository are read, and no folders below them but those that package managers fill.
///
/// The AWS CLI is not among them: [`facts::Facts::aws`] knows each, and
/// they are listed beside these.
///
/// # Errors
/// The file system does not answer.
pub fn find_programs(system: &System, folder: &Path) -> Known<FoundPrograms> {
    let (system, folder) = (system.clone(), system.absolute(folder));
    let search = move || {
        let reader = Reader::new(&system, Limits::SEARCH).in_folder(&folder);
        let places = Places::of_system(&reader);
        search(&reader, &folder, &places)
    };
    run_within(FILE_LIMIT, search).ok_or(Why::TimedOut(FILE_LIMIT))
}

/// What the program at `path` is, by what it contains, without starting it: a Go program with an
/// SDK of AWS is described whether the table knows it or not. `None` if nothing is known about it.
pub fn describe_program(system: &System, path: &Path) -> Option<FoundProgram> {
    on_path::describe_file(&Reader::new(system, Limits::ONE_PROGRAM), &system.absolute(path))
}

/// The programs, each once: where a program is found twice at the same place, the first reason
/// counts.
pub(crate) fn search(reader: &Reader<'_>, folder: &Path, places: &Places) -> FoundPrograms {
    let folders = project_folders(folder);
    let mut programs = find_in_project(reader, &folders);
    programs.extend(find_in_environments(reader, &folders));
    let mut on_path = on_path::find_on_path(reader);
    let settings = read_terraform_settings(reader, &folders);
    for program in
        on_path.iter_mut().filter(|one| matches!(one.id.as_str(), "terraform" | "opentofu"))
    {
        // Terraform itself reads its state; the provider has a profile of its own.
        program.profile.clone_from(&settings.backend.profile);
        program.region.clone_from(&settings.backend.region);
        program.overrides.clone_from(&settings.backend.overrides);
    }
    programs.extend(on_path);
    let mut entries = find_exec_entries(reader);
    let is_reader = |program: &FoundProgram| READERS_OF_KUBECONFIG.contains(&program.id.as_str());
    if !programs.iter().any(is_reader) {
        for entry in &mut entries {
            entry.why_in_use = WhyInUse::Installed;
        }
    }
    programs.extend(entries);
    programs.extend(find_installed(reader, places));
    let mut seen = BTreeSet::new();
    programs.retain(|program| {
        let path = machine::real_path(&program.found_at.path)
            .unwrap_or_else(|| PathBuf::from(&program.found_at.path));
        seen.insert((program.id.clone(), path, program.found_at.line))
    });
    // What a shell starts is installed too: say it once.
    let used: BTreeSet<String> = programs
        .iter()
        .filter(|program| program.why_in_use != WhyInUse::Installed)
        .map(|program| program.id.clone())
        .collect();
    programs
        .retain(|program| program.why_in_use != WhyInUse::Installed || !used.contains(&program.id));
    programs.sort_by_key(|program| program.why_in_use);
    FoundPrograms { programs, complete: reader.is_complete() }
}
