//! Which lines belong to a section or a property.

use crate::document::Document;
use crate::lines::{LineKind, LineTag};
use std::collections::HashMap;

/// The lines of a section.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    /// The last line that is neither blank nor a comment at the margin; edits insert after it. An
    /// indented comment counts, because SDKs read it as part of the value above.
    pub(super) last: usize,
    /// The last property's line.
    pub(super) last_property: Option<usize>,
    /// The last line that sets the indentation of continuations: a property or junk.
    pub(super) last_margin: Option<usize>,
    /// The next header, if there is one.
    pub(super) next: Option<usize>,
    /// The properties' lines by key in lower case.
    pub(super) keys: HashMap<String, Vec<usize>>,
}

impl Extent {
    pub(super) fn of(document: &Document, header: usize) -> Self {
        let mut extent = Self {
            last: header,
            last_property: None,
            last_margin: None,
            next: None,
            keys: HashMap::new(),
        };
        let mut number = header + 1;
        while let Some(tag) = document.tag(number) {
            match tag {
                LineTag::Header => {
                    extent.next = Some(number);
                    break;
                }
                LineTag::Blank => {}
                LineTag::Comment => {
                    if is_indented(document, number) {
                        extent.last = number;
                    }
                }
                LineTag::Property => {
                    extent.last = number;
                    extent.last_property = Some(number);
                    extent.last_margin = Some(number);
                    if let Some(key) = key_of(document, number) {
                        extent.keys.entry(key).or_default().push(number);
                    }
                }
                LineTag::Continuation | LineTag::Nested => extent.last = number,
                LineTag::Junk => {
                    extent.last = number;
                    extent.last_margin = Some(number);
                }
            }
            number += 1;
        }
        extent
    }
}

/// The key of a property's line, as Python lowers it.
pub(super) fn key_of(document: &Document, number: usize) -> Option<String> {
    let text = document.text(number);
    let spans = Spans::of(document, number)?;
    Some(text.get(spans.key.0..spans.key.1)?.to_lowercase())
}

/// The byte offsets of a property's or nested line's parts.
pub(super) struct Spans {
    pub(super) key: (usize, usize),
    /// After the delimiter.
    pub(super) after: usize,
    pub(super) value: (usize, usize),
    pub(super) nested: bool,
}

impl Spans {
    pub(super) fn of(document: &Document, number: usize) -> Option<Self> {
        let text = document.text(number);
        let offset = |column| crate::location::offset_of(text, column);
        match document.line(number)?.kind {
            LineKind::Property { key, delimiter, value } => Some(Self {
                key: (offset(key.column)?, offset(key.end_column)?),
                after: offset(delimiter.end_column)?,
                value: (offset(value.column)?, offset(value.end_column)?),
                nested: false,
            }),
            LineKind::Nested { key, value } => {
                let key = (offset(key.column)?, offset(key.end_column)?);
                Some(Self {
                    key,
                    after: key.1 + text.get(key.1..)?.find('=')? + 1,
                    value: (offset(value.column)?, offset(value.end_column)?),
                    nested: true,
                })
            }
            _ => None,
        }
    }
}

/// Whether SDKs read the line as a continuation: it begins with a space or a tab.
pub(super) fn is_indented(document: &Document, number: usize) -> bool {
    document.text(number).starts_with([' ', '\t'])
}

/// The white space at the start of a line, in bytes.
pub(super) fn indentation(document: &Document, number: usize) -> usize {
    let text = document.text(number);
    text.len() - text.trim_start_matches(crate::python::is_space).len()
}

/// The lines after `number` that continue its value, in either dialect.
pub(super) fn tail(document: &Document, number: usize) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut next = number + 1;
    loop {
        match document.tag(next) {
            Some(LineTag::Continuation | LineTag::Nested) => lines.push(next),
            Some(LineTag::Comment) if is_indented(document, next) => lines.push(next),
            Some(LineTag::Blank | LineTag::Comment) => {}
            Some(LineTag::Header | LineTag::Property | LineTag::Junk) | None => return lines,
        }
        next += 1;
    }
}
