//! What `aws --version` prints.

use std::path::Path;
use std::time::Duration;

use facts::{AwsVersion, Known, VersionOutput, Why};
use machine::System;
use machine::process::{self, Printed, Program};

/// An empty AWS file: the AWS CLI reads its files before it prints its version, and fails at one
/// that it cannot parse (measured with 1.45.11 and 2.9.19).
const EMPTY_FILE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// What `aws --version` prints. Version 1 for Python 2 prints to standard error.
pub(super) async fn run_version(
    system: &System,
    path: &Path,
    limit: Duration,
) -> Known<VersionOutput> {
    let program = Program {
        path,
        argument: "--version",
        variables: &[
            ("AWS_CONFIG_FILE", Some(EMPTY_FILE)),
            ("AWS_SHARED_CREDENTIALS_FILE", Some(EMPTY_FILE)),
            ("AWS_PROFILE", None),
            ("AWS_DEFAULT_PROFILE", None),
        ],
    };
    parse_version(&process::run_bounded(system, &program, limit).await?)
}

fn parse_version(printed: &Printed) -> Known<VersionOutput> {
    let (out, err) = (String::from_utf8_lossy(&printed.out), String::from_utf8_lossy(&printed.err));
    if let Some(version) =
        AwsVersion::parse(&out).or_else(|| err.lines().find_map(AwsVersion::parse))
    {
        return Ok(VersionOutput::Aws(version));
    }
    let words = if out.trim().is_empty() { &err } else { &out };
    let words = first_words(words);
    match printed.status {
        Some(status) if !status.success() => {
            let words = if words.is_empty() { "it printed nothing".to_owned() } else { words };
            Err(Why::Error(format!("it stopped with {status}: {words}")))
        }
        _ => Ok(VersionOutput::Other(words)),
    }
}

/// The first line that is not empty, masked.
fn first_words(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    facts::mask_secrets(&facts::clean_line(line))
}
