//! The one place that prints: data goes to standard output, progress and dialogue go to standard
//! error. `colored` is always on, and each stream strips color where it is not wanted. Nothing but
//! colors reaches a terminal as a control sequence, whatever a line quotes.

use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, OnceLock};

use anstream::AutoStream;
use colored::Colorize;

use super::fit::{UNBROKEN_SPACE, fit};
use super::glyphs;
use super::json_writer::JsonWriter;
use crate::cli::Color;
use crate::error::CommandError;

/// The two streams.
pub(crate) struct Printer {
    out: Mutex<AutoStream<std::io::Stdout>>,
    err: Mutex<AutoStream<std::io::Stderr>>,
    width: usize,
    /// The columns of the terminal.
    columns: usize,
    err_is_terminal: bool,
    in_is_terminal: bool,
    out_is_terminal: bool,
    quiet: bool,
    verbose: bool,
    /// In tests that run a command many times.
    is_silent: bool,
    /// Why data could not be written, the first time.
    unwritten: OnceLock<String>,
}

impl Printer {
    /// Decides once whether each stream uses color.
    pub(crate) fn new(color: Color, quiet: bool, verbose: bool) -> Self {
        colored::control::set_override(true);
        let choice = match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::AlwaysAnsi,
            Color::Never => anstream::ColorChoice::Never,
        };
        let columns = terminal_width().unwrap_or(80);
        Self {
            out: Mutex::new(AutoStream::new(std::io::stdout(), choice)),
            err: Mutex::new(AutoStream::new(std::io::stderr(), choice)),
            width: columns.clamp(40, 100),
            columns,
            err_is_terminal: std::io::stderr().is_terminal(),
            in_is_terminal: std::io::stdin().is_terminal(),
            out_is_terminal: std::io::stdout().is_terminal(),
            quiet,
            verbose,
            is_silent: false,
            unwritten: OnceLock::new(),
        }
    }

    /// A printer for a terminal of this width, for tests of what it shows.
    #[cfg(test)]
    pub(crate) fn of_width(columns: usize, verbose: bool) -> Self {
        let printer = Self::new(Color::Never, false, verbose);
        Self { width: columns.clamp(40, 100), columns, ..printer }
    }

    /// One that prints nothing.
    #[cfg(test)]
    pub(crate) fn silent() -> Self {
        Self { is_silent: true, ..Self::new(Color::Never, true, false) }
    }

    /// Why data could not be written to standard output: a full disk, but not a reader that closed
    /// the pipe, which has what it wants.
    pub(crate) fn unwritten(&self) -> Option<&str> {
        self.unwritten.get().map(String::as_str)
    }

    fn note(&self, written: std::io::Result<()>) {
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                let _ = self.unwritten.set(error.to_string());
            }
            _ => {}
        }
    }

    /// The column that text wraps at.
    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// Whether the program can prompt: standard input and standard error are terminals.
    pub(crate) const fn can_ask(&self) -> bool {
        self.in_is_terminal && self.err_is_terminal
    }

    /// Whether standard error shows color.
    pub(crate) fn err_has_color(&self) -> bool {
        lock(&self.err).current_choice() != anstream::ColorChoice::Never
    }

    /// Whether progress can be drawn.
    pub(crate) const fn can_draw(&self) -> bool {
        self.err_is_terminal && !self.quiet
    }

    /// Whether the output goes to a terminal.
    pub(crate) const fn out_is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// `-q`.
    pub(crate) const fn quiet(&self) -> bool {
        self.quiet
    }

    /// `-v`.
    pub(crate) const fn verbose(&self) -> bool {
        self.verbose
    }

    /// A line of data for people.
    pub(crate) fn data(&self, line: &str) {
        self.note(write_line(&self.out, &self.shown(line, self.out_is_terminal)));
    }

    /// Text for programs, such as JSON, as it is but for control characters.
    pub(crate) fn program_data(&self, text: &str) {
        self.note(write_line(&self.out, &facts::clean_screen(text)));
    }

    /// JSON that is written piece by piece, so that it is never in memory as a whole.
    pub(crate) fn stream_json(&self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) {
        let stream = lock(&self.out);
        // It has no colors to strip, and stripping them would split it into pieces.
        let mut writer = JsonWriter::new(stream.as_inner().lock());
        let written = write(&mut writer).and_then(|()| writer.finish());
        self.note(written);
    }

    /// A line as it is printed: safe, within the width of a terminal, and in its character set.
    /// Elsewhere a line is whole, so that a program can search for it.
    fn shown(&self, line: &str, is_terminal: bool) -> String {
        let safe = facts::clean_screen(line);
        let safe = glyphs::shown(&safe);
        let fitted = if is_terminal { fit(&safe, self.columns) } else { safe.into_owned() };
        fitted.replace(UNBROKEN_SPACE, " ")
    }

    /// Writes many lines of data at once, because each separate line costs a system call.
    pub(crate) fn data_lines(&self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let text = self.shown(&lines.join("\n"), self.out_is_terminal);
        // Stripping colors during the write would split it into pieces.
        if lock(&self.out).current_choice() == anstream::ColorChoice::Never {
            let text = anstream::adapter::strip_str(&text).to_string();
            self.note(write_line(&self.out, &text));
        } else {
            self.note(write_line(&self.out, &text));
        }
    }

    /// Credentials for a program, byte for byte: the one place that prints a secret.
    pub(crate) fn give_secret(&self, text: &facts::Secret) {
        self.note(write_line(&self.out, text.expose()));
    }

    /// A line of dialogue.
    pub(crate) fn say(&self, line: &str) {
        if self.is_silent {
            return;
        }
        // Nothing can be said where nothing can be written.
        let _ = write_line(&self.err, &self.shown(line, self.err_is_terminal));
    }

    /// An error with its hint, made safe whatever they quote: no control characters, no secrets.
    pub(crate) fn error(&self, error: &CommandError) {
        let safe = |text: &str| facts::mask_secrets_in(facts::clean(text));
        self.say(&format!("{} {}", "error:".red().bold(), safe(&error.message)));
        if let Some(hint) = &error.hint {
            self.say(&format!("  {} {}", "hint:".cyan(), safe(hint)));
        }
    }
}

fn write_line<W: anstream::stream::RawStream>(
    stream: &Mutex<AutoStream<W>>,
    line: &str,
) -> std::io::Result<()>
where
    AutoStream<W>: Write,
{
    let mut stream = lock(stream);
    writeln!(stream, "{line}")?;
    stream.flush()
}

fn lock<T>(stream: &Mutex<T>) -> MutexGuard<'_, T> {
    match stream.lock() {
        Ok(stream) => stream,
        Err(poisoned) => poisoned.into_inner(),
    }
}

fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout())
        .or_else(|| terminal_size::terminal_size_of(std::io::stderr()))
        .map(|(width, _)| usize::from(width.0))
}
