//! Waits for the program, and does to it and to itself what the terminal and the shell ask for.

use std::os::fd::AsFd;
use std::process::Child;
use std::time::Duration;

use nix::sys::signal::SigSet;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{
    Pid, Signal, WaitOptions, WaitStatus, getpgrp, getpid, kill_current_process_group,
    kill_process, waitpid,
};
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::tcgetpgrp;

use super::error_stream::ErrorStream;
use super::relay::start_relay;
use super::signals::Signals;
use super::{Attended, Ended, GRACE, StartError, start};
use crate::system::System;

pub(super) fn run(system: &System, program: &Attended<'_>) -> Result<Ended, StartError> {
    let (stream, theirs) = if program.is_kept {
        ErrorStream::open().map_err(StartError::System)?
    } else {
        ErrorStream::hand_through()
    };
    let child = start(system, program, theirs)?;
    // Afterward, so that the program inherits which signals are ignored.
    let signals = Signals::catch().map_err(StartError::System)?;
    // Setting the modes of our terminal for a program in front must not stop this process.
    let _ = SigSet::from(nix::sys::signal::SIGTTOU).thread_block();
    let mut attendant = Attendant { pid: pid_of(&child), stream, signals, was_interrupted: false };
    // The size may have changed before signals were caught.
    attendant.resize();
    let status = attendant.wait();
    if let Some(terminal) = attendant.stream.terminal() {
        terminal.pass_on_changes();
    }
    let (tail, open) = attendant.stream.finish(GRACE);
    if let Some(open) = open {
        // Without it, those programs print to a closed stream; ours has ended all the same.
        let _ = start_relay(open, program.relay);
    }
    let signal = status.and_then(WaitStatus::terminating_signal);
    // Its status is lost where the program that started us ignores the end of children: never a success.
    let code = status.and_then(WaitStatus::exit_status).unwrap_or(LOST);
    Ok(Ended {
        status: u8::try_from(signal.map_or(code, |signal| 128 + signal)).unwrap_or(u8::MAX),
        signal,
        was_interrupted: attendant.was_interrupted,
        tail,
    })
}

/// The status of a program whose own is not known.
const LOST: i32 = 125;

/// How often to look at the modes of a pseudo-terminal whose changes the system does not tell.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

struct Attendant {
    pid: Option<Pid>,
    stream: ErrorStream,
    signals: Signals,
    was_interrupted: bool,
}

fn pid_of(child: &Child) -> Option<Pid> {
    Pid::from_raw(child.id().cast_signed())
}

impl Attendant {
    /// Waits for the end of the program; its status, unless the system lost it.
    fn wait(&mut self) -> Option<WaitStatus> {
        let pid = self.pid?;
        let mut has_news = true;
        loop {
            if has_news {
                match waitpid(Some(pid), WaitOptions::NOHANG | WaitOptions::UNTRACED) {
                    Ok(Some((_, status))) if status.stopped() => {
                        self.stop_too(pid);
                        continue;
                    }
                    Ok(Some((_, status))) => return Some(status),
                    Ok(None) => {}
                    Err(rustix::io::Errno::INTR) => continue,
                    Err(_) => return None,
                }
            }
            has_news = self.attend(pid);
        }
    }

    /// Stops as the program did, so that the shell takes over; both go on together.
    fn stop_too(&mut self, pid: Pid) {
        self.stream.drain(Duration::ZERO);
        if let Some(terminal) = self.stream.terminal() {
            terminal.pass_on_changes();
        }
        let _ = kill_process(getpid(), Signal::STOP);
        if let Some(terminal) = self.stream.terminal() {
            terminal.pass_on_again();
        }
        let _ = kill_process(pid, Signal::CONT);
        self.resize();
    }

    /// Waits for output, a signal and what else may happen; whether the program may have stopped or
    /// ended.
    fn attend(&mut self, pid: Pid) -> bool {
        let stdio = stderr();
        let readers = self.stream.readers();
        let keys = self.stream.wants_keys().then_some(stdio);
        let sources = [
            Some(self.signals.wake().as_fd()),
            self.stream.mode_changes().map(AsFd::as_fd),
            readers.map(|readers| readers.watch().as_fd()),
            self.stream.reader().map(AsFd::as_fd),
            keys,
        ];
        let mut waited: Vec<PollFd<'_>> = sources
            .iter()
            .flatten()
            .map(|source| PollFd::from_borrowed_fd(*source, PollFlags::IN))
            .collect();
        let limit = self.stream.must_look_at_modes().then_some(LOOK);
        if poll(&mut waited, limit.as_ref()).is_err() {
            // A signal; the loop comes back for it.
            return true;
        }
        let mut ready = waited.iter().map(|one| !one.revents().is_empty());
        let [has_signal, has_modes, has_readers, has_output, has_keys] =
            sources.map(|source| source.is_some() && ready.next().unwrap_or_default());
        self.stream.attend_terminal(has_modes || limit.is_some(), has_readers);
        if has_output {
            self.stream.pass_on();
        }
        if has_keys {
            self.stream.pass_on_keys();
        }
        has_signal && self.act_on_signals(pid)
    }

    /// Does what the signals ask for; whether the program may have stopped or ended.
    fn act_on_signals(&mut self, pid: Pid) -> bool {
        let mut has_news = false;
        for signal in self.signals.take() {
            match signal {
                Signal::CHILD => has_news = true,
                Signal::WINCH => self.resize(),
                Signal::INT | Signal::QUIT | Signal::TSTP => {
                    self.was_interrupted |= signal != Signal::TSTP;
                    // The terminal sent it to the whole group, unless we are not in front.
                    if !is_in_front() {
                        let _ = kill_process(pid, signal);
                    }
                }
                other => {
                    self.was_interrupted |= matches!(other, Signal::TERM | Signal::HUP);
                    let _ = kill_process(pid, other);
                }
            }
        }
        has_news
    }

    /// The terminal told the program about its new size before the pseudo-terminal had it, so the
    /// group is told again.
    fn resize(&self) {
        if self.stream.resize() {
            let _ = kill_current_process_group(Signal::WINCH);
        }
    }
}

/// Whether this process's group is the one that its terminal sends signals to.
fn is_in_front() -> bool {
    let own = getpgrp();
    [tcgetpgrp(stdin()), tcgetpgrp(stderr()), tcgetpgrp(stdout())]
        .into_iter()
        .flatten()
        .any(|front| front == own)
}
