//! A few lines at the bottom of the screen that are drawn again after each key.

use std::io::{self, Write};

use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::queue;
use crossterm::terminal::{self, Clear, ClearType};

use super::keys::{Key, RawMode};
use super::{Ask, Declined, glyphs};

/// The lines of a prompt, and the row and column of the cursor.
type Drawn = (Vec<String>, (usize, usize));

/// Asks a question: draws its state for a window of so many columns and rows, and applies each key,
/// until one ends it; `echo` is what stays on the screen.
///
/// # Errors
/// Esc, Ctrl-C, or the terminal was closed.
pub(super) fn ask_in_frame<S, T>(
    mut state: S,
    draw: impl Fn(&S, (usize, usize)) -> Drawn,
    press: impl Fn(&mut S, Key, usize) -> Option<Ask<T>>,
    echo: impl Fn(&S, &Ask<T>, usize) -> String,
) -> Ask<T> {
    let raw = RawMode::enter().map_err(|_| Declined::Interrupted)?;
    let mut frame = Frame::new();
    loop {
        let size = Frame::size();
        let (lines, cursor) = draw(&state, size);
        frame.draw(&lines, cursor).map_err(|_| Declined::Interrupted)?;
        let pressed = match raw.read_key() {
            Ok(key) => press(&mut state, key, size.1),
            Err(_) => Some(Err(Declined::Interrupted)),
        };
        if let Some(answer) = pressed {
            // The answer counts even if its echo cannot be drawn.
            let _ = frame.end(&echo(&state, &answer, Frame::size().0));
            return answer;
        }
    }
}

/// The lines, drawn on standard error.
pub(crate) struct Frame {
    out: io::Stderr,
    /// The row of the cursor, from the first line.
    row: u16,
}

impl Frame {
    /// A frame that is not drawn yet.
    pub(crate) fn new() -> Self {
        Self { out: io::stderr(), row: 0 }
    }

    /// The terminal's columns and rows; 80 and 24 if it does not tell.
    pub(crate) fn size() -> (usize, usize) {
        let (columns, rows) = terminal::size().unwrap_or((80, 24));
        match (columns, rows) {
            (0, _) | (_, 0) => (80, 24),
            (columns, rows) => (usize::from(columns), usize::from(rows)),
        }
    }

    /// Draws these lines in place of the previous ones. None may be wider than the terminal. The
    /// cursor is then at this row and column.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(crate) fn draw(&mut self, lines: &[String], cursor: (usize, usize)) -> io::Result<()> {
        self.erase()?;
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.write_all(b"\r\n")?;
            }
            self.out.write_all(glyphs::shown(&facts::clean_screen(line)).as_bytes())?;
        }
        let up = lines.len().saturating_sub(1).saturating_sub(cursor.0);
        if up > 0 {
            queue!(self.out, MoveUp(u16::try_from(up).unwrap_or(u16::MAX)))?;
        }
        queue!(self.out, MoveToColumn(u16::try_from(cursor.1).unwrap_or(u16::MAX)))?;
        self.row = u16::try_from(cursor.0).unwrap_or(u16::MAX);
        self.out.flush()
    }

    /// Replaces the lines with the last ones, and ends below them.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(crate) fn end(mut self, line: &str) -> io::Result<()> {
        self.erase()?;
        for line in line.lines() {
            self.out.write_all(glyphs::shown(&facts::clean_screen(line)).as_bytes())?;
            self.out.write_all(b"\r\n")?;
        }
        self.out.flush()
    }

    fn erase(&mut self) -> io::Result<()> {
        if self.row > 0 {
            queue!(self.out, MoveUp(self.row))?;
        }
        queue!(self.out, MoveToColumn(0), Clear(ClearType::FromCursorDown))?;
        self.row = 0;
        Ok(())
    }
}
