//! Changes to a document that leave every other line as it is.

mod check;
mod error;
mod extent;
mod merging;
mod nearby;
mod plan;
#[cfg(test)]
mod tests;
mod write;

pub use check::header;
pub use error::EditError;
pub use nearby::Neighborhoods;

use crate::document::Document;
use crate::encoding::Content;

pub(crate) fn apply(document: &Document, edits: &[Edit]) -> Result<Document, EditError> {
    if edits.is_empty() {
        return Ok(document.clone());
    }
    if let Content::Utf16 { text, .. } = document.content() {
        if !edits.contains(&Edit::Transcode) {
            return Err(EditError::Utf16);
        }
        // Lines and columns already refer to the decoded text.
        return apply(&Document::parse(text.as_bytes()), edits);
    }
    let plan = plan::Plan::new(document, edits)?;
    write::carry_out(&plan)
}

/// One change. Line numbers and columns refer to the document before the edits; all edits of one
/// call are applied together.
///
/// A name in a header is quoted as botocore needs it. Both dialects read exactly what is written,
/// or the edit is refused; so is an edit that would make a file unreadable for a dialect that
/// reads it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Replaces a property's value (also that of a nested line) and drops its continuation lines.
    /// Key, white space around the delimiter and line end stay. An indented comment below, which
    /// SDKs read as part of the value, loses its indentation.
    SetValue {
        /// The property's line.
        line: usize,
        /// The new value: one line.
        value: String,
    },
    /// A new property after the last one of a section, in the section's own style.
    Insert {
        /// The section's header line.
        section: usize,
        /// The key.
        key: String,
        /// The value: one line.
        value: String,
    },
    /// Comments out each line with `# `; blank lines stay. The continuation lines of the last
    /// value are commented out as well, because otherwise they would continue the value above.
    CommentOut {
        /// The first line.
        first: usize,
        /// The last line.
        last: usize,
    },
    /// Removes lines, and the continuation lines of the last value.
    RemoveLines {
        /// The first line.
        first: usize,
        /// The last line.
        last: usize,
    },
    /// Replaces the name in a header: `[sso-session old]` becomes `[sso-session new]`.
    RenameSection {
        /// The header's line.
        line: usize,
        /// The new name, without quotes.
        name: String,
    },
    /// Replaces the whole text between `[` and `]` verbatim.
    SetHeader {
        /// The header's line.
        line: usize,
        /// The new text.
        text: String,
    },
    /// Replaces a property's key.
    RenameKey {
        /// The property's line.
        line: usize,
        /// The new key.
        key: String,
    },
    /// Removes a section from its header to its last line; blank lines and comments after that
    /// stay.
    RemoveSection {
        /// The header's line.
        line: usize,
    },
    /// Moves the lines of one section, including comments, to the end of another, and removes its
    /// header. The later of two duplicate keys in the file wins, as for SDKs: the other one is
    /// dropped if the lines are equal, and otherwise commented out.
    MergeSection {
        /// The header line of the section to remove.
        from: usize,
        /// The header line of the remaining section.
        into: usize,
    },
    /// A new section at the end of the file, with a blank line before it.
    AppendSection {
        /// The verbatim text between `[` and `]`; use [`header`](crate::header).
        header: String,
        /// Keys and values.
        properties: Vec<(String, String)>,
    },
    /// Replaces a span of a line.
    ReplaceSpan {
        /// The line.
        line: usize,
        /// The first column.
        column: usize,
        /// The column after the last one.
        end_column: usize,
        /// The replacement, within one line.
        text: String,
    },
    /// A whole new line, such as a comment moved off a value.
    InsertLine {
        /// The line to insert before; one more than the last line for the end of the file.
        before: usize,
        /// The line's text, without a line end.
        text: String,
    },
    /// Removes a UTF-8 byte order mark.
    StripBom,
    /// From UTF-16 to UTF-8 without a byte order mark. Other edits of a UTF-16 file need it.
    Transcode,
}
