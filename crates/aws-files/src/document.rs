//! A file's bytes, and its lines.

use crate::edit::{self, Edit, EditError};
use crate::encoding::{self, Content, Encoding};
use crate::lines::{self, Line, LineEnding, LineTag, State};
use crate::location::{Location, offset_of};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A shared file, lossless.
///
/// Any bytes make a document, and [`as_bytes`](Self::as_bytes) returns exactly those. Cloning is
/// cheap. `Debug` prints only sizes, because such files contain secrets.
#[derive(Clone)]
pub struct Document {
    inner: Arc<Inner>,
}

struct Inner {
    content: Content,
    /// The offset of each line in the text.
    starts: Vec<u32>,
    /// The offset of each line in the bytes, if those differ from the text.
    byte_starts: Vec<u32>,
    tags: Vec<LineTag>,
}

impl fmt::Debug for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Document")
            .field("bytes", &self.as_bytes().len())
            .field("lines", &self.inner.starts.len())
            .field("encoding", &self.encoding())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Document {}

impl Default for Document {
    fn default() -> Self {
        Self::parse(b"")
    }
}

impl Document {
    /// Takes any bytes; never fails.
    ///
    /// Time is linear in the number of bytes; memory is the bytes, five bytes per line, and the
    /// decoded text of a file that is not UTF-8.
    pub fn parse(bytes: &[u8]) -> Self {
        let content = Content::decode(bytes);
        let starts = lines::starts(content.text().as_bytes());
        // An undecodable byte ends no line, so both have the same number of lines.
        let byte_starts = match &content {
            Content::Other { bytes, .. } => lines::starts(&bytes[content.bom_length()..]),
            _ => Vec::new(),
        };
        let mut inner = Inner { content, starts, byte_starts, tags: Vec::new() };
        let mut state = State::default();
        inner.tags = (0..inner.starts.len())
            .map(|index| LineTag::from(state.next(without_ending(inner.whole(index)))))
            .collect();
        Self { inner: Arc::new(inner) }
    }

    /// Exactly the original bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.inner.content.bytes()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// All lines, created lazily and returned by value.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line> {
        (1..=self.line_count()).filter_map(move |number| self.line(number))
    }

    /// The number of lines. A last line without a line end counts; a final line end starts no
    /// further line.
    pub fn line_count(&self) -> usize {
        self.inner.starts.len()
    }

    /// One line, by its number from 1.
    pub fn line(&self, number: usize) -> Option<Line> {
        let index = number.checked_sub(1)?;
        let tag = *self.inner.tags.get(index)?;
        let whole = self.inner.whole(index);
        Some(Line {
            number,
            kind: lines::kind(tag, number, without_ending(whole)),
            ending: lines::ending_of(whole),
            bytes: self.byte_range(index),
        })
    }

    /// A line's text without its ending; empty for a line number beyond the document. Each
    /// undecodable byte is one U+FFFD, and a byte order mark is omitted, so that columns match.
    pub fn text(&self, number: usize) -> &str {
        match number.checked_sub(1) {
            Some(index) if index < self.inner.starts.len() => {
                without_ending(self.inner.whole(index))
            }
            _ => "",
        }
    }

    /// The text at a place; empty for one that is not in the document.
    pub fn text_at(&self, place: Location) -> &str {
        let line = self.text(place.line);
        let span = offset_of(line, place.column).zip(offset_of(line, place.end_column));
        span.and_then(|(start, end)| line.get(start..end)).unwrap_or_default()
    }

    /// How to decode the bytes.
    pub fn encoding(&self) -> Encoding {
        match &self.inner.content {
            Content::Utf8 { bom: false, .. } => Encoding::Utf8,
            Content::Utf8 { bom: true, .. } => Encoding::Utf8Bom,
            Content::Utf16 { little: true, .. } => Encoding::Utf16Le,
            Content::Utf16 { little: false, .. } => Encoding::Utf16Be,
            Content::Other { .. } => Encoding::NotUtf8 {
                location: self.undecodable().next().unwrap_or(Location {
                    line: 1,
                    column: 1,
                    end_column: 1,
                }),
            },
        }
    }

    /// Whether the bytes begin with a UTF-8 byte order mark (possible even if the rest is not
    /// UTF-8).
    pub fn has_byte_order_mark(&self) -> bool {
        self.inner.content.bom_length() > 0
    }

    /// The most frequent line end among the first lines; `\n` for a file without any.
    pub fn line_ending(&self) -> LineEnding {
        let mut counts = [(LineEnding::Lf, 0), (LineEnding::CrLf, 0), (LineEnding::Cr, 0)];
        for index in 0..self.inner.starts.len().min(1000) {
            let ending = lines::ending_of(self.inner.whole(index));
            for count in counts.iter_mut().filter(|count| count.0 == ending) {
                count.1 += 1;
            }
        }
        let mut best = (LineEnding::Lf, 0);
        for count in counts {
            if count.1 > best.1 {
                best = count;
            }
        }
        best.0
    }

    /// Applies edits; see [`Edit`]. The document itself is unchanged.
    ///
    /// # Errors
    /// Fails without a change if an edit does not fit the document, or two edits overlap.
    pub fn edit(&self, edits: &[Edit]) -> Result<Self, EditError> {
        edit::apply(self, edits)
    }

    /// The first undecodable byte of each line that has one.
    pub(crate) fn undecodable(&self) -> impl Iterator<Item = Location> + '_ {
        let bytes = match &self.inner.content {
            Content::Other { bytes, .. } => bytes.as_slice(),
            _ => &[],
        };
        (0..self.inner.byte_starts.len()).filter_map(move |index| {
            let line = bytes.get(self.byte_range(index))?;
            let before = encoding::first_undecodable(line)?;
            Some(Location { line: index + 1, column: before + 1, end_column: before + 2 })
        })
    }

    pub(crate) fn content(&self) -> &Content {
        &self.inner.content
    }

    /// The whole text, without a byte order mark.
    pub(crate) fn whole_text(&self) -> &str {
        self.inner.content.text()
    }

    /// The kind of a line, without the cost of locating its parts. `None` for a line number beyond
    /// the document.
    pub fn tag(&self, number: usize) -> Option<LineTag> {
        self.inner.tags.get(number.checked_sub(1)?).copied()
    }

    /// The number of sections to allocate: the number of headers, up to a limit.
    pub(crate) fn expected_sections(&self) -> usize {
        let headers = self.inner.tags.iter().filter(|tag| **tag == LineTag::Header);
        headers.take(16_384).count()
    }

    /// Estimates the number of properties in a section.
    pub(crate) fn properties_below(&self, header: usize) -> usize {
        let tags = self.inner.tags.get(header..).unwrap_or_default().iter();
        tags.take_while(|tag| **tag != LineTag::Header)
            .filter(|tag| **tag == LineTag::Property)
            .take(64)
            .count()
    }

    /// The number of the line that contains an offset of the text.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        self.inner.starts.partition_point(|start| *start as usize <= offset).max(1)
    }

    /// The offset of a line in the text.
    pub(crate) fn start(&self, number: usize) -> usize {
        number
            .checked_sub(1)
            .and_then(|index| self.inner.starts.get(index))
            .map_or(self.whole_text().len(), |start| *start as usize)
    }

    /// The bytes of a line, including its line end; empty for UTF-16.
    pub(crate) fn byte_range(&self, index: usize) -> Range<usize> {
        let shift = self.inner.content.bom_length();
        let of = |starts: &[u32], length: usize| {
            let at =
                |index: usize| starts.get(index).map_or(length, |start| *start as usize + shift);
            at(index)..at(index + 1)
        };
        match &self.inner.content {
            Content::Utf8 { whole, .. } => of(&self.inner.starts, whole.len()),
            Content::Utf16 { .. } => 0..0,
            Content::Other { bytes, .. } => of(&self.inner.byte_starts, bytes.len()),
        }
    }
}

impl Inner {
    fn bounds(&self, index: usize) -> (usize, usize) {
        let text = self.content.text();
        let start = self.starts.get(index).map_or(text.len(), |start| *start as usize);
        let end = self.starts.get(index + 1).map_or(text.len(), |start| *start as usize);
        (start, end)
    }

    fn whole(&self, index: usize) -> &str {
        let (start, end) = self.bounds(index);
        self.content.text().get(start..end).unwrap_or_default()
    }
}

pub(crate) fn without_ending(line: &str) -> &str {
    &line[..line.len() - lines::ending_of(line).as_str().len()]
}
