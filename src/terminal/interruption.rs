//! Ctrl-C that arrives as a signal: while the program works, the terminal is in its usual mode and
//! turns the key into SIGINT. While a question is open the key reaches the question itself.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crossterm::cursor::Show;
use crossterm::execute;
use crossterm::terminal::disable_raw_mode;

use super::printer::Printer;
use super::prompt::{Ask, Declined};
use crate::error::{CommandError, INTERRUPTED};

/// No question is open.
const WORKING: u8 = 0;
/// A question waits for a key.
const ASKING: u8 = 1;
/// The program ends although a question waits.
const ENDING: u8 = 2;

/// Whether the user has interrupted the program.
#[derive(Default)]
pub(crate) struct Interruption {
    has_come: AtomicBool,
    state: AtomicU8,
}

impl Interruption {
    /// Whether the signal has come; the next question or wait checks it.
    pub(crate) fn has_come(&self) -> bool {
        self.has_come.load(Ordering::SeqCst)
    }

    /// Asks, unless the signal came before.
    pub(crate) fn ask<T>(&self, ask: impl FnOnce() -> Ask<T>) -> Ask<T> {
        self.state.store(ASKING, Ordering::SeqCst);
        // Only after ASKING is stored: whoever comes second, this or `take`, sees the other.
        let answer = if self.has_come() { Err(Declined::Interrupted) } else { ask() };
        self.to_working();
        answer
    }

    fn to_working(&self) {
        let asked =
            self.state.compare_exchange(ASKING, WORKING, Ordering::SeqCst, Ordering::SeqCst);
        while asked == Err(ENDING) {
            // The other thread is about to end the program.
            std::thread::park();
        }
    }

    /// Takes the signal. A question that has just opened would not see it, since it waits for
    /// keys; nothing is being written then, so the program ends here.
    #[expect(clippy::disallowed_methods, reason = "main waits for a key that may never come")]
    pub(crate) fn take(&self, printer: &Printer) {
        self.has_come.store(true, Ordering::SeqCst);
        let asking =
            self.state.compare_exchange(ASKING, ENDING, Ordering::SeqCst, Ordering::SeqCst);
        if asking.is_ok() {
            // The terminal may be gone.
            let _ = disable_raw_mode();
            let _ = execute!(std::io::stderr(), Show);
            printer.say("");
            printer.error(&CommandError::interrupted("stopped"));
            std::process::exit(INTERRUPTED.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_signal_nothing_is_asked() {
        let interruption = Interruption::default();
        assert_eq!(interruption.ask(|| Ok(1)), Ok(1));
        interruption.take(&Printer::of_width(80, false));
        assert_eq!(interruption.ask(|| Ok(1)), Err(Declined::Interrupted));
    }
}
