//! A document in no particular format; the Markdown and HTML writers lay it out.

use checks::Severity;

use crate::record::{Excerpt, Underline};

/// A whole document.
pub(crate) struct Document {
    pub(crate) title: &'static str,
    pub(crate) reference: String,
    pub(crate) subtitle: String,
    /// The labeled lines at the top.
    pub(crate) summary: Vec<(&'static str, String)>,
    pub(crate) introduction: Vec<Block>,
    pub(crate) sections: Vec<Section>,
    pub(crate) footer: String,
}

/// A part with a heading.
pub(crate) struct Section {
    /// The anchor of the heading.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// Whether it is closed until the reader opens it.
    pub(crate) folded: bool,
    pub(crate) blocks: Vec<Block>,
}

/// How a paragraph looks, where the format can show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Lead,
    Dim,
}

/// A block of a section.
pub(crate) enum Block {
    Heading(Vec<Inline>),
    Paragraph(Style, Vec<Inline>),
    /// Preformatted text on any number of lines.
    Code(String),
    /// Lines with their line numbers.
    Numbered(Vec<(Option<usize>, String)>),
    Source(Severity, Excerpt),
    /// Rows, each named by its second cell; a dim row is less important.
    Table {
        heads: &'static [&'static str],
        rows: Vec<(bool, Vec<Vec<Inline>>)>,
    },
    /// Items, each with details below it.
    List(Vec<(Vec<Inline>, Vec<Inline>)>),
    /// A group that is marked with its severity.
    Panel(Severity, Vec<Block>),
    /// A link, and the rest of its sentence. Its address may be very long, so plain text leaves it
    /// out.
    Link {
        address: String,
        text: &'static str,
        rest: &'static str,
    },
}

/// A piece of a line.
pub(crate) enum Inline {
    Text(String),
    Code(String),
    /// An identifier of this program.
    Id(String),
    Strong(String),
    /// A remark in parentheses.
    Aside(String),
    /// The word for a state, which also has a color and a mark.
    Badge(&'static str),
}

/// Plain text.
pub(crate) fn text(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

/// A line of an excerpt; `None` marks lines that are left out.
pub(crate) type SourceLine<'a> = Option<(usize, &'a str, Vec<&'a Underline>)>;

/// The lines of an excerpt, with their underlined parts in order.
pub(crate) fn source_lines(excerpt: &Excerpt) -> Vec<SourceLine<'_>> {
    let mut lines: Vec<SourceLine<'_>> = Vec::new();
    for (number, line) in (excerpt.start..).zip(&excerpt.lines) {
        let marks: Vec<_> = excerpt.marks.iter().filter(|mark| mark.line == number).collect();
        if !line.is_empty() || !marks.is_empty() {
            lines.push(Some((number, line, marks)));
        } else if !matches!(lines.last(), Some(None)) {
            lines.push(None);
        }
    }
    lines
}

/// The line below an underlined part: the underline and the label.
pub(crate) fn underline(mark: &Underline) -> String {
    let sign = if mark.primary { "^" } else { "-" };
    let length = mark.to.saturating_sub(mark.from).max(1);
    format!("{}{} {}", " ".repeat(mark.from), sign.repeat(length), mark.label)
}
