//! Fits a line to the terminal, so that no word is broken at its edge.

use unicode_width::UnicodeWidthChar;

/// A space at which no line ends, inside of a command to paste. It is printed as a space.
pub(crate) const UNBROKEN_SPACE: char = '\u{e000}';

/// A command whose line ends nowhere, so that it can be copied as a whole.
pub(crate) fn unbroken(command: &str) -> String {
    command.replace(' ', &UNBROKEN_SPACE.to_string())
}

/// Breaks lines that are wider than `width` at their spaces. The rest of a line is indented a
/// little more than its beginning. A word that is wider than the line, a command, and what is
/// between backquotes stay whole.
pub(crate) fn fit(text: &str, width: usize) -> String {
    text.split('\n').map(|line| fit_line(line, width)).collect::<Vec<_>>().join("\n")
}

/// A word, and what is between it and the word before: spaces, and colors that begin or end there.
#[derive(Default)]
struct Word {
    colors: String,
    gap: usize,
    text: String,
    width: usize,
}

fn fit_line(line: &str, width: usize) -> String {
    let words = words(line);
    let total: usize = words.iter().map(|word| word.gap + word.width).sum();
    if total <= width {
        return line.to_owned();
    }
    let begin = words.first().map_or(0, |word| word.gap);
    let indent = (begin + 2).min(width / 3);
    let mut out = String::with_capacity(line.len() + 16);
    let mut column = 0;
    for (index, word) in words.iter().enumerate() {
        // A word that is wider than a line of its own stays where it is.
        let breaks = index > 0
            && column + word.gap + word.width > width
            && indent + word.width <= width
            && word.width > 0;
        let gap = if breaks { indent } else { word.gap };
        if breaks {
            out.push('\n');
            column = 0;
        }
        out.push_str(&word.colors);
        out.push_str(&" ".repeat(gap));
        out.push_str(&word.text);
        column += gap + word.width;
    }
    out
}

/// The words of a line; what is between backquotes is one.
fn words(line: &str) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let mut is_quoted = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let mut color = String::new();
        if c == '\u{1b}' {
            // A color has no width; it ends with a letter (ECMA-48, 5.4).
            color.push(c);
            for c in chars.by_ref() {
                color.push(c);
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        }
        is_quoted ^= c == '`';
        let begins = c == ' ' && !is_quoted && words.last().is_some_and(|word| word.width > 0);
        if begins {
            words.push(Word::default());
        }
        let Some(word) = words.last_mut() else { break };
        match c {
            '\u{1b}' if word.width == 0 => word.colors.push_str(&color),
            '\u{1b}' => word.text.push_str(&color),
            ' ' if !is_quoted => word.gap += 1,
            c => {
                word.text.push(c);
                word.width += c.width().unwrap_or(0);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_a_space_and_the_rest_is_indented() {
        for (line, width, fitted) in [
            ("short", 10, "short"),
            ("one two three", 8, "one two\n  three"),
            ("  one two three", 9, "  one two\n   three"),
            ("  one   two three", 12, "  one   two\n    three"),
            ("abcdefghijkl", 6, "abcdefghijkl"),
            ("a abcdefghijkl b", 6, "a abcdefghijkl\n  b"),
            ("run `aws sso login` now", 18, "run\n  `aws sso login`\n  now"),
            ("one\ntwo three", 7, "one\ntwo\n  three"),
            ("", 6, ""),
        ] {
            assert_eq!(fit(line, width), fitted, "{line:?}");
        }
    }

    #[test]
    fn a_color_has_no_width_and_goes_on() {
        let line = "\u{1b}[31mone two\u{1b}[0m three";
        assert_eq!(fit(line, 7), "\u{1b}[31mone two\u{1b}[0m\n  three");
        assert_eq!(fit(line, 13), line);
    }

    #[test]
    fn a_command_stays_whole() {
        let line = format!("Try: {}", unbroken("aws sso login"));
        assert_eq!(fit(&line, 16).replace(UNBROKEN_SPACE, " "), "Try:\n  aws sso login");
    }
}
