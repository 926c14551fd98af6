//! How botocore reads a file.
//!
//! `botocore/configloader.py` passes the file to Python's `configparser.RawConfigParser` with its
//! defaults, parses nested values (`_parse_nested`) and maps sections to profiles
//! (`build_profile_map`); `botocore/session.py` uses the sections of the credentials file
//! unchanged.

use crate::document::Document;
use crate::encoding::Encoding;
use crate::fault::{self, ByView, Fault, FaultKind, short};
use crate::lines::{Closed, Part, State, Why};
use crate::location::{Location, characters};
use crate::python;
use crate::reading::{FileKind, Property, Reading, Section, Value, View};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::sync::Arc;

/// Python's magic section.
const DEFAULT: &str = "DEFAULT";

pub(crate) fn read(document: &Document, kind: FileKind) -> Reading {
    if let Some(fault) = encoding_fault(document) {
        return Reading::rejected(kind, View::Cli, fault);
    }
    let mut reading = scan(document, kind, true);
    reading.view = View::Cli;
    if let Some(index) = reading.faults.iter().position(|fault| fault.rejected_by.cli) {
        let fault = reading.faults.swap_remove(index);
        return Reading::rejected(kind, View::Cli, fault);
    }
    reading
}

/// Why Python cannot even read the text. A byte order mark is a character of the first line, so
/// that line is no header.
pub(crate) fn encoding_fault(document: &Document) -> Option<Fault> {
    let first = Location { line: 1, column: 1, end_column: 1 };
    match document.encoding() {
        Encoding::Utf8 => None,
        Encoding::Utf8Bom => {
            let both = ByView { cli: true, sdk: true };
            Some(Fault::rejected(both, FaultKind::ByteOrderMark, first))
        }
        Encoding::Utf16Le | Encoding::Utf16Be => Some(Fault::unreadable(FaultKind::Utf16, first)),
        Encoding::NotUtf8 { location } => Some(Fault::unreadable(FaultKind::NotUtf8, location)),
    }
}

/// A property whose lines are not all read yet.
struct Open<'a> {
    property: Property,
    text: String,
    /// Blank lines since the last continuation; they count if another one follows.
    blank: usize,
    nested: bool,
    /// The nested lines: number, text of the line, and the relevant span of it.
    pieces: Vec<(usize, &'a str, usize, usize)>,
}

struct Scan<'a> {
    document: &'a Document,
    /// By the header's text.
    sections: IndexMap<String, Section>,
    defaults: Section,
    /// The current section: an index, or none for `[DEFAULT]`.
    current: Option<usize>,
    open: Option<Open<'a>>,
    /// The first place of a duplicate key; (section, key).
    first: HashMap<(Option<usize>, String), Location>,
    faults: Vec<Fault>,
    /// Bad nested lines of `[DEFAULT]` by key: they matter if a section inherits that key.
    bad_defaults: Vec<(String, Fault)>,
}

/// Reads the document's text by Python's rules and continues after each fault; with `strict`,
/// stops at the first fault that makes Python refuse.
pub(crate) fn scan(document: &Document, kind: FileKind, strict: bool) -> Reading {
    let nowhere = Location { line: 1, column: 1, end_column: 1 };
    let mut scan = Scan {
        document,
        sections: IndexMap::with_capacity(document.expected_sections()),
        defaults: Section::new(DEFAULT.to_owned(), nowhere),
        current: None,
        open: None,
        first: HashMap::new(),
        faults: Vec::new(),
        bad_defaults: Vec::new(),
    };
    let mut state = State::default();
    for number in 1..=document.line_count() {
        let line = document.text(number);
        scan.take(number, line, state.next(line));
        if strict && !scan.faults.is_empty() {
            break;
        }
    }
    scan.close();
    scan.finish(kind)
}

impl<'a> Scan<'a> {
    fn fault(&mut self, kind: FaultKind, location: Location, related: Option<Location>) {
        let fault = Fault { related, ..Fault::rejected(ByView::CLI, kind, location) };
        fault::add(&mut self.faults, fault);
    }

    fn section(&mut self) -> &mut Section {
        match self.current.and_then(|index| self.sections.get_index_mut(index)) {
            Some((_, section)) => section,
            None => &mut self.defaults,
        }
    }

    fn take(&mut self, number: usize, line: &'a str, part: Part) {
        let at = |start, end| Location::in_line(number, line, start, end);
        match part {
            Part::Blank => {
                if let Some(open) = &mut self.open {
                    open.blank += 1;
                }
            }
            Part::Comment => {
                // SDKs read an indented comment as part of the value above.
                if line.starts_with([' ', '\t']) && number > 1 {
                    self.section().last_line = number;
                }
            }
            Part::Header { start, end, closed } => {
                self.close();
                let location = at(start, end);
                match closed {
                    Closed::Yes => {}
                    Closed::No => self.fault(FaultKind::HeaderNotClosed, at(start - 1, end), None),
                    Closed::Empty => {
                        self.fault(FaultKind::EmptyHeader, at(start - 1, end + 1), None);
                    }
                }
                self.header(line.get(start..end).unwrap_or_default(), location);
            }
            Part::Property { key, value, .. } => {
                self.close();
                self.section().last_line = number;
                self.property(
                    &line[key.0..key.1],
                    at(key.0, key.1),
                    &line[value.0..value.1],
                    at(value.0, value.1),
                );
            }
            Part::Continuation { start, end, nested } => {
                self.section().last_line = number;
                if let Some(open) = &mut self.open {
                    open.property.last_line = number;
                    if nested {
                        open.nested = true;
                        open.pieces.push((number, line, start, end));
                    } else {
                        open.text.extend(std::iter::repeat_n('\n', open.blank + 1));
                        open.text.push_str(&line[start..end]);
                    }
                    open.blank = 0;
                }
            }
            Part::Junk { start, end, why } => {
                let kind = match why {
                    Why::BeforeSection => FaultKind::TextBeforeSection,
                    Why::NoDelimiter => FaultKind::NotAProperty,
                    Why::EmptyKey => FaultKind::EmptyKey,
                };
                if why != Why::BeforeSection {
                    self.section().last_line = number;
                }
                self.fault(kind, at(start, end), None);
            }
        }
    }

    fn header(&mut self, name: &str, location: Location) {
        if name == DEFAULT {
            self.current = None;
            if self.defaults.properties.is_empty() {
                self.defaults = Section::new(name.to_owned(), location);
            } else {
                self.defaults.headers.push(location);
            }
            return;
        }
        if let Some((index, _, section)) = self.sections.get_full_mut(name) {
            let first = section.header;
            section.headers.push(location);
            self.current = Some(index);
            self.fault(FaultKind::DuplicateSection { name: short(name) }, location, Some(first));
        } else {
            self.current = Some(self.sections.len());
            let mut section = Section::new(name.to_owned(), location);
            section.make_room(self.document.properties_below(location.line));
            self.sections.insert(name.to_owned(), section);
        }
    }

    fn property(&mut self, key: &str, key_location: Location, value: &str, location: Location) {
        // `optionxform` is `str.lower`.
        let key = key.to_lowercase();
        let current = self.current;
        let section = self.section();
        if let Some(before) = section.properties.get(&key) {
            let before = before.key_location;
            let name = short(&section.name);
            let first = *self.first.entry((current, key.clone())).or_insert(before);
            self.fault(
                FaultKind::DuplicateKey { key: short(&key), section: name },
                key_location,
                Some(first),
            );
        }
        self.open = Some(Open {
            property: Property {
                key,
                value: Value::Text(String::new()),
                key_location,
                location,
                last_line: key_location.line,
                from_default: self.current.is_none(),
            },
            text: value.to_owned(),
            blank: 0,
            nested: false,
            pieces: Vec::new(),
        });
    }

    /// Finishes the current property.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        open.property.value = if open.nested {
            let in_default = self.current.is_none();
            let (nested, bad) = nested(&open.pieces, in_default);
            for location in bad {
                let fault = Fault::rejected(ByView::CLI, FaultKind::BadNestedLine, location);
                if in_default {
                    self.bad_defaults.push((open.property.key.clone(), fault));
                    // One is enough to refuse, and keys can be long.
                    break;
                }
                fault::add(&mut self.faults, fault);
            }
            Value::Nested(Box::new(nested))
        } else {
            Value::Text(open.text)
        };
        self.section().insert(open.property);
    }

    fn finish(mut self, kind: FileKind) -> Reading {
        let bad_defaults = std::mem::take(&mut self.bad_defaults);
        for (key, fault) in bad_defaults {
            let leaks =
                self.sections.values().any(|section| !section.properties.contains_key(&key));
            if leaks {
                fault::add(&mut self.faults, fault);
            }
        }
        if !self.defaults.properties.is_empty() {
            let defaults = std::mem::take(&mut self.defaults.properties);
            for section in self.sections.values_mut() {
                section.keys.add_all(self.defaults.keys);
                section.defaults = Some(Arc::clone(&defaults));
            }
        }
        let mut reading = Reading::new(kind, View::Tolerant);
        reading.faults = self.faults;
        reading.profiles.reserve(self.sections.len());
        for (text, section) in self.sections {
            match kind {
                FileKind::Config => place(&mut reading, &text, section),
                FileKind::Credentials => {
                    reading.profiles.insert(text, section);
                }
            }
        }
        // A key's fault can be found before that of a nested line above it.
        reading.faults.sort_by_key(|fault| fault.location);
        reading
    }
}

/// `build_profile_map` for one section.
fn place(reading: &mut Reading, text: &str, mut section: Section) {
    let of: fn(&mut Reading) -> &mut IndexMap<String, Section> = if text.starts_with("profile") {
        |reading| &mut reading.profiles
    } else if text.starts_with("sso-session") {
        |reading| &mut reading.sso_sessions
    } else if text.starts_with("services") {
        |reading| &mut reading.services
    } else if text == "default" {
        insert(reading, |reading| &mut reading.profiles, section);
        return;
    } else {
        reading.others.push(section);
        return;
    };
    let mut words = python::split_words(text).unwrap_or_default();
    let (2, Some(word)) = (words.len(), words.pop()) else {
        let kind = FaultKind::NameNotRead { header: short(text) };
        let fault = Fault::ignored(ByView::CLI, kind, section.header, None);
        fault::add(&mut reading.faults, fault);
        reading.ignored.push(section);
        return;
    };
    let before = characters(text, 0, word.start);
    let length = characters(text, word.start, word.end);
    for header in section.headers.iter_mut().chain([&mut section.header]) {
        header.column += before;
        header.end_column = header.column + length;
    }
    section.name = word.text;
    insert(reading, of, section);
}

/// `dict.update`: the later of two sections with the same name replaces the whole earlier one.
fn insert(
    reading: &mut Reading,
    map: fn(&mut Reading) -> &mut IndexMap<String, Section>,
    section: Section,
) {
    let header = section.header;
    if let (index, Some(mut before)) = map(reading).insert_full(section.name.clone(), section) {
        let name = map(reading).get_index(index).map(|(name, _)| name.clone()).unwrap_or_default();
        let kind = if name == "default" {
            FaultKind::DefaultTwice
        } else {
            FaultKind::SameNameTwice { name: short(&name) }
        };
        let fault = Fault::ignored(ByView::CLI, kind, before.header, Some(header));
        fault::add(&mut reading.faults, fault);
        before.name = name;
        reading.ignored.push(before);
    }
}

/// `_parse_nested`, and where it would raise ValueError.
fn nested(
    pieces: &[(usize, &str, usize, usize)],
    from_default: bool,
) -> (IndexMap<String, Property>, Vec<Location>) {
    let mut properties = IndexMap::with_capacity(pieces.len());
    let mut bad = Vec::new();
    for (number, line, start, end) in pieces {
        // Counts columns from one piece to the next, because a line can contain very many.
        let (mut counted, mut column) = (0, 1);
        let mut at = |start: usize, end: usize| {
            column += characters(line, counted, start);
            counted = start;
            Location { line: *number, column, end_column: column + characters(line, start, end) }
        };
        for (from, to) in python::split_lines(&line[*start..*end]) {
            let piece = &line[start + from..start + to];
            let (first, last) = python::strip(piece);
            if first == last {
                continue;
            }
            let base = start + from;
            let Some(equals) = piece.find('=') else {
                bad.push(at(base + first, base + last));
                continue;
            };
            let key = python::strip(&piece[..equals]);
            let value = python::strip(&piece[equals + 1..]);
            let text = piece[equals + 1..][value.0..value.1].to_owned();
            let name = piece[key.0..key.1].to_owned();
            let property = Property {
                key: name.clone(),
                value: Value::Text(text),
                key_location: at(base + key.0, base + key.1),
                location: at(base + equals + 1 + value.0, base + equals + 1 + value.1),
                last_line: *number,
                from_default,
            };
            properties.insert(name, property);
        }
    }
    (properties, bad)
}
