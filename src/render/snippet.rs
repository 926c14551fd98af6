//! The source lines of a finding, underlined like a compiler error. A line that is too long keeps
//! its key, and the middle of its value is left out; a label that is too long goes below its mark.

use checks::Severity;
use colored::{ColoredString, Colorize};
use facts::clean_line;
use unicode_width::UnicodeWidthStr;

use super::shorten::{Shortened, shorten};
use crate::app::App;
use crate::record::{Excerpt, Finding, Underline};
use crate::terminal::text::wrap;

/// The space before the numbers.
const INDENT: usize = 4;

/// The lines that a finding points at; nothing if there are none.
pub(crate) fn render(app: &App, found: &Finding) -> Option<String> {
    if found.source.is_empty() {
        return None;
    }
    let path = |path: &str| app.path(std::path::Path::new(path));
    let width = app.printer.width();
    let lines = found
        .source
        .iter()
        .flat_map(|piece| excerpt_lines(piece, &path(&piece.path), found.severity, width));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// One range of lines of one file.
fn excerpt_lines(piece: &Excerpt, path: &str, severity: Severity, width: usize) -> Vec<String> {
    let last = piece.start + piece.lines.len().saturating_sub(1);
    let digits = last.to_string().len();
    let room = width.saturating_sub(INDENT + digits + 3);
    let row = |number: &str, bar: &str, text: &str| {
        let gutter = format!("{:INDENT$}{number:>digits$} {bar}", "");
        format!("{}{text}", gutter.bright_blue().bold())
    };
    let first = piece.marks.iter().find(|mark| mark.primary).or(piece.marks.first());
    let place = match first {
        Some(mark) => format!("{path}:{}:{}", mark.line, mark.from + 1),
        None => path.to_owned(),
    };
    let mut rows = vec![row("", "╭▸ ", &place), row("", "│", "")];
    let mut before: Option<usize> = None;
    for (number, line, marks) in marked_lines(piece) {
        match before.map(|before| number - before) {
            Some(2) => {
                let between = shorten(&piece.lines[number - 1 - piece.start], &[], room).text;
                rows.push(row(&(number - 1).to_string(), "│ ", &between));
            }
            Some(3..) => rows.push(row("", "┆", "")),
            _ => {}
        }
        before = Some(number);
        let shown = shorten(line, &marks, room);
        rows.push(row(&number.to_string(), "│ ", &shown.text));
        for text in mark_lines(&shown, &marks, severity, room) {
            rows.push(row("", "│ ", &text));
        }
    }
    if let Some(end) = rows.last_mut() {
        *end = end.replacen('│', "╰", 1).replacen("╰ ", "╰╴", 1);
    }
    rows.into_iter().map(|row| row.trim_end().to_owned()).collect()
}

/// A line with its number and marks.
type Marked<'a> = (usize, &'a str, Vec<&'a Underline>);

/// The lines with marks, each with its marks from left to right.
fn marked_lines(piece: &Excerpt) -> Vec<Marked<'_>> {
    let lines = (piece.start..).zip(&piece.lines).map(|(number, line)| {
        let mut marks: Vec<&Underline> =
            piece.marks.iter().filter(|mark| mark.line == number).collect();
        marks.sort_by_key(|mark| (mark.from, mark.to));
        (number, line.as_str(), marks)
    });
    lines.filter(|(_, _, marks)| !marks.is_empty()).collect()
}

/// The underlines below a line, each with its label behind it or below it.
fn mark_lines(
    line: &Shortened,
    marks: &[&Underline],
    severity: Severity,
    room: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (mark, span) in marks.iter().zip(&line.spans) {
        let sign = if mark.primary { "━" } else { "─" };
        let length = span.end.saturating_sub(span.start).max(1);
        let signs = format!("{}{}", " ".repeat(span.start), sign.repeat(length));
        let label = clean_line(&mark.label);
        let style = |text: &str| colored_mark(text, mark.primary, severity).to_string();
        if span.start + length + 1 + label.width() <= room {
            lines.push(style(format!("{signs} {label}").trim_end()));
            continue;
        }
        lines.push(style(&signs));
        let indent = span.start.min(room.saturating_sub(label.width()));
        let label = wrap(&label, &" ".repeat(indent), room);
        lines.extend(label.lines().map(style));
    }
    lines
}

fn colored_mark(text: &str, primary: bool, severity: Severity) -> ColoredString {
    match (primary, severity) {
        (false, _) => text.bright_blue().bold(),
        (true, Severity::Fail) => text.bright_red().bold(),
        (true, Severity::Warn) => text.yellow().bold(),
        (true, Severity::Note) => text.cyan().bold(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(line: usize, from: usize, to: usize, label: &str, primary: bool) -> Underline {
        Underline { line, from, to, label: label.into(), primary }
    }

    fn plain(piece: &Excerpt, width: usize) -> Vec<String> {
        excerpt_lines(piece, "~/.aws/config", Severity::Fail, width)
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect()
    }

    fn piece() -> Excerpt {
        let text =
            "sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";
        Excerpt {
            path: "~/.aws/config".into(),
            start: 6,
            lines: vec!["[profile dev]".into(), String::new(), String::new(), text.into()],
            marks: vec![
                mark(6, 1, 12, "the profile", false),
                mark(9, 16, 79, "an example from documentation", true),
            ],
        }
    }

    #[test]
    fn a_long_line_keeps_its_key_and_its_label() {
        let lines = plain(&piece(), 80);
        assert_eq!(
            lines[..5],
            [
                "      ╭▸ ~/.aws/config:9:17",
                "      │",
                "    6 │ [profile dev]",
                "      │  ─────────── the profile",
                "      ┆",
            ]
        );
        assert!(lines[5].starts_with("    9 │ sso_start_url = https://my-"), "{lines:#?}");
        assert!(lines[5].ends_with(".awsapps.com/start"), "{lines:#?}");
        assert!(lines[6].starts_with("      │                 ━━━"), "{lines:#?}");
        assert!(lines[7].starts_with("      ╰╴"), "{lines:#?}");
        assert!(lines[7].ends_with("an example from documentation"), "{lines:#?}");
    }

    #[test]
    fn no_line_is_wider_than_the_screen_and_no_label_is_cut() {
        for width in 40..=200 {
            let lines = plain(&piece(), width);
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:#?}");
            let text = lines.join(" ");
            let words: Vec<&str> = text.split(['│', '╰', '╴', ' ', '━']).collect();
            for word in "an example from documentation".split(' ') {
                assert!(words.contains(&word), "{width}: {word}: {lines:#?}");
            }
            assert!(text.contains("sso_start_url = "), "{width}: {lines:#?}");
        }
    }
}
