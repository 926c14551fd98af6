//! npm packages: those that are installed in `node_modules`, or that a lock file names.

use std::path::{Path, PathBuf};

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};
use program_table::Program;

use super::Files;
use super::node_locks::{LOCKS, Locked};
use crate::found::{found, found_sdk};
use crate::reader::Reader;

/// Read at most this many bytes of a `package.json`.
const MAX_PACKAGE_JSON: u64 = 1 << 20;

/// The package of version 2 of the SDK.
const V2: &str = "aws-sdk";

/// The packages of version 3 that have the SDK's own version. Others have had numbers of their own
/// since 2025.
const V3: &[&str] =
    &["@aws-sdk/credential-providers", "@aws-sdk/client-sts", "@aws-sdk/client-sso"];

/// Every client of version 3.
const V3_CLIENT: &str = "@aws-sdk/client-";

/// A package, and what names it.
struct Package {
    version: Option<ProgramVersion>,
    at: FoundAt,
}

/// The programs and the SDKs of the project in this folder.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let modules = files.folder.join("node_modules");
    if files.has("node_modules") && files.reader.is_folder(&modules) {
        let reader = files.reader;
        return collect(&|name| read_installed(reader, &modules, name), || {
            find_client(reader, &modules)
        });
    }
    for (name, read) in LOCKS {
        if let Some((path, text)) = files.read(name) {
            let locked = read(&text);
            return collect(&|name| find_locked(&locked, &path, |other| other == name), || {
                find_locked(&locked, &path, |other| other.starts_with(V3_CLIENT))
            });
        }
    }
    Vec::new()
}

fn collect(
    get: &dyn Fn(&str) -> Option<Package>,
    get_client: impl FnOnce() -> Option<Package>,
) -> Vec<FoundProgram> {
    let mut programs = Vec::new();
    for program in program_table::programs() {
        let Some(package) = program.found_by.npm.iter().find_map(|name| get(name)) else {
            continue;
        };
        let major = package.version.as_ref().map(|version| version.numbers().0);
        if is_of_version(program.id, major) {
            let version = package.version;
            programs
                .push(FoundProgram { version, ..found(program, package.at, WhyInUse::Project) });
        }
    }
    if let Some(package) = get(V2) {
        programs.push(found_sdk(SdkFamily::Js2, package.version, package.at, WhyInUse::Project));
    }
    if let Some(package) = V3.iter().find_map(|name| get(name)).or_else(get_client) {
        programs.push(found_sdk(SdkFamily::Js3, package.version, package.at, WhyInUse::Project));
    }
    programs
}

/// Version 4 of the Serverless Framework is another program than version 3.
fn is_of_version(id: &str, major: Option<u64>) -> bool {
    match (id, major) {
        ("serverless-v4", Some(major)) => major >= 4,
        ("serverless-v3", Some(major)) => major < 4,
        ("serverless-v4" | "serverless-v3", None) => false,
        _ => true,
    }
}

fn find_locked(locked: &[Locked], path: &Path, is_it: impl Fn(&str) -> bool) -> Option<Package> {
    let package = locked.iter().find(|package| is_it(&package.name))?;
    let at = FoundAt::line(path.to_owned(), package.line);
    Some(Package { version: ProgramVersion::parse(&package.version), at })
}

fn read_installed(reader: &Reader<'_>, modules: &Path, name: &str) -> Option<Package> {
    let path = modules.join(name).join("package.json");
    if !reader.is_file(&path) {
        return None;
    }
    let (_, version) = read_package_json(reader, &path)?;
    Some(Package { version, at: FoundAt::file(path) })
}

/// The first client of version 3 that is installed.
fn find_client(reader: &Reader<'_>, modules: &Path) -> Option<Package> {
    let scope = modules.join("@aws-sdk");
    let names = reader.list(&scope)?;
    let client = names.iter().find(|name| name.starts_with("client-"))?;
    read_installed(reader, &scope, client)
}

/// The name and the version in a `package.json`.
fn read_package_json(reader: &Reader<'_>, path: &Path) -> Option<(String, Option<ProgramVersion>)> {
    let text = reader.read_text(path, MAX_PACKAGE_JSON)?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    let version = json.get("version").and_then(|version| version.as_str());
    Some((json.get("name")?.as_str()?.to_owned(), version.and_then(ProgramVersion::parse)))
}

/// The program whose command is the file at `real`: the `package.json` above it names the package.
pub(crate) fn describe_command(
    reader: &Reader<'_>,
    program: &Program,
    real: &Path,
) -> Option<FoundProgram> {
    /// A command is at most this many folders below its package.
    const MAX_DEPTH: usize = 4;
    if program.found_by.npm.is_empty() {
        return None;
    }
    let folder = real
        .ancestors()
        .skip(1)
        .take(MAX_DEPTH)
        .find(|folder| reader.is_file(&folder.join("package.json")))?;
    let path: PathBuf = folder.join("package.json");
    let (name, version) = read_package_json(reader, &path)?;
    let major = version.as_ref().map(|version| version.numbers().0);
    if !program.found_by.npm.contains(&name.as_str()) || !is_of_version(program.id, major) {
        return None;
    }
    let mut described = found(program, FoundAt::file(path), WhyInUse::Path);
    described.version = version;
    // An SDK in the package's own folder; one that is bundled into its code does not show.
    let modules = folder.join("node_modules");
    for (family, name) in [(SdkFamily::Js2, V2)]
        .into_iter()
        .chain(V3.iter().map(|name| (SdkFamily::Js3, *name)))
        .filter(|(family, _)| program.sdk.contains(family))
    {
        if let Some(package) = read_installed(reader, &modules, name) {
            described.sdk = Some(family);
            described.sdk_version = package.version;
        }
    }
    Some(described)
}
