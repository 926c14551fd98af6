//! The programs of the table that a shell starts from PATH. None is started.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};
use machine::{FolderRead, list_folder, programs};
use program_table::Program;

use crate::executable::{read_go_build_info, read_script};
use crate::found::{add_go_modules, found, version_in_path};
use crate::project::node;
use crate::python;
use crate::reader::Reader;
use crate::shims::find_target;

/// A PATH with more entries is not searched: it is a mistake, and the search would take long.
const MAX_PATH_ENTRIES: usize = 300;

/// List at most this many entries of a folder on PATH; `/usr/bin` has 1,000 to 4,000.
const MAX_NAMES: usize = 20_000;

/// Which names of the table are in a folder of PATH, each listed once: a search for a hundred names
/// in a dozen folders would ask the file system 1,200 times.
struct NamesOnPath {
    /// `None` if a folder cannot be listed.
    names: Option<HashSet<&'static str>>,
}

impl NamesOnPath {
    fn read(reader: &Reader<'_>, path: &std::ffi::OsStr) -> Self {
        let wanted: HashSet<&'static str> = program_table::programs()
            .iter()
            .flat_map(|program| program.found_by.path.iter().copied())
            .collect();
        let mut names = HashSet::new();
        let mut seen = HashSet::new();
        for folder in std::env::split_paths(path).filter(|folder| seen.insert(folder.clone())) {
            match list_folder(reader.system(), &reader.system().absolute(&folder), MAX_NAMES) {
                FolderRead::Listed { names: listed, complete: true } => {
                    let listed = listed.iter().filter_map(|name| name.to_str());
                    names.extend(listed.filter_map(|name| wanted.get(command_of(name).as_ref())));
                }
                FolderRead::Missing | FolderRead::NotAFolder => {}
                FolderRead::Listed { complete: false, .. } | FolderRead::Unreadable(_) => {
                    return Self { names: None };
                }
            }
        }
        Self { names: Some(names) }
    }

    /// Whether a program of this name may be there.
    fn may_contain(&self, name: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.contains(name))
    }
}

/// The command that starts a file: on Windows without its ending, in lowercase.
fn command_of(file: &str) -> Cow<'_, str> {
    if cfg!(windows) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        Cow::Owned(stem.to_ascii_lowercase())
    } else {
        Cow::Borrowed(file)
    }
}

/// The first program of each name on PATH.
pub(crate) fn find_on_path(reader: &Reader<'_>) -> Vec<FoundProgram> {
    let path = reader.system().variable("PATH").unwrap_or_default();
    if std::env::split_paths(path).count() > MAX_PATH_ENTRIES {
        reader.leave_out();
        return Vec::new();
    }
    let names = NamesOnPath::read(reader, path);
    program_table::programs()
        .iter()
        .filter_map(|program| {
            program.found_by.path.iter().filter(|name| names.may_contain(name)).find_map(|name| {
                let file = programs::find_on_path(reader.system(), name).ok()?.next()?;
                describe(reader, program, &file, WhyInUse::Path)
            })
        })
        .collect()
}

/// What the program at `path` is, by what it contains: a Go program with an SDK of AWS is described
/// whether the table knows it or not. `None` if nothing is known about it.
pub(crate) fn describe_file(reader: &Reader<'_>, path: &Path) -> Option<FoundProgram> {
    let stem = path.file_stem()?.to_str()?;
    let by_name = program_table::programs()
        .iter()
        .filter(|program| program.found_by.path.contains(&stem))
        .find_map(|program| describe(reader, program, path, WhyInUse::Path));
    if by_name.is_some() {
        return by_name;
    }
    let info = read_go_build_info(reader, &machine::real_path(path)?)?;
    let known = program_table::programs().iter().find(|program| is_of(program, &info.package));
    let at = FoundAt::file(path.to_owned());
    let mut described = match known {
        Some(program) => found(program, at, WhyInUse::Path),
        None => FoundProgram::new(stem, stem, at, WhyInUse::Path),
    };
    described.version = info.version.as_deref().and_then(ProgramVersion::parse);
    add_go_modules(&mut described, &info);
    (known.is_some() || !described.libraries.is_empty()).then_some(described)
}

/// The file at `path` as this program; `None` if it is another one of the same name.
fn describe(
    reader: &Reader<'_>,
    program: &Program,
    path: &Path,
    why: WhyInUse,
) -> Option<FoundProgram> {
    let by = &program.found_by;
    let names: Vec<&str> = by.path.iter().chain(by.homebrew).copied().collect();
    let shim = find_target(reader, path, &names);
    let real = match &shim {
        Some(target) => machine::real_path(&target.file)?,
        None => machine::real_path(path)?,
    };
    let named = shim.as_ref().and_then(|target| target.version.as_deref());
    let in_path = named.and_then(ProgramVersion::parse).or_else(|| version_in_path(&real, &names));
    let mut described = found(program, FoundAt::file(path.to_owned()), why);
    if let Some(info) = read_go_build_info(reader, &real) {
        if !is_of(program, &info.package) {
            return None;
        }
        described.version = info.version.as_deref().and_then(ProgramVersion::parse).or(in_path);
        add_go_modules(&mut described, &info);
        return Some(described);
    }
    if let Some(script) = read_script(reader, &real) {
        if script.interpreter.is_python() {
            let python = python::find_python(reader, &script);
            let packages = python.map(|python| python::read_distributions(reader, &python.sites));
            if let Some(packages) = packages
                && let Some(package) = python::describe_package(program, &packages, why)
            {
                return Some(FoundProgram { found_at: described.found_at, ..package });
            }
        } else if let Some(package) = node::describe_command(reader, program, &real) {
            return Some(FoundProgram { found_at: described.found_at, why_in_use: why, ..package });
        }
    }
    described.version = in_path;
    if described.version.is_some() && described.sdk == Some(SdkFamily::Botocore) {
        // A bundle with a Python of its own, such as that of the AWS SAM CLI.
        let folder = real.parent()?;
        let folders = [folder.to_owned(), folder.join("_internal")];
        let packages = python::read_distributions(reader, &folders);
        described.sdk_version = packages.version("botocore").cloned();
    }
    (described.version.is_some() || !by.path_needs_evidence).then_some(described)
}

/// Whether a Go program's package belongs to this program's module.
fn is_of(program: &Program, package: &str) -> bool {
    program.found_by.go_module.iter().any(|module| {
        package.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
