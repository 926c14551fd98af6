//! The clients that a program may be.

use aws_onboard_credential_chain::{Client, Family, Module, OwnOrder, ProfileFrom};
use facts::{FoundProgram, Presence, ProgramVersion, SdkFamily, SdkModule};
use program_table::Program;
use semver::Version;

use crate::needs::supports;
use crate::versions::{Knows, Range, botocore_of_boto3, candidates};

/// Programs on version 1 of the SDK for Go that turn the config file on themselves.
///
/// s5cmd: `storage/s3.go`, `newSession`: `SharedConfigEnable` unless AWS_SDK_LOAD_CONFIG says no.
const LOADS_CONFIG: &[&str] = &["s5cmd"];

/// The clients that a program may be, newest first; empty if it has no SDK of AWS, or if its own
/// code decides.
pub(crate) fn possible_clients(
    program: &FoundProgram,
    row: Option<&Program>,
    profile_from: &ProfileFrom,
) -> Vec<Client> {
    let mut clients = Vec::new();
    for family in families(program, row) {
        for version in versions(program, row, family) {
            for loads_config in loads_config(program, family) {
                clients.push(Client {
                    family,
                    version: version.clone(),
                    modules: modules(program),
                    profile_from: profile_from.clone(),
                    loads_config,
                    own_order: own_order(program, family),
                });
            }
        }
    }
    clients
}

/// The families that it may have, newest first.
fn families(program: &FoundProgram, row: Option<&Program>) -> Vec<Family> {
    let known: Vec<SdkFamily> = match (program.sdk, row) {
        (Some(family), _) => vec![family],
        (None, Some(row)) => families_of_version(row, program.version.as_ref()),
        (None, None) if program.id == "aws" => vec![SdkFamily::Cli2, SdkFamily::Cli1],
        // A Go program with both SDKs.
        (None, None) if !program.libraries.is_empty() => vec![SdkFamily::Go2, SdkFamily::Go1],
        (None, None) => Vec::new(),
    };
    if is_gdal(program) {
        return vec![Family::Gdal];
    }
    known.into_iter().filter_map(|family| Family::from_id(family.id())).collect()
}

/// What the table says of a version that has the newer of two SDKs.
const NEWER: &[&str] =
    &["config ", "aws-sdk-go-v2", "JavaScript v3", "Java v2", "Java SDK v2", "SDK v2", "v2 only"];

/// What it says of one that has both.
const BOTH: &[&str] = &["also v1", "beside v1"];

/// What it says of one that has the older one no more.
const NOT_BOTH: &[&str] = &["v2 only", "no v1", "no aws-sdk-go v1"];

/// The families that a version of a program may have, newest first, by the table's `sdk_since`.
fn families_of_version(row: &Program, version: Option<&ProgramVersion>) -> Vec<SdkFamily> {
    let all: Vec<SdkFamily> = row.sdk.iter().rev().copied().collect();
    let (Some(version), [newest, older @ ..]) = (version, all.as_slice()) else {
        return all;
    };
    if older.is_empty() {
        return all;
    }
    let says = |what: &str, words: &[&str]| words.iter().any(|word| what.contains(word));
    let entries = row
        .sdk_since
        .iter()
        .filter_map(|entry| Some((ProgramVersion::parse(entry.version?)?, entry.what)));
    let changes: Vec<(ProgramVersion, &str)> =
        entries.filter(|(_, what)| says(what, NEWER) || says(what, BOTH)).collect();
    let Some((first, _)) = changes.first() else {
        return all;
    };
    let last = changes.iter().rfind(|(since, _)| since <= version);
    match last {
        _ if version < first => older.to_vec(),
        Some((_, what)) if says(what, BOTH) && !says(what, NOT_BOTH) => all,
        _ => vec![*newest],
    }
}

/// The first version of GDAL whose chain was neither read nor run.
const GDAL_UNREAD: &str = "3.12";

/// Whether it is GDAL itself, in a version whose chain is known. A package that brings it along has
/// another version, and may get keys from boto3 (rasterio).
fn is_gdal(program: &FoundProgram) -> bool {
    let is_package = |ending: &std::ffi::OsStr| ending == "dist-info" || ending == "egg-info";
    let is_unread = program.version.as_ref().and_then(|version| version.is_at_least(GDAL_UNREAD));
    program.id == Family::Gdal.id()
        && is_unread == Some(false)
        && !program.found_at.path.extension().is_some_and(is_package)
}

fn versions(program: &FoundProgram, row: Option<&Program>, family: Family) -> Vec<Option<Version>> {
    // GDAL's chain has the program's version.
    if let Some(version) = program.version.as_ref().filter(|_| family == Family::Gdal) {
        return vec![Some(version.to_semver())];
    }
    if let Some(version) = program.sdk_version.as_ref().filter(|_| program.sdk.is_some()) {
        return vec![Some(version.to_semver())];
    }
    // Code of one's own that was asked about without a version: the newest one.
    if program.found_at.path.as_os_str().is_empty() && program.version.is_none() && row.is_none() {
        return vec![None];
    }
    let knows = row.map(|row| {
        let version = program.version.as_ref();
        Knows {
            legacy: supports(&row.supports.legacy_since, version),
            session: supports(&row.supports.sso_session_since, version),
            login: supports(&row.supports.login_since, version),
        }
    });
    candidates(family, sdk_range(program, family).as_ref(), knows.unwrap_or_default())
}

/// What another library says about the SDK's version.
fn sdk_range(program: &FoundProgram, family: Family) -> Option<Range> {
    let boto3 = match program.id.as_str() {
        "boto3" => program.version.as_ref(),
        _ => program.libraries.get("boto3"),
    };
    boto3.filter(|_| family == Family::Botocore).and_then(botocore_of_boto3)
}

fn loads_config(program: &FoundProgram, family: Family) -> Vec<Option<bool>> {
    if family != Family::Go1 {
        return vec![None];
    }
    // Its session has `SharedConfigEnable`.
    if own_order(program, family) == Some(OwnOrder::GoBase1) {
        return vec![Some(true)];
    }
    if LOADS_CONFIG.contains(&program.id.as_str()) {
        return vec![Some(true)];
    }
    // Whether its code turns the config file on is not known.
    vec![Some(true), None]
}

fn own_order(program: &FoundProgram, family: Family) -> Option<OwnOrder> {
    match (program.id.as_str(), family) {
        ("aws-cdk", Family::Js3) => Some(OwnOrder::Cdk),
        ("terraform" | "terraform-provider-aws", Family::Go1) => Some(OwnOrder::GoBase1),
        ("polars", Family::Botocore) => Some(OwnOrder::Polars),
        _ => None,
    }
}

fn modules(program: &FoundProgram) -> std::collections::BTreeMap<Module, bool> {
    program
        .modules
        .iter()
        .filter_map(|(module, presence)| {
            let module = match module {
                SdkModule::Sso => Module::Sso,
                SdkModule::SsoOidc => Module::SsoOidc,
                SdkModule::Sts => Module::Sts,
                SdkModule::Signin => Module::Signin,
                SdkModule::Crt => Module::Crt,
            };
            match presence {
                Presence::Present => Some((module, true)),
                Presence::Absent => Some((module, false)),
                Presence::Unknown => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_which_of_two_sdks_a_version_has() {
        use SdkFamily::{Go1, Go2, GoBase, Js2, Js3};
        for (id, version, families) in [
            ("terraform", "1.5.7", &[Go1][..]),
            ("terraform", "1.8.0", &[GoBase]),
            ("terraform-provider-aws", "3.74.0", &[Go1]),
            ("terraform-provider-aws", "4.49.0", &[GoBase]),
            ("aws-cdk", "2.150.0", &[Js2]),
            ("aws-cdk", "2.1034.0", &[Js3]),
            ("eksctl", "0.150.0", &[Go2, Go1]),
            ("eksctl", "0.220.0", &[Go2]),
            ("packer-amazon", "1.3.0", &[Go1]),
            ("packer-amazon", "1.3.7", &[GoBase, Go1]),
            ("chamber", "2.13.2", &[Go1]),
            ("s5cmd", "2.2.2", &[Go1]),
        ] {
            let row = program_table::find_program(id).unwrap();
            let version = ProgramVersion::parse(version);
            assert_eq!(families_of_version(row, version.as_ref()), families, "{id} {version:?}");
        }
        let terraform = program_table::find_program("terraform").unwrap();
        assert_eq!(families_of_version(terraform, None), [GoBase, Go1]);
    }
}
