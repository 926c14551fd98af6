//! Every `aws` on PATH, and the versions that they print.

mod run;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use facts::{AwsExecutable, Known, Why};
use futures::StreamExt;
use which::WhichConfig;

use crate::system::System;

/// How many are asked at the same time.
const TOGETHER: usize = 8;

/// How many are asked at all: more are no installation, but a fault in PATH.
const MOST: usize = 20;

/// The longest PATH that is searched, in entries.
const MOST_ENTRIES: usize = 20_000;

/// Every `aws` on PATH, in its order, each file once. Their versions are not asked.
pub(crate) fn find(system: &System) -> Known<Vec<AwsExecutable>> {
    let Some(path) = system.variable("PATH") else {
        return Ok(Vec::new());
    };
    // An empty entry means the current folder, where no installation of the AWS CLI lies.
    let folders = std::env::split_paths(path)
        .filter(|folder| !folder.as_os_str().is_empty())
        .take(MOST_ENTRIES);
    let mut seen = HashSet::new();
    let folders: Vec<PathBuf> = folders
        .filter(|folder| seen.insert(folder.clone()))
        .collect();
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let list = std::env::join_paths(folders).map_err(Why::error)?;
    let found = WhichConfig::new()
        .binary_name("aws".into())
        .custom_path_list(list)
        .custom_cwd(system.absolute(std::path::Path::new(".")))
        .all_results();
    let found = match found {
        Ok(found) => found,
        Err(which::Error::CannotFindBinaryPath) => return Ok(Vec::new()),
        Err(error) => return Err(Why::error(error)),
    };
    let mut seen = HashSet::new();
    Ok(found
        .filter(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())))
        .map(|path| AwsExecutable {
            path,
            version: Err(Why::NotAsked),
        })
        .collect())
}

/// Asks each `aws` for its version, together: at most eight at the same time and twenty at all,
/// all of them within `limit`. Each runs with this system's variables, no input and no shell, and is
/// ended together with what it started.
pub async fn aws_versions(
    system: &System,
    found: &[AwsExecutable],
    limit: Duration,
) -> Vec<AwsExecutable> {
    let deadline = Instant::now() + limit;
    let asked = found
        .iter()
        .enumerate()
        .map(|(number, executable)| async move {
            let version = if number < MOST {
                // Those that wait for a place behind hanging ones have only what is left.
                let left = deadline.saturating_duration_since(Instant::now());
                match run::version(system, &executable.path, left).await {
                    Err(Why::TimedOut(_)) => Err(Why::TimedOut(limit)),
                    other => other,
                }
            } else {
                Err(Why::Error(format!(
                    "only the first {MOST} on PATH are asked"
                )))
            };
            AwsExecutable {
                path: executable.path.clone(),
                version,
            }
        });
    futures::stream::iter(asked)
        .buffered(TOGETHER)
        .collect()
        .await
}
