//! The kind of each line of a document.
//!
//! The grammar here is that of Python's `configparser` (`RawConfigParser._read`), because
//! indentation matters only there; where an SDK reads a line differently, its view handles it.

use crate::location::Location;
use crate::python;
use std::ops::Range;

/// The kind of line end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineEnding {
    /// `\n`.
    Lf,
    /// `\r\n`.
    CrLf,
    /// `\r` alone: a line end for Python, not for Rust.
    Cr,
    /// The last line of a file without one.
    None,
}

impl LineEnding {
    /// The characters of the line end.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
            Self::None => "",
        }
    }
}

/// One line of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its kind.
    pub kind: LineKind,
    /// Its line end.
    pub ending: LineEnding,
    /// Its bytes in [`Document::as_bytes`](crate::Document::as_bytes), including the line end.
    /// Empty for UTF-16, whose lines exist only in the decoded text.
    pub bytes: Range<usize>,
}

/// The kind of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Only white space.
    Blank,
    /// `#` or `;`, possibly after white space.
    Comment,
    /// `[…]`.
    Header {
        /// The text between `[` and the last `]` (or the end of the line if none closes it).
        text: Location,
    },
    /// `key = value` or `key: value`.
    Property {
        /// The key.
        key: Location,
        /// The `=` or `:`.
        delimiter: Location,
        /// The value; if there is none, empty and after the delimiter.
        value: Location,
    },
    /// A line that continues the value above.
    Continuation,
    /// A line `key = value` inside a property with an empty value.
    Nested {
        /// The nested key.
        key: Location,
        /// Its value.
        value: Location,
    },
    /// Anything else: text before the first section, or a line without a delimiter.
    Junk,
}

/// A line as [`State::next`] classifies it; offsets are bytes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Blank,
    Comment,
    Header { start: usize, end: usize, closed: Closed },
    Property { key: (usize, usize), delimiter: usize, value: (usize, usize) },
    Continuation { start: usize, end: usize, nested: bool },
    Junk { start: usize, end: usize, why: Why },
}

/// How a header's bracket is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Yes,
    /// `[]`, which Python reads as a line without a delimiter.
    Empty,
    No,
}

/// Why a line is junk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    BeforeSection,
    NoDelimiter,
    EmptyKey,
}

/// The reader's state; `RawConfigParser._read`, but continuing after each fault.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct State {
    in_section: bool,
    in_property: bool,
    value_empty: bool,
    indent: usize,
}

impl State {
    /// Classifies the next line, given without its line end.
    pub(crate) fn next(&mut self, line: &str) -> Part {
        let (start, end) = python::strip(line);
        let text = &line[start..end];
        if text.is_empty() {
            return Part::Blank;
        }
        if text.starts_with(['#', ';']) {
            return Part::Comment;
        }
        let indent = crate::location::characters(line, 0, start);
        if self.in_section && self.in_property && indent > self.indent {
            return Part::Continuation { start, end, nested: self.value_empty };
        }
        if text.starts_with('[') {
            // Greedy, like `\[(?P<header>.+)\]`.
            let close = text.rfind(']').unwrap_or(0);
            let closed = match close {
                0 => Closed::No,
                1 => Closed::Empty,
                _ => Closed::Yes,
            };
            // In a section Python reads `[a = b` and `[] = b` as properties.
            if closed == Closed::Yes || !self.in_section || !text.contains(['=', ':']) {
                *self = Self { in_section: true, indent, ..Self::default() };
                let end = if close == 0 { end } else { start + close };
                return Part::Header { start: start + 1, end, closed };
            }
        }
        if !self.in_section {
            return Part::Junk { start, end, why: Why::BeforeSection };
        }
        self.indent = indent;
        let Some(delimiter) = position(text, |byte| matches!(byte, b'=' | b':')) else {
            return Part::Junk { start, end, why: Why::NoDelimiter };
        };
        let key = text[..delimiter].trim_end_matches(python::is_space);
        if key.is_empty() {
            return Part::Junk { start, end, why: Why::EmptyKey };
        }
        let after = &text[delimiter + 1..];
        let value = after.trim_start_matches(python::is_space);
        self.in_property = true;
        self.value_empty = value.is_empty();
        // An empty value is right after its delimiter.
        let value_start = if value.is_empty() { start + delimiter + 1 } else { end - value.len() };
        Part::Property {
            key: (start, start + key.len()),
            delimiter: start + delimiter,
            value: (value_start, end),
        }
    }
}

/// The position of the first byte of a kind that is ASCII, and so a whole character.
fn position(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(is_wanted)
}

/// The kind of a line, in one byte: the only data stored per line, so that ten million lines stay
/// small. The names are those of [`LineKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineTag {
    /// [`LineKind::Blank`].
    Blank,
    /// [`LineKind::Comment`].
    Comment,
    /// [`LineKind::Header`].
    Header,
    /// [`LineKind::Property`].
    Property,
    /// [`LineKind::Continuation`].
    Continuation,
    /// Below a property with an empty value: [`LineKind::Nested`], or, without a `=`, a
    /// [`LineKind::Continuation`].
    Nested,
    /// [`LineKind::Junk`].
    Junk,
}

impl From<Part> for LineTag {
    fn from(part: Part) -> Self {
        match part {
            Part::Blank => Self::Blank,
            Part::Comment => Self::Comment,
            Part::Header { .. } => Self::Header,
            Part::Property { .. } => Self::Property,
            Part::Continuation { nested: false, .. } => Self::Continuation,
            Part::Continuation { nested: true, .. } => Self::Nested,
            Part::Junk { .. } => Self::Junk,
        }
    }
}

/// The spans of a line with a known tag.
pub(crate) fn kind(tag: LineTag, number: usize, line: &str) -> LineKind {
    let at = |start, end| Location::in_line(number, line, start, end);
    // Any state that classifies a line of this tag in the same way is sufficient.
    let mut state = State { in_section: tag != LineTag::Header, ..State::default() };
    match (tag, state.next(line)) {
        (LineTag::Blank, _) => LineKind::Blank,
        (LineTag::Comment, _) => LineKind::Comment,
        (LineTag::Header, Part::Header { start, end, .. }) => {
            LineKind::Header { text: at(start, end) }
        }
        (LineTag::Property, Part::Property { key, delimiter, value }) => LineKind::Property {
            key: at(key.0, key.1),
            delimiter: at(delimiter, delimiter + 1),
            value: at(value.0, value.1),
        },
        (LineTag::Nested, _) => {
            let (start, end) = python::strip(line);
            match line[start..end].find('=') {
                Some(equals) => {
                    let (key_start, key_end) = python::strip(&line[start..start + equals]);
                    let (value_start, value_end) = python::strip(&line[start + equals + 1..end]);
                    let base = start + equals + 1;
                    LineKind::Nested {
                        key: at(start + key_start, start + key_end),
                        value: at(base + value_start, base + value_end),
                    }
                }
                None => LineKind::Continuation,
            }
        }
        (LineTag::Continuation, _) => LineKind::Continuation,
        _ => LineKind::Junk,
    }
}

/// Splits `bytes` into lines at `\n`, `\r\n` and `\r`, as Python's text mode does, and returns the
/// offset of each line. A final line end starts no further, empty line.
pub(crate) fn starts(bytes: &[u8]) -> Vec<u32> {
    let mut starts = Vec::new();
    let mut offset = 0;
    // Offsets take four bytes; content beyond four GiB counts as the last line.
    let bytes = &bytes[..bytes.len().min(u32::MAX as usize)];
    while offset < bytes.len() {
        starts.push(u32::try_from(offset).unwrap_or(u32::MAX));
        match bytes[offset..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(length) => {
                let end = offset + length;
                let pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
                offset = end + 1 + usize::from(pair);
            }
            None => break,
        }
    }
    starts
}

/// The line end of a line.
pub(crate) fn ending_of(line: &str) -> LineEnding {
    if line.ends_with("\r\n") {
        LineEnding::CrLf
    } else if line.ends_with('\n') {
        LineEnding::Lf
    } else if line.ends_with('\r') {
        LineEnding::Cr
    } else {
        LineEnding::None
    }
}
