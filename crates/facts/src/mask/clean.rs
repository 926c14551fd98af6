//! Removes what a terminal would obey or hide from a text.

use std::path::Path;

/// The text with every control character (including terminal escapes) as `?`; line ends and tabs
/// stay.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '\n' | '\t') || !is_unsafe_to_print(c) { c } else { '?' })
        .collect()
}

/// [`clean`] for one line: line ends and tabs become spaces, and the text is cut at 300
/// characters.
pub fn clean_line(text: &str) -> String {
    const MAX_CHARACTERS: usize = 300;
    // Nearly every text is clean already.
    if text.len() <= MAX_CHARACTERS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.trim().to_owned();
    }
    let mut line: String = text
        .trim()
        .chars()
        .take(MAX_CHARACTERS)
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_unsafe_to_print(c) => '?',
            c => c,
        })
        .collect();
    if text.trim().chars().count() > MAX_CHARACTERS {
        line.push('…');
    }
    line
}

/// A path in short form: the home folder as `~`, without control characters.
pub fn tilde(path: &Path, home: Option<&Path>) -> String {
    let text = match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    };
    // A folder of our own joined to one of Windows': one kind of separator.
    clean_line(&if cfg!(windows) { text.replace('/', "\\") } else { text })
}

/// Control characters (C0, DEL, C1), and the characters that reorder, split or hide text on a
/// terminal: every bidirectional control, the line and paragraph separators, and the invisible
/// ones, tags among them (Unicode 16, `Bidi_Control` and `Default_Ignorable_Code_Point`). The
/// variation selectors FE00 to FE0F are not among them, because emoji in account names have them.
pub fn is_unsafe_to_print(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// JSON in which every character that [`is_unsafe_to_print`] is escaped (`\u202e`). In JSON such
/// a character can only be in a string; line ends and tabs are its layout.
pub fn escape_json(json: String) -> String {
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if matches!(c, '\n' | '\t') || !is_unsafe_to_print(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Text escaped for HTML, for a page or an attribute in quotes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A finished screen on its way to a terminal: the sequences that set colors stay (ECMA-48, SGR),
/// line ends and tabs too, and everything else that a terminal would obey becomes `?`.
pub fn clean_screen(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let color = color_sequence(rest);
        if color > 0 {
            out.push_str(&rest[..color]);
            rest = &rest[color..];
            continue;
        }
        out.push(if matches!(c, '\n' | '\t') || !is_unsafe_to_print(c) { c } else { '?' });
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The length of the color sequence that the text begins with: `ESC [`, numbers, `m`.
fn color_sequence(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    match parameters.find(|c: char| !(c.is_ascii_digit() || matches!(c, ';' | ':'))) {
        Some(end) if parameters[end..].starts_with('m') => 2 + end + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_escape_does_not_survive() {
        assert_eq!(clean_line("a\u{1b}[31mb\nc\u{202e}d"), "a?[31mb c?d");
        assert_eq!(clean("a\u{9b}2Jb\n\tc\r"), "a?2Jb\n\tc?");
    }

    /// Every character of Unicode's `Bidi_Control`, the separators, C1, and the tags.
    #[test]
    fn characters_that_reorder_or_hide_text_become_visible() {
        let bidi = ['\u{61c}', '\u{200e}', '\u{200f}']
            .into_iter()
            .chain('\u{202a}'..='\u{202e}')
            .chain('\u{2066}'..='\u{2069}');
        let others = ['\u{2028}', '\u{2029}', '\u{feff}', '\u{7f}', '\u{ad}']
            .into_iter()
            .chain('\u{80}'..='\u{9f}')
            .chain('\u{e0000}'..='\u{e007f}');
        for c in bidi.chain(others) {
            assert_eq!(clean(&format!("a{c}b")), "a?b", "{c:?}");
            let json = serde_json::to_string(&format!("a{c}b")).unwrap();
            let escaped = escape_json(json.clone());
            assert!(escaped.is_ascii(), "{escaped}");
            assert_eq!(
                serde_json::from_str::<String>(&escaped).unwrap(),
                serde_json::from_str::<String>(&json).unwrap()
            );
        }
        for text in ["größe", "東京", "🧪\u{fe0f} lab", "naïve–text…"] {
            assert_eq!(clean(text), text);
            assert_eq!(escape_json(format!("\"{text}\"")), format!("\"{text}\""));
        }
    }

    #[test]
    fn a_screen_keeps_its_colors_and_nothing_else() {
        assert_eq!(
            clean_screen("\u{1b}[1;31merror:\u{1b}[0m a\u{1b}]0;title\u{7}b\u{1b}[2Jc\r\n"),
            "\u{1b}[1;31merror:\u{1b}[0m a?]0;title?b?[2Jc?\n"
        );
    }
}
