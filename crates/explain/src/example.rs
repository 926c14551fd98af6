//! Whether a message in a paste was typed: source code, a command that prints or searches it, or a
//! sentence about it. Such a text is not a fault.

/// How a line of code or a comment begins, in lowercase; a person's own words do not.
const CODE: &[&str] = &[
    "//", "/*", "<!--", "echo ", "printf ", "grep ", "egrep ", "rg ", "sed ", "awk ", "raise ",
    "throw ", "except ", "} catch", "catch (", "catch(", "assert", "console.", "print(", "println",
];

/// How other lines begin that mention a message instead of printing it.
const MENTIONS: &[&str] = &[
    "ag ",
    "catch ",
    "if ",
    "elif ",
    "else if",
    "} else if",
    "expect(",
    "log.",
    "logger.",
    "logging.",
    "return ",
    "case ",
    "when ",
    "for example",
    "e.g.",
    "example:",
    "docs:",
    "* if ",
    "- if ",
    "import ",
    "from ",
    "def ",
    "class ",
    "func ",
    "fn ",
    "const ",
    "let ",
    "var ",
];

/// Look for the start of a line at most this far before a message.
const MAX_LINE_BYTES: usize = 4 << 10;

/// Whether the whole text is a line of code, so that its words are not a person's.
pub(crate) fn is_code(source: &str) -> bool {
    let start = strip_prompt(source.trim_start()).to_lowercase();
    CODE.iter().any(|mark| start.starts_with(mark))
}

/// Whether the message that starts at this byte of the source was typed.
pub(crate) fn is_mentioned(source: &str, at: usize) -> bool {
    let from = source.ceil_char_boundary(at.saturating_sub(MAX_LINE_BYTES));
    let before = &source[from..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let start = strip_prompt(line.trim_start()).to_lowercase();
    CODE.iter().chain(MENTIONS).any(|mark| start.starts_with(mark))
}

/// Removes a shell's prompt: `$ `, `user@host:~$ `, `❯ `, `>>> `.
fn strip_prompt(line: &str) -> &str {
    for mark in ["$ ", "% ", "❯ ", "➜ ", ">>> ", "PS> "] {
        if let Some((before, after)) = line.split_once(mark)
            && before.len() <= 60
            && before.split_whitespace().count() <= 3
        {
            return after.trim_start();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mentions_a_message_is_not_the_message() {
        for (line, expected) in [
            ("echo \"X\"", true),
            ("mira@laptop:~$ grep -r 'X' .", true),
            ("    except X:", true),
            ("if you see X, sign in", true),
            ("Error: X", false),
            ("X", false),
            ("2026 ERROR boto X", false),
        ] {
            let at = line.find('X').unwrap();
            assert_eq!(is_mentioned(line, at), expected, "{line}");
        }
    }
}
