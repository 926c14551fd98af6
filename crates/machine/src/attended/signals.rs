//! The signals that reach this process while the program runs.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process::Signal;
use signal_hook::{flag, low_level::pipe};

/// Signals that are caught: by default, each of them but the first two would end or stop this
/// process before the program.
const CAUGHT: [Signal; 9] = [
    Signal::CHILD,
    Signal::WINCH,
    Signal::INT,
    Signal::QUIT,
    Signal::TSTP,
    Signal::TERM,
    Signal::HUP,
    Signal::USR1,
    Signal::USR2,
];

/// The signals that arrived.
pub(super) struct Signals {
    arrived: Vec<(Signal, Arc<AtomicBool>)>,
    wake: UnixStream,
}

impl Signals {
    /// Catches the signals from now on. A program that was started before inherits which of them
    /// are ignored (`nohup`, a shell's `&`); one that is started later does not.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn catch() -> io::Result<Self> {
        let (wake, waker) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        let mut arrived = Vec::with_capacity(CAUGHT.len());
        for signal in CAUGHT {
            let is_there = Arc::new(AtomicBool::new(false));
            flag::register(signal.as_raw(), Arc::clone(&is_there))?;
            // Registered second, so that the flag is set when this wakes the waiting loop.
            pipe::register(signal.as_raw(), waker.try_clone()?)?;
            arrived.push((signal, is_there));
        }
        Ok(Self { arrived, wake })
    }

    /// What becomes readable when a signal arrives.
    pub(super) fn wake(&self) -> &UnixStream {
        &self.wake
    }

    /// Takes the signals that have arrived since the last call.
    pub(super) fn take(&mut self) -> Vec<Signal> {
        let mut bytes = [0; 64];
        while matches!(self.wake.read(&mut bytes), Ok(1..)) {}
        self.arrived
            .iter()
            .filter(|(_, is_there)| is_there.swap(false, Ordering::SeqCst))
            .map(|(signal, _)| *signal)
            .collect()
    }
}
