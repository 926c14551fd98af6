//! .NET: `*.deps.json` (built programs), `packages.lock.json`, and `*.csproj`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use facts::{FoundAt, FoundProgram, Presence, ProgramVersion, SdkFamily, SdkModule, WhyInUse};

use super::{Files, MAX_PROJECT_FILE, numbered};
use crate::found::{found_sdk, modules_of};
use crate::reader::Reader;

const PARTS: &[(SdkModule, &str)] = &[
    (SdkModule::Sso, "AWSSDK.SSO"),
    (SdkModule::SsoOidc, "AWSSDK.SSOOIDC"),
    (SdkModule::Sts, "AWSSDK.SecurityToken"),
    (SdkModule::Signin, "AWSSDK.Signin"),
];

/// Read at most this many folders of builds.
const MAX_BUILDS: usize = 12;

/// The name before every assembly of the SDK.
const PREFIX: &str = "AWSSDK.";

type Assemblies = BTreeMap<String, (ProgramVersion, usize)>;

/// The SDK for .NET: by what was built, by what is locked, or by what is required.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let is_project = files.ending("proj").next().is_some()
        || files.ending(".deps.json").next().is_some()
        || files.has("packages.lock.json");
    if !is_project {
        return Vec::new();
    }
    let locked = || {
        let (path, text) = files.read("packages.lock.json")?;
        describe(path, &read_locked(&text), Presence::Absent)
    };
    let required = || {
        let names: Vec<&str> = files.ending("proj").collect();
        names.into_iter().find_map(|name| {
            let (path, text) = files.read(name)?;
            // Packages require others, which this file does not name.
            describe(path, &read_required(&text), Presence::Unknown)
        })
    };
    find_built(files.reader, files.folder).or_else(locked).or_else(required).into_iter().collect()
}

/// The first `*.deps.json` in the folder or below `bin/<configuration>/<framework>`.
fn find_built(reader: &Reader<'_>, folder: &Path) -> Option<FoundProgram> {
    let builds = reader.folders_in(&folder.join("bin")).into_iter().take(MAX_BUILDS);
    let frameworks =
        builds.flat_map(|build| reader.folders_in(&build).into_iter().take(MAX_BUILDS));
    [folder.to_owned()].into_iter().chain(frameworks).find_map(|folder| {
        let names = reader.list(&folder)?;
        let file = names.iter().find(|name| name.ends_with(".deps.json"))?;
        let path = folder.join(file);
        let text = reader.read_text(&path, MAX_PROJECT_FILE)?;
        describe(path, &read_built(&text), Presence::Absent)
    })
}

fn describe(path: PathBuf, assemblies: &Assemblies, absent: Presence) -> Option<FoundProgram> {
    let (version, line) = assemblies.get("AWSSDK.Core").or_else(|| assemblies.values().next())?;
    let family = match version.numbers().0 {
        3 => SdkFamily::DotNet3,
        4 => SdkFamily::DotNet4,
        _ => return None,
    };
    let core = assemblies.get("AWSSDK.Core").map(|(version, _)| version.clone());
    let mut sdk = found_sdk(family, core, FoundAt::line(path, *line), WhyInUse::Project);
    sdk.libraries =
        assemblies.iter().map(|(name, (version, _))| (name.clone(), version.clone())).collect();
    sdk.modules = modules_of(PARTS, absent, |name| assemblies.contains_key(name));
    Some(sdk)
}

/// `"AWSSDK.Core/3.7.400.5": {`
fn read_built(text: &str) -> Assemblies {
    let mut assemblies = Assemblies::new();
    for (number, line) in numbered(text) {
        let Some(rest) = line.trim_start().strip_prefix('"') else { continue };
        if let Some((name, version)) = rest.split('"').next().and_then(|key| key.split_once('/')) {
            add(&mut assemblies, name, version, number);
        }
    }
    assemblies
}

/// `"AWSSDK.Core": {`, and below it `"resolved": "3.7.400.5"`.
fn read_locked(text: &str) -> Assemblies {
    let mut assemblies = Assemblies::new();
    let mut name = None;
    for (number, line) in numbered(text) {
        let line = line.trim();
        if let Some(key) = line.strip_prefix('"').and_then(|rest| rest.strip_suffix("\": {")) {
            name = Some((key, number));
        } else if let Some(version) = line.strip_prefix("\"resolved\": \"")
            && let Some((name, number)) = name.take()
        {
            add(&mut assemblies, name, version.trim_end_matches([',', '"']), number);
        }
    }
    assemblies
}

/// `<PackageReference Include="AWSSDK.S3" Version="3.7.1" />`
fn read_required(text: &str) -> Assemblies {
    let mut assemblies = Assemblies::new();
    for (number, line) in numbered(text) {
        let attribute = |name: &str| {
            let rest = line.split_once(&format!("{name}=\""))?.1;
            rest.split_once('"').map(|(value, _)| value)
        };
        if line.contains("<PackageReference")
            && let (Some(name), Some(version)) = (attribute("Include"), attribute("Version"))
        {
            add(&mut assemblies, name, version, number);
        }
    }
    assemblies
}

fn add(assemblies: &mut Assemblies, name: &str, version: &str, line: usize) {
    if name.starts_with(PREFIX)
        && let Some(version) = ProgramVersion::parse(version)
    {
        assemblies.entry(name.to_owned()).or_insert((version, line));
    }
}
