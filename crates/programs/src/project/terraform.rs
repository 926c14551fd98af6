//! Terraform and OpenTofu: the locked AWS provider, the required one, and the profiles that the
//! configuration names.

use std::path::{Path, PathBuf};

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};

use super::{Files, numbered};
use crate::executable::read_go_build_info;
use crate::found::{add_go_modules, found};
use crate::reader::Reader;

const LOCK: &str = ".terraform.lock.hcl";

/// The addresses of the AWS provider in the registries of Terraform and OpenTofu.
const ADDRESSES: &[&str] =
    &["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"];

/// The first version that is known to get its credentials from version 2 of `aws-sdk-go-base`.
const BY_BASE_2: &str = "4.54.0";

/// Read at most this many files of a configuration.
const MAX_CONFIGURATION_FILES: usize = 60;

/// Read at most this many bytes of a file of a configuration.
const MAX_CONFIGURATION_FILE: u64 = 1 << 20;

/// The AWS provider of the configuration in this folder.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let Some(program) = program_table::find_program("terraform-provider-aws") else {
        return Vec::new();
    };
    let profile = || read_profiles(files.reader, files.folder).provider;
    let mut described = if let Some((path, text)) = files.read(LOCK) {
        let Some((version, line)) = read_lock(&text) else {
            return Vec::new();
        };
        let at = FoundAt::line(path, line);
        FoundProgram { version, ..found(program, at, WhyInUse::Project) }
    } else if let Some(at) = find_requirement(files) {
        found(program, at, WhyInUse::Project)
    } else {
        return Vec::new();
    };
    described.profile = profile();
    if let Some(version) = described.version.clone()
        && let Some(binary) = find_binary(files, &version)
        && let Some(info) = read_go_build_info(files.reader, &binary)
    {
        add_go_modules(&mut described, &info);
    }
    // Where the provider is not installed yet, its version tells (the table's row has the source).
    let is_new = described.version.as_ref().and_then(|version| version.is_at_least(BY_BASE_2));
    if described.sdk.is_none() && is_new == Some(true) {
        described.sdk = Some(SdkFamily::GoBase);
    }
    vec![described]
}

/// The version and the line of the provider in a lock file.
fn read_lock(text: &str) -> Option<(Option<ProgramVersion>, usize)> {
    let mut lines = numbered(text);
    let is_provider = |line: &str| {
        let address = line.strip_prefix("provider \"").and_then(|rest| rest.split('"').next());
        address.is_some_and(|address| ADDRESSES.contains(&address))
    };
    let (number, _) = lines.find(|(_, line)| is_provider(line))?;
    let version = lines
        .take_while(|(_, line)| *line != "}")
        .find_map(|(_, line)| read_attribute(line, "version"));
    Some((version.and_then(ProgramVersion::parse), number))
}

/// The line that requires the provider where no version is locked yet.
fn find_requirement(files: &Files<'_>) -> Option<FoundAt> {
    configuration_files(files.reader, files.folder).into_iter().find_map(|(path, text)| {
        let (number, _) = numbered(&text).find(|(_, line)| {
            let source = read_attribute(line, "source");
            source.is_some_and(|source| source == "hashicorp/aws" || ADDRESSES.contains(&source))
        })?;
        Some(FoundAt::line(path, number))
    })
}

/// `.terraform/providers/<address>/<version>/<system>/terraform-provider-aws_v<version>_x5`
fn find_binary(files: &Files<'_>, version: &ProgramVersion) -> Option<PathBuf> {
    ADDRESSES.iter().find_map(|address| {
        let folder = files.folder.join(".terraform/providers").join(address).join(version.text());
        let system = files.reader.folders_in(&folder).into_iter().next()?;
        let names = files.reader.list(&system)?;
        let name = names.iter().find(|name| name.starts_with("terraform-provider-aws"))?;
        Some(system.join(name))
    })
}

/// The profiles that a configuration names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profiles {
    /// That of `provider "aws"`, if all its blocks name the same one.
    pub(crate) provider: Option<String>,
    /// That of `backend "s3"`.
    pub(crate) backend: Option<String>,
}

/// Reads the profiles that the configuration in a folder names as plain strings.
pub(crate) fn read_profiles(reader: &Reader<'_>, folder: &Path) -> Profiles {
    let mut providers = Vec::new();
    let mut backends = Vec::new();
    for (_, text) in configuration_files(reader, folder) {
        providers.extend(read_block_profiles(&text, "provider \"aws\""));
        backends.extend(read_block_profiles(&text, "backend \"s3\""));
    }
    let only = |mut profiles: Vec<Option<String>>| {
        profiles.dedup();
        if profiles.len() == 1 { profiles.pop().flatten() } else { None }
    };
    Profiles { provider: only(providers), backend: only(backends) }
}

/// The profile of each block with this header; `None` for one that names none, or not as a string.
fn read_block_profiles(text: &str, header: &str) -> Vec<Option<String>> {
    let mut profiles = Vec::new();
    let mut depth = 0_usize;
    for line in text.lines() {
        let code = line.split(['#']).next().unwrap_or_default().trim();
        if code.starts_with("//") {
            continue;
        }
        if depth == 0 {
            if code.strip_prefix(header).is_some_and(|rest| rest.trim_start().starts_with('{')) {
                profiles.push(None);
                depth = count_depth(0, code);
            }
            continue;
        }
        // Nested blocks, such as assume_role, have settings of their own.
        if depth == 1
            && let Some(profile) = read_attribute(code, "profile")
            && !profile.contains("${")
            && let Some(last) = profiles.last_mut()
        {
            *last = Some(profile.to_owned());
        }
        depth = count_depth(depth, code);
    }
    profiles
}

fn count_depth(depth: usize, code: &str) -> usize {
    let open = code.matches('{').count();
    (depth + open).saturating_sub(code.matches('}').count())
}

/// The string of `name = "value"`.
fn read_attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.trim_start().strip_prefix(name)?.trim_start().strip_prefix('=')?;
    rest.trim_start().strip_prefix('"')?.split('"').next()
}

/// The files of the configuration in a folder: Terraform reads them all, and no subfolders.
fn configuration_files(reader: &Reader<'_>, folder: &Path) -> Vec<(PathBuf, String)> {
    let names = reader.list(folder).unwrap_or_default();
    names
        .iter()
        .filter(|name| name.ends_with(".tf") || name.ends_with(".tofu"))
        .take(MAX_CONFIGURATION_FILES)
        .filter_map(|name| {
            let path = folder.join(name);
            let text = reader.read_text(&path, MAX_CONFIGURATION_FILE)?;
            Some((path, text))
        })
        .collect()
}
