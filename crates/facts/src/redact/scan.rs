//! The last look at the bytes of a report: no known secret may be in them, however written.

use aho_corasick::{AhoCorasick, MatchKind};

use super::forms::{PIECE, STEP, forms, is_telling, pieces};
use super::secrets::Secrets;
use crate::mask::is_key_id;

/// A secret that was found where none may be. It says what, never which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What it is (`a secret access key`).
    pub kind: &'static str,
    /// How it was written (`in base64`); empty where as it is.
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

#[derive(Default)]
struct Patterns {
    texts: Vec<Vec<u8>>,
    leaks: Vec<Leak>,
}

impl Patterns {
    fn add(&mut self, kind: &'static str, how: &'static str, text: impl Into<Vec<u8>>) {
        self.texts.push(text.into());
        self.leaks.push(Leak { kind, how });
    }

    /// The whole of what is short, the pieces of what is long.
    fn pieces(&mut self, kind: &'static str, how: &'static str, text: &str) {
        for piece in pieces(text) {
            self.add(kind, how, &text[piece]);
        }
    }

    fn first_in(&self, bytes: &[u8]) -> Option<Leak> {
        if self.texts.is_empty() {
            return None;
        }
        // A set that could not be searched must not pass for one that was.
        let Ok(finder) = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&self.texts)
        else {
            return Some(Leak {
                kind: "something that could not be looked for",
                how: "",
            });
        };
        let found = finder.find(bytes)?;
        self.leaks.get(found.pattern().as_usize()).copied()
    }
}

pub(super) fn leak(secrets: &Secrets, bytes: &[u8]) -> Option<Leak> {
    if let Some(leak) = key_identifier(bytes) {
        return Some(leak);
    }
    let mut written = Patterns::default();
    let mut squeezed_patterns = Patterns::default();
    for known in secrets.all.iter().filter(|known| is_telling(&known.value)) {
        for form in forms(&known.value) {
            written.pieces(known.kind, form.how, &form.text);
        }
        in_utf16(&mut written, known.kind, &known.value);
        let squeezed = squeeze(&known.value);
        if squeezed.len() >= PIECE + STEP {
            squeezed_patterns.pieces(known.kind, "split or escaped", &squeezed);
        }
    }
    written.first_in(bytes).or_else(|| {
        let text = String::from_utf8_lossy(bytes);
        squeezed_patterns.first_in(squeeze(&plain(&text)).as_bytes())
    })
}

fn in_utf16(patterns: &mut Patterns, kind: &'static str, value: &str) {
    let units: Vec<u16> = value.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    patterns.add(kind, "in UTF-16", little);
    patterns.add(kind, "in UTF-16", big);
}

/// An access key identifier by its form, known or not.
fn key_identifier(bytes: &[u8]) -> Option<Leak> {
    bytes
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|run| run.len() == 20)
        .filter_map(|run| std::str::from_utf8(run).ok())
        .any(is_key_id)
        .then_some(Leak {
            kind: "an access key identifier",
            how: "",
        })
}

/// The letters and digits alone, so that what was split over lines, cells or tags stands together.
fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The text of a page, of JSON and of Markdown alike: no tags, no character references, no escapes,
/// no line numbers in a gutter.
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
    let inner = line
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit());
    ["│", "|", "·"]
        .iter()
        .find_map(|mark| inner.trim_start().strip_prefix(mark))
        .unwrap_or(line)
}

fn tag(tail: &str) -> usize {
    tail.find('>')
        .filter(|end| *end < 2000)
        .map_or(1, |end| end + 1)
}

fn reference(tail: &str, out: &mut String) -> usize {
    let Some(end) = tail.find(';').filter(|end| *end <= 10) else {
        return 1;
    };
    let name = &tail[1..end];
    let number = name
        .strip_prefix('#')
        .and_then(|number| match number.strip_prefix(['x', 'X']) {
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
            let unit = tail
                .get(2..6)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok());
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
