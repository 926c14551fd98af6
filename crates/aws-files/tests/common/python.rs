//! A Python with the AWS packages of `tests/requirements.txt`, created once and shared by all
//! tests.
//!
//! The folder is next to `CARGO_TARGET_TMPDIR` and is named after the requirements, so that every
//! test program finds the same one; a lock file prevents two of them from creating it at the same
//! time.

// It prepares a build folder, which has no other mechanism.
#![allow(clippy::disallowed_methods)]

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A Python interpreter with the packages, or why it is missing.
///
/// `temporary` is `env!("CARGO_TARGET_TMPDIR")`, `requirements` the text of the requirements file.
pub fn interpreter(temporary: &str, requirements: &str) -> Result<PathBuf, String> {
    let parent = Path::new(temporary).parent().unwrap_or(Path::new(temporary));
    let folder = parent.join(format!("python-venv-{:016x}", fingerprint(requirements)));
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    let done = folder.join("complete");
    if done.exists() {
        return Ok(python);
    }
    let told = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(parent).map_err(told)?;
    let lock = File::create(folder.with_extension("lock")).map_err(told)?;
    // Released when the file is closed, even if the process dies.
    lock.lock().map_err(told)?;
    if done.exists() {
        return Ok(python);
    }
    // Left by an interrupted run.
    let _ = std::fs::remove_dir_all(&folder);
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let list = folder.join("requirements.txt");
    std::fs::write(&list, requirements).map_err(told)?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&list))?;
    std::fs::write(&done, "").map_err(told)?;
    Ok(python)
}

/// Reports on standard error that a test could not run; in CI that is a failure.
pub fn skip(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "this test must run in CI: {why}");
    // Bypasses the captured output of tests, so that a skipped test is visible.
    let _ = writeln!(std::io::stderr(), "SKIP: {why}");
}

/// A command in an environment without `AWS_*`.
pub fn clean(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().to_ascii_uppercase().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(text.lines().last().unwrap_or("it failed without a word").to_owned())
}

/// FNV-1a: the same in every build, unlike the standard hasher.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
