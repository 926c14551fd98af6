//! The version of an AWS CLI by the layout of its installation, without starting it.
//!
//! A layout tells the version only if the AWS CLI would start: the file is a program for this
//! processor, or a script whose Python exists and finds the packages that it needs. Everything else
//! is left to `aws --version`, which also tells what is wrong.

mod bundle;
mod python_package;
mod requirements;
mod stores;
#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "clippy sees helpers of tests as other code")]
mod tests;

use std::path::Path;

use facts::{AwsVersion, Installation};
use machine::System;

use crate::pyenv::find_pyenv_program;
use crate::reader::{Limits, Reader};

/// What the layout of an installation tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsCliLayout {
    /// The version that `aws --version` would print.
    pub version: AwsVersion,
    /// How it was installed.
    pub installation: Installation,
}

/// The version of the `aws` at `path`, by the layout of its installation; `None` if the layout does
/// not tell it, or if something about it is not as its installer left it.
pub fn read_aws_cli_layout(system: &System, path: &Path) -> Option<AwsCliLayout> {
    let reader = Reader::new(system, Limits::ONE_PROGRAM);
    let path = system.absolute(path);
    let path = find_pyenv_program(&reader, &path).unwrap_or(path);
    let real = machine::real_path(&path)?;
    let layout = stores::read_snap(&reader, &path, &real)
        .or_else(|| bundle::read_bundle(&reader, &real))
        .or_else(|| stores::read_nix(&reader, &real))
        .or_else(|| stores::read_version_folder(&reader, &real))
        .or_else(|| stores::read_scoop(&reader, &path))
        .or_else(|| python_package::read_python_package(&reader, &path, &real));
    layout.filter(|_| reader.is_complete())
}

/// A version that a folder's name is, such as `2.36.7`, `2.36.7_1` (a revision of Homebrew).
fn version_of_folder(name: &str) -> Option<AwsVersion> {
    let number = match name.split_once('_') {
        Some((number, revision)) if revision.bytes().all(|byte| byte.is_ascii_digit()) => number,
        Some(_) => return None,
        None => name,
    };
    AwsVersion::from_number(number).filter(|version| version.0.pre.is_empty())
}

/// The names of a path's parts; `None` if one is not UTF-8.
fn parts_of(path: &Path) -> Option<Vec<&str>> {
    path.iter().map(|part| part.to_str()).collect()
}
