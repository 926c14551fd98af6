//! `doctor --timeout`: the limit of the whole run. What waits for the network ends by itself; this ends
//! a run that waits for anything else, such as a reader of its output.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use machine::System;

use crate::cli::{Cli, Command};
use crate::error::{FOUND, INCOMPLETE, defect};

/// What was found out in time may be printed for this long.
const GRACE: Duration = Duration::from_secs(1);
/// The size of the main thread's stack on most systems.
const STACK_BYTES: usize = 8 << 20;
/// Wait at most this long for the last words to be written.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// The limit, if the run has one; none where a user is asked, who may take any time.
pub(super) fn limit_of(cli: &Cli) -> Option<Duration> {
    let Some(Command::Doctor(args)) = &cli.command else {
        return None;
    };
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let limit = args.timeout.filter(|_| !asks || cli.global.no_input)?;
    Some(Duration::from_secs(limit).saturating_add(GRACE))
}

/// Runs the command on another thread for at most this long. The process ends with this function,
/// whatever that thread waits for.
pub(super) fn run(limit: Duration, cli: Cli) -> u8 {
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        let _ = sender.send(super::run_on(System::real(), &cli.global, cli.command));
    };
    if thread::Builder::new().stack_size(STACK_BYTES).spawn(work).is_err() {
        say("the system gave no thread to check in");
        return FOUND;
    }
    match receiver.recv_timeout(limit) {
        Ok(status) => status,
        Err(RecvTimeoutError::Disconnected) => defect(),
        Err(RecvTimeoutError::Timeout) => {
            say("stopped: the run was not complete within --timeout; use a longer one");
            INCOMPLETE
        }
    }
}

/// Writes an error on a thread, because standard error may be what the run waits for.
fn say(words: &'static str) {
    let (sender, written) = mpsc::channel();
    let work = move || {
        let _ = writeln!(std::io::stderr(), "error: {words}");
        let _ = sender.send(());
    };
    if thread::Builder::new().spawn(work).is_ok() {
        let _ = written.recv_timeout(LAST_WORDS);
    }
}
