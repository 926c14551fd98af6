//! Progress on standard error, drawn only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Printer, glyphs};

/// A spinner with a message, removed when dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Starts after a short delay, so that quick work does not flicker.
    pub(crate) fn spinner(printer: &Printer, words: &str) -> Self {
        if !printer.can_draw() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            let ticks = r"-\|/ ";
            bar.set_style(if glyphs::is_ascii() { style.tick_chars(ticks) } else { style });
        }
        bar.set_message(words.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Changes the message.
    pub(crate) fn say(&self, words: &str) {
        self.0.set_message(words.to_owned());
    }

    /// A bar that empties while the program waits for the user.
    pub(crate) fn waiting(printer: &Printer, total: Duration) -> Self {
        if !printer.can_draw() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(
            Some(total.as_secs().max(1)),
            ProgressDrawTarget::stderr_with_hz(4),
        );
        if let Ok(style) = ProgressStyle::with_template("  {bar:12}  {msg}") {
            let chars = if glyphs::is_ascii() { "#.." } else { "▓░░" };
            bar.set_style(style.progress_chars(chars));
        }
        Self(bar)
    }

    /// Sets the time left.
    pub(crate) fn left(&self, left: Duration, words: &str) {
        self.0.set_position(left.as_secs());
        self.0.set_message(format!(
            "{words}, {}:{:02} left",
            left.as_secs() / 60,
            left.as_secs() % 60
        ));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
