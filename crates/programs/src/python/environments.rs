//! The active virtual or conda environment, and those in a project's folders.

use std::path::{Path, PathBuf};

use facts::{FoundAt, FoundProgram, ProgramVersion, WhyInUse};

use super::interpreter::{PyvenvCfg, sites_of_version};
use super::packages::programs_in;
use super::sites::{normalize_name, read_distributions};
use crate::found::found;
use crate::reader::Reader;

/// What people call a virtual environment in a project: the tutorial of Python, uv, Poetry.
const PROJECT_FOLDERS: &[&str] = &[".venv", "venv", "env", ".conda"];

/// Variables that name the active environment.
const ACTIVE: &[&str] = &["VIRTUAL_ENV", "CONDA_PREFIX"];

/// The programs and libraries in the environments of the project and of this shell.
pub(crate) fn find_in_environments(reader: &Reader<'_>, project: &[PathBuf]) -> Vec<FoundProgram> {
    let in_project = project
        .iter()
        .flat_map(|folder| PROJECT_FOLDERS.iter().map(|name| folder.join(name)))
        .filter(|prefix| is_environment(reader, prefix))
        .map(|prefix| (prefix, WhyInUse::Project));
    let active = ACTIVE
        .iter()
        .filter_map(|name| reader.variable(name))
        .map(PathBuf::from)
        .filter(|prefix| prefix.is_absolute())
        .map(|prefix| (prefix, WhyInUse::Environment));
    let mut seen = Vec::new();
    let mut programs = Vec::new();
    for (prefix, why) in in_project.chain(active) {
        let real = machine::real_path(&prefix);
        if real.is_none() || seen.contains(&real) {
            continue;
        }
        seen.push(real);
        programs.extend(find_in_environment(reader, &prefix, why));
    }
    programs
}

fn is_environment(reader: &Reader<'_>, prefix: &Path) -> bool {
    reader.is_file(&prefix.join("pyvenv.cfg")) || reader.is_folder(&prefix.join("conda-meta"))
}

fn find_in_environment(reader: &Reader<'_>, prefix: &Path, why: WhyInUse) -> Vec<FoundProgram> {
    let settings = PyvenvCfg::read(reader, &prefix.join("pyvenv.cfg"));
    let version = settings.as_ref().and_then(|settings| settings.version.as_deref());
    // Packages named by the variable come first.
    let path = reader.system().variable("PYTHONPATH").unwrap_or_default();
    let mut sites: Vec<PathBuf> =
        std::env::split_paths(path).filter(|folder| folder.is_absolute()).take(20).collect();
    sites.extend(sites_of_version(reader, prefix, version));
    if settings.is_some_and(|settings| settings.with_system_packages) {
        // Those of the Python below are not listed.
        reader.leave_out();
    }
    let mut programs = programs_in(&read_distributions(reader, &sites), why);
    programs.extend(find_conda_packages(reader, prefix, why));
    programs
}

/// Packages of conda that are no Python distributions: `conda-meta/<name>-<version>-<build>.json`.
fn find_conda_packages(reader: &Reader<'_>, prefix: &Path, why: WhyInUse) -> Vec<FoundProgram> {
    let folder = prefix.join("conda-meta");
    let mut programs = Vec::new();
    for file in reader.list(&folder).unwrap_or_default().iter() {
        let mut parts = file.strip_suffix(".json").unwrap_or_default().rsplitn(3, '-');
        let (Some(_build), Some(version), Some(name)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let name = normalize_name(name);
        let is_it =
            |program: &&program_table::Program| program.found_by.conda.contains(&name.as_str());
        if let Some(program) = program_table::programs().iter().find(is_it) {
            let mut described = found(program, FoundAt::file(folder.join(file)), why);
            described.version = ProgramVersion::parse(version);
            programs.push(described);
        }
    }
    programs
}
