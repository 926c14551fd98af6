//! From an error to its words and the exit status (DESIGN, *Exit status*).

use anstream::eprintln;
use colored::Colorize;

/// 0: all is well, or done.
pub(crate) const OK: u8 = 0;
/// 1: findings at or above the threshold; nothing to undo; not signed in.
pub(crate) const FOUND: u8 = 1;
/// 2: wrong usage, or an argument or preset that cannot be read.
pub(crate) const USAGE: u8 = 2;
/// 3: nothing reached the threshold, but something could not be found out.
pub(crate) const INCOMPLETE: u8 = 3;
/// 70: a defect in the program (`EX_SOFTWARE` of sysexits.h).
pub(crate) const DEFECT: u8 = 70;
/// 130: interrupted (128 and SIGINT).
pub(crate) const INTERRUPTED: u8 = 130;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// The exit status.
    pub(crate) status: u8,
    /// What is the case; names the file, the line or the flag.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: Option<String>,
}

impl CommandError {
    /// Wrong usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { status: USAGE, message: message.into(), hint: None }
    }

    /// Something that could not be done.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { status: FOUND, message: message.into(), hint: None }
    }

    /// Something that could not be found out: AWS could not be reached, or answered nothing.
    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self { status: INCOMPLETE, message: message.into(), hint: None }
    }

    /// Ctrl-C.
    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self { status: INTERRUPTED, message: message.into(), hint: None }
    }

    /// With what to do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Prints what clap says; its help and version are no errors.
pub(crate) fn usage(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        anstream::eprint!("{}", error.render().ansi());
        USAGE
    } else {
        anstream::print!("{}", error.render().ansi());
        OK
    }
}

/// A defect: one line, nothing of what the program was looking at.
pub(crate) fn defect() -> u8 {
    eprintln!(
        "{} a defect in aws-onboard stopped this command; what it wrote before is kept",
        "error:".red().bold()
    );
    eprintln!("  hint: please report it, with the command you typed");
    DEFECT
}
