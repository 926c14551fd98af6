//! The programs and libraries of the table among Python's distributions.

use facts::{FoundAt, FoundProgram, Presence, SdkFamily, SdkModule, WhyInUse};
use program_table::Program;

use super::sites::Distributions;
use crate::found::found;

/// Libraries that get credentials from boto3 if it is installed beside them, and since when.
const BY_BOTO3: &[(&str, &str)] = &[("polars", "1.14.0")];

/// The distributions whose versions decide about credentials.
const LIBRARIES: &[&str] = &["boto3", "botocore", "aiobotocore", "s3fs", "awscrt"];

/// The programs and libraries of the table that are installed in these folders.
pub(crate) fn programs_in(packages: &Distributions, why: WhyInUse) -> Vec<FoundProgram> {
    program_table::programs()
        .iter()
        .filter_map(|program| describe_package(program, packages, why))
        .collect()
}

/// One of them.
pub(crate) fn describe_package(
    program: &Program,
    packages: &Distributions,
    why: WhyInUse,
) -> Option<FoundProgram> {
    let package = program.found_by.python.iter().find_map(|name| packages.get(name))?;
    let mut described = found(program, FoundAt::file(package.files.clone()), why);
    described.version = package.version.clone();
    for name in LIBRARIES {
        if let Some(version) = packages.version(name) {
            described.libraries.insert((*name).to_owned(), version.clone());
        }
    }
    if let Some((_, since)) = BY_BOTO3.iter().find(|(id, _)| *id == program.id) {
        let is_new = described.version.as_ref().and_then(|version| version.is_at_least(since));
        let by_boto3 = is_new == Some(true) && packages.get("boto3").is_some();
        described.sdk = by_boto3.then_some(SdkFamily::Botocore);
    }
    if described.sdk == Some(SdkFamily::Botocore) {
        described.sdk_version = packages.version("botocore").cloned();
        // The folders were listed as a whole.
        let crt =
            if packages.get("awscrt").is_some() { Presence::Present } else { Presence::Absent };
        described.modules.insert(SdkModule::Crt, crt);
    }
    Some(described)
}
