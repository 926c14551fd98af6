//! The source lines of a finding, underlined like a compiler error.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use checks::Severity;
use facts::clean_line;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::record::{Excerpt, Finding};
use crate::terminal::text::cut;

/// Labels are cut no shorter than this for what stands before the mark, which the renderer cuts too.
const SHORTEST: usize = 24;
/// A label that has less room than this says nothing; the sentence below says it.
const LEAST: usize = 8;
/// What the renderer leaves before a mark on a line that it cuts: `…`, some characters, a blank.
const MARGIN: usize = 6;

/// The lines that a finding points at; nothing if there are none.
pub(crate) fn render(app: &App, found: &Finding) -> Option<String> {
    if found.source.is_empty() {
        return None;
    }
    let level = match found.severity {
        Severity::Fail => Level::ERROR,
        Severity::Warn => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_level(level);
    for piece in &found.source {
        group = group.element(snippet(app, piece));
    }
    let renderer =
        Renderer::styled().decor_style(DecorStyle::Unicode).term_width(app.printer.width() - 4);
    let text = renderer.render(&[group]);
    Some(text.lines().map(|line| format!("    {}", line.trim_end())).collect::<Vec<_>>().join("\n"))
}

/// One range of lines of one file.
fn snippet(app: &App, piece: &Excerpt) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let last = piece.start + piece.lines.len().saturating_sub(1);
    let mut source = String::new();
    let mut annotations = Vec::new();
    for (number, line) in (piece.start..).zip(&piece.lines) {
        for mark in piece.marks.iter().filter(|mark| mark.line == number) {
            let start = byte_of(line, mark.from);
            let end = byte_of(line, mark.to).max(start);
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            // A label follows its underline, and one that is too long would break the layout.
            let gutter = 4 + last.to_string().len() + 4;
            let before = line.get(..end).map_or(0, UnicodeWidthStr::width);
            let room = app.printer.width().saturating_sub(gutter + before).max(SHORTEST);
            // The renderer cuts what stands before the mark, and never the mark itself.
            let marked = line.get(start..end).map_or(0, UnicodeWidthStr::width);
            let room = room.min(app.printer.width().saturating_sub(gutter + MARGIN + marked));
            let span = kind.span(source.len() + start..source.len() + end);
            annotations.push(match cut(&clean_line(&mark.label), room) {
                label if room >= LEAST => span.label(label),
                _ => span,
            });
        }
        source.push_str(line);
        source.push('\n');
    }
    Snippet::source(source)
        .path(app.path(std::path::Path::new(&piece.path)))
        .line_start(piece.start)
        .fold(true)
        .annotations(annotations)
}

/// The byte offset of a place's character; the end of the line for a place beyond it.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}
