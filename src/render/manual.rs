//! The manual of a check.

use colored::Colorize;

use crate::terminal::text::hang;

/// Formats a manual's Markdown for a terminal: bold headings, wrapped paragraphs and lists.
pub(crate) fn page(markdown: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, lines: &mut Vec<String>| {
        if !paragraph.is_empty() {
            let (first, text) = match paragraph.strip_prefix("- ") {
                Some(item) => ("  - ", item),
                None => ("  ", paragraph.as_str()),
            };
            lines.push(hang(first, first.len(), text, width));
            paragraph.clear();
        }
    };
    for line in markdown.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            flush(&mut paragraph, &mut lines);
            lines.push(heading.bold().to_string());
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut lines);
            lines.push(String::new());
        } else {
            if line.starts_with("- ") {
                flush(&mut paragraph, &mut lines);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut paragraph, &mut lines);
    lines
}
