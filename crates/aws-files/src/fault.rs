//! What is wrong with a file, and whom it stops.

use crate::location::Location;
use std::fmt;

/// Which of the two families of readers something concerns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ByView {
    /// botocore, boto3 and the AWS CLI.
    pub cli: bool,
    /// The SDKs that follow the specification.
    pub sdk: bool,
}

/// Who refuses the whole file because of a fault.
pub type RejectedBy = ByView;

/// Who goes on, but leaves out what the fault is about.
pub type IgnoredBy = ByView;

impl ByView {
    pub(crate) const NONE: Self = Self { cli: false, sdk: false };
    pub(crate) const CLI: Self = Self { cli: true, sdk: false };
    pub(crate) const SDK: Self = Self { cli: false, sdk: true };
    pub(crate) const BOTH: Self = Self { cli: true, sdk: true };

    /// Whether it concerns anyone.
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
    /// What it is.
    pub kind: FaultKind,
    /// Where it is.
    pub location: Location,
    /// Where the other party is: the first of two duplicates.
    pub related: Option<Location>,
    /// Who refuses the whole file because of it.
    pub rejected_by: RejectedBy,
    /// Who reads on but ignores what it is about: the section, the key, or for
    /// [`FaultKind::NotUtf8`] and [`FaultKind::Utf16`] the whole file.
    pub ignored_by: IgnoredBy,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

/// The kinds of faults. `Display` is a fragment of a sentence that names sections and keys, never
/// values. Names are cut after 256 characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// A header that stands twice (configparser's `DuplicateSectionError`).
    DuplicateSection {
        /// The header's text.
        name: String,
    },
    /// A key that stands twice in a section, compared in lower case (`DuplicateOptionError`).
    DuplicateKey {
        /// The key in lower case.
        key: String,
        /// The header's text.
        section: String,
    },
    /// Something that belongs to no section (`MissingSectionHeaderError`).
    TextBeforeSection,
    /// A line without the delimiter that makes a property.
    NotAProperty,
    /// A property with `:`, or with ` #` before the `=`: a property for one family only.
    ColonDelimiter,
    /// Nothing before the delimiter.
    EmptyKey,
    /// `[` without `]`.
    HeaderNotClosed,
    /// `[]`.
    EmptyHeader,
    /// Text that is no comment after `]`.
    TextAfterHeader,
    /// A line without `=`, or without a key, below a property whose own value is empty.
    BadNestedLine,
    /// An indented line directly below a header, or before any.
    ContinuationWithoutProperty,
    /// A byte that is not UTF-8.
    NotUtf8,
    /// A UTF-8 byte order mark.
    ByteOrderMark,
    /// UTF-16.
    Utf16,
    /// A section's name that SDKs do not accept: `[A-Za-z0-9_\-/.%@:+]+`, without quotes.
    NameNotPortable {
        /// The name.
        name: String,
    },
    /// A key that SDKs do not accept: the same characters.
    KeyNotPortable {
        /// The key.
        key: String,
    },
    /// A header that begins with `profile`, `sso-session` or `services` and does not have exactly
    /// one name after it: `[profile]`, `[profile a b]`, an open quote, `[profile a] # see [b]`.
    NameNotRead {
        /// The header's text.
        header: String,
    },
    /// A section of the config file without a prefix, such as `[dev]` or `[preview]`.
    MissingPrefix {
        /// The header's text.
        name: String,
    },
    /// `[profile a]` in the credentials file, where names stand alone.
    PrefixInCredentials {
        /// The header's text.
        header: String,
    },
    /// `[DEFAULT]`, whose keys Python adds to every section.
    PythonDefault,
    /// `[default]` and `[profile default]` in one file.
    DefaultTwice,
    /// Two headers that are written differently and mean the same section.
    SameNameTwice {
        /// The name.
        name: String,
    },
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateSection { name } => {
                write!(formatter, "the section [{name}] is there twice")
            }
            Self::DuplicateKey { key, section } => {
                write!(formatter, "the key {key} is there twice in [{section}]")
            }
            Self::TextBeforeSection => formatter.write_str("text before the first section"),
            Self::NotAProperty => formatter.write_str("a line without \"=\""),
            Self::ColonDelimiter => {
                formatter.write_str("a property that is not written with \"=\" alone")
            }
            Self::EmptyKey => formatter.write_str("a value without a key"),
            Self::HeaderNotClosed => formatter.write_str("a section header without \"]\""),
            Self::EmptyHeader => formatter.write_str("a section header without a name"),
            Self::TextAfterHeader => formatter.write_str("text after the section header"),
            Self::BadNestedLine => formatter.write_str("a nested line that is not \"key = value\""),
            Self::ContinuationWithoutProperty => {
                formatter.write_str("an indented line without a property above it")
            }
            Self::NotUtf8 => formatter.write_str("a byte that is not UTF-8"),
            Self::ByteOrderMark => formatter.write_str("a byte order mark before the first line"),
            Self::Utf16 => formatter.write_str("the file is UTF-16"),
            Self::NameNotPortable { name } => {
                write!(formatter, "the name \"{name}\" has characters that SDKs do not accept")
            }
            Self::KeyNotPortable { key } => {
                write!(formatter, "the key \"{key}\" has characters that SDKs do not accept")
            }
            Self::NameNotRead { header } => {
                write!(formatter, "[{header}] does not give exactly one name")
            }
            Self::MissingPrefix { name } => write!(formatter, "[{name}] has no prefix"),
            Self::PrefixInCredentials { header } => {
                write!(formatter, "[{header}] has a prefix, in the credentials file")
            }
            Self::PythonDefault => {
                formatter.write_str("[DEFAULT] adds its keys to every section in Python")
            }
            Self::DefaultTwice => {
                formatter.write_str("[default] and [profile default] are both there")
            }
            Self::SameNameTwice { name } => {
                write!(formatter, "two sections, written differently, are both \"{name}\"")
            }
        }
    }
}

/// At most this many faults are collected by a reading of one family; a file that is all faults
/// is told by its first ones.
pub(crate) const MOST_FAULTS: usize = 10_000;

/// A name as a fault shows it.
pub(crate) fn short(name: &str) -> String {
    name.chars().take(256).collect()
}
