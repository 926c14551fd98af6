//! Keys of a terminal: what each means in a prompt, and reading them.

use std::io;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

/// What a key means, the same in every prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Esc: back.
    Esc,
    /// Ctrl-C.
    Interrupt,
    /// Tab.
    Tab,
    /// The arrows.
    Up,
    Down,
    Left,
    Right,
    /// A screen up or down.
    PageUp,
    PageDown,
    /// Home or Ctrl-A.
    Home,
    /// End or Ctrl-E.
    End,
    /// Ctrl and an arrow, Alt-B or Alt-F.
    WordLeft,
    WordRight,
    /// Backspace or Ctrl-H.
    Backspace,
    /// Delete or Ctrl-D.
    Delete,
    /// Ctrl-K.
    DeleteToEnd,
    /// Ctrl-U.
    DeleteToStart,
    /// Ctrl-W, up to a space.
    DeleteWordLeft,
    /// Alt-Backspace, up to a punctuation mark.
    DeletePartLeft,
    /// Alt-D.
    DeleteWordRight,
    /// Ctrl-Y: inserts what was deleted last.
    Yank,
    /// The window has another size.
    Resized,
}

/// What a key event means; `None` for one that means nothing here, so that no unknown combination
/// types a letter.
pub(crate) fn meaning(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        // AltGr is reported as both on Windows, and types a character.
        KeyCode::Char(c) if control && !alt => match c.to_ascii_lowercase() {
            'a' => Key::Home,
            'b' => Key::Left,
            'c' => Key::Interrupt,
            'd' => Key::Delete,
            'e' => Key::End,
            'f' => Key::Right,
            'h' => Key::Backspace,
            'j' | 'm' => Key::Enter,
            'k' => Key::DeleteToEnd,
            'n' => Key::Down,
            'p' => Key::Up,
            'u' => Key::DeleteToStart,
            'w' => Key::DeleteWordLeft,
            'y' => Key::Yank,
            _ => return None,
        },
        KeyCode::Char(c) if alt && !control => match c.to_ascii_lowercase() {
            'b' => Key::WordLeft,
            'd' => Key::DeleteWordRight,
            'f' => Key::WordRight,
            _ => return None,
        },
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab | KeyCode::BackTab => Key::Tab,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if control || alt => Key::WordLeft,
        KeyCode::Right if control || alt => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Backspace if alt => Key::DeletePartLeft,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        _ => return None,
    })
}

/// The terminal without echo and line editing, as it was before when dropped.
pub(crate) struct RawMode(());

impl RawMode {
    /// Switches it on.
    ///
    /// # Errors
    /// There is no terminal.
    pub(crate) fn enter() -> io::Result<Self> {
        terminal::enable_raw_mode().map(|()| Self(()))
    }

    /// Waits for a key.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(crate) fn read_key(&self) -> io::Result<Key> {
        loop {
            match event::read()? {
                Event::Key(key) => {
                    if let Some(key) = meaning(key) {
                        return Ok(key);
                    }
                }
                Event::Resize(_, _) => return Ok(Key::Resized),
                _ => {}
            }
        }
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // A terminal that is gone needs no other mode.
        let _ = terminal::disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_keys_never_type_their_letter() {
        for c in 'a'..='z' {
            let key = meaning(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
            assert!(!matches!(key, Some(Key::Char(_))), "{c}");
            let key = meaning(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT));
            assert!(!matches!(key, Some(Key::Char(_))), "{c}");
        }
        let typed = meaning(KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT));
        assert_eq!(typed, Some(Key::Char('A')));
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(meaning(KeyEvent::new(KeyCode::Char('@'), alt_gr)), Some(Key::Char('@')));
        assert_eq!(
            meaning(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)),
            Some(Key::Interrupt)
        );
    }
}
