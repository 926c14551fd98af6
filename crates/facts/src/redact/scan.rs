//! The final scan of a report's bytes: no known secret may be in them, in any encoding.

use super::forms::{is_telling, squeeze};
use super::secrets::{Secrets, Sought};
use crate::mask::is_key_id;

/// A secret in a forbidden place. It reports the kind, never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Its kind (`a secret access key`).
    pub kind: &'static str,
    /// Its encoding (`in base64`); empty if unencoded.
    pub how: &'static str,
}

impl std::fmt::Display for Leak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind)?;
        if !self.how.is_empty() {
            write!(f, " ({})", self.how)?;
        }
        Ok(())
    }
}

pub(super) fn leak(secrets: &Secrets, bytes: &[u8]) -> Option<Leak> {
    // An incomplete search must not look like an empty result.
    if !(secrets.written.works() && secrets.squeezed.works()) {
        return Some(Leak { kind: "something that could not be looked for", how: "" });
    }
    let text = String::from_utf8_lossy(bytes);
    let leak = |sought: &Sought| Leak { kind: sought.kind, how: sought.how };
    key_identifier(bytes)
        .or_else(|| {
            let mut found = secrets.written.find(&text);
            found.find(|(sought, _)| is_telling(&sought.text)).map(|(sought, _)| leak(sought))
        })
        .or_else(|| in_utf16(secrets, bytes))
        .or_else(|| {
            let squeezed = squeeze(&plain(&text));
            let mut found = secrets.squeezed.find(&squeezed);
            found.next().map(|(sought, _)| leak(sought))
        })
}

/// Text in which every other byte is zero, as in UTF-16 for the characters of keys.
fn in_utf16(secrets: &Secrets, bytes: &[u8]) -> Option<Leak> {
    if !bytes.contains(&0) {
        return None;
    }
    let letters: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&letters);
    let mut found = secrets.written.find(&text);
    let (sought, _) = found.find(|(sought, _)| is_telling(&sought.text))?;
    Some(Leak { kind: sought.kind, how: "in UTF-16" })
}

/// Anything with the format of an access key ID, known or not.
fn key_identifier(bytes: &[u8]) -> Option<Leak> {
    bytes
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|run| run.len() == 20)
        .filter_map(|run| std::str::from_utf8(run).ok())
        .any(is_key_id)
        .then_some(Leak { kind: "an access key identifier", how: "" })
}

/// The plain text of a page, of JSON or of Markdown: without tags, character references, escapes
/// and line numbers in a gutter.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = without_gutter(line);
        let mut rest = line;
        while let Some(at) = rest.find(['<', '&', '\\']) {
            out.push_str(&rest[..at]);
            let tail = &rest[at..];
            let taken = match tail.as_bytes()[0] {
                b'<' => tag(tail),
                b'&' => reference(tail, &mut out),
                _ => escape(tail, &mut out),
            };
            rest = &tail[taken..];
        }
        out.push_str(rest);
    }
    out
}

fn without_gutter(line: &str) -> &str {
    let inner = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    ["│", "|", "·"].iter().find_map(|mark| inner.trim_start().strip_prefix(mark)).unwrap_or(line)
}

fn tag(tail: &str) -> usize {
    tail.find('>').filter(|end| *end < 2000).map_or(1, |end| end + 1)
}

fn reference(tail: &str, out: &mut String) -> usize {
    let Some(end) = tail.find(';').filter(|end| *end <= 10) else {
        return 1;
    };
    let name = &tail[1..end];
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    if let Some(character) = number.and_then(char::from_u32) {
        out.push(character);
    }
    end + 1
}

fn escape(tail: &str, out: &mut String) -> usize {
    match tail.as_bytes().get(1) {
        Some(b'n' | b'r' | b't' | b'b' | b'f') => 2,
        Some(b'u') => {
            let unit = tail.get(2..6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            match unit.and_then(char::from_u32) {
                Some(character) => {
                    out.push(character);
                    6
                }
                None => 1,
            }
        }
        _ => 1,
    }
}
