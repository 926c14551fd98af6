//! How the SDKs that follow the specification read a file.
//!
//! The rules are those of aws-runtime 1.10, `env_config/parse.rs` (lines) and
//! `env_config/normalize.rs` (names), from smithy-rs.

use crate::cli::encoding_fault;
use crate::document::Document;
use crate::fault::{self, ByView, Fault, FaultKind, MAX_FAULTS, short};
use crate::location::Location;
use crate::reading::{FileKind, Property, Reading, Section, Value, View};
use indexmap::IndexMap;
use std::sync::Arc;

/// The specification's white space: no other.
const SPACE: &[char] = &[' ', '\t'];
const COMMENT: &[char] = &['#', ';'];

pub(crate) fn read(document: &Document, kind: FileKind) -> Reading {
    match encoding_fault(document) {
        Some(fault) if fault.rejected_by.sdk => return Reading::rejected(kind, View::Sdk, fault),
        Some(fault) => return Reading { faults: vec![fault], ..Reading::new(kind, View::Sdk) },
        None => {}
    }
    let mut reading = scan(document, kind, Wanted::Reading);
    if let Some(index) = reading.faults.iter().position(|fault| fault.rejected_by.sdk) {
        let fault = reading.faults.swap_remove(index);
        return Reading::rejected(kind, View::Sdk, fault);
    }
    reading
}

struct Scan<'a> {
    document: &'a Document,
    /// The document's line that contains the start of the current line, and the line's offset in
    /// the text.
    number: usize,
    sections: IndexMap<&'a str, Section>,
    current: Option<usize>,
    /// The current property: its index in the section, and whether its value is nested.
    property: Option<(usize, bool)>,
    /// Whether to keep properties, not only faults.
    keep: bool,
    /// Keys that are not identifiers, with the index of their section.
    invalid: Vec<(usize, String, Location)>,
    faults: Vec<Fault>,
}

/// The purpose of a scan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The reading, up to the first fault that makes SDKs refuse.
    Reading,
    /// All faults; the sections then have no properties.
    Faults,
}

/// Reads the document's text; continues after each fault if all are requested.
pub(crate) fn scan(document: &Document, kind: FileKind, wanted: Wanted) -> Reading {
    let mut scan = Scan {
        document,
        number: 1,
        sections: IndexMap::with_capacity(document.expected_sections()),
        current: None,
        property: None,
        keep: wanted == Wanted::Reading,
        invalid: Vec::new(),
        faults: Vec::new(),
    };
    let text = document.whole_text();
    let mut offset = 0;
    // A line ends at `\n`, including one `\r` before it, as in `str::lines`.
    for whole in text.split_inclusive('\n') {
        let line =
            whole.strip_suffix('\n').map_or(whole, |line| line.strip_suffix('\r').unwrap_or(line));
        scan.seek(offset);
        scan.take(offset, line);
        offset += whole.len();
        if wanted == Wanted::Reading && !scan.faults.is_empty() {
            break;
        }
    }
    scan.finish(kind)
}

/// The parts of a property line, in bytes of the line.
struct Parts {
    key: (usize, usize),
    value: (usize, usize),
}

/// `parse_property_line`.
fn property_line(line: &str) -> Result<Parts, FaultKind> {
    let (start, end) = prepare(line, true);
    let text = &line[start..end];
    let Some(equals) = text.find('=') else {
        // A property for Python, if there is another delimiter or a later `=`.
        let other = line.trim_start_matches(SPACE);
        let colon = other.find(['=', ':']).is_some_and(|at| at > 0);
        return Err(if colon { FaultKind::ColonDelimiter } else { FaultKind::NotAProperty });
    };
    let key = trim(text, 0, equals);
    let mut value = trim(text, equals + 1, text.len());
    if key.0 == key.1 {
        return Err(FaultKind::EmptyKey);
    }
    if value.0 == value.1 {
        value = (equals + 1, equals + 1);
    }
    Ok(Parts { key: (start + key.0, start + key.1), value: (start + value.0, start + value.1) })
}

/// `trim_matches(WHITESPACE)` of a span.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    // White space is ASCII, so bytes suffice.
    let part = &text.as_bytes()[start..end];
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t');
    match (part.iter().position(is_text), part.iter().rposition(is_text)) {
        (Some(first), Some(last)) => (start + first, start + last + 1),
        _ => (start, start),
    }
}

/// `prepare_line`: without white space around it and without a trailing comment.
fn prepare(line: &str, comments_need_space: bool) -> (usize, usize) {
    let (start, end) = trim(line, 0, line.len());
    if !line.bytes().any(|byte| matches!(byte, b'#' | b';')) {
        return (start, end);
    }
    let mut space = false;
    for (offset, character) in line[start..end].char_indices() {
        if COMMENT.contains(&character) && (space || !comments_need_space) {
            return trim(line, start, start + offset);
        }
        space = character.is_whitespace();
    }
    (start, end)
}

/// `validate_identifier`, which also accepts an empty one.
pub(crate) fn identifier(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&byte))
}

impl<'a> Scan<'a> {
    /// Advances to the document's line that contains an offset (lines also end at `\r` there).
    fn seek(&mut self, offset: usize) {
        while self.number < self.document.line_count()
            && self.document.start(self.number + 1) <= offset
        {
            self.number += 1;
        }
    }

    /// The document's line that contains an offset at or after the current line.
    fn line_of(&self, offset: usize) -> usize {
        let in_first = self.number >= self.document.line_count()
            || offset < self.document.start(self.number + 1);
        if in_first { self.number } else { self.document.line_at(offset).max(self.number) }
    }

    /// The place of a span of the text, which may be in a later line of the document.
    fn at(&self, start: usize, end: usize) -> Location {
        let number = self.line_of(start);
        let base = self.document.start(number);
        let line = self.document.text(number);
        let length = line.len();
        Location::in_line(
            number,
            line,
            start.saturating_sub(base).min(length),
            end.saturating_sub(base).min(length),
        )
    }

    fn reject(&mut self, kind: FaultKind, location: Location) {
        fault::add(&mut self.faults, Fault::rejected(ByView::SDK, kind, location));
    }

    fn section(&mut self) -> Option<&mut Section> {
        self.sections.get_index_mut(self.current?).map(|(_, section)| section)
    }

    /// `parse_profile`, one line.
    fn take(&mut self, offset: usize, line: &'a str) {
        let (start, end) = trim(line, 0, line.len());
        if start == end || line.starts_with(COMMENT) {
            return;
        }
        let last_line = self.line_of(offset + end - 1);
        if line.starts_with('[') {
            self.header(offset, line);
        } else if self.current.is_none() {
            self.reject(FaultKind::TextBeforeSection, self.at(offset + start, offset + end));
        } else if line.starts_with(SPACE) {
            self.continuation(offset, line, last_line);
        } else {
            self.property(offset, line, last_line);
        }
    }

    /// `read_profile_line`.
    fn header(&mut self, offset: usize, line: &'a str) {
        let (start, end) = prepare(line, false);
        let text = &line[start..end];
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let name = match inner {
            Some(name) => name,
            None => {
                let closed = text.rfind(']').filter(|close| *close > 0);
                match closed {
                    Some(close) => {
                        let after = trim(text, close + 1, text.len());
                        let location = self.at(offset + start + after.0, offset + start + after.1);
                        self.reject(FaultKind::TextAfterHeader, location);
                        &text[1..close]
                    }
                    None => {
                        // Python closes at the last `]` of the line, even in a comment.
                        let location = self.at(offset + start, offset + start + text.len());
                        self.reject(FaultKind::HeaderNotClosed, location);
                        &text[1..]
                    }
                }
            }
        };
        let first = offset + start + 1;
        let location = self.at(first, first + name.len());
        self.property = None;
        if let Some((index, _, section)) = self.sections.get_full_mut(name) {
            section.headers.push(location);
            self.current = Some(index);
        } else {
            self.current = Some(self.sections.len());
            self.sections.insert(name, Section::new(name.to_owned(), location));
        }
    }

    /// `read_property_line`.
    fn property(&mut self, offset: usize, line: &str, last_line: usize) {
        let parts = match property_line(line) {
            Ok(parts) => parts,
            Err(kind) => {
                let (start, end) = trim(line, 0, line.len());
                self.reject(kind, self.at(offset + start, offset + end));
                return;
            }
        };
        let name = &line[parts.key.0..parts.key.1];
        let value = &line[parts.value.0..parts.value.1];
        let mut state = (0, value.is_empty());
        if !identifier(name) && self.invalid.len() < MAX_FAULTS {
            let location = self.at(offset + parts.key.0, offset + parts.key.1);
            let index = self.current.unwrap_or_default();
            self.invalid.push((index, short(&name.to_ascii_lowercase()), location));
        }
        if self.keep {
            let property = Property {
                key: name.to_ascii_lowercase(),
                value: Value::Text(value.to_owned()),
                key_location: self.at(offset + parts.key.0, offset + parts.key.1),
                location: self.at(offset + parts.value.0, offset + parts.value.1),
                last_line,
                from_default: false,
            };
            if let Some(section) = self.section() {
                section.last_line = section.last_line.max(last_line);
                state.0 = section.insert(property);
            }
        }
        self.property = Some(state);
    }

    /// `read_property_continuation`.
    fn continuation(&mut self, offset: usize, line: &str, last_line: usize) {
        let (start, end) = trim(line, 0, line.len());
        let whole = self.at(offset + start, offset + end);
        let Some((index, nested)) = self.property else {
            self.reject(FaultKind::ContinuationWithoutProperty, whole);
            return;
        };
        let mut inner = None;
        if nested {
            if property_line(line).is_err() {
                self.reject(FaultKind::BadNestedLine, whole);
            }
            // `parse_sub_properties`, which keeps comments in the value.
            if self.keep
                && let Some(equals) = line[start..end].find('=')
            {
                let name = trim(line, start, start + equals);
                let value = trim(line, start + equals + 1, end);
                inner = Some(Property {
                    key: line[name.0..name.1].to_owned(),
                    value: Value::Text(line[value.0..value.1].to_owned()),
                    key_location: self.at(offset + name.0, offset + name.1),
                    location: self.at(offset + value.0, offset + value.1),
                    last_line,
                    from_default: false,
                });
            }
        }
        if let Some(section) = self.section() {
            section.last_line = section.last_line.max(last_line);
            let properties = Arc::make_mut(&mut section.properties);
            if let Some((_, property)) = properties.get_index_mut(index) {
                property.last_line = last_line;
                match (&mut property.value, inner) {
                    (Value::Nested(map), Some(inner)) => {
                        map.insert(inner.key.clone(), inner);
                    }
                    (value @ Value::Text(_), Some(inner)) => {
                        *value =
                            Value::Nested(Box::new(IndexMap::from([(inner.key.clone(), inner)])));
                    }
                    (Value::Text(text), None) if !nested => {
                        text.push('\n');
                        text.push_str(&line[start..end]);
                    }
                    _ => {}
                }
            }
        }
    }

    fn finish(self, kind: FileKind) -> Reading {
        let mut reading = Reading::new(kind, View::Sdk);
        reading.faults = self.faults;
        crate::names::place_all(&mut reading, self.sections, self.invalid);
        reading.faults.sort_by_key(|fault| fault.location);
        reading
    }
}
