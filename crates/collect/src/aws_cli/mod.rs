//! Every `aws` on PATH, and their versions: by the layout of the installation where it tells one,
//! otherwise as they print them.

mod version;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use facts::{AwsExecutable, Known, VersionKnownBy, VersionOutput, Why};
use futures::StreamExt;

use machine::{System, programs};

/// Run at most this many at the same time.
const MAX_PARALLEL: usize = 8;

/// Run at most this many; a longer list means that PATH is wrong.
const MAX_ASKED: usize = 20;

/// Every `aws` on PATH, in PATH order, each file once, with the versions that the layouts of the
/// first ones tell. None is started.
pub(crate) fn find_aws_cli(system: &System) -> Known<Vec<AwsExecutable>> {
    let mut seen = HashSet::new();
    Ok(programs::find_on_path(system, "aws")?
        .filter(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())))
        .enumerate()
        .map(|(number, path)| match (number < MAX_ASKED).then(|| read_version(system, &path)) {
            Some(Some(known)) => known,
            _ => AwsExecutable::not_asked(path),
        })
        .collect())
}

/// An `aws` whose version the layout of its installation tells.
fn read_version(system: &System, path: &Path) -> Option<AwsExecutable> {
    let layout = ::programs::read_aws_cli_layout(system, path)?;
    Some(AwsExecutable {
        path: path.to_owned(),
        version: Ok(VersionOutput::Aws(layout.version)),
        known_by: VersionKnownBy::Layout(layout.installation),
    })
}

/// The folders below the home folder where users install the AWS CLI without administrator rights:
/// those in its own installer's documentation, of pipx, and of many shell setups.
const HOME_FOLDERS: &[&str] = &[
    ".local/bin",
    "bin",
    ".local/aws-cli/v2/current/bin",
    "aws-cli/v2/current/bin",
    "AppData/Local/Programs/Amazon/AWSCLIV2",
];

/// The system-wide installation folders: AWS's installers, Homebrew (both processors, and Linux),
/// snap.
const SYSTEM_FOLDERS: &[&str] = &[
    "/usr/local/bin",
    "/usr/local/aws-cli/v2/current/bin",
    "/opt/homebrew/bin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/snap/bin",
    "/usr/bin",
];

/// Those of this system. Windows names its own in variables; it need not be on drive C.
fn system_folders(system: &System) -> Vec<PathBuf> {
    if !cfg!(windows) {
        return SYSTEM_FOLDERS.iter().map(PathBuf::from).collect();
    }
    ["ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"]
        .into_iter()
        .filter_map(|name| system.variable(name))
        .map(|folder| Path::new(folder).join("Amazon").join("AWSCLIV2"))
        .collect()
}

/// Each `aws` outside PATH. Skips the system's folders if PATH contains none of them, because then
/// they are excluded on purpose (`nix-shell --pure`, a test).
pub(crate) fn find_outside_path(system: &System) -> Vec<PathBuf> {
    let path = system.variable("PATH").unwrap_or_default();
    let basic = |folder: &PathBuf| {
        let name = folder.to_string_lossy().to_ascii_lowercase();
        name == "/usr/bin" || name == "/bin" || name.ends_with("system32")
    };
    let is_open = std::env::split_paths(path).any(|folder| basic(&folder));
    let at_home = system.home().ok();
    // Collected from its parts, it has Windows' separators there.
    let join = |folder: &Path, more: &str| folder.join(more).components().collect::<PathBuf>();
    let home = at_home.iter().flat_map(|home| HOME_FOLDERS.iter().map(|more| join(home, more)));
    let system_wide = system_folders(system).into_iter().filter(|_| is_open);
    let name = if cfg!(windows) { "aws.exe" } else { "aws" };
    home.chain(system_wide)
        .map(|folder| folder.join(name))
        .filter(|path| programs::is_runnable(path))
        .collect()
}

/// Runs each `aws` whose version is not known yet: at most eight at the same time and twenty in
/// all, within `limit`. Each runs with this system's variables, no input and no shell, and is killed together
/// with what it started.
pub async fn aws_versions(
    system: &System,
    found: &[AwsExecutable],
    limit: Duration,
) -> Vec<AwsExecutable> {
    let deadline = Instant::now() + limit;
    let asked = found.iter().enumerate().map(|(number, executable)| async move {
        if executable.version.is_ok() {
            return executable.clone();
        }
        let version = if number < MAX_ASKED {
            // A program queued behind a hanging one gets only the remaining time.
            let left = deadline.saturating_duration_since(Instant::now());
            match version::run_version(system, &executable.path, left).await {
                Err(Why::TimedOut(_)) => Err(Why::TimedOut(limit)),
                other => other,
            }
        } else {
            Err(Why::Error(format!("only the first {MAX_ASKED} on PATH are asked")))
        };
        AwsExecutable { version, ..AwsExecutable::not_asked(executable.path.clone()) }
    });
    futures::stream::iter(asked).buffered(MAX_PARALLEL).collect().await
}
