//! Standard error that outlives the program: a process in the background keeps printing it.
//!
//! A program may leave others behind that still print (`server &`). Without us they would print to
//! the terminal or the log themselves; if the pseudo-terminal or the pipe were closed instead, they
//! would get errors, or be ended by SIGPIPE.

use std::io::{ErrorKind, Read};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::Signal;

use super::error_stream::write_to_stderr;

/// Starts this program again with `arguments`, with the stream as its input.
///
/// # Errors
/// It cannot be started; the stream is closed then.
pub(super) fn start_relay(stream: OwnedFd, arguments: &[&str]) -> std::io::Result<()> {
    let own = std::env::current_exe()?;
    #[expect(clippy::disallowed_methods, reason = "it lives as long as the programs it prints for")]
    let mut command = Command::new(own);
    command
        .args(arguments)
        .env_clear()
        .stdin(stream)
        // A program that waits for the end of our output must not wait for it.
        .stdout(Stdio::null())
        .stderr(Stdio::inherit());
    command.spawn().map(|_| ())
}

/// Copies standard input to standard error until everyone has closed it. Ctrl-C and a closed
/// terminal do not end it, so that the programs it prints for decide for themselves.
pub fn relay_until_the_end() {
    for signal in [Signal::INT, Signal::QUIT, Signal::TSTP, Signal::HUP] {
        let _ = signal_hook::flag::register(signal.as_raw(), Arc::new(AtomicBool::new(false)));
    }
    let mut input = std::io::stdin().lock();
    let mut buffer = [0; 16 << 10];
    let mut is_read = true;
    loop {
        match input.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => return,
            Ok(count) => is_read = is_read && write_to_stderr(&buffer[..count]).is_ok(),
        }
    }
}
