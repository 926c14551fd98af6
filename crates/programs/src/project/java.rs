//! Java: `gradle.lockfile` (everything that is resolved) and `pom.xml` (what is required).

use std::collections::BTreeMap;

use facts::{FoundAt, FoundProgram, Presence, ProgramVersion, SdkFamily, SdkModule, WhyInUse};

use super::{Files, numbered};
use crate::found::{found_sdk, modules_of};

const GROUP_1: &str = "com.amazonaws";
const GROUP_2: &str = "software.amazon.awssdk";

const PARTS_2: &[(SdkModule, &str)] = &[
    (SdkModule::Sso, "sso"),
    (SdkModule::SsoOidc, "ssooidc"),
    (SdkModule::Sts, "sts"),
    (SdkModule::Signin, "signin"),
];

/// Artifacts that contain every service.
const WHOLE: &[&str] = &["bundle", "aws-sdk-java"];

/// An artifact of an SDK.
struct Artifact {
    group: String,
    name: String,
    version: Option<ProgramVersion>,
    line: usize,
}

/// The SDKs for Java.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let lock = files.read("gradle.lockfile").or_else(|| read_old_gradle_lock(files));
    let (read, absent) = match lock {
        Some((path, text)) => (Some((path, read_gradle_lock(&text))), Presence::Absent),
        // Artifacts require others, which this file does not name.
        None => {
            (files.read("pom.xml").map(|(path, text)| (path, read_pom(&text))), Presence::Unknown)
        }
    };
    let Some((path, artifacts)) = read else {
        return Vec::new();
    };
    [(GROUP_1, SdkFamily::Java1), (GROUP_2, SdkFamily::Java2)]
        .into_iter()
        .filter_map(|(group, family)| {
            let own: Vec<&Artifact> =
                artifacts.iter().filter(|artifact| artifact.group == group).collect();
            let first = own.first()?;
            let version = own.iter().find_map(|artifact| artifact.version.clone());
            let at = FoundAt::line(path.clone(), first.line);
            let mut sdk = found_sdk(family, version, at, WhyInUse::Project);
            if family == SdkFamily::Java2 {
                let has = |name: &str| {
                    own.iter().any(|artifact| {
                        artifact.name == name || WHOLE.contains(&artifact.name.as_str())
                    })
                };
                sdk.modules = modules_of(PARTS_2, absent, has);
            }
            Some(sdk)
        })
        .collect()
}

/// The lock file of the running program before Gradle 7, one a configuration (Gradle, "Locking
/// versions", "Lock state location and format").
fn read_old_gradle_lock(files: &Files<'_>) -> Option<(std::path::PathBuf, String)> {
    let path = files.folder.join("gradle/dependency-locks/runtimeClasspath.lockfile");
    let is_there = files.has("gradle") && files.reader.is_file(&path);
    let text =
        is_there.then(|| files.reader.read_text(&path, super::MAX_PROJECT_FILE)).flatten()?;
    Some((path, text))
}

/// `software.amazon.awssdk:sso:2.20.0=runtimeClasspath`; before Gradle 7, without the configuration.
fn read_gradle_lock(text: &str) -> Vec<Artifact> {
    let read = |(line, text): (usize, &str)| {
        let (artifact, configurations) = text.split_once('=').unwrap_or((text, ""));
        let mut parts = artifact.split(':');
        let (group, name, version) = (parts.next()?, parts.next()?, parts.next()?);
        // What only tests use does not run in the program.
        let in_use = configurations.split(',').any(|name| !name.starts_with("test"));
        (in_use && is_sdk(group, name)).then(|| Artifact {
            group: group.to_owned(),
            name: name.to_owned(),
            version: ProgramVersion::parse(version),
            line,
        })
    };
    numbered(text).filter_map(read).collect()
}

fn is_sdk(group: &str, name: &str) -> bool {
    group == GROUP_2 || (group == GROUP_1 && name.starts_with("aws-java-sdk"))
}

/// The dependencies of a `pom.xml`, the imported list of versions (`bom`) included. A version may
/// be a property of the same file.
fn read_pom(text: &str) -> Vec<Artifact> {
    let mut properties: BTreeMap<String, String> = BTreeMap::new();
    let mut artifacts = Vec::new();
    let mut current: Option<(usize, BTreeMap<&str, &str>)> = None;
    let mut in_properties = false;
    let mut in_comment = false;
    for (number, line) in numbered(text) {
        let line = line.trim();
        if line.starts_with("<!--") || in_comment {
            in_comment = !line.contains("-->");
            continue;
        }
        match line {
            "<properties>" => in_properties = true,
            "</properties>" => in_properties = false,
            "<dependency>" => current = Some((number, BTreeMap::new())),
            "</dependency>" => {
                if let Some((line, fields)) = current.take() {
                    artifacts.extend(read_dependency(&fields, line, &properties));
                }
            }
            _ => {
                let Some((name, value)) = read_element(line) else { continue };
                if in_properties {
                    properties.insert(name.to_owned(), value.to_owned());
                } else if let Some((_, fields)) = &mut current {
                    // An exclusion repeats the names.
                    fields.entry(name).or_insert(value);
                }
            }
        }
    }
    // The list of versions is no artifact, but it has the version of the others.
    for (group, list) in [(GROUP_1, "aws-java-sdk-bom"), (GROUP_2, "bom")] {
        let bom = artifacts.iter().position(|artifact: &Artifact| artifact.name == list);
        let version = bom.map(|at| artifacts.remove(at)).and_then(|bom| bom.version);
        for artifact in artifacts.iter_mut().filter(|artifact| artifact.group == group) {
            artifact.version = artifact.version.take().or_else(|| version.clone());
        }
    }
    artifacts
}

fn read_dependency(
    fields: &BTreeMap<&str, &str>,
    line: usize,
    properties: &BTreeMap<String, String>,
) -> Option<Artifact> {
    let (group, name) = (*fields.get("groupId")?, *fields.get("artifactId")?);
    let is_in_use = fields.get("scope").is_none_or(|scope| *scope != "test");
    if !is_in_use || !is_sdk(group, name) {
        return None;
    }
    let version = fields.get("version").and_then(|written| {
        let property = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        ProgramVersion::parse(match property {
            Some(property) => properties.get(property)?,
            None => written,
        })
    });
    Some(Artifact { group: group.to_owned(), name: name.to_owned(), version, line })
}

/// `<name>value</name>` on one line.
fn read_element(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix('<')?.split_once('>')?;
    let value = rest.strip_suffix(&format!("</{name}>"))?;
    (!value.contains('<')).then_some((name, value.trim()))
}
