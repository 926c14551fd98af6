//! The effect of the edits on each line.

use super::extent::{self, Extent, Spans};
use super::{Edit, EditError, check};
use crate::document::Document;
use crate::lines::{LineEnding, LineKind, LineTag};
use crate::location::offset_of;
use crate::python;
use std::collections::{BTreeMap, HashMap};

/// A span of a line's text, in bytes, and its replacement.
#[derive(Debug)]
pub(super) struct Splice {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// The insertions after a line.
#[derive(Debug)]
pub(super) enum Addition {
    /// A new line, without its line end.
    Line(String, LineEnding),
    /// Lines of the document that move.
    Moved(std::ops::RangeInclusive<usize>),
}

/// The effect of the edits on one line.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<Addition>,
    pub(super) splices: Vec<Splice>,
    pub(super) removed: bool,
    pub(super) commented: bool,
    /// It is moved elsewhere.
    pub(super) moved: bool,
}

/// All changes of one call.
pub(super) struct Plan<'a> {
    pub(super) document: &'a Document,
    /// By line; a line without an entry is unchanged.
    pub(super) changes: BTreeMap<usize, Change>,
    /// New lines at the end of the file, without an empty one if the file is empty or ends in a
    /// blank line.
    pub(super) end: Vec<String>,
    pub(super) ending: LineEnding,
    pub(super) strip_mark: bool,
    extents: HashMap<usize, Extent>,
    /// Inserted keys, by header.
    inserted: Vec<(usize, String)>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(document: &'a Document, edits: &[Edit]) -> Result<Self, EditError> {
        let mut plan = Self {
            document,
            changes: BTreeMap::new(),
            end: Vec::new(),
            ending: document.line_ending(),
            strip_mark: false,
            extents: HashMap::new(),
            inserted: Vec::new(),
        };
        let mut merges = Vec::new();
        let mut appended = Vec::new();
        for edit in edits {
            match edit {
                Edit::MergeSection { from, into } => merges.push((*from, *into)),
                Edit::AppendSection { header, properties } => appended.push((header, properties)),
                other => plan.add(other)?,
            }
        }
        // Conflicting keys are known only at the end.
        super::merging::merge(&mut plan, &merges)?;
        for (header, properties) in appended {
            plan.append(header, properties)?;
        }
        plan.check()?;
        Ok(plan)
    }

    fn add(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::SetValue { line, value } => self.set_value(*line, value),
            Edit::Insert { section, key, value } => self.insert(*section, key, value),
            Edit::CommentOut { first, last } => {
                for number in self.with_tail(*first, *last)? {
                    if self.document.tag(number) != Some(LineTag::Blank) {
                        self.change(number).commented = true;
                    }
                }
                Ok(())
            }
            Edit::RemoveLines { first, last } => {
                for number in self.with_tail(*first, *last)? {
                    self.change(number).removed = true;
                }
                Ok(())
            }
            Edit::RenameSection { line, name } => self.rename_section(*line, name),
            Edit::SetHeader { line, text } => self.set_header(*line, text),
            Edit::RenameKey { line, key } => {
                check::key(key)?;
                let spans = self.property(*line)?;
                self.splice(*line, spans.key.0, spans.key.1, key.clone());
                Ok(())
            }
            Edit::RemoveSection { line } => {
                let last = self.extent(*line)?.last;
                for number in *line..=last {
                    self.change(number).removed = true;
                }
                Ok(())
            }
            Edit::ReplaceSpan { line, column, end_column, text } => {
                self.replace_span(*line, *column, *end_column, text)
            }
            Edit::InsertLine { before, text } => {
                check::one_line(text)?;
                if *before == self.document.line_count() + 1 {
                    self.end.push(text.clone());
                } else {
                    self.exists(*before)?;
                    self.change(*before).before.push(text.clone());
                }
                Ok(())
            }
            Edit::StripBom => {
                self.strip_mark = true;
                Ok(())
            }
            // Only the bytes of a UTF-16 file need conversion first.
            Edit::Transcode | Edit::MergeSection { .. } | Edit::AppendSection { .. } => Ok(()),
        }
    }

    fn set_value(&mut self, line: usize, value: &str) -> Result<(), EditError> {
        let spans = self.property(line)?;
        if spans.nested {
            check::nested_value(value)?;
        } else {
            check::value(value)?;
        }
        let text = self.document.text(line);
        if value.contains('=') && text.get(..spans.after).is_some_and(|part| part.ends_with(':')) {
            // SDKs would read the text before the `=` as the key.
            return Err(EditError::Value);
        }
        if spans.value.0 == spans.value.1 {
            // The same white space after the delimiter as before it.
            let spaced = text.get(spans.key.1..spans.after).is_some_and(|part| part.len() > 1);
            let space = if spaced && !value.is_empty() { " " } else { "" };
            self.splice(line, spans.after, text.len(), format!("{space}{value}"));
        } else {
            // White space that only Python recognizes would be part of the value for SDKs.
            let plain = |part: Option<&str>| {
                part.is_none_or(|part| part.chars().all(|space| matches!(space, ' ' | '\t')))
            };
            let (start, space) = match plain(text.get(spans.after..spans.value.0)) {
                true => (spans.value.0, ""),
                false => (spans.after, " "),
            };
            let end = if plain(text.get(spans.value.1..)) { spans.value.1 } else { text.len() };
            self.splice(line, start, end, format!("{space}{value}"));
        }
        if !spans.nested {
            for number in extent::tail(self.document, line) {
                if self.document.tag(number) == Some(LineTag::Comment) {
                    let end = extent::indentation(self.document, number);
                    self.splice(number, 0, end, String::new());
                } else {
                    self.change(number).removed = true;
                }
            }
        }
        Ok(())
    }

    fn insert(&mut self, section: usize, key: &str, value: &str) -> Result<(), EditError> {
        check::key(key)?;
        check::value(value)?;
        let extent = self.extent(section)?;
        let (last, last_property) = (extent.last, extent.last_property);
        let (last_margin, next) = (extent.last_margin, extent.next);
        // Indented like the line above, or, in an empty section, like an indented header below: a
        // deeper line continues the value of a shallower one.
        let deep = next.is_some_and(|next| extent::indentation(self.document, next) > 0);
        let model = last_margin.or(next);
        let indent = model.map_or(0, |model| extent::indentation(self.document, model));
        let indent = model
            .and_then(|model| self.document.text(model).get(..indent))
            // Other white space would be part of the key for SDKs.
            .filter(|indent| deep || indent.chars().all(|space| matches!(space, ' ' | '\t')))
            .unwrap_or_default();
        let style = last_property.and_then(|number| self.style(number));
        let (before, after) = style.unwrap_or((" ", " "));
        let line = format!("{indent}{key}{before}={after}{value}");
        let ending = match self.document.line(section).map(|line| line.ending) {
            Some(LineEnding::None) | None => self.ending,
            Some(ending) => ending,
        };
        self.change(last).after.push(Addition::Line(line.trim_end().to_owned(), ending));
        self.inserted.push((section, key.to_lowercase()));
        Ok(())
    }

    /// The space before and after `=` on a property's line, one or none.
    fn style(&self, number: usize) -> Option<(&'static str, &'static str)> {
        let text = self.document.text(number);
        let spans = Spans::of(self.document, number)?;
        if !text.get(..spans.after)?.ends_with('=') {
            return Some((" ", " "));
        }
        let one = |space: bool| if space { " " } else { "" };
        let before = spans.key.1 + 1 < spans.after;
        let empty = spans.value.0 == spans.value.1;
        let after = if empty { before } else { spans.after < spans.value.0 };
        Some((one(before), one(after)))
    }

    fn rename_section(&mut self, line: usize, name: &str) -> Result<(), EditError> {
        let (start, end, closed) = self.header_span(line)?;
        let close = if closed { "" } else { "]" };
        let text = self.document.text(line).get(start..end).unwrap_or_default();
        let prefixed = ["profile", "sso-session", "services"]
            .iter()
            .any(|prefix| text.starts_with(prefix) && text.len() > prefix.len());
        let words = python::split_words(text).unwrap_or_default();
        if let (true, [_, word]) = (prefixed, words.as_slice()) {
            let quoted = check::quoted(name)?;
            check::header_text(&quoted)?;
            self.splice(line, start + word.start, start + word.end, format!("{quoted}{close}"));
        } else if prefixed && text.contains([' ', '\t']) {
            // It is unclear which part is the name.
            return Err(EditError::Name);
        } else {
            // As in the credentials file: the text is the name.
            check::header_text(name)?;
            self.splice(line, start, end, format!("{name}{close}"));
        }
        Ok(())
    }

    fn set_header(&mut self, line: usize, text: &str) -> Result<(), EditError> {
        check::header_text(text)?;
        let (start, end, closed) = self.header_span(line)?;
        let close = if closed { "" } else { "]" };
        self.splice(line, start, end, format!("{text}{close}"));
        Ok(())
    }

    /// Where the text between the brackets is, and whether the bracket is closed.
    fn header_span(&self, line: usize) -> Result<(usize, usize, bool), EditError> {
        self.exists(line)?;
        let text = self.document.text(line);
        match self.document.line(line).map(|line| line.kind) {
            Some(LineKind::Header { text: span }) => {
                let missing = EditError::NotAHeader { line };
                let start = offset_of(text, span.column).ok_or(missing.clone())?;
                let end = offset_of(text, span.end_column).ok_or(missing)?;
                let closed = text.get(end..).is_some_and(|rest| rest.starts_with(']'));
                Ok((start, end, closed))
            }
            _ => Err(EditError::NotAHeader { line }),
        }
    }

    fn replace_span(
        &mut self,
        line: usize,
        column: usize,
        end_column: usize,
        text: &str,
    ) -> Result<(), EditError> {
        self.exists(line)?;
        check::one_line(text)?;
        let old = self.document.text(line);
        let bounds = offset_of(old, column).zip(offset_of(old, end_column));
        match bounds.filter(|(start, end)| start <= end) {
            Some((start, end)) => {
                self.splice(line, start, end, text.to_owned());
                Ok(())
            }
            None => Err(EditError::NoSuchColumn { line }),
        }
    }

    fn append(&mut self, header: &str, properties: &[(String, String)]) -> Result<(), EditError> {
        check::header_text(header)?;
        self.end.push(String::new());
        self.end.push(format!("[{header}]"));
        for (index, (key, value)) in properties.iter().enumerate() {
            check::key(key)?;
            check::value(value)?;
            let lower = key.to_lowercase();
            if properties.iter().take(index).any(|(other, _)| other.to_lowercase() == lower) {
                return Err(EditError::DuplicateKey { key: key.clone() });
            }
            self.end.push(format!("{key} = {value}").trim_end().to_owned());
        }
        Ok(())
    }

    /// The lines from `first` to `last`, including the continuation lines of the last property.
    fn with_tail(&self, first: usize, last: usize) -> Result<Vec<usize>, EditError> {
        self.exists(first)?;
        self.exists(last)?;
        if first > last {
            return Err(EditError::EmptyRange { first, last });
        }
        let mut lines: Vec<usize> = (first..=last).collect();
        let owner = (first..=last).any(|number| {
            matches!(self.document.tag(number), Some(LineTag::Property | LineTag::Header))
        });
        if owner {
            lines.extend(extent::tail(self.document, last));
        }
        Ok(lines)
    }

    pub(super) fn change(&mut self, line: usize) -> &mut Change {
        self.changes.entry(line).or_default()
    }

    fn splice(&mut self, line: usize, start: usize, end: usize, text: String) {
        self.change(line).splices.push(Splice { start, end, text });
    }

    fn exists(&self, line: usize) -> Result<(), EditError> {
        self.document.tag(line).map(|_| ()).ok_or(EditError::NoSuchLine { line })
    }

    fn property(&self, line: usize) -> Result<Spans, EditError> {
        self.exists(line)?;
        Spans::of(self.document, line).ok_or(EditError::NotAProperty { line })
    }

    /// The lines of the section whose header is `line`.
    pub(super) fn extent(&mut self, line: usize) -> Result<&Extent, EditError> {
        self.exists(line)?;
        if self.document.tag(line) != Some(LineTag::Header) {
            return Err(EditError::NotAHeader { line });
        }
        let document = self.document;
        Ok(self.extents.entry(line).or_insert_with(|| Extent::of(document, line)))
    }

    /// Whether a line is unchanged after the edits: neither removed nor commented out.
    pub(super) fn stays(&self, line: usize) -> bool {
        self.changes.get(&line).is_none_or(|change| !change.removed && !change.commented)
    }

    fn check(&mut self) -> Result<(), EditError> {
        for (line, change) in &mut self.changes {
            change.splices.sort_by_key(|splice| (splice.start, splice.end));
            let overlap = change.splices.windows(2).any(|pair| pair[0].end > pair[1].start);
            if overlap || (change.removed && !change.splices.is_empty()) {
                return Err(EditError::Overlap { line: *line });
            }
        }
        let mut seen = std::collections::HashSet::new();
        for (section, key) in &self.inserted {
            let lines = self.extents.get(section).and_then(|extent| extent.keys.get(key));
            let there = lines.is_some_and(|lines| lines.iter().any(|line| self.keeps_key(*line)));
            if there || !seen.insert((*section, key.as_str())) {
                return Err(EditError::DuplicateKey { key: key.clone() });
            }
        }
        Ok(())
    }

    fn keeps_key(&self, line: usize) -> bool {
        self.stays(line)
            && self.changes.get(&line).is_none_or(|change| {
                let key_end = Spans::of(self.document, line).map_or(0, |spans| spans.key.1);
                change.splices.iter().all(|splice| splice.start >= key_end)
            })
    }
}
