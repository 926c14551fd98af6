//! A program and those that it starts: a job. `aws.cmd` starts Python, which would go on after it.

use std::process::ExitStatus;

use process_wrap::tokio::{ChildWrapper, CommandWrap, JobObject, KillOnDrop};
use tokio::process::{ChildStderr, ChildStdout, Command};

pub(super) struct Launcher(CommandWrap);

impl Launcher {
    pub(super) fn new(command: Command) -> Self {
        let mut command = CommandWrap::from(command);
        // The system ends the job when this process ends, however it does.
        command.wrap(KillOnDrop).wrap(JobObject);
        Self(command)
    }

    pub(super) fn start(&mut self) -> std::io::Result<Family> {
        Ok(Family(self.0.spawn()?))
    }
}

pub(super) struct Family(Box<dyn ChildWrapper>);

impl Family {
    pub(super) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.0.stdout().take(), self.0.stderr().take())
    }

    /// Waits for the program itself; the job's own `wait` waits for all of them.
    pub(super) async fn wait(&mut self) -> std::io::Result<ExitStatus> {
        self.0.inner_mut().wait().await
    }

    /// Kills all of them.
    pub(super) fn kill(&mut self) {
        let _ = self.0.start_kill();
    }
}
