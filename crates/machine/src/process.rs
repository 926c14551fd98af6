//! Runs a program with limits of time and output, and ensures that it terminates.

#[cfg(unix)]
#[path = "process/unix.rs"]
mod family;
#[cfg(not(unix))]
#[path = "process/windows.rs"]
mod family;

use std::io::ErrorKind;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use facts::{Known, Why};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use self::family::Family;
use crate::child_environment::{Purpose, bare_environment};
use crate::system::System;

/// Read at most this many bytes of each stream.
const MAX_OUTPUT: usize = 64 << 10;

/// How long a program's children may keep printing after it exits.
const GRACE: Duration = Duration::from_millis(200);

/// Retry at most this many times while another process writes the program's file.
const MAX_RETRIES: u32 = 5;

/// A program to run, with its argument and changes to the environment.
pub struct Program<'a> {
    /// The file to run.
    pub path: &'a Path,
    /// Its only argument.
    pub argument: &'a str,
    /// Variables to set, or to remove (`None`), in the bare environment that it gets.
    pub variables: &'a [(&'a str, Option<&'a str>)],
}

/// What a program printed before it exited or was killed.
#[derive(Debug)]
pub struct Printed {
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error.
    pub err: Vec<u8>,
    /// `None` if it was killed because it printed too much.
    pub status: Option<ExitStatus>,
}

/// Runs a program without input, without a shell and without the user's credentials in its
/// environment, then kills the processes it started.
///
/// # Errors
/// It could not start, or did not exit within `limit`.
pub async fn run_bounded(
    system: &System,
    program: &Program<'_>,
    limit: Duration,
) -> Known<Printed> {
    let started = start(system, program).await;
    let mut running =
        Running { family: started.map_err(|error| start_error(&error))?, is_over: false };
    timeout(limit, running.read_output()).await.map_err(|_| Why::TimedOut(limit))
}

async fn start(system: &System, program: &Program<'_>) -> std::io::Result<Family> {
    let bare = bare_environment(system.variables(), Purpose::Version);
    let mut command = Command::new(program.path);
    command
        .arg(program.argument)
        .env_clear()
        .envs(bare.map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    for (name, value) in program.variables {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let mut command = family::Launcher::new(command);
    let mut tries = 0;
    loop {
        match command.start() {
            // An installer may be replacing it.
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && tries < MAX_RETRIES => {
                tries += 1;
                sleep(Duration::from_millis(20) * tries).await;
            }
            other => return other,
        }
    }
}

/// A program and those that it started. Dropping this kills all of them, unless the program has
/// exited and closed its output.
struct Running {
    family: Family,
    is_over: bool,
}

impl Running {
    /// Reads until the child exits or exceeds the limit.
    async fn read_output(&mut self) -> Printed {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let (stdout, stderr) = self.family.take_output();
        let mut status = None;
        {
            let reading = async {
                // Reads both in parallel, because a full pipe without a reader would block the
                // child. After one overflows, the other gets a short time for the output that it
                // already contains.
                let out = read_stream(stdout, &mut out);
                let err = read_stream(stderr, &mut err);
                tokio::pin!(out, err);
                tokio::select! {
                    full = &mut out => finish_other(full, err).await,
                    full = &mut err => finish_other(full, out).await,
                }
            };
            tokio::pin!(reading);
            tokio::select! {
                full = &mut reading => {
                    if !full {
                        status = self.family.wait().await.ok();
                        self.is_over = true;
                    }
                }
                ended = self.family.wait() => {
                    status = ended.ok();
                    // Its children may keep the pipes open for any time.
                    self.is_over = timeout(GRACE, &mut reading).await.is_ok();
                }
            }
        }
        if out.len() >= MAX_OUTPUT || err.len() >= MAX_OUTPUT {
            // It may have exited because we stopped reading, which is not its failure.
            status = None;
            self.is_over = false;
        }
        Printed { out, err, status }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over {
            self.family.kill();
        }
    }
}

/// Whether either stream overflows, once the first has overflowed or ended.
async fn finish_other(first_is_full: bool, other: impl Future<Output = bool>) -> bool {
    if first_is_full {
        let _ = timeout(GRACE, other).await;
        return true;
    }
    other.await
}

/// Reads to the end; true if the output exceeds the limit.
async fn read_stream(stream: Option<impl AsyncRead + Unpin>, bytes: &mut Vec<u8>) -> bool {
    let Some(stream) = stream else { return false };
    let read = stream.take(MAX_OUTPUT as u64).read_to_end(bytes).await;
    read.is_ok() && bytes.len() >= MAX_OUTPUT
}

fn start_error(error: &std::io::Error) -> Why {
    match error.kind() {
        ErrorKind::NotFound => {
            Why::Error("it, or the interpreter that it names, does not exist".into())
        }
        ErrorKind::PermissionDenied => Why::Error("this user may not run it".into()),
        _ => Why::Error(format!("it cannot be run: {error}")),
    }
}
