//! Errors: their messages and exit statuses (DESIGN, *Exit status*).

use std::io::{ErrorKind, Write};

use colored::Colorize;

/// 0: no problems, or success.
pub(crate) const OK: u8 = 0;
/// 1: findings at or above the threshold; nothing to undo; not signed in.
pub(crate) const FOUND: u8 = 1;
/// 2: wrong usage, or an argument or preset that cannot be read.
pub(crate) const USAGE: u8 = 2;
/// 3: nothing reached the threshold, but some checks could not be completed.
pub(crate) const INCOMPLETE: u8 = 3;
/// 4: the sign-in has expired and may renew itself, which only AWS knows (`status`).
pub(crate) const MAY_RENEW: u8 = 4;
/// 70: a bug in the program (`EX_SOFTWARE` of sysexits.h).
pub(crate) const DEFECT: u8 = 70;
/// 125: `run` could not start the command (as `env`, `timeout` and `docker run` say it).
pub(crate) const NOT_RUN: u8 = 125;
/// 126: the command of `run` cannot be run (POSIX).
pub(crate) const NOT_EXECUTABLE: u8 = 126;
/// 127: the command of `run` does not exist (POSIX).
pub(crate) const NOT_FOUND: u8 = 127;
/// 130: interrupted (128 plus SIGINT).
pub(crate) const INTERRUPTED: u8 = 130;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// The exit status.
    pub(crate) status: u8,
    /// What is wrong, with the file, the line, or the flag.
    pub(crate) message: String,
    /// How to fix it.
    pub(crate) hint: Option<String>,
}

impl CommandError {
    /// Wrong usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { status: USAGE, message: message.into(), hint: None }
    }

    /// An operation that failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { status: FOUND, message: message.into(), hint: None }
    }

    /// A check that could not be completed: AWS was unreachable or did not respond.
    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self { status: INCOMPLETE, message: message.into(), hint: None }
    }

    /// Ctrl-C.
    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self { status: INTERRUPTED, message: message.into(), hint: None }
    }

    /// Adds a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The error of output that could not be written.
pub(crate) fn unwritten(why: &str) -> CommandError {
    CommandError::failed(format!("could not write the output: {why}"))
}

/// Prints a message of clap; its help and version are not errors.
pub(crate) fn usage(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        // It quotes the arguments.
        let message = facts::mask_secrets_in(error.render().ansi().to_string());
        let _ = write!(anstream::stderr(), "{}", facts::clean_screen(&message));
        return USAGE;
    }
    // The macros panic where the output cannot be written.
    let mut out = anstream::stdout();
    match write!(out, "{}", error.render().ansi()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let _ =
                writeln!(anstream::stderr(), "error: {}", unwritten(&error.to_string()).message);
            FOUND
        }
        _ => OK,
    }
}

/// Reports a panic in one line, without the data being processed.
pub(crate) fn defect() -> u8 {
    let _ = writeln!(
        anstream::stderr(),
        "{} a defect in aws-onboard stopped this command; what it wrote before is kept\n  hint: please report it, with the command you typed",
        "error:".red().bold()
    );
    DEFECT
}
