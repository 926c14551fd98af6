//! A line of text being typed: its cursor, and the keys of readline that move and delete.

use unicode_width::UnicodeWidthChar;

use super::glyphs;
use super::keys::Key;

/// The text of a field, and where the cursor is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    text: Vec<char>,
    cursor: usize,
    /// What was deleted last, for Ctrl-Y.
    deleted: Vec<char>,
}

impl Line {
    /// The text, with the cursor at its end.
    pub(crate) fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
        Self { cursor: text.len(), text, deleted: Vec::new() }
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// Whether nothing is typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Applies a key; `false` if it neither moves the cursor nor changes the text in any line.
    pub(crate) fn press(&mut self, key: Key) -> bool {
        match key {
            Key::Char(c) if !c.is_control() => {
                self.text.insert(self.cursor, c);
                self.cursor += 1;
            }
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right => self.cursor = (self.cursor + 1).min(self.text.len()),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            Key::WordLeft => self.cursor = self.word_left(),
            Key::WordRight => self.cursor = self.word_right(),
            Key::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.text.remove(self.cursor);
            }
            Key::Delete if self.cursor < self.text.len() => {
                self.text.remove(self.cursor);
            }
            Key::DeleteToEnd => self.delete(self.cursor, self.text.len()),
            Key::DeleteToStart => self.delete(0, self.cursor),
            Key::DeleteWordLeft => {
                let start = self.space_left();
                self.delete(start, self.cursor);
            }
            Key::DeletePartLeft => {
                let start = self.word_left();
                self.delete(start, self.cursor);
            }
            Key::DeleteWordRight => {
                let end = self.word_right();
                self.delete(self.cursor, end);
            }
            Key::Yank => {
                let text = self.deleted.clone();
                let end = self.cursor + text.len();
                self.text.splice(self.cursor..self.cursor, text);
                self.cursor = end;
            }
            Key::Backspace | Key::Delete => {}
            _ => return false,
        }
        true
    }

    fn delete(&mut self, start: usize, end: usize) {
        if start < end {
            self.deleted = self.text.drain(start..end).collect();
            self.cursor = start;
        }
    }

    /// The start of the word before the cursor.
    fn word_left(&self) -> usize {
        let mut at = self.cursor;
        while at > 0 && !self.text[at - 1].is_alphanumeric() {
            at -= 1;
        }
        while at > 0 && self.text[at - 1].is_alphanumeric() {
            at -= 1;
        }
        at
    }

    /// The start of what stands between the cursor and the space before it, as Ctrl-W deletes it.
    fn space_left(&self) -> usize {
        let mut at = self.cursor;
        while at > 0 && self.text[at - 1].is_whitespace() {
            at -= 1;
        }
        while at > 0 && !self.text[at - 1].is_whitespace() {
            at -= 1;
        }
        at
    }

    fn word_right(&self) -> usize {
        let mut at = self.cursor;
        while at < self.text.len() && !self.text[at].is_alphanumeric() {
            at += 1;
        }
        while at < self.text.len() && self.text[at].is_alphanumeric() {
            at += 1;
        }
        at
    }

    /// The part that fits in `columns` and contains the cursor, and the cursor's column in it. A
    /// part that is cut off is marked with `…`.
    pub(crate) fn view(&self, columns: usize) -> (String, usize) {
        let width = |c: &char| c.width().unwrap_or(0);
        let total: usize = self.text.iter().map(width).sum();
        let before: usize = self.text[..self.cursor].iter().map(width).sum();
        // One column is for the cursor behind the last character.
        if total < columns {
            return (self.text(), before);
        }
        let room = columns.saturating_sub(3).max(1);
        let mut start = 0;
        let mut skipped = 0;
        while before - skipped > room {
            skipped += width(&self.text[start]);
            start += 1;
        }
        let mut shown = String::new();
        let mut used = 0;
        let (cut_before, cut_after) = if glyphs::is_ascii() { ('<', '>') } else { ('…', '…') };
        if start > 0 {
            shown.push(cut_before);
            used += 1;
        }
        let mut end = start;
        while let Some(c) = self.text.get(end) {
            if used + width(c) + 1 >= columns {
                break;
            }
            shown.push(*c);
            used += width(c);
            end += 1;
        }
        if end < self.text.len() {
            shown.push(cut_after);
        }
        (shown, before - skipped + usize::from(start > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line after these keys, with `|` at the cursor.
    fn after(text: &str, keys: &[Key]) -> String {
        let mut line = Line::new(text);
        for key in keys {
            assert!(line.press(*key), "{key:?}");
        }
        let mut shown = line.text;
        shown.insert(line.cursor, '|');
        shown.into_iter().collect()
    }

    #[test]
    fn the_keys_of_readline_move_and_delete() {
        use Key::*;
        for (text, keys, expected) in [
            ("abc", &[Char('d')][..], "abcd|"),
            ("abc", &[Home, Char('x')], "x|abc"),
            ("abc", &[Left, Left, Delete], "a|c"),
            ("abc", &[Left, Backspace], "a|c"),
            ("abc", &[Home, Backspace, End, Delete], "abc|"),
            ("abc", &[Left, Left, Left, Left, Right], "a|bc"),
            ("one two", &[DeleteWordLeft], "one |"),
            ("https://x.org/start", &[DeleteWordLeft], "|"),
            ("https://x.org/start", &[DeletePartLeft], "https://x.org/|"),
            ("one two", &[WordLeft], "one |two"),
            ("one two", &[Home, WordRight, DeleteToEnd], "one|"),
            ("one two", &[Home, DeleteWordRight], "| two"),
            ("one two", &[WordLeft, DeleteToStart, End, Yank], "twoone |"),
            ("b\u{fc}ro", &[Left, Left, Char('x')], "b\u{fc}x|ro"),
        ] {
            assert_eq!(after(text, keys), expected, "{text} {keys:?}");
        }
        let mut line = Line::new("a");
        assert!(!line.press(Enter) && !line.press(Up) && !line.press(Tab));
        assert_eq!(Line::new("a\u{1b}[31mb").text(), "a[31mb");
    }

    #[test]
    fn a_long_text_is_shown_around_the_cursor() {
        let mut line = Line::new("https://lab-portal.awsapps.com/start");
        assert_eq!(line.view(80), ("https://lab-portal.awsapps.com/start".into(), 36));
        assert_eq!(line.view(20), ("…awsapps.com/start".into(), 18));
        line.press(Key::Home);
        assert_eq!(line.view(20), ("https://lab-portal…".into(), 0));
        for cursor in 0..36 {
            let mut line = line.clone();
            line.cursor = cursor;
            let (shown, at) = line.view(20);
            assert!(shown.chars().count() <= 20 && at < 20, "{cursor}: {shown} {at}");
        }
    }
}
