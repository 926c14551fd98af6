//! A program and those that it starts: a process group.

use std::process::ExitStatus;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};

pub(super) struct Launcher(Command);

impl Launcher {
    pub(super) fn new(mut command: Command) -> Self {
        command.process_group(0);
        Self(command)
    }

    pub(super) fn start(&mut self) -> std::io::Result<Family> {
        let child = self.0.spawn()?;
        Ok(Family { leader: child.id(), child })
    }
}

pub(super) struct Family {
    child: Child,
    leader: Option<u32>,
}

impl Family {
    pub(super) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits for the program itself.
    pub(super) async fn wait(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Kills all of them.
    pub(super) fn kill(&mut self) {
        // The ID is not reused while a member of the group is alive.
        if let Some(leader) = self.leader.and_then(|id| Pid::from_raw(id.cast_signed())) {
            let _ = kill_process_group(leader, Signal::KILL);
        }
        let _ = self.child.start_kill();
    }
}
