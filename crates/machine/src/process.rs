//! One program, from its start to its certain end.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use facts::{Known, Why};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::system::System;

/// How much of what it prints is read, in bytes, of each stream.
const MOST: usize = 64 << 10;

/// How long after its end what it started may go on printing.
const GRACE: Duration = Duration::from_millis(200);

/// How often a program is tried again that is just being written.
const TRIES: u32 = 5;

/// A program with its argument, and what its environment has other than this system's.
pub struct Program<'a> {
    /// The file that is run.
    pub path: &'a Path,
    /// Its one argument.
    pub argument: &'a str,
    /// Variables with the values they get; `None` removes one.
    pub variables: &'a [(&'a str, Option<&'a str>)],
}

/// What a program printed before it ended or was ended.
#[derive(Debug)]
pub struct Printed {
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error.
    pub err: Vec<u8>,
    /// `None` where it was ended because it printed too much.
    pub status: Option<ExitStatus>,
}

/// Runs a program without input and without a shell, and ends it together with what it started.
///
/// # Errors
/// It could not be run, or has not ended within `limit`.
pub async fn run(system: &System, program: &Program<'_>, limit: Duration) -> Known<Printed> {
    let started = start(system, program).await;
    let mut child = Group::of(started.map_err(|error| could_not_run(&error))?);
    timeout(limit, child.listen()).await.map_err(|_| Why::TimedOut(limit))
}

async fn start(system: &System, program: &Program<'_>) -> std::io::Result<Child> {
    let mut command = Command::new(program.path);
    command
        .arg(program.argument)
        .env_clear()
        .envs(system.variables().iter().map(|(name, value)| (name, value)))
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
    #[cfg(unix)]
    command.process_group(0);
    let mut tries = 0;
    loop {
        match command.spawn() {
            // An installer is just replacing it.
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && tries < TRIES => {
                tries += 1;
                sleep(Duration::from_millis(20) * tries).await;
            }
            other => return other,
        }
    }
}

/// A child and the group of processes that it leads. All are ended when this is dropped, unless
/// the child has ended and closed what it printed to.
struct Group {
    child: Child,
    leader: Option<u32>,
    is_over: bool,
}

impl Group {
    fn of(child: Child) -> Self {
        Self { leader: child.id(), child, is_over: false }
    }

    /// Listens until the child has ended, or has printed more than is read.
    async fn listen(&mut self) -> Printed {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let (stdout, stderr) = (self.child.stdout.take(), self.child.stderr.take());
        let mut status = None;
        {
            let reading = async {
                // Both at once: a full pipe that nobody reads would stop the child. The first to
                // overflow ends it all, once the other has been asked for what it already holds.
                let out = fill(stdout, &mut out);
                let err = fill(stderr, &mut err);
                tokio::pin!(out, err);
                tokio::select! {
                    full = &mut out => rest(full, err).await,
                    full = &mut err => rest(full, out).await,
                }
            };
            tokio::pin!(reading);
            tokio::select! {
                full = &mut reading => {
                    if !full {
                        status = self.child.wait().await.ok();
                        self.is_over = true;
                    }
                }
                ended = self.child.wait() => {
                    status = ended.ok();
                    // What it started may hold the pipes open for as long as it likes.
                    self.is_over = timeout(GRACE, &mut reading).await.is_ok();
                }
            }
        }
        if out.len() >= MOST || err.len() >= MOST {
            // It may have ended for want of a reader: that is our doing, not its failure.
            status = None;
            self.is_over = false;
        }
        Printed { out, err, status }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // As long as one of the group lives, its number is not given to another.
        #[cfg(unix)]
        if let Some(leader) =
            self.leader.and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()))
        {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
        let _ = self.child.start_kill();
    }
}

/// Whether either stream overflows, when the first has done so or has ended.
async fn rest(first_is_full: bool, other: impl Future<Output = bool>) -> bool {
    if first_is_full {
        let _ = timeout(GRACE, other).await;
        return true;
    }
    other.await
}

/// Reads to the end; true if there was more than is read.
async fn fill(stream: Option<impl AsyncRead + Unpin>, bytes: &mut Vec<u8>) -> bool {
    let Some(stream) = stream else { return false };
    let read = stream.take(MOST as u64).read_to_end(bytes).await;
    read.is_ok() && bytes.len() >= MOST
}

fn could_not_run(error: &std::io::Error) -> Why {
    match error.kind() {
        ErrorKind::NotFound => {
            Why::Error("it, or the interpreter that it names, does not exist".into())
        }
        ErrorKind::PermissionDenied => Why::Error("this user may not run it".into()),
        _ => Why::Error(format!("it cannot be run: {error}")),
    }
}
