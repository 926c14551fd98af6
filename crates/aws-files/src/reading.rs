//! The result of reading a document.

use crate::document::Document;
use crate::fault::Fault;
use crate::location::Location;
use crate::{cli, sdk, tolerant};
use indexmap::IndexMap;
use std::fmt;
use std::sync::Arc;

/// Which of the two shared files a document is; their rules for headers differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FileKind {
    /// `~/.aws/config`.
    Config,
    /// `~/.aws/credentials`.
    Credentials,
}

/// The tool whose reading is requested.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum View {
    /// botocore's `configloader.py`: boto3 and the AWS CLI.
    Cli,
    /// aws-runtime's `env_config`: the SDKs that follow the specification.
    Sdk,
    /// Like the AWS CLI, but continuing after each fault.
    Tolerant,
}

/// How one view reads one document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The kind of file.
    pub kind: FileKind,
    /// The view of this reading.
    pub view: View,
    /// The profiles by name, in the order of the file.
    pub profiles: IndexMap<String, Section>,
    /// The `[sso-session …]` sections by name.
    pub sso_sessions: IndexMap<String, Section>,
    /// The `[services …]` sections by name.
    pub services: IndexMap<String, Section>,
    /// Other sections: `[dev]`, `[plugins]`, `[preview]`. The name is the header's text.
    pub others: Vec<Section>,
    /// Sections that this view ignores, such as `[profile a b]`, or the earlier one of two
    /// equivalent headers. The name is the header's text.
    pub ignored: Vec<Section>,
    /// Why this view refuses the whole file; if set, there are no sections.
    pub rejection: Option<Fault>,
    /// `Cli` and `Sdk`: what this view ignores without refusing. `Tolerant`: everything that makes
    /// either of them refuse or ignore, in line order (at most the first ten thousand faults for
    /// each).
    pub faults: Vec<Fault>,
}

impl Reading {
    pub(crate) fn new(kind: FileKind, view: View) -> Self {
        Self {
            kind,
            view,
            profiles: IndexMap::new(),
            sso_sessions: IndexMap::new(),
            services: IndexMap::new(),
            others: Vec::new(),
            ignored: Vec::new(),
            rejection: None,
            faults: Vec::new(),
        }
    }

    /// The same reading, refused because of `fault`.
    pub(crate) fn rejected(kind: FileKind, view: View, fault: Fault) -> Self {
        Self { rejection: Some(fault), ..Self::new(kind, view) }
    }
}

/// A section of a file.
#[derive(Clone, Debug)]
pub struct Section {
    /// The name: of a profile, of a session, or the header's text.
    pub name: String,
    /// The place of the name in the header, including its quotes.
    pub header: Location,
    /// All headers in file order if several sections were merged; otherwise the only one.
    pub headers: Vec<Location>,
    /// The line of the (first) header.
    pub first_line: usize,
    /// The last line of the section, without trailing blank lines and comments. An indented
    /// comment counts, because SDKs read it as part of the value above.
    pub last_line: usize,
    /// The section's own properties by key, in the view's lower case. The keys from `[DEFAULT]`
    /// are not here; use [`get`](Self::get), [`text`](Self::text) and [`iter`](Self::iter). Clones
    /// of a section share it, so that merged profiles of a large file cost no second copy.
    /// Read-only: [`get`](Self::get) does not find keys that are added here.
    pub properties: Arc<IndexMap<String, Property>>,
    /// The keys from Python's `[DEFAULT]`.
    pub(crate) defaults: Option<Arc<IndexMap<String, Property>>>,
    /// A key outside this set is absent.
    pub(crate) keys: Keys,
}

impl Section {
    pub(crate) fn new(name: String, header: Location) -> Self {
        Self {
            name,
            header,
            headers: vec![header],
            first_line: header.line,
            last_line: header.line,
            properties: Arc::default(),
            defaults: None,
            keys: Keys::default(),
        }
    }

    /// Reserves exact room, because sections are many and properties are large.
    pub(crate) fn make_room(&mut self, properties: usize) {
        if properties > 0 {
            Arc::make_mut(&mut self.properties).reserve_exact(properties);
        }
    }

    /// Adds or replaces the property with this key, and returns its index.
    pub(crate) fn insert(&mut self, property: Property) -> usize {
        self.keys.add(&property.key);
        let properties = Arc::make_mut(&mut self.properties);
        properties.insert_full(property.key.clone(), property).0
    }

    /// A property by its key in lower case, from the section itself or else from `[DEFAULT]`.
    pub fn get(&self, key: &str) -> Option<&Property> {
        if !self.keys.may_hold(key) {
            return None;
        }
        look_up(&self.properties, key).or_else(|| look_up(self.defaults.as_deref()?, key))
    }

    /// A property's text; `None` if its value is nested.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.as_text()
    }

    /// All properties: the section's own, then those from `[DEFAULT]` that it does not set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Property)> {
        let added = self.defaults.iter().flat_map(|defaults| defaults.iter());
        self.properties
            .iter()
            .chain(added.filter(|(key, _)| !self.properties.contains_key(*key)))
            .map(|(key, property)| (key.as_str(), property))
    }
}

/// A bit for each key of a section; several keys share a bit. Most keys that checks look up are
/// absent, and this filter rejects them without a search, which saves a quarter of the time for a
/// large file.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Keys(u64);

impl Keys {
    /// The bit of a key: its length and three of its characters distinguish the usual ones.
    fn bit(key: &str) -> u64 {
        let bytes = key.as_bytes();
        let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
        let length = bytes.len();
        let sum = length * 67 + at(0) * 29 + at(length / 2) * 13 + at(length.saturating_sub(1));
        1 << (sum % 64)
    }

    pub(crate) fn add(&mut self, key: &str) {
        self.0 |= Self::bit(key);
    }

    pub(crate) fn add_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn may_hold(self, key: &str) -> bool {
        self.0 & Self::bit(key) != 0
    }
}

/// Up to this many keys, a comparison with each is faster than a hash: profiles have about six
/// keys, and every check looks up only a few.
const FEW: usize = 12;

fn look_up<'a>(properties: &'a IndexMap<String, Property>, key: &str) -> Option<&'a Property> {
    if properties.len() > FEW {
        return properties.get(key);
    }
    properties.iter().find_map(|(name, property)| (name == key).then_some(property))
}

/// A property. `Debug` omits the value.
#[derive(Clone, PartialEq, Eq)]
pub struct Property {
    /// The key, in lower case (a nested key as written).
    pub key: String,
    /// The value.
    pub value: Value,
    /// The place of the key.
    pub key_location: Location,
    /// The place of the value on the property's own line; for an empty value, after the delimiter.
    pub location: Location,
    /// The last line of the value, including continuations and nested lines.
    pub last_line: usize,
    /// Whether it comes from Python's `[DEFAULT]`.
    pub from_default: bool,
}

impl fmt::Debug for Property {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Property")
            .field("key", &self.key)
            .field("key_location", &self.key_location)
            .field("location", &self.location)
            .field("last_line", &self.last_line)
            .finish_non_exhaustive()
    }
}

/// A property's value. Its own `Debug` shows it; the `Debug` of the types around it does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text, with `\n` before each continuation.
    Text(String),
    /// The lines `key = value` below a property with an empty value. Boxed, because few values are
    /// nested, and a map is three times as large as a text.
    Nested(Box<IndexMap<String, Property>>),
}

impl Value {
    /// The text, if the value is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nested(_) => None,
        }
    }

    /// The nested properties, if any.
    pub fn as_nested(&self) -> Option<&IndexMap<String, Property>> {
        match self {
            Self::Text(_) => None,
            Self::Nested(nested) => Some(nested),
        }
    }
}

/// Reads a document as one kind of file, in one dialect.
///
/// Linear in the size of the document.
pub fn read(document: &Document, kind: FileKind, view: View) -> Reading {
    match view {
        View::Cli => cli::read(document, kind),
        View::Sdk => sdk::read(document, kind),
        View::Tolerant => tolerant::read(document, kind),
    }
}
