//! Runs a program as a shell would, with this process's terminal, input and output, and keeps the
//! end of what it prints to standard error.
//!
//! The program stays in this process's group, so the terminal sends Ctrl-C and Ctrl-Z to both, and
//! it may read the terminal, run a pager, or run programs in the background. Only its standard
//! error passes through this process.

#[cfg(unix)]
mod error_stream;
#[cfg(unix)]
mod keys;
#[cfg(unix)]
mod modes;
#[cfg(unix)]
mod relay;
#[cfg(unix)]
mod signals;
mod tail;
#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod windows;

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::programs::find_on_path;
use crate::system::System;

#[cfg(unix)]
pub use relay::relay_until_the_end;

/// Keep at most this many bytes of standard error, its end: enough for a stack trace.
pub const MAX_TAIL_BYTES: usize = 64 << 10;

/// How long the program's own last output may take to arrive after it has exited. Its children may
/// keep its standard error open for any time.
const GRACE: Duration = Duration::from_millis(50);

/// A program to run.
pub struct Attended<'a> {
    /// Its name, which is looked for on PATH, or its path.
    pub program: &'a OsStr,
    /// Its arguments.
    pub arguments: &'a [OsString],
    /// Whether its standard error passes through this process, which keeps its end; otherwise it has
    /// ours, like input and output. A shell takes the terminal of its standard error for its own
    /// (bash, `initialize_job_control`), which a pseudo-terminal is not.
    pub is_kept: bool,
    /// The arguments with which this program, as a process of its own, calls
    /// `relay_until_the_end`: for standard error that outlives the program.
    pub relay: &'a [&'a str],
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status, or 128 plus the signal that ended it.
    pub status: u8,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Whether someone stopped it while it ran: Ctrl-C, Ctrl-\, or a request to terminate.
    pub was_interrupted: bool,
    /// The last [`MAX_TAIL_BYTES`] that it printed to standard error. They may contain anything.
    pub tail: Vec<u8>,
}

/// Why a program could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no such program.
    #[error("not found")]
    NotFound,
    /// There is one, and it cannot be run.
    #[error("{0}")]
    NotExecutable(NotExecutable),
    /// The system has no resources for it, such as a pipe or a process.
    #[error("{0}")]
    System(std::io::Error),
}

/// Why a program that is there cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum NotExecutable {
    /// The user has no permission.
    #[error("this user may not run it")]
    Forbidden,
    /// It is a folder.
    #[error("it is a folder")]
    Folder,
    /// The program in its first line, or the loader that it names, is missing.
    #[error("a program that it needs to start does not exist")]
    NoInterpreter,
    /// Another reason, as the system words it.
    #[error("it cannot be run: {0}")]
    Other(std::io::Error),
}

/// Runs a program with this machine's variables until it ends, and prints its standard error
/// meanwhile.
///
/// # Errors
/// It could not be started.
pub fn run_attended(system: &System, program: &Attended<'_>) -> Result<Ended, StartError> {
    #[cfg(unix)]
    return unix::run(system, program);
    #[cfg(not(unix))]
    return windows::run(system, program);
}

/// Starts it with this standard error.
fn start(system: &System, program: &Attended<'_>, stderr: Stdio) -> Result<Child, StartError> {
    let path = find_program(system, program.program);
    #[expect(clippy::disallowed_methods, reason = "the person's own program, without a limit")]
    let mut command = Command::new(&path);
    command
        .args(program.arguments)
        .env_clear()
        .envs(system.variables().iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::inherit())
        .stdout(Stdio::inherit())
        .stderr(stderr);
    command.spawn().map_err(|error| start_error(system, program.program, error))
}

/// The program as the system starts it: on Windows only the path of a `.cmd` file is enough.
fn find_program(system: &System, name: &OsStr) -> OsString {
    if cfg!(windows)
        && let Some(path) = first_on_path(system, name)
    {
        return path;
    }
    name.to_owned()
}

fn first_on_path(system: &System, name: &OsStr) -> Option<OsString> {
    find_on_path(system, name.to_str()?).ok()?.next().map(Into::into)
}

fn start_error(system: &System, name: &OsStr, error: std::io::Error) -> StartError {
    match error.kind() {
        // The file is there, so the missing one is the interpreter in its first line.
        ErrorKind::NotFound if exists(system, name) => {
            StartError::NotExecutable(NotExecutable::NoInterpreter)
        }
        ErrorKind::NotFound => StartError::NotFound,
        ErrorKind::PermissionDenied if system.absolute(Path::new(name)).is_dir() => {
            StartError::NotExecutable(NotExecutable::Folder)
        }
        ErrorKind::PermissionDenied => StartError::NotExecutable(NotExecutable::Forbidden),
        ErrorKind::OutOfMemory | ErrorKind::WouldBlock => StartError::System(error),
        _ => StartError::NotExecutable(NotExecutable::Other(error)),
    }
}

fn exists(system: &System, name: &OsStr) -> bool {
    let is_path = name.to_string_lossy().contains(std::path::is_separator);
    if is_path {
        return system.absolute(Path::new(name)).exists();
    }
    first_on_path(system, name).is_some()
}
