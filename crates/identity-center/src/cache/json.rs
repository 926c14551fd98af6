//! JSON as Python's `json.dumps` writes it: one line, `", "` and `": "`, ASCII only.

use std::fmt::Write as _;

/// A string with its quotes (`json/encoder.py`, `ESCAPE_ASCII`: everything but space to `~`).
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

/// A list of strings.
pub(super) fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// An object of members that are already written.
pub(super) fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
    format!("{{{}}}", members.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected: python3 -c 'import json; print(json.dumps(...))'
    #[test]
    fn text_is_escaped_as_python_does() {
        assert_eq!(quoted("a\"b\\c/\n\r\t\u{8}\u{c}"), r#""a\"b\\c/\n\r\t\b\f""#);
        assert_eq!(quoted("\u{0}\u{1f}\u{7f}é😀"), r#""\u0000\u001f\u007f\u00e9\ud83d\ude00""#);
    }

    #[test]
    fn separators_have_a_space() {
        let scopes = list(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(object(&[("x", quoted("1")), ("y", scopes)]), r#"{"x": "1", "y": ["a", "b"]}"#);
        assert_eq!(object(&[]), "{}");
    }
}
