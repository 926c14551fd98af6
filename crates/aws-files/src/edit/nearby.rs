//! The part of a document that some edits concern, so that what they change can be shown without
//! editing a large file once for each finding.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Edit;
use crate::document::Document;
use crate::encoding::Encoding;
use crate::lines::{LineEnding, LineTag};

/// A document's sections, to cut out what edits concern.
#[derive(Debug)]
pub struct Neighborhoods<'a> {
    document: &'a Document,
    /// The lines of all headers, in order.
    headers: Vec<usize>,
    /// The hashes of all headers' texts without blanks, in lower case.
    names: HashSet<u64>,
    ending: LineEnding,
}

impl<'a> Neighborhoods<'a> {
    /// Finds the sections; time is linear in the number of lines.
    pub fn new(document: &'a Document) -> Self {
        let is_header = |line: &usize| document.tag(*line) == Some(LineTag::Header);
        let headers: Vec<usize> = (1..=document.line_count()).filter(is_header).collect();
        let names = headers.iter().map(|line| squeeze(document.text(*line))).collect();
        Self { document, headers, names, ending: document.line_ending() }
    }

    /// The sections that the edits concern, at least `context` lines before and after them, as a
    /// document of their own, and the edits for it. `None` if the edits can only be judged on the
    /// whole document: they concern its encoding, a header that may be there already, or lines that
    /// end otherwise than most.
    pub fn cut(&self, edits: &[Edit], context: usize) -> Option<(Document, Vec<Edit>)> {
        if self.document.encoding() != Encoding::Utf8 {
            return None;
        }
        let count = self.document.line_count();
        let (mut first, mut last) = (usize::MAX, 0);
        for edit in edits {
            let (from, to) = self.touched(edit)?;
            first = first.min(from);
            last = last.max(to);
        }
        if first == 0 || first > count + 1 {
            return None;
        }
        let first = self.begin(first.min(count), context);
        let last = self.end(last.min(count), context);
        let bytes = self.document.as_bytes();
        let range = self.document.byte_range(first.checked_sub(1)?).start
            ..self.document.byte_range(last.checked_sub(1)?).end;
        let part = Document::parse(bytes.get(range)?);
        let is_same = (first..=last)
            .enumerate()
            .all(|(index, line)| part.tag(index + 1) == self.document.tag(line));
        if !is_same || part.line_count() != last + 1 - first {
            return None;
        }
        // New lines end as most lines of the whole file do.
        if part.line_ending() != self.ending {
            return None;
        }
        Some((part, edits.iter().map(|edit| moved(edit, first - 1)).collect()))
    }

    /// The lines that an edit names.
    fn touched(&self, edit: &Edit) -> Option<(usize, usize)> {
        let end = self.document.line_count() + 1;
        let is_new = |text: &str| !self.names.contains(&squeeze(text));
        match edit {
            Edit::SetValue { line, .. }
            | Edit::RenameKey { line, .. }
            | Edit::RemoveSection { line } => Some((*line, *line)),
            Edit::Insert { section, .. } => Some((*section, *section)),
            Edit::CommentOut { first, last } | Edit::RemoveLines { first, last } => {
                Some((*first, *last))
            }
            Edit::MergeSection { from, into } => Some((*from.min(into), *from.max(into))),
            Edit::ReplaceSpan { line, .. } => {
                (self.document.tag(*line) != Some(LineTag::Header)).then_some((*line, *line))
            }
            Edit::InsertLine { before, text } => {
                (!text.trim_start().starts_with('[')).then_some((*before, *before))
            }
            Edit::RenameSection { line, name } => {
                let prefixes = ["", "profile", "sso-session", "services"];
                let is_free = prefixes.iter().all(|prefix| is_new(&format!("[{prefix}{name}]")));
                is_free.then_some((*line, *line))
            }
            Edit::SetHeader { line, text } => {
                is_new(&format!("[{text}]")).then_some((*line, *line))
            }
            Edit::AppendSection { header, .. } => {
                is_new(&format!("[{header}]")).then_some((end, end))
            }
            Edit::StripBom | Edit::Transcode => None,
        }
    }

    /// The first line of the section that begins `context` lines before this one, or earlier.
    fn begin(&self, line: usize, context: usize) -> usize {
        let own = self.headers.partition_point(|header| *header <= line);
        let start = own.checked_sub(1).map_or(1, |index| self.headers[index]);
        let wanted = start.saturating_sub(context);
        let above = self.headers.partition_point(|header| *header <= wanted);
        above.checked_sub(1).map_or(1, |index| self.headers[index])
    }

    /// The last line of the section that ends `context` lines after this one's, or later.
    fn end(&self, line: usize, context: usize) -> usize {
        let count = self.document.line_count();
        let last_of_section = |line: usize| {
            let next = self.headers.partition_point(|header| *header <= line);
            self.headers.get(next).map_or(count, |header| header - 1)
        };
        last_of_section((last_of_section(line) + context).min(count))
    }
}

/// Quotes and blanks differ among spellings of one name.
fn squeeze(header: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\''))
        .flat_map(char::to_lowercase)
        .for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

/// The edit for a document that lacks the first `by` lines.
fn moved(edit: &Edit, by: usize) -> Edit {
    let mut edit = edit.clone();
    match &mut edit {
        Edit::SetValue { line, .. }
        | Edit::RenameSection { line, .. }
        | Edit::SetHeader { line, .. }
        | Edit::RenameKey { line, .. }
        | Edit::RemoveSection { line }
        | Edit::ReplaceSpan { line, .. }
        | Edit::Insert { section: line, .. }
        | Edit::InsertLine { before: line, .. } => *line = line.saturating_sub(by),
        Edit::CommentOut { first, last } | Edit::RemoveLines { first, last } => {
            *first = first.saturating_sub(by);
            *last = last.saturating_sub(by);
        }
        Edit::MergeSection { from, into } => {
            *from = from.saturating_sub(by);
            *into = into.saturating_sub(by);
        }
        Edit::AppendSection { .. } | Edit::StripBom | Edit::Transcode => {}
    }
    edit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sections: usize) -> String {
        let section =
            |number| format!("[profile p{number}]\nregion = us-east-1\n# note\noutput = json\n\n");
        (0..sections).map(section).collect()
    }

    /// Editing the part gives what editing the whole gives there.
    #[test]
    fn the_part_is_edited_as_the_whole_is() {
        let text = file(12);
        let document = Document::parse(text.as_bytes());
        let nearby = Neighborhoods::new(&document);
        let edits: Vec<Vec<Edit>> = (1..=document.line_count())
            .flat_map(|line| {
                [
                    Edit::SetValue { line, value: "eu-west-1".into() },
                    Edit::CommentOut { first: line, last: line },
                    Edit::RemoveLines { first: line, last: line },
                    Edit::RenameKey { line, key: "sso_region".into() },
                    Edit::Insert { section: line, key: "retry_mode".into(), value: "a".into() },
                    Edit::RemoveSection { line },
                    Edit::RenameSection { line, name: "new".into() },
                    Edit::InsertLine { before: line, text: "# here".into() },
                    Edit::AppendSection { header: "profile z".into(), properties: Vec::new() },
                ]
            })
            .map(|edit| vec![edit])
            .chain([vec![Edit::MergeSection { from: 6, into: 16 }]])
            .collect();
        let mut compared = 0;
        for edits in edits {
            let Ok(whole) = document.edit(&edits) else { continue };
            let (part, shifted) = nearby.cut(&edits, 2).expect("a part");
            assert!(part.line_count() <= 40, "{edits:?}: {} lines", part.line_count());
            let edited = part.edit(&shifted).expect("the same edit");
            let (whole, edited) = (text_of(&whole), text_of(&edited));
            let own = text_of(&part);
            let at = text.find(&own).expect("a part of it");
            let expected = format!("{}{edited}{}", &text[..at], &text[at + own.len()..]);
            assert_eq!(whole, expected, "{edits:?}");
            compared += 1;
        }
        assert!(compared > 200, "{compared}");
    }

    #[test]
    fn what_the_whole_file_decides_is_not_cut() {
        let document = Document::parse(file(3).as_bytes());
        let nearby = Neighborhoods::new(&document);
        let rename = Edit::RenameSection { line: 1, name: "p2".into() };
        assert!(nearby.cut(&[rename], 2).is_none());
        assert!(nearby.cut(&[Edit::StripBom], 2).is_none());
        let utf16 = Document::parse(b"\xff\xfe[\0a\0]\0\n\0");
        let edits = [Edit::CommentOut { first: 1, last: 1 }];
        assert!(Neighborhoods::new(&utf16).cut(&edits, 2).is_none());
        // A new line ends as most lines of the file do, which this section's lines do not.
        let mixed = format!("{}[profile z]\nregion = us-east-1\n", file(3).replace('\n', "\r\n"));
        let mixed = Document::parse(mixed.as_bytes());
        let edits = [Edit::InsertLine { before: mixed.line_count(), text: "# here".into() }];
        assert!(Neighborhoods::new(&mixed).cut(&edits, 0).is_none());
    }

    fn text_of(document: &Document) -> String {
        String::from_utf8(document.as_bytes().to_vec()).expect("text")
    }
}
