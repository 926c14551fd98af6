//! Terraform and OpenTofu: the locked AWS provider, the required one, and what the configuration sets
//! for it.

use std::path::{Path, PathBuf};

use facts::{
    FoundAt, FoundProgram, ProfileWay, ProgramSetting, ProgramVersion, SdkFamily, WhyInUse,
};

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
    let settings = read_settings(files.reader, files.folder).provider;
    described.profile = settings.profile;
    described.region = settings.region;
    described.overrides = settings.overrides;
    // Terraform reads these too, and they are not read here.
    if let Some(path) = find_json(files) {
        let unknown = |name: &str| ProgramSetting {
            name: name.to_owned(),
            value: None,
            way: ProfileWay::File,
            at: FoundAt::file(path.clone()),
        };
        described.profile = Some(unknown("profile"));
        described.region = Some(unknown("region"));
    }
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
            // `aws = { source = "hashicorp/aws", version = "~> 5.0" }` is one line.
            let source = without_comment(line)
                .split(['{', ','])
                .find_map(|attribute| read_attribute(attribute, "source"));
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

/// What a configuration sets for the provider and for the backend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// That of the blocks `provider "aws"`.
    pub(crate) provider: BlockSettings,
    /// That of `backend "s3"`.
    pub(crate) backend: BlockSettings,
}

/// What the blocks of one header set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockSettings {
    /// The profile; without a value if the blocks differ.
    pub(crate) profile: Option<ProgramSetting>,
    /// The region, the same.
    pub(crate) region: Option<ProgramSetting>,
    /// What else decides about the credentials.
    pub(crate) overrides: Vec<ProgramSetting>,
}

/// Settings and blocks of the provider and of the S3 backend that take the place of a profile
/// (Terraform AWS provider, "Authentication and Configuration"; Terraform, "Backend Type: s3").
const OVERRIDES: &[&str] = &[
    "access_key",
    "secret_key",
    "token",
    "shared_config_files",
    "shared_credentials_files",
    "shared_credentials_file",
    "assume_role",
    "assume_role_with_web_identity",
    "role_arn",
];

/// Reads what the configuration in a folder sets.
pub(crate) fn read_settings(reader: &Reader<'_>, folder: &Path) -> Settings {
    let mut providers = Vec::new();
    let mut backends = Vec::new();
    for (path, text) in configuration_files(reader, folder) {
        providers.extend(read_blocks(&path, &text, "provider \"aws\""));
        backends.extend(read_blocks(&path, &text, "backend \"s3\""));
    }
    Settings { provider: merge_blocks(&providers), backend: merge_blocks(&backends) }
}

/// The settings of all blocks. Where they differ, which one counts depends on the resource.
fn merge_blocks(blocks: &[BlockSettings]) -> BlockSettings {
    let same = |get: fn(&BlockSettings) -> &Option<ProgramSetting>| {
        let value = |block: &BlockSettings| get(block).as_ref().and_then(|one| one.value.clone());
        let is_set = |block: &BlockSettings| get(block).is_some();
        let mut setting = blocks.iter().find_map(|block| get(block).clone())?;
        let first = blocks.first()?;
        if blocks.iter().any(|block| value(block) != value(first) || is_set(block) != is_set(first))
        {
            setting.value = None;
        }
        Some(setting)
    };
    BlockSettings {
        profile: same(|block| &block.profile),
        region: same(|block| &block.region),
        overrides: blocks.iter().flat_map(|block| block.overrides.clone()).collect(),
    }
}

/// What each block with this header sets.
fn read_blocks(path: &Path, text: &str, header: &str) -> Vec<BlockSettings> {
    let mut blocks: Vec<BlockSettings> = Vec::new();
    let mut depth = 0_usize;
    let mut in_comment = false;
    let mut heredoc: Option<&str> = None;
    for (number, line) in numbered(text) {
        let line = line.trim();
        if let Some(end) = heredoc {
            heredoc = Some(end).filter(|end| line != *end);
            continue;
        }
        if in_comment || line.starts_with("/*") {
            let rest = line.strip_prefix("/*").filter(|_| !in_comment).unwrap_or(line);
            in_comment = !rest.contains("*/");
            continue;
        }
        let mut code = without_comment(line).trim();
        heredoc = begun_heredoc(code);
        if depth == 0 {
            let rest = code.strip_prefix(header).map(str::trim_start);
            let Some(body) = rest.and_then(|rest| rest.strip_prefix('{')) else { continue };
            blocks.push(BlockSettings::default());
            depth = 1;
            // A block with one setting may be one line.
            code = body.trim_start();
        }
        // Nested blocks have settings of their own.
        if depth == 1
            && let Some(block) = blocks.last_mut()
            && let Some(name) =
                code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()
        {
            let setting = || ProgramSetting {
                name: name.to_owned(),
                value: read_attribute(code, name)
                    .filter(|value| !value.contains("${"))
                    .map(str::to_owned),
                way: ProfileWay::File,
                at: FoundAt::line(path.to_owned(), number),
            };
            match name {
                "profile" => block.profile = Some(setting()),
                "region" => block.region = Some(setting()),
                // A key itself is not kept.
                _ if OVERRIDES.contains(&name) => {
                    block.overrides.push(ProgramSetting { value: None, ..setting() });
                }
                _ => {}
            }
        }
        depth = count_depth(depth, code);
    }
    blocks
}

fn count_depth(depth: usize, code: &str) -> usize {
    let open = code.matches('{').count();
    (depth + open).saturating_sub(code.matches('}').count())
}

/// The line without a comment at its end.
fn without_comment(line: &str) -> &str {
    let mut at = 0;
    for (index, part) in line.split('"').enumerate() {
        // Every other part is a string.
        let start = [part.find('#'), part.find("//")].into_iter().flatten().min();
        if let Some(start) = start.filter(|_| index % 2 == 0) {
            return line.get(..at + start).unwrap_or(line);
        }
        at += part.len() + 1;
    }
    line
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
        .filter(|name| !is_ignored(name) && (name.ends_with(".tf") || name.ends_with(".tofu")))
        .take(MAX_CONFIGURATION_FILES)
        .filter_map(|name| {
            let path = folder.join(name);
            let text = reader.read_text(&path, MAX_CONFIGURATION_FILE)?;
            Some((path, text))
        })
        .collect()
}

/// A configuration in Terraform's JSON syntax.
fn find_json(files: &Files<'_>) -> Option<PathBuf> {
    let names = files.reader.list(files.folder)?;
    let is_json = |name: &str| name.ends_with(".tf.json") || name.ends_with(".tofu.json");
    let name = names.iter().find(|name| is_json(name) && !is_ignored(name))?;
    Some(files.folder.join(name))
}

/// The word that ends the heredoc that this line begins (Terraform, "Strings and Templates").
fn begun_heredoc(code: &str) -> Option<&str> {
    let (_, rest) = code.rsplit_once("<<")?;
    let word = rest.strip_prefix('-').unwrap_or(rest).trim();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    (!word.is_empty() && word.chars().all(is_word)).then_some(word)
}

/// Whether Terraform passes over a file of this name (`internal/configs/parser_config_dir.go`,
/// `IsIgnoredFile`): hidden files, and those that editors leave behind.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
