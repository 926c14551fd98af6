//! Why an edit is impossible.

use crate::fault::FaultKind;
use crate::reading::View;

/// Why an edit cannot be made. `Display` never shows values.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// There is no such line.
    #[error("there is no line {line}")]
    NoSuchLine {
        /// The requested line.
        line: usize,
    },
    /// The line contains no property.
    #[error("line {line} is not a property")]
    NotAProperty {
        /// The line.
        line: usize,
    },
    /// The line contains no section header.
    #[error("line {line} is not a section header")]
    NotAHeader {
        /// The line.
        line: usize,
    },
    /// The line has no such columns.
    #[error("line {line} is shorter than that")]
    NoSuchColumn {
        /// The line.
        line: usize,
    },
    /// Two edits change the same span.
    #[error("two changes overlap on line {line}")]
    Overlap {
        /// The line.
        line: usize,
    },
    /// The first line is after the last.
    #[error("line {first} comes after line {last}")]
    EmptyRange {
        /// The requested first line.
        first: usize,
        /// The requested last line.
        last: usize,
    },
    /// A one-line text contains a line break.
    #[error("the text has a line break")]
    LineBreak,
    /// A value that would not be read back: white space around it, or a comment for SDKs.
    #[error("the value would not be read back as it is")]
    Value,
    /// A key that would not be read back.
    #[error("the key would not be read back as it is")]
    Key,
    /// A name or header that would not be read back.
    #[error("a section header cannot contain this name")]
    Name,
    /// The edit would make another line part of a value.
    #[error("line {line} would become part of the value above it")]
    Swallows {
        /// The line, as it is before the edits.
        line: usize,
    },
    /// The section already has the key.
    #[error("the section already has the key {key}")]
    DuplicateKey {
        /// The key, as it was to be written.
        key: String,
    },
    /// A dialect that reads the file now would refuse it afterwards.
    #[error("{} would no longer read the file: {kind}", match .for_view { View::Sdk => "SDKs", _ => "the AWS CLI" })]
    Breaks {
        /// The dialect.
        for_view: View,
        /// The reason.
        kind: FaultKind,
    },
    /// The file is UTF-16 and [`Edit::Transcode`](crate::Edit::Transcode) is not among the edits.
    #[error("the file is UTF-16 and must be converted first")]
    Utf16,
}
