//! The source lines of a finding, underlined as a compiler would.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use checks::{Evidence, Finding, Severity};
use facts::{Facts, clean_line};
use unicode_width::UnicodeWidthStr;

use super::source::MaskedLine;
use crate::app::App;
use crate::terminal::text::cut;

/// No label is cut to less.
const SHORTEST: usize = 24;
/// Lines that stand no further apart are shown in one piece.
const TOGETHER: usize = 40;

/// The lines that a finding points at, or nothing where it points at none.
pub(crate) fn render(app: &App, facts: &Facts, finding: &Finding) -> Option<String> {
    let mut pieces: Vec<Vec<&Evidence>> = Vec::new();
    for evidence in &finding.evidence {
        let near = pieces.iter_mut().find(|piece| {
            piece.iter().all(|other| {
                other.place.path == evidence.place.path
                    && other
                        .place
                        .location
                        .line
                        .abs_diff(evidence.place.location.line)
                        <= TOGETHER
            })
        });
        match near {
            Some(piece) => piece.push(evidence),
            None => pieces.push(vec![evidence]),
        }
    }
    let level = match finding.severity {
        Severity::Fail => Level::ERROR,
        Severity::Warn => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_level(level);
    for piece in &pieces {
        group = group.element(snippet(app, facts, piece)?);
    }
    if group.is_empty() {
        return None;
    }
    let renderer = Renderer::styled()
        .decor_style(DecorStyle::Unicode)
        .term_width(app.printer.width() - 4);
    let text = renderer.render(&[group]);
    Some(
        text.lines()
            .map(|line| format!("    {}", line.trim_end()))
            .collect::<Vec<_>>()
            .join("\n"),
    )
}

/// One stretch of one file.
fn snippet(
    app: &App,
    facts: &Facts,
    piece: &[&Evidence],
) -> Option<Snippet<'static, annotate_snippets::Annotation<'static>>> {
    let path = &piece.first()?.place.path;
    let files = facts.files();
    let document = [&files.config, &files.credentials]
        .into_iter()
        .find(|file| file.path == *path)?
        .document()?;
    let first = piece
        .iter()
        .map(|evidence| evidence.place.location.line)
        .min()?;
    let last = piece
        .iter()
        .map(|evidence| evidence.place.location.line)
        .max()?
        .min(document.line_count());
    let mut source = String::new();
    let mut annotations = Vec::new();
    for number in first..=last {
        let line = MaskedLine::of(document, number);
        for evidence in piece
            .iter()
            .filter(|evidence| evidence.place.location.line == number)
        {
            let span = line.span(evidence.place.location);
            let kind = if evidence.primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            // A label stands behind its underline; what does not fit would break the drawing.
            let gutter = 4 + last.to_string().len() + 4;
            let before = line.text.get(..span.end).map_or(0, UnicodeWidthStr::width);
            let room = app
                .printer
                .width()
                .saturating_sub(gutter + before)
                .max(SHORTEST);
            annotations.push(
                kind.span(source.len() + span.start..source.len() + span.end)
                    .label(cut(&clean_line(&evidence.label), room)),
            );
        }
        source.push_str(&line.text);
        source.push('\n');
    }
    Some(
        Snippet::source(source)
            .path(app.path(path))
            .line_start(first)
            .fold(true)
            .annotations(annotations),
    )
}
