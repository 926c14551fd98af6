//! The lines of a preset: its sections and keys, each with its line. The `configparser` crate reads
//! the values; it keeps no lines, and stops at the first mistake.

use indexmap::IndexMap;

/// A section header, or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The line, from 1.
    pub(super) line: usize,
    /// The section's name.
    pub(super) section: String,
    /// `None` for the header.
    pub(super) key: Option<String>,
    /// Whether this key was there before; the first one counts.
    pub(super) is_repeated: bool,
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line, from 1.
    pub(super) line: usize,
    /// The section, if the line is in one.
    pub(super) section: Option<String>,
    /// The key, if the line has one.
    pub(super) key: Option<String>,
    /// What is wrong.
    pub(super) what: String,
}

impl Entry {
    /// A mistake in this line.
    pub(super) fn mistake(&self, what: impl Into<String>) -> Mistake {
        Mistake {
            line: self.line,
            section: Some(self.section.clone()).filter(|section| !section.is_empty()),
            key: self.key.clone(),
            what: what.into(),
        }
    }
}

/// What the lines of a preset are.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The headers and keys, in order.
    pub(super) entries: Vec<Entry>,
    /// What is wrong.
    pub(super) mistakes: Vec<Mistake>,
    /// The text again, each section once, without the lines that are wrong or repeat a key.
    pub(super) valid: String,
}

/// Where the reader is.
enum Section {
    /// Before the first header.
    None,
    In(String),
    /// Below a header that cannot be read, so that nothing can be said about the keys.
    Unknown,
}

/// Every header and key of the text, and every line that is neither or that repeats one. A line
/// that is indented more deeply than the key above it continues its value.
pub(super) fn list_entries(text: &str) -> Lines {
    let mut entries: Vec<Entry> = Vec::new();
    let mut mistakes = Vec::new();
    let mut bodies: IndexMap<String, String> = IndexMap::new();
    let mut section = Section::None;
    // The indentation of the key above, and whether it is valid.
    let mut above: Option<(usize, bool)> = None;
    for (line, raw) in (1..).zip(text.lines()) {
        let trimmed = raw.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let name = match &section {
            Section::In(name) => name.clone(),
            Section::None | Section::Unknown => String::new(),
        };
        let mut entry = Entry { line, section: name, key: None, is_repeated: false };
        if let Some(inner) = trimmed.strip_prefix('[') {
            above = None;
            let Some(name) = inner.strip_suffix(']') else {
                mistakes.push(
                    entry.mistake("a section header must be alone on its line and end with ]"),
                );
                section = Section::Unknown;
                continue;
            };
            entry.section = name.split_whitespace().collect::<Vec<_>>().join(" ");
            section = Section::In(entry.section.clone());
            let first =
                entries.iter().find(|other| other.key.is_none() && other.section == entry.section);
            match first {
                Some(first) => mistakes.push(
                    entry.mistake(format!("duplicate section (first on line {})", first.line)),
                ),
                None => entries.push(entry),
            }
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        if let Some((_, is_valid)) = above.filter(|(key_indent, _)| indent > *key_indent) {
            if let Some(body) = bodies.get_mut(&entry.section).filter(|_| is_valid) {
                body.extend(["    ", trimmed, "\n"]);
            }
            continue;
        }
        let is_unknown = matches!(section, Section::Unknown);
        let Some((key, _)) = trimmed.split_once('=') else {
            above = None;
            if !is_unknown {
                let what = "this line is neither a section, a key with =, nor a comment";
                mistakes.push(entry.mistake(what));
            }
            continue;
        };
        above = Some((indent, false));
        let key = key.trim();
        if is_unknown {
            continue;
        }
        if key.is_empty() {
            mistakes.push(entry.mistake("there is no key before the ="));
            continue;
        }
        entry.key = Some(key.to_owned());
        if matches!(section, Section::None) {
            mistakes.push(entry.mistake("this key comes before the first section"));
            continue;
        }
        let first = entries.iter().find(|other| is_same_key(other, &entry));
        if let Some(first) = first {
            mistakes.push(entry.mistake(format!("duplicate key (first on line {})", first.line)));
            entry.is_repeated = true;
        } else {
            let body = bodies.entry(entry.section.clone()).or_default();
            body.extend([trimmed, "\n"]);
            above = Some((indent, true));
        }
        entries.push(entry);
    }
    let valid = bodies.iter().map(|(section, body)| format!("[{section}]\n{body}")).collect();
    Lines { entries, mistakes, valid }
}

fn is_same_key(one: &Entry, other: &Entry) -> bool {
    one.section == other.section && one.key == other.key
}
