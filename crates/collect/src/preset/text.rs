//! The lines of a preset: its sections and keys, each with its line and its value.

/// A section header, or a key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The line, from 1.
    pub(super) line: usize,
    /// The section's name.
    pub(super) section: String,
    /// `None` for the header.
    pub(super) key: Option<String>,
    /// The value's lines, without the spaces around each; empty for the header.
    pub(super) value: String,
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
pub(super) fn list_entries(text: &str) -> (Vec<Entry>, Vec<Mistake>) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut mistakes = Vec::new();
    let mut section = Section::None;
    // The indentation of the key above, and whether it is among the entries.
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
        let mut entry =
            Entry { line, section: name, key: None, value: String::new(), is_repeated: false };
        if let Some(inner) = trimmed.strip_prefix('[') {
            above = None;
            let Some(name) = inner.strip_suffix(']') else {
                mistakes.push(
                    entry.mistake("a section header must be alone on its line and end with ]"),
                );
                section = Section::Unknown;
                continue;
            };
            entry.section = name.trim().to_owned();
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
        if let Some((_, is_listed)) = above.filter(|(key_indent, _)| indent > *key_indent) {
            if let Some(last) = entries.last_mut().filter(|_| is_listed) {
                last.value.push('\n');
                last.value.push_str(trimmed);
            }
            continue;
        }
        let is_unknown = matches!(section, Section::Unknown);
        let Some((key, value)) = trimmed.split_once('=') else {
            above = None;
            if !is_unknown {
                let what = "this line is neither a section, a key with =, nor a comment";
                mistakes.push(entry.mistake(what));
            }
            continue;
        };
        above = Some((indent, false));
        let (key, value) = (key.trim(), value.trim());
        if is_unknown {
            continue;
        }
        if key.is_empty() {
            mistakes.push(entry.mistake("there is no key before the ="));
            continue;
        }
        entry.key = Some(key.to_owned());
        entry.value = value.to_owned();
        if matches!(section, Section::None) {
            mistakes.push(entry.mistake("this key comes before the first section"));
            continue;
        }
        let first = entries.iter().find(|other| is_same_key(other, &entry));
        if let Some(first) = first {
            mistakes.push(entry.mistake(format!("duplicate key (first on line {})", first.line)));
            entry.is_repeated = true;
        }
        entries.push(entry);
        above = Some((indent, true));
    }
    (entries, mistakes)
}

fn is_same_key(one: &Entry, other: &Entry) -> bool {
    one.section == other.section && one.key == other.key
}
