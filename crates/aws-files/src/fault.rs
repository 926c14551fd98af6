//! What is wrong with a file, and which tools it stops.

use crate::location::Location;
use std::fmt;

/// One of the two dialects, by its readers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ByView {
    /// botocore, boto3 and the AWS CLI.
    pub cli: bool,
    /// The SDKs that follow the specification.
    pub sdk: bool,
}

impl ByView {
    pub(crate) const NONE: Self = Self { cli: false, sdk: false };
    pub(crate) const CLI: Self = Self { cli: true, sdk: false };
    pub(crate) const SDK: Self = Self { cli: false, sdk: true };

    /// Whether it concerns any dialect.
    pub fn any(self) -> bool {
        self.cli || self.sdk
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self { cli: self.cli || other.cli, sdk: self.sdk || other.sdk }
    }
}

/// One fault of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Its kind.
    pub kind: FaultKind,
    /// Its place.
    pub location: Location,
    /// The place of the other part: the first of two duplicates.
    pub related: Option<Location>,
    /// The dialects that refuse the whole file because of it.
    pub rejected_by: ByView,
    /// The dialects that continue but ignore its subject: the section, the key, or for
    /// [`FaultKind::NotUtf8`] and [`FaultKind::Utf16`] the whole file.
    pub ignored_by: ByView,
}

impl Fault {
    /// A fault because of which these dialects refuse the whole file.
    pub(crate) const fn rejected(rejected_by: ByView, kind: FaultKind, location: Location) -> Self {
        Self { kind, location, related: None, rejected_by, ignored_by: ByView::NONE }
    }

    /// Bytes that are not UTF-8: Python refuses the file, and SDKs read an empty one (aws-runtime's
    /// `source.rs`).
    pub(crate) const fn unreadable(kind: FaultKind, location: Location) -> Self {
        let (rejected_by, ignored_by) = (ByView::CLI, ByView::SDK);
        Self { kind, location, related: None, rejected_by, ignored_by }
    }

    /// A fault whose subject these dialects ignore.
    pub(crate) const fn ignored(
        ignored_by: ByView,
        kind: FaultKind,
        location: Location,
        related: Option<Location>,
    ) -> Self {
        Self { kind, location, related, rejected_by: ByView::NONE, ignored_by }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

/// The kinds of faults. `Display` is a fragment of a sentence that names sections and keys, never
/// values. Names are cut after 256 characters.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// A duplicate header (configparser's `DuplicateSectionError`).
    #[error("the section [{name}] is defined twice")]
    DuplicateSection {
        /// The header's text.
        name: String,
    },
    /// A duplicate key in a section, compared in lower case (`DuplicateOptionError`).
    #[error("the key {key} is defined twice in [{section}]")]
    DuplicateKey {
        /// The key in lower case.
        key: String,
        /// The header's text.
        section: String,
    },
    /// A line before the first section (`MissingSectionHeaderError`).
    #[error("text before the first section")]
    TextBeforeSection,
    /// A line without the delimiter of a property.
    #[error("a line without \"=\"")]
    NotAProperty,
    /// A property with `:`, or with ` #` before the `=`: a property only in one dialect.
    #[error("a property that is not written with \"=\" alone")]
    ColonDelimiter,
    /// An empty key before the delimiter.
    #[error("a value without a key")]
    EmptyKey,
    /// `[` without `]`.
    #[error("a section header without \"]\"")]
    HeaderNotClosed,
    /// `[]`.
    #[error("a section header without a name")]
    EmptyHeader,
    /// Text after `]` that is not a comment.
    #[error("text after the section header")]
    TextAfterHeader,
    /// A line without `=`, or without a key, below a property with an empty value.
    #[error("a nested line that is not \"key = value\"")]
    BadNestedLine,
    /// An indented line directly below a header, or before any.
    #[error("an indented line without a property above it")]
    ContinuationWithoutProperty,
    /// A byte that is not UTF-8.
    #[error("a byte that is not UTF-8")]
    NotUtf8,
    /// A UTF-8 byte order mark.
    #[error("a byte order mark before the first line")]
    ByteOrderMark,
    /// UTF-16.
    #[error("the file is UTF-16")]
    Utf16,
    /// A section name that SDKs reject: `[A-Za-z0-9_\-/.%@:+]+`, without quotes.
    #[error("the name \"{name}\" has characters that SDKs do not accept")]
    NameNotPortable {
        /// The name.
        name: String,
    },
    /// A key that SDKs reject: the same characters.
    #[error("the key \"{key}\" has characters that SDKs do not accept")]
    KeyNotPortable {
        /// The key.
        key: String,
    },
    /// A header that begins with `profile`, `sso-session` or `services` and is not followed by
    /// exactly one name: `[profile]`, `[profile a b]`, an open quote, `[profile a] # see [b]`.
    #[error("[{header}] does not give exactly one name")]
    NameNotRead {
        /// The header's text.
        header: String,
    },
    /// A section of the config file without a prefix, such as `[dev]` or `[preview]`.
    #[error("[{name}] has no prefix")]
    MissingPrefix {
        /// The header's text.
        name: String,
    },
    /// `[profile a]` in the credentials file, where names have no prefix.
    #[error("[{header}] has a prefix, in the credentials file")]
    PrefixInCredentials {
        /// The header's text.
        header: String,
    },
    /// `[DEFAULT]`, whose keys Python adds to every section.
    #[error("[DEFAULT] adds its keys to every section in Python")]
    PythonDefault,
    /// `[default]` and `[profile default]` in one file.
    #[error("[default] and [profile default] are both there")]
    DefaultTwice,
    /// Two headers that are spelled differently and mean the same section.
    #[error("two sections, written differently, are both \"{name}\"")]
    SameNameTwice {
        /// The name.
        name: String,
    },
}

/// Report at most this many faults per dialect; real files have a handful.
pub(crate) const MAX_FAULTS: usize = 10_000;

/// Adds a fault, up to the limit.
pub(crate) fn add(faults: &mut Vec<Fault>, fault: Fault) {
    if faults.len() < MAX_FAULTS {
        faults.push(fault);
    }
}

/// A name in the form that a fault shows.
pub(crate) fn short(name: &str) -> String {
    name.chars().take(256).collect()
}
