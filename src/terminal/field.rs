//! A text field with the keys of a shell: an invalid answer is explained below it and stays there
//! to be corrected.

use super::frame::ask_in_frame;
use super::keys::Key;
use super::line::Line;
use super::look::{CANCELED, Look};
use super::text::{hang, wrap};
use super::{Ask, Declined};
use unicode_width::UnicodeWidthStr;

/// A question whose answer is typed.
pub(crate) struct Field<'a> {
    pub(crate) prompt: &'a str,
    /// A hint below it.
    pub(crate) help: &'a str,
    /// What is in the field at first.
    pub(crate) initial: &'a str,
    /// The canonical form of an answer, or what is wrong with it.
    pub(crate) accept: &'a dyn Fn(&str) -> Result<String, String>,
    /// What an invalid answer probably means; Tab types it.
    pub(crate) meant: &'a dyn Fn(&str) -> Option<String>,
}

/// The state of a field.
struct Typing {
    line: Line,
    why: Option<String>,
    meant: Option<String>,
}

/// Give the field its own line if less than this is left behind the prompt.
const MIN_ROOM: usize = 44;

impl Field<'_> {
    /// Asks.
    ///
    /// # Errors
    /// Esc, Ctrl-C, or the terminal was closed.
    pub(crate) fn ask(&self, look: Look) -> Ask<String> {
        ask_in_frame(
            Typing { line: Line::new(self.initial), why: None, meant: None },
            |typing, (columns, _)| self.draw(typing, look, columns),
            |typing, key, _| self.press(typing, key),
            |_, answer, columns| self.echo(answer, look, columns),
        )
    }

    /// What stays on the screen: an answer that does not fit beside its question is below it.
    fn echo(&self, answer: &Ask<String>, look: Look, columns: usize) -> String {
        let (mark, answer, shown) = match answer {
            Ok(answer) => {
                let answer = facts::clean_line(answer);
                let shown = look.strong(&answer);
                (look.answered(), answer, shown)
            }
            Err(_) => (look.question(), CANCELED.to_owned(), look.faint(CANCELED)),
        };
        let is_long = self.prompt.width() + answer.width() + 4 > columns;
        let gap = if is_long { "\n  " } else { " " };
        let question = hang(&format!("{mark} "), 2, self.prompt, columns.saturating_sub(1));
        format!("{question}{gap}{shown}")
    }

    /// Applies a key; the answer if it ends the question.
    fn press(&self, typing: &mut Typing, key: Key) -> Option<Ask<String>> {
        match key {
            Key::Esc => Some(Err(Declined::Skipped)),
            Key::Interrupt => Some(Err(Declined::Interrupted)),
            Key::Enter => {
                let text = typing.line.text();
                match (self.accept)(&text) {
                    Ok(answer) => Some(Ok(answer)),
                    Err(why) => {
                        typing.why = Some(why);
                        typing.meant = (self.meant)(&text);
                        None
                    }
                }
            }
            Key::Tab => {
                if let Some(meant) = typing.meant.take() {
                    typing.line = Line::new(&meant);
                    typing.why = None;
                }
                None
            }
            Key::Resized => None,
            key => {
                let before = typing.line.text();
                typing.line.press(key);
                if typing.line.text() != before {
                    (typing.why, typing.meant) = (None, None);
                }
                None
            }
        }
    }

    /// The lines, and the row and column of the cursor.
    fn draw(&self, typing: &Typing, look: Look, columns: usize) -> (Vec<String>, (usize, usize)) {
        let prompt = self.prompt;
        let before = 2 + prompt.width() + 1;
        let mut lines = Vec::new();
        let cursor = if columns >= before + MIN_ROOM {
            let (shown, at) = typing.line.view(columns - before);
            lines.push(format!("{} {prompt} {shown}", look.question()));
            (0, before + at)
        } else {
            let (shown, at) = typing.line.view(columns.saturating_sub(4).max(10));
            let mark = format!("{} ", look.question());
            let question = hang(&mark, 2, prompt, columns.saturating_sub(1));
            lines.extend(question.lines().map(str::to_owned));
            lines.push(format!("  {} {shown}", look.strong(">")));
            (lines.len() - 1, 4 + at)
        };
        let width = columns.saturating_sub(1);
        let add = |lines: &mut Vec<String>, text: &str, style: &dyn Fn(&str) -> String| {
            lines.extend(wrap(text, "  ", width).lines().map(style));
        };
        if let Some(why) = &typing.why {
            add(&mut lines, &facts::clean_line(why), &|line| look.wrong(line));
        }
        if let Some(meant) = &typing.meant {
            let words = format!("Tab types {}", facts::clean_line(meant));
            add(&mut lines, &words, &|line| look.strong(line));
        }
        if !self.help.is_empty() {
            add(&mut lines, self.help, &|line| look.faint(line));
        }
        (lines, cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { color: false };

    fn address<'a>() -> Field<'a> {
        Field {
            prompt: "Your access portal's address (start URL)",
            help: "from your invitation; it ends in /start",
            initial: "",
            accept: &|text| checks::questions::accept_start_url(text),
            meant: &|text| facts::read_portal_address(text).err().and_then(|fault| fault.meant),
        }
    }

    fn typed(field: &Field<'_>, text: &str) -> Typing {
        let mut typing = Typing { line: Line::new(""), why: None, meant: None };
        for c in text.chars() {
            assert!(field.press(&mut typing, Key::Char(c)).is_none());
        }
        typing
    }

    #[test]
    fn a_wrong_answer_is_explained_and_tab_types_what_was_meant() {
        let field = address();
        let mut typing = typed(&field, "lab.awsaps.com");
        assert_eq!(field.press(&mut typing, Key::Enter), None);
        let (lines, cursor) = field.draw(&typing, PLAIN, 80);
        assert_eq!(
            lines,
            [
                "? Your access portal's address (start URL)",
                "  > lab.awsaps.com",
                "  this is on lab.awsaps.com, which is not AWS's; did you mean lab.awsapps.com?",
                "  Tab types https://lab.awsapps.com/start",
                "  from your invitation; it ends in /start",
            ]
        );
        assert_eq!(cursor, (1, 18));
        assert_eq!(field.press(&mut typing, Key::Tab), None);
        assert_eq!(
            field.press(&mut typing, Key::Enter),
            Some(Ok("https://lab.awsapps.com/start".into()))
        );
    }

    #[test]
    fn typing_on_takes_the_explanation_away_and_esc_goes_back() {
        let field = address();
        let mut typing = typed(&field, "x y");
        field.press(&mut typing, Key::Enter);
        assert!(typing.why.is_some());
        field.press(&mut typing, Key::Left);
        assert!(typing.why.is_some(), "only the cursor moved");
        field.press(&mut typing, Key::Backspace);
        assert!(typing.why.is_none());
        assert_eq!(field.press(&mut typing, Key::Esc), Some(Err(Declined::Skipped)));
        assert_eq!(field.press(&mut typing, Key::Interrupt), Some(Err(Declined::Interrupted)));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let field = address();
        let mut typing = typed(&field, &"x".repeat(200));
        typing.why = Some("word ".repeat(60));
        for columns in [40, 60, 80, 120, 200] {
            let (lines, cursor) = field.draw(&typing, PLAIN, columns);
            for line in &lines {
                assert!(line.width() <= columns, "{columns}: {line}");
            }
            assert!(cursor.1 < columns);
        }
    }
}
