//! Removes what a terminal, a log or a file format put around and into a message: colors, escapes
//! of JSON and HTML, time stamps and marks at the start of lines.

/// Cleans a paste, so that the message in it reads as its program printed it.
pub(crate) fn clean_text(text: &str) -> String {
    strip_line_starts(&unescape(strip_escapes(text)))
}

/// Removes terminal escapes (ECMA-48: CSI, OSC and two-character sequences).
fn strip_escapes(text: &str) -> String {
    if !text.contains('\u{1b}') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('[') => while chars.next().is_some_and(|c| !matches!(c, '\u{40}'..='\u{7e}')) {},
            // It ends with BEL or ESC \; a truncated one must not swallow the rest of the paste.
            Some(']') => {
                while let Some(c) = chars.next_if(|c| *c != '\n') {
                    if c == '\u{7}' {
                        break;
                    }
                    if c == '\u{1b}' {
                        let _ = chars.next_if_eq(&'\\');
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// Escapes that stand for a quote, a line end, or the beginning of a terminal escape, in the form
/// that logs and web pages write them.
const ESCAPES: &[(&str, &str)] = &[
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&apos;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("\\u0027", "'"),
    ("\\u0022", "\""),
    ("\\u003c", "<"),
    ("\\u003e", ">"),
    ("\\u001b[", "\u{1b}["),
    ("\\x1b[", "\u{1b}["),
    ("\\033[", "\u{1b}["),
    ("\\e[", "\u{1b}["),
    ("^[[", "\u{1b}["),
    ("\u{241b}[", "\u{1b}["),
];

/// Decodes the escapes of JSON logs, HTML, and terminals whose escape character was lost.
fn unescape(mut text: String) -> String {
    if text.contains(['&', '\\', '\u{241b}']) || text.contains("^[[") {
        for (escape, plain) in ESCAPES {
            if text.contains(escape) {
                text = text.replace(escape, plain);
            }
        }
        // A line end within a JSON string; a path on Windows can contain the same two characters.
        if text.contains("\\n") && (text.contains("\\\"") || text.contains("\":")) {
            text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t");
        }
        text = strip_escapes(&text);
    }
    strip_color_remnants(text)
}

/// Removes `[31m` and the like, which remain when the escape character is lost on the way.
fn strip_color_remnants(text: String) -> String {
    if !text.contains("m") || !(text.contains("[0m") || text.contains("[39m")) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let length = after.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
        if length > 0 && after[length..].starts_with('m') {
            rest = &after[length + 1..];
        } else {
            out.push('[');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Removes what a log puts at the start of every line, so that a message of several lines is whole.
fn strip_line_starts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        out.push_str(strip_line_start(line));
    }
    out
}

fn strip_line_start(line: &str) -> &str {
    let trimmed = line.trim_start_matches([' ', '\t']);
    let Some(first) = trimmed.chars().next() else {
        return line;
    };
    match first {
        '0'..='9' | '[' => strip_time(trimmed).unwrap_or(line),
        '#' => strip_build_step(trimmed).unwrap_or(line),
        // pytest marks the lines of an exception.
        'E' => line.strip_prefix("E   ").unwrap_or(line),
        'a'..='z' => strip_service(line).unwrap_or(line),
        _ => line,
    }
}

/// `2026-01-31T08:00:00.123Z `, also in brackets.
fn strip_time(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[').unwrap_or(line);
    let date = inner.get(..10)?.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-' || b == b'/',
        _ => b.is_ascii_digit(),
    });
    let rest = inner.get(10..).filter(|_| date)?;
    let rest = rest.strip_prefix(['T', ' '])?;
    let length = rest
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b'+' | b'-' | b'Z'))
        .count();
    let rest = (length >= 8).then(|| &rest[length..])?;
    let rest = rest.strip_prefix(']').unwrap_or(rest);
    rest.starts_with([' ', '\t', '\n']).then_some(rest)
}

/// `#12 0.345 `, from `docker build`.
fn strip_build_step(line: &str) -> Option<&str> {
    let (step, rest) = line.strip_prefix('#')?.split_once(' ')?;
    let (seconds, rest) = rest.split_once(' ')?;
    let number =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (number(step) && number(seconds) && seconds.contains('.')).then_some(rest)
}

/// `web_1  | `, from `docker compose`.
fn strip_service(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(" | ")?;
    let name = name.trim_end();
    let is_name = name.len() <= 40
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    is_name.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_that_lost_their_escape_are_removed() {
        assert_eq!(clean_text("[31mError[0m: [1;31mx[0m"), "Error: x");
        assert_eq!(clean_text("\\u001b[31mError\\u001b[0m"), "Error");
        assert_eq!(clean_text("a[0] = [1m2"), "a[0] = [1m2");
    }

    #[test]
    fn json_and_html_are_decoded() {
        assert_eq!(
            clean_text("{\"message\":\"profile \\\"dev\\\"\\nnext\"}"),
            "{\"message\":\"profile \\\"dev\\\"\nnext\"}"
        );
        assert_eq!(clean_text("profile &quot;dev&quot; &lt;x&gt;"), "profile \"dev\" <x>");
        assert_eq!(clean_text("C:\\new\\x"), "C:\\new\\x");
    }

    #[test]
    fn the_starts_of_log_lines_are_removed() {
        for (line, expected) in [
            ("2026-01-31T08:00:00.123Z Error: x", " Error: x"),
            ("[2026-01-31 08:00:00,123] x", " x"),
            ("#12 0.345 Error", "Error"),
            ("E   botocore.exceptions", "botocore.exceptions"),
            ("web_1  | Error", "Error"),
            ("2026-01-31 my-bucket", "2026-01-31 my-bucket"),
            ("a sentence of words | more", "a sentence of words | more"),
        ] {
            assert_eq!(clean_text(line), expected);
        }
    }
}
