//! Test helpers that inspect documents and readings.

use aws_files::{Document, FileKind, LineKind, Location, Property, Reading, Section, Value, View};
use proptest::prelude::*;
use proptest::sample::Index;

pub const KINDS: [FileKind; 2] = [FileKind::Config, FileKind::Credentials];
pub const VIEWS: [View; 3] = [View::Cli, View::Sdk, View::Tolerant];

/// Bytes of every kind: text, text with invalid bytes, UTF-16, a byte order mark, noise.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let text = super::files::any_file();
    (
        text,
        0..8_u8,
        prop::collection::vec((any::<Index>(), any::<u8>()), 0..4),
        prop::collection::vec(any::<u8>(), 0..80),
    )
        .prop_map(|(text, sort, changes, noise)| match sort {
            0 => noise,
            1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            2 => [0xFF, 0xFE]
                .into_iter()
                .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
                .collect(),
            3 => [0xFE, 0xFF]
                .into_iter()
                .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
                .collect(),
            4 => {
                let mut bytes = text.into_bytes();
                for (at, byte) in changes {
                    if !bytes.is_empty() {
                        let at = at.index(bytes.len());
                        bytes[at] = byte;
                    }
                }
                bytes
            }
            _ => text.into_bytes(),
        })
}

pub fn inside(document: &Document, location: Location) -> Result<(), TestCaseError> {
    prop_assert!(
        location.line >= 1 && location.line <= document.line_count().max(1),
        "{:?}",
        location
    );
    let length = document.text(location.line).chars().count();
    prop_assert!(location.column >= 1 && location.column <= location.end_column, "{:?}", location);
    prop_assert!(location.end_column <= length + 1, "{:?} in {} characters", location, length);
    Ok(())
}

pub fn property_inside(document: &Document, property: &Property) -> Result<(), TestCaseError> {
    inside(document, property.key_location)?;
    inside(document, property.location)?;
    prop_assert!(property.last_line >= property.key_location.line);
    prop_assert!(property.last_line <= document.line_count());
    if let Value::Nested(nested) = &property.value {
        for property in nested.values() {
            property_inside(document, property)?;
        }
    }
    Ok(())
}

pub fn sections(reading: &Reading) -> impl Iterator<Item = &Section> {
    let maps = [&reading.profiles, &reading.sso_sessions, &reading.services];
    maps.into_iter().flat_map(|map| map.values()).chain(&reading.others).chain(&reading.ignored)
}

/// The property that a view reads from a line.
pub fn at_line(reading: &Reading, line: usize) -> Option<(&Section, &Property)> {
    sections(reading).find_map(|section| {
        let found =
            section.properties.values().find(|property| property.key_location.line == line)?;
        Some((section, found))
    })
}

pub fn lines_of(document: &Document) -> Vec<&[u8]> {
    document.lines().map(|line| &document.as_bytes()[line.bytes]).collect()
}

pub fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// All lines before `first` and after `last` are unchanged byte for byte, except that a last line
/// may get a line end.
pub fn only_touches(
    before: &Document,
    after: &Document,
    first: usize,
    last: usize,
) -> Result<(), TestCaseError> {
    // A `\r` before a line that is only `\n` merges the two line ends into one.
    if lone_return(before) {
        return Ok(());
    }
    let (old, new) = (lines_of(before), lines_of(after));
    let (head, tail) = (first - 1, old.len().saturating_sub(last));
    prop_assert!(new.len() >= head + tail, "{} lines are left of {}", new.len(), old.len());
    for (old, new) in old[..head].iter().zip(&new[..head]) {
        prop_assert!(old == new || (trimmed(old) == *old && trimmed(new) == *old));
    }
    prop_assert_eq!(&old[old.len() - tail..], &new[new.len() - tail..]);
    Ok(())
}

/// The continuation lines of the property at `line`, which an edit includes.
pub fn tail_end(document: &Document, line: usize) -> usize {
    let mut end = line;
    for next in line + 1..=document.line_count() {
        match document.line(next).unwrap().kind {
            LineKind::Continuation | LineKind::Nested { .. } | LineKind::Comment => end = next,
            LineKind::Blank => {}
            _ => break,
        }
    }
    end
}

pub fn pick(document: &Document, index: Index, wanted: impl Fn(LineKind) -> bool) -> Option<usize> {
    let lines: Vec<usize> =
        document.lines().filter(|line| wanted(line.kind)).map(|line| line.number).collect();
    (!lines.is_empty()).then(|| lines[index.index(lines.len())])
}

pub fn is_property(kind: LineKind) -> bool {
    matches!(kind, LineKind::Property { .. })
}

pub fn is_header(kind: LineKind) -> bool {
    matches!(kind, LineKind::Header { .. })
}

pub fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9./:-]{0,12}".prop_map(String::from),
        prop::sample::select(
            &["a b", "x#y", "ü", "a = b", "\"q\"", "#x", "a ;b", " a", "a\nb", "a\u{a0}#b"][..]
        )
        .prop_map(String::from),
    ]
}

/// A lone `\r` ends a line only in Python.
pub fn lone_return(document: &Document) -> bool {
    document.lines().any(|line| line.ending == aws_files::LineEnding::Cr)
        || document.as_bytes().windows(2).any(|pair| pair == b"\r\r")
}
