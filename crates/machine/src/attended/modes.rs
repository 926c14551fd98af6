//! The modes of the two terminals: what a program does to its standard error, such as a pager that
//! turns off echo, it does to the terminal that people type into.
//!
//! less sets the terminal's modes through its standard error (`screen.c`, `raw_mode`, before
//! release 608).

use std::os::fd::OwnedFd;

#[cfg(any(target_os = "linux", target_os = "android"))]
use rustix::event::epoll::{self, EventData, EventFlags};
use rustix::process::{getpgid, getpgrp, getppid};
use rustix::stdio::stderr;
use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios,
    tcgetattr, tcgetpgrp, tcsetattr,
};

use super::keys::Readers;

/// The part of a terminal's modes that programs change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Modes(InputModes, OutputModes, ControlModes, LocalModes, u8, u8);

impl From<&Termios> for Modes {
    fn from(all: &Termios) -> Self {
        let code = |index| all.special_codes[index];
        let (min, time) = (code(SpecialCodeIndex::VMIN), code(SpecialCodeIndex::VTIME));
        Self(all.input_modes, all.output_modes, all.control_modes, all.local_modes, min, time)
    }
}

/// The program's pseudo-terminal and its modes.
pub(super) struct Terminal {
    theirs: OwnedFd,
    first: Modes,
    last: Modes,
    /// Becomes readable when the modes may have changed; `None` where no system call tells.
    changes: Option<OwnedFd>,
    /// Who reads keys from it.
    pub(super) readers: Option<Readers>,
}

impl Terminal {
    /// Gives the program's pseudo-terminal the modes of ours.
    pub(super) fn new(theirs: OwnedFd, readers: Option<Readers>) -> rustix::io::Result<Self> {
        if let Ok(modes) = tcgetattr(stderr()) {
            tcsetattr(&theirs, OptionalActions::Now, &modes)?;
        }
        let first = Modes::from(&tcgetattr(&theirs)?);
        let changes = watch(&theirs).ok();
        Ok(Self { theirs, first, last: first, changes, readers })
    }

    /// The program's end.
    pub(super) const fn theirs(&self) -> &OwnedFd {
        &self.theirs
    }

    /// What becomes readable when the modes may have changed.
    pub(super) const fn changes(&self) -> Option<&OwnedFd> {
        self.changes.as_ref()
    }

    /// Whether the program takes keys one by one, without echo.
    pub(super) const fn takes_single_keys(&self) -> bool {
        !self.last.3.contains(LocalModes::ICANON)
    }

    /// Whether the pseudo-terminal puts a carriage return before each line feed, as ours does too.
    pub(super) const fn adds_returns(&self) -> bool {
        self.last.1.contains(OutputModes::OPOST) && self.last.1.contains(OutputModes::ONLCR)
    }

    /// Does to our terminal what the program has done to its own since the last look.
    pub(super) fn pass_on_changes(&mut self) {
        if let Some(changes) = &self.changes {
            take_change(changes);
        }
        let Ok(all) = tcgetattr(&self.theirs) else { return };
        let modes = Modes::from(&all);
        if modes != self.last && self.set_ours(&all) {
            self.last = modes;
        }
    }

    /// The same after the shell had the terminal, and gave it modes of its own.
    pub(super) fn pass_on_again(&mut self) {
        if self.last != self.first
            && let Ok(all) = tcgetattr(&self.theirs)
            && self.set_ours(&all)
        {
            self.last = Modes::from(&all);
        }
    }

    /// Sets the modes of our terminal, unless it belongs to the shell now.
    fn set_ours(&self, all: &Termios) -> bool {
        let front = tcgetpgrp(stderr()).ok();
        let is_shells = front != Some(getpgrp())
            && getppid().and_then(|parent| getpgid(Some(parent)).ok()) == front;
        !is_shells && tcsetattr(stderr(), OptionalActions::Now, all).is_ok()
    }
}

/// Linux wakes the processes that wait for a terminal when its modes change (`n_tty_set_termios`),
/// which an edge-triggered watch reports although it was writable before.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn watch(terminal: &OwnedFd) -> rustix::io::Result<OwnedFd> {
    let watch = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    epoll::add(&watch, terminal, EventData::new_u64(0), EventFlags::OUT | EventFlags::ET)?;
    Ok(watch)
}

/// Takes a change, so that the watch waits for the next one.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn take_change(watch: &OwnedFd) {
    let mut events = [epoll::Event { flags: EventFlags::empty(), data: EventData::new_u64(0) }];
    let _ = epoll::wait(watch, &mut events[..], Some(&rustix::event::Timespec::default()));
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn watch(_terminal: &OwnedFd) -> rustix::io::Result<OwnedFd> {
    Err(rustix::io::Errno::NOSYS)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn take_change(_watch: &OwnedFd) {}
