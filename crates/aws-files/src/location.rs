//! The place of something in a file.

/// A span of one line, as editors count it.
///
/// Lines and columns begin at 1. Columns count characters (Unicode scalar values); an undecodable
/// byte counts as one, a byte order mark as none. `end_column` is exclusive, so an empty span has
/// `column == end_column`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    /// The line, from 1.
    pub line: usize,
    /// The first column, from 1.
    pub column: usize,
    /// The column after the last one.
    pub end_column: usize,
}

impl Location {
    /// The span of `text` (one line) between two of its byte offsets.
    pub(crate) fn in_line(line: usize, text: &str, start: usize, end: usize) -> Self {
        let column = 1 + characters(text, 0, start);
        Self { line, column, end_column: column + characters(text, start, end) }
    }
}

/// The number of characters in `text` between two byte offsets.
pub(crate) fn characters(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let end = end.min(bytes.len());
    let start = start.min(end);
    // A byte that does not continue a character begins one.
    bytes[start..end].iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

/// The byte offset in `text` of the character at `column` (from 1); the end of the text for a
/// column just after the last character; `None` beyond it.
pub(crate) fn offset_of(text: &str, column: usize) -> Option<usize> {
    let index = column.checked_sub(1)?;
    let mut seen = 0;
    for (offset, _) in text.char_indices() {
        if seen == index {
            return Some(offset);
        }
        seen += 1;
    }
    (seen == index).then_some(text.len())
}
