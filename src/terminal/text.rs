//! Small pieces of layout: wrapping, padding, short paths, and durations.

use colored::Colorize;
use jiff::SignedDuration;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::glyphs::ellipsis;

/// The mark before a line, and a word for readers who cannot tell colors apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Good,
    Note,
    Warn,
    Fail,
    Unknown,
    Skipped,
}

impl Mark {
    /// The mark in color.
    pub(crate) fn show(self) -> String {
        match self {
            Self::Good => "✓".green().to_string(),
            Self::Note => "i".cyan().to_string(),
            Self::Warn => "!".yellow().bold().to_string(),
            Self::Fail => "✗".red().bold().to_string(),
            Self::Unknown => "?".magenta().to_string(),
            Self::Skipped => "–".dimmed().to_string(),
        }
    }
}

/// Wraps `text` at spaces into lines of at most `width` columns, each indented by `indent`.
pub(crate) fn wrap(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(indent.width()).max(20);
    let mut out = String::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in words(paragraph, room) {
            if !line.is_empty() && line.width() + 1 + word.width() > room {
                out.push_str(&format!("{indent}{line}\n"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        out.push_str(&format!("{indent}{line}\n"));
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// The words of a paragraph. What is between backquotes is one word if it fits in a line, so that a
/// command can be copied.
fn words(paragraph: &str, room: usize) -> Vec<String> {
    let has_open_quote = |text: &str| text.matches('`').count() % 2 == 1;
    let mut words: Vec<String> = Vec::new();
    let mut parts = paragraph.split_whitespace();
    while let Some(part) = parts.next() {
        let mut word = part.to_owned();
        if has_open_quote(part) {
            let mut ahead = parts.clone();
            while has_open_quote(&word) {
                let Some(next) = ahead.next() else { break };
                word.push(' ');
                word.push_str(next);
            }
            if has_open_quote(&word) || word.width() > room {
                word.truncate(part.len());
            } else {
                parts = ahead;
            }
        }
        words.push(word);
    }
    words
}

/// Like [`wrap`], with `first` before the first line and the other lines indented to match.
/// `columns` is the width of `first` on the screen.
pub(crate) fn hang(first: &str, columns: usize, text: &str, width: usize) -> String {
    let wrapped = wrap(text, &" ".repeat(columns), width);
    format!("{first}{}", wrapped.get(columns..).unwrap_or_default())
}

/// Pads `text` with spaces to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Cuts `text` to `columns`, with an ellipsis if anything is missing.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        if out.width() + character.width().unwrap_or(0) + ellipsis().width() > columns {
            break;
        }
        out.push(character);
    }
    format!("{}{}", out.trim_end(), ellipsis())
}

/// Cuts `text` to `columns` in its middle, so that its beginning and its end stay.
pub(crate) fn cut_middle(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(ellipsis().width());
    let mut head = String::new();
    for c in text.chars() {
        if head.width() + c.width().unwrap_or(0) > room.div_ceil(2) {
            break;
        }
        head.push(c);
    }
    let mut tail: Vec<char> = Vec::new();
    let mut used = head.width();
    for c in text.chars().rev() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        tail.push(c);
    }
    format!("{head}{}{}", ellipsis(), tail.into_iter().rev().collect::<String>())
}

/// `1 role`, `2 roles`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `7 h 40 min`, `9 min`, `40 s`: a duration that is left or has passed.
pub(crate) fn duration(span: SignedDuration) -> String {
    let seconds = span.as_secs().unsigned_abs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if days >= 2 {
        format!("{days} days")
    } else if hours >= 1 {
        format!("{hours} h {} min", minutes % 60)
    } else if minutes >= 1 {
        format!("{minutes} min")
    } else {
        format!("{seconds} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_every_word_within_the_width() {
        let wrapped = wrap("one two three four five six seven eight nine ten", "  ", 24);
        assert_eq!(wrapped, "  one two three four\n  five six seven eight\n  nine ten");
    }

    #[test]
    fn a_command_between_backquotes_stays_whole() {
        let wrapped = wrap("see what `aws sso login` does to it", "", 20);
        assert_eq!(wrapped, "see what\n`aws sso login` does\nto it");
        assert_eq!(wrap("a lone ` changes nothing here", "", 20), "a lone ` changes\nnothing here");
    }

    #[test]
    fn a_mark_stands_before_the_first_line_only() {
        let hung = hang("  1. ", 5, "one two three four five six", 24);
        assert_eq!(hung, "  1. one two three four\n     five six");
    }

    #[test]
    fn the_middle_is_cut() {
        for (text, columns, cut) in [
            ("production", 10, "production"),
            ("production", 9, "prod…tion"),
            ("production", 8, "prod…ion"),
            ("\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}", 7, "\u{65e5}…\u{65e5}\u{672c}"),
            ("abc", 1, "…"),
        ] {
            let made = cut_middle(text, columns);
            assert!(made.width() <= columns, "{made}");
            if text.is_ascii() {
                assert_eq!(made, cut, "{text} {columns}");
            }
        }
    }

    #[test]
    fn durations_read_as_a_person_says_them() {
        for (seconds, text) in
            [(40, "40 s"), (540, "9 min"), (27_600, "7 h 40 min"), (864_000, "10 days")]
        {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), text);
        }
    }
}
