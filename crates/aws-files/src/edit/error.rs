//! Why an edit cannot be made.

use crate::fault::FaultKind;
use crate::reading::View;
use std::fmt;

/// Why an edit cannot be made. `Display` never shows values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// There is no such line.
    NoSuchLine {
        /// The line asked for.
        line: usize,
    },
    /// The line holds no property.
    NotAProperty {
        /// The line.
        line: usize,
    },
    /// The line holds no section header.
    NotAHeader {
        /// The line.
        line: usize,
    },
    /// The line has no such columns.
    NoSuchColumn {
        /// The line.
        line: usize,
    },
    /// Two edits change the same stretch.
    Overlap {
        /// The line.
        line: usize,
    },
    /// The first line comes after the last.
    EmptyRange {
        /// The first line asked for.
        first: usize,
        /// The last line asked for.
        last: usize,
    },
    /// A text that must stay on one line has a line break.
    LineBreak,
    /// A value that would not be read back: empty space around it, or a comment for SDKs.
    Value,
    /// A key that would not be read back.
    Key,
    /// A name or header that would not be read back.
    Name,
    /// The edit would make another line part of a value.
    Swallows {
        /// The line, as it is before the edits.
        line: usize,
    },
    /// The section has the key already.
    DuplicateKey {
        /// The key, as it was to be written.
        key: String,
    },
    /// A family of readers that reads the file now would refuse it afterwards.
    Breaks {
        /// Who.
        for_view: View,
        /// Why.
        kind: FaultKind,
    },
    /// The file is UTF-16 and [`Edit::Transcode`](crate::Edit::Transcode) is not among the edits.
    Utf16,
}

impl fmt::Display for EditError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchLine { line } => write!(formatter, "there is no line {line}"),
            Self::NotAProperty { line } => write!(formatter, "line {line} is not a property"),
            Self::NotAHeader { line } => write!(formatter, "line {line} is not a section header"),
            Self::NoSuchColumn { line } => write!(formatter, "line {line} is shorter than that"),
            Self::Overlap { line } => write!(formatter, "two changes overlap on line {line}"),
            Self::EmptyRange { first, last } => {
                write!(formatter, "line {first} comes after line {last}")
            }
            Self::LineBreak => formatter.write_str("the text has a line break"),
            Self::Value => formatter.write_str("the value would not be read back as it is"),
            Self::Key => formatter.write_str("the key would not be read back as it is"),
            Self::Name => formatter.write_str("the name cannot stand in a section header"),
            Self::Swallows { line } => {
                write!(formatter, "line {line} would become part of the value above it")
            }
            Self::DuplicateKey { key } => {
                write!(formatter, "the section has the key {key} already")
            }
            Self::Breaks { kind, for_view: View::Sdk } => {
                write!(formatter, "SDKs would no longer read the file: {kind}")
            }
            Self::Breaks { kind, .. } => {
                write!(formatter, "the AWS CLI would no longer read the file: {kind}")
            }
            Self::Utf16 => formatter.write_str("the file is UTF-16 and must be converted first"),
        }
    }
}

impl std::error::Error for EditError {}
