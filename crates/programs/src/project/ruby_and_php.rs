//! `Gemfile.lock` and `composer.lock`.

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};

use super::{Files, numbered};
use crate::found::found_sdk;

/// The SDKs for Ruby and PHP.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    find_ruby(files).into_iter().chain(find_php(files)).collect()
}

/// `    aws-sdk-core (3.211.0)`, four spaces: the resolved gem; its requirements have six.
fn find_ruby(files: &Files<'_>) -> Option<FoundProgram> {
    let (path, text) = files.read("Gemfile.lock")?;
    let (number, line) =
        numbered(&text).find(|(_, line)| line.starts_with("    aws-sdk-core ("))?;
    let version = line.split_once('(').and_then(|(_, rest)| rest.split_once(')'))?.0;
    let at = FoundAt::line(path, number);
    Some(found_sdk(SdkFamily::Ruby, ProgramVersion::parse(version), at, WhyInUse::Project))
}

/// The package `aws/aws-sdk-php`: its name, and then its version.
fn find_php(files: &Files<'_>) -> Option<FoundProgram> {
    let (path, text) = files.read("composer.lock")?;
    let mut lines = numbered(&text);
    let (number, _) = lines.find(|(_, line)| line.trim() == "\"name\": \"aws/aws-sdk-php\",")?;
    let (_, line) = lines.next()?;
    let version = line.trim().strip_prefix("\"version\": \"")?.trim_end_matches(['"', ',']);
    let at = FoundAt::line(path, number);
    Some(found_sdk(SdkFamily::Php, ProgramVersion::parse(version), at, WhyInUse::Project))
}
