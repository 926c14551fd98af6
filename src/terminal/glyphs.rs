//! The program's own signs, in ASCII where the terminal's character set has no others. What comes
//! from the user's files stays as it is: a command with another name in it would be another
//! command.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use machine::System;

/// Decided once, when the program starts.
static IS_ASCII: AtomicBool = AtomicBool::new(false);

/// Decides which signs this terminal can show.
pub(crate) fn decide(system: &System) {
    let variable = |name: &str| Some(system.variable(name)?.to_str()?.to_owned());
    IS_ASCII.store(needs_ascii(cfg!(windows), &variable), Ordering::Relaxed);
}

/// Whether to use ASCII alone.
pub(crate) fn is_ascii() -> bool {
    IS_ASCII.load(Ordering::Relaxed)
}

/// On Unix, the first of LC_ALL, LC_CTYPE and LANG that is set names the character set (POSIX,
/// *Environment Variables*, 8.2); without any of them most terminals are UTF-8 all the same, so
/// only a name of another one counts. Consoles of Windows have a code page, and only newer
/// terminals, which set a variable of their own, are sure to have every sign.
fn needs_ascii(is_windows: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let terminal = variable("TERM").unwrap_or_default();
    // The console of Linux has few glyphs.
    if terminal == "linux" {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match locale {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            !(locale.contains("utf-8") || locale.contains("utf8"))
        }
        None if is_windows => {
            let known =
                ["WT_SESSION", "TERM_PROGRAM", "ConEmuANSI", "TERMINAL_EMULATOR", "ANSICON"];
            !(known.iter().any(|name| is_set(name)) || terminal.starts_with("xterm"))
        }
        None => false,
    }
}

/// What stands for text that is left out.
pub(crate) fn ellipsis() -> &'static str {
    if is_ascii() { "..." } else { "…" }
}

/// A line as this terminal can show it.
pub(crate) fn shown(line: &str) -> Cow<'_, str> {
    if is_ascii() { to_ascii(line) } else { Cow::Borrowed(line) }
}

/// The program's own signs in ASCII.
fn to_ascii(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    // A dash at the beginning of a line is the mark of something that was skipped.
    let is_mark = |out: &str| {
        let before = anstream::adapter::strip_str(out).to_string();
        before.rsplit('\n').next().is_some_and(|start| start.trim().is_empty())
    };
    for c in line.chars() {
        out.push_str(match c {
            '…' | '⋯' => "...",
            '✓' => "+",
            '–' if is_mark(&out) => "-",
            '✗' => "x",
            '·' | '─' | '╴' => "-",
            '━' => "^",
            '│' => "|",
            '┆' => ":",
            '╭' | '╰' => "+",
            '▸' => ">",
            '▓' => "#",
            '░' => ".",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(is_windows: bool, variables: &[(&str, &str)]) -> bool {
        needs_ascii(is_windows, &|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_locale_without_utf_8_gets_ascii() {
        for (variables, expected) in [
            (&[][..], false),
            (&[("LANG", "en_US.UTF-8")], false),
            (&[("LC_CTYPE", "UTF-8")], false),
            (&[("LC_ALL", "C.utf8")], false),
            (&[("LC_ALL", "C")], true),
            (&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")], true),
            (&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")], false),
            (&[("LANG", "de_DE.ISO-8859-1")], true),
            (&[("LANG", "en_US.UTF-8"), ("TERM", "linux")], true),
        ] {
            assert_eq!(ascii(false, variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_console_of_windows_gets_ascii_and_a_newer_terminal_does_not() {
        assert!(ascii(true, &[]));
        assert!(!ascii(true, &[("WT_SESSION", "0000-11")]));
        assert!(!ascii(true, &[("TERM_PROGRAM", "vscode")]));
        assert!(!ascii(true, &[("TERM", "xterm-256color")]));
    }

    #[test]
    fn names_stay_as_they_are() {
        assert_eq!(to_ascii("✓ b\u{fc}ro · AKIA…MPLE"), "+ b\u{fc}ro - AKIA...MPLE");
        assert_eq!(to_ascii("  – skipped – \u{1b}[2m–\n–"), "  - skipped – \u{1b}[2m–\n-");
        assert_eq!(to_ascii("╭▸ ~/.aws/config:1:2"), "+> ~/.aws/config:1:2");
    }
}
