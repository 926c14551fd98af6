//! Writes a document as Markdown, for pasting into a ticket.

use std::fmt::Write as _;

use super::document::{Block, Document, Inline, Section, source_lines, underline};
use crate::record::Excerpt;

/// The whole document.
pub(crate) fn write(document: &Document) -> String {
    let mut page = Page(String::new());
    page.line(&format!("# {} {}", document.title, document.reference));
    let mut summary = String::new();
    for (label, words) in &document.summary {
        let _ = writeln!(summary, "{label:<9}{words}");
    }
    page.line("");
    page.fenced(&format!("{summary}{}", document.subtitle));
    page.blocks(&document.introduction);
    for section in &document.sections {
        page.section(section);
    }
    page.line(&format!("\n---\n\n{}", plain(&document.footer)));
    page.0
}

/// A page being written; writing to a string cannot fail.
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Adds text as it is, in a fence that nothing in it closes.
    fn fenced(&mut self, text: &str) {
        let fence = "`".repeat(longest_fence(text).max(2) + 1);
        let _ = writeln!(self.0, "{fence}text\n{}\n{fence}", text.trim_end());
    }

    /// GitHub, GitLab and others fold `<details>`; elsewhere it is a line before and after the text.
    fn section(&mut self, section: &Section) {
        if section.folded {
            self.line(&format!("\n<details>\n<summary>{}</summary>", section.title));
            self.blocks(&section.blocks);
            self.line("\n</details>");
        } else {
            self.line(&format!("\n## {}", section.title));
            self.blocks(&section.blocks);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if !matches!(block, Block::Panel(..) | Block::Link { .. }) {
                self.line("");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(parts) => self.line(&format!("### {}", line(parts))),
            Block::Paragraph(_, parts) => self.line(&line(parts)),
            Block::Code(text) => self.fenced(text),
            Block::Numbered(lines) => self.fenced(&numbered(lines)),
            Block::Source(_, excerpt) => self.fenced(&source(excerpt)),
            Block::Table { heads, rows } => {
                self.line(&format!("| {} |", heads.join(" | ")));
                self.line(&format!("|{}", "---|".repeat(heads.len())));
                for (_, cells) in rows {
                    let cells: Vec<String> = cells.iter().map(|cell| line(cell)).collect();
                    self.line(&format!("| {} |", cells.join(" | ")));
                }
            }
            Block::List(items) => {
                for (item, details) in items {
                    self.line(&format!("- {}", line(item)));
                    for detail in details {
                        self.line(&format!("  - {}", inline(detail)));
                    }
                }
            }
            Block::Panel(_, blocks) => self.blocks(blocks),
            Block::Link { .. } => {}
        }
    }
}

fn inline(part: &Inline) -> String {
    match part {
        Inline::Text(text) | Inline::Id(text) | Inline::Strong(text) => plain(text),
        Inline::Code(text) => code(text),
        Inline::Aside(text) => format!("({})", plain(text)),
        Inline::Badge(word) => (*word).to_owned(),
    }
}

fn line(parts: &[Inline]) -> String {
    parts.iter().map(inline).collect()
}

fn numbered(lines: &[(Option<usize>, String)]) -> String {
    let last = lines.iter().filter_map(|(number, _)| *number).max().unwrap_or_default();
    let width = last.to_string().len();
    let mut text = String::new();
    for (number, line) in lines {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{number:>width$} │ {line}");
    }
    text
}

/// Source lines, with the underlined parts below them.
fn source(excerpt: &Excerpt) -> String {
    let width = (excerpt.start + excerpt.lines.len()).to_string().len();
    let mut text = format!("{:>width$} {}\n", "", excerpt.path);
    for shown in source_lines(excerpt) {
        let Some((number, line, marks)) = shown else {
            let _ = writeln!(text, "{:>width$} ·", "");
            continue;
        };
        let _ = writeln!(text, "{number:>width$} │ {line}");
        for mark in marks {
            let _ = writeln!(text, "{:>width$} │ {}", "", underline(mark));
        }
    }
    text
}

/// Escapes text for a sentence or a cell: no Markdown, no HTML, no line breaks. Characters that
/// have no meaning in their context stay readable.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let has_link = ["](", "][", "]:"].iter().any(|mark| text.contains(mark));
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escaped = match c {
            '\\' | '`' | '*' | '|' => true,
            // An underscore inside a word is not emphasis, and a tilde before a word does not
            // strike text out.
            '_' => !(word(before) && word(chars.peek().copied())),
            '~' => before.is_some_and(|c| !c.is_whitespace()),
            '[' | ']' => has_link,
            '#' | '+' | '-' | '=' => before.is_none(),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        match c {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name in a file must not notify a user of the ticket system.
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// The longest run of backquotes in a text.
fn longest_fence(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Unescaped text on one line.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_fence(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A bar ends a table cell even here.
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "¦"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            plain("a|b *c* <d> [e](f) `g`\n# h"),
            "a\\|b \\*c\\* &lt;d&gt; \\[e\\](f) \\`g\\` # h"
        );
        assert_eq!(plain("[a] x_y ~/b _c_"), "[a] x_y ~/b \\_c\\_");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("a|b"), "`a¦b`");
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_text() {
        let mut page = Page(String::new());
        page.fenced("x\n```\ny");
        assert_eq!(page.0, "````text\nx\n```\ny\n````\n");
    }
}
