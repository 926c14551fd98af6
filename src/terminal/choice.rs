//! A short list to choose from, without a filter, in a window that is too narrow for inquire, which
//! breaks words at its edge.

use unicode_width::UnicodeWidthStr;

use super::frame::ask_in_frame;
use super::keys::Key;
use super::look::{CANCELED, Look};
use super::text::{hang, wrap};
use super::{Ask, Declined};

/// A question with a few answers.
pub(crate) struct Choice<'a> {
    pub(crate) prompt: &'a str,
    /// A hint below the answers; may be empty.
    pub(crate) help: &'a str,
    pub(crate) choices: &'a [String],
    /// The answer with the cursor at first.
    pub(crate) cursor: usize,
}

impl Choice<'_> {
    /// Whether every line of the question and its answer fits a window of this width.
    pub(crate) fn fits(&self, columns: usize) -> bool {
        let longest = self.choices.iter().map(|choice| choice.width()).max().unwrap_or(0);
        // `? prompt answer`, `[help]`.
        self.prompt.width() + longest + 3 < columns && self.help.width() + 2 < columns
    }

    /// Asks.
    ///
    /// # Errors
    /// Esc, Ctrl-C, or the terminal was closed.
    pub(crate) fn ask(&self, look: Look) -> Ask<usize> {
        ask_in_frame(
            self.cursor.min(self.choices.len().saturating_sub(1)),
            |cursor, (columns, _)| self.draw(*cursor, look, columns),
            |cursor, key, _| self.press(cursor, key),
            |_, answer, columns| self.echo(*answer, look, columns),
        )
    }

    /// Applies a key; the answer if it ends the question.
    fn press(&self, cursor: &mut usize, key: Key) -> Option<Ask<usize>> {
        let last = self.choices.len().saturating_sub(1);
        match key {
            Key::Esc => return Some(Err(Declined::Skipped)),
            Key::Interrupt => return Some(Err(Declined::Interrupted)),
            Key::Enter => return Some(Ok(*cursor)),
            Key::Up => *cursor = if *cursor == 0 { last } else { *cursor - 1 },
            Key::Down => *cursor = if *cursor >= last { 0 } else { *cursor + 1 },
            Key::Home | Key::PageUp => *cursor = 0,
            Key::End | Key::PageDown => *cursor = last,
            _ => {}
        }
        None
    }

    /// The lines, and the row and column of the cursor, which is behind the question.
    fn draw(&self, cursor: usize, look: Look, columns: usize) -> (Vec<String>, (usize, usize)) {
        let width = columns.saturating_sub(1);
        let question = self.question(&look.question(), width);
        let mut lines: Vec<String> = question.lines().map(str::to_owned).collect();
        let row = lines.len().saturating_sub(1);
        let end = lines.last().map_or(0, |line| plain_width(line));
        for (index, choice) in self.choices.iter().enumerate() {
            let is_here = index == cursor;
            let pointer = if is_here { "> " } else { "  " };
            for line in hang(pointer, 2, choice, width).lines() {
                lines.push(if is_here { look.strong(line) } else { line.to_owned() });
            }
        }
        if !self.help.is_empty() {
            let help = wrap(&format!("[{}]", self.help), "", width);
            lines.extend(help.lines().map(|line| look.faint(line)));
        }
        (lines, (row, (end + 1).min(width)))
    }

    fn question(&self, mark: &str, width: usize) -> String {
        hang(&format!("{mark} "), 2, self.prompt, width)
    }

    /// What stays on the screen.
    fn echo(&self, answer: Ask<usize>, look: Look, columns: usize) -> String {
        let (mark, words) = match answer {
            Ok(index) => {
                let words = self.choices.get(index).map_or("", String::as_str);
                (look.answered(), look.strong(words))
            }
            Err(_) => (look.question(), look.faint(CANCELED)),
        };
        let whole = format!("{} {words}", self.question(&mark, usize::MAX));
        if plain_width(&whole) <= columns {
            return whole;
        }
        let width = columns.saturating_sub(1);
        format!("{}\n{}", self.question(&mark, width), hang("  ", 2, &words, width))
    }
}

/// The columns of a line with colors.
fn plain_width(line: &str) -> usize {
    anstream::adapter::strip_str(line).to_string().width()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { color: false };

    fn question(choices: &[String]) -> Choice<'_> {
        Choice {
            prompt: "What should setup do?",
            help: "you see every change before it is written",
            choices,
            cursor: 0,
        }
    }

    #[test]
    fn the_arrows_go_round_and_enter_chooses() {
        let choices = ["Yes", "No", "Stop"].map(str::to_owned);
        let list = question(&choices);
        let mut cursor = 0;
        assert_eq!(list.press(&mut cursor, Key::Up), None);
        assert_eq!(cursor, 2);
        assert_eq!(list.press(&mut cursor, Key::Down), None);
        assert_eq!(list.press(&mut cursor, Key::Down), None);
        assert_eq!(list.press(&mut cursor, Key::Enter), Some(Ok(1)));
        assert_eq!(list.press(&mut cursor, Key::Esc), Some(Err(Declined::Skipped)));
        assert_eq!(list.press(&mut cursor, Key::Interrupt), Some(Err(Declined::Interrupted)));
        assert_eq!(list.press(&mut cursor, Key::Char('x')), None);
    }

    #[test]
    fn what_fits_needs_no_break() {
        let choices = ["Yes", "No, stop here"].map(str::to_owned);
        let list = question(&choices);
        assert!(!list.fits(40));
        assert!(list.fits(80));
    }

    #[test]
    fn it_fits_any_width() {
        let choices = [
            "Use eu-central-1, as the portal's page says, and sign in again there".to_owned(),
            "Stop".to_owned(),
        ];
        let list = question(&choices);
        for columns in 40..=200 {
            for cursor in 0..2 {
                let (lines, place) = list.draw(cursor, PLAIN, columns);
                assert!(lines.iter().all(|line| plain_width(line) < columns), "{lines:#?}");
                assert_eq!(lines.iter().filter(|line| line.starts_with("> ")).count(), 1);
                assert!(place.1 < columns);
            }
            for answer in [Ok(0), Ok(1), Err(Declined::Skipped)] {
                let line = list.echo(answer, PLAIN, columns);
                assert!(line.lines().all(|line| plain_width(line) <= columns), "{line}");
            }
        }
        assert_eq!(list.echo(Ok(1), PLAIN, 80), "> What should setup do? Stop");
    }
}
