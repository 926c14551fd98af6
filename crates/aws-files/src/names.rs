//! Which sections the SDKs keep, and under which name: aws-runtime's `env_config/normalize.rs`.

use crate::fault::{self, ByView, Fault, FaultKind, short};
use crate::location::{Location, characters};
use crate::reading::{FileKind, Reading, Section};
use crate::sdk::identifier;
use indexmap::IndexMap;
use std::collections::HashSet;
use std::sync::Arc;

const SPACE: &[char] = &[' ', '\t'];

/// `SectionPair`: a header's prefix and its name, and the name's offset in the header.
struct Pair<'a> {
    prefix: Option<&'a str>,
    name: &'a str,
    offset: usize,
}

impl<'a> Pair<'a> {
    fn parse(text: &'a str) -> Self {
        let input = text.trim_matches(SPACE);
        let (prefix, name) = match input.split_once(SPACE) {
            Some((prefix, name)) => (Some(prefix.trim()), name.trim()),
            None => (None, input.trim()),
        };
        // Both are slices of the same text.
        let offset = if name.is_empty() {
            text.trim_end_matches(SPACE).len()
        } else {
            (name.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
        };
        Self { prefix, name, offset }
    }

    /// `valid_for`: why a section is ignored.
    fn fault(&self, text: &str, kind: FileKind) -> Option<FaultKind> {
        let name = || FaultKind::NameNotPortable { name: short(self.name) };
        match (kind, self.prefix) {
            (FileKind::Config, Some(_)) => (!identifier(self.name)).then(name),
            (FileKind::Config, None) if self.name == "default" => None,
            (FileKind::Config, None) if self.name == "DEFAULT" => Some(FaultKind::PythonDefault),
            (FileKind::Config, None) => Some(FaultKind::MissingPrefix { name: short(text) }),
            (FileKind::Credentials, Some(_)) => {
                Some(FaultKind::PrefixInCredentials { header: short(text) })
            }
            (FileKind::Credentials, None) => (!identifier(self.name)).then(name),
        }
    }
}

fn ignore(reading: &mut Reading, kind: FaultKind, location: Location, related: Option<Location>) {
    fault::add(&mut reading.faults, Fault::ignored(ByView::SDK, kind, location, related));
}

/// `merge_in`. Differently spelled headers of one section merge in file order here; aws-runtime
/// merges them in the random order of a HashMap.
pub(crate) fn place_all(
    reading: &mut Reading,
    sections: IndexMap<&str, Section>,
    invalid: Vec<(usize, String, Location)>,
) {
    reading.profiles.reserve(sections.len());
    let mut dropped = HashSet::new();
    let mut with_invalid: HashSet<usize> = invalid.iter().map(|(index, ..)| *index).collect();
    let prefixed_default = sections.iter().find_map(|(text, section)| {
        let pair = Pair::parse(text);
        let found = reading.kind == FileKind::Config
            && pair.prefix == Some("profile")
            && pair.name == "default";
        found.then_some(section.header)
    });
    for (index, (text, mut section)) in sections.into_iter().enumerate() {
        let pair = Pair::parse(text);
        if let Some(kind) = pair.fault(text, reading.kind) {
            ignore(reading, kind, section.header, None);
            reading.ignored.push(section);
            dropped.insert(index);
            continue;
        }
        if let (None, "default", Some(other)) = (pair.prefix, pair.name, prefixed_default) {
            ignore(reading, FaultKind::DefaultTwice, section.header, Some(other));
            reading.ignored.push(section);
            dropped.insert(index);
            continue;
        }
        let before = characters(text, 0, pair.offset);
        let length = characters(text, pair.offset, pair.offset + pair.name.len());
        // A header with a `\r` spans several lines of the document, so the message shows it whole.
        for header in section.headers.iter_mut().filter(|_| !text.contains('\r')) {
            header.column += before;
            header.end_column = header.column + length;
        }
        section.header = section.headers.first().copied().unwrap_or(section.header);
        let known = matches!(pair.prefix, None | Some("profile" | "sso-session" | "services"));
        if with_invalid.remove(&index) {
            Arc::make_mut(&mut section.properties).retain(|key, _| identifier(key));
        }
        if !known {
            reading.others.push(section);
            continue;
        }
        section.name = pair.name.to_owned();
        let map = match pair.prefix {
            Some("sso-session") => &mut reading.sso_sessions,
            Some("services") => &mut reading.services,
            _ => &mut reading.profiles,
        };
        match map.get_mut(pair.name) {
            None => {
                map.insert(pair.name.to_owned(), section);
            }
            Some(into) => {
                let first = into.header;
                let second = section.header;
                into.headers.append(&mut section.headers);
                into.last_line = into.last_line.max(section.last_line);
                into.keys.add_all(section.keys);
                Arc::make_mut(&mut into.properties)
                    .extend(Arc::unwrap_or_clone(section.properties));
                let name = short(pair.name);
                ignore(reading, FaultKind::SameNameTwice { name }, second, Some(first));
            }
        }
    }
    for (index, key, location) in invalid {
        if !dropped.contains(&index) {
            ignore(reading, FaultKind::KeyNotPortable { key }, location, None);
        }
    }
}
