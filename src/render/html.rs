//! Writes a document as one HTML page without scripts or requests, for light and dark screens and
//! for printing.

use std::fmt::Write as _;

use base64::Engine;
use checks::Severity;
use facts::escape_html;
use sha2::{Digest, Sha256};

use super::document::{Block, Document, Inline, Style, source_lines, underline};
use crate::record::Excerpt;

/// The only style sheet; the page's content security policy allows no other.
const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(crate) fn write(document: &Document) -> String {
    let mut page = Page(String::with_capacity(64 << 10));
    page.begin(document);
    for section in &document.sections {
        let (id, title) = (section.id, section.title);
        let heading = format!("<h2 id=\"{id}\">{title}</h2>");
        let (begin, end) = match section.folded {
            true => (format!("<details><summary>{heading}</summary>"), "</details></section>"),
            false => (heading, "</section>"),
        };
        page.add(&format!("<section aria-labelledby=\"{id}\">{begin}"));
        page.blocks(&section.blocks);
        page.add(end);
    }
    page.add(&format!(
        "</main>\n<footer><p>{}</p></footer>\n</body>\n</html>",
        escape_html(&document.footer)
    ));
    page.0
}

struct Page(String);

/// The mark and the word for a state: the word is for readers who cannot tell colors or marks
/// apart.
fn badge(word: &str) -> String {
    let mark = match word {
        "ok" => "✓",
        "fail" => "✗",
        "warn" => "!",
        "note" => "i",
        "unknown" => "?",
        _ => "–",
    };
    format!("<span class=\"badge {word}\"><span aria-hidden=\"true\">{mark}</span> {word}</span>")
}

fn inline(part: &Inline) -> String {
    match part {
        Inline::Text(text) => escape_html(text),
        Inline::Code(text) | Inline::Id(text) => format!("<code>{}</code>", escape_html(text)),
        Inline::Strong(text) => format!("<strong>{}</strong>", escape_html(text)),
        Inline::Aside(text) => format!("<span class=\"dim\">({})</span>", escape_html(text)),
        Inline::Badge(word) => badge(word),
    }
}

fn line(parts: &[Inline]) -> String {
    parts.iter().map(inline).collect()
}

impl Page {
    fn add(&mut self, html: &str) {
        self.0.push_str(html);
        self.0.push('\n');
    }

    fn begin(&mut self, document: &Document) {
        // Allows only this style, by its digest; the page cannot send, embed, or navigate to
        // anything.
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
        let _ = write!(
            self.0,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{} {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            document.title,
            escape_html(&document.reference)
        );
        let _ = writeln!(
            self.0,
            "<header><h1>{} <span class=\"ref\">{}</span></h1>\
             <p class=\"dim\">{}</p></header>\n<main>",
            document.title,
            escape_html(&document.reference),
            escape_html(&document.subtitle)
        );
        self.add("<section aria-label=\"Summary\"><dl class=\"head\">");
        for (label, words) in &document.summary {
            let _ = writeln!(self.0, "<dt>{label}</dt><dd>{}</dd>", escape_html(words));
        }
        self.add("</dl>");
        self.blocks(&document.introduction);
        self.add("</section>");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(parts) => self.add(&format!("<h3>{}</h3>", line(parts))),
            Block::Paragraph(style, parts) => {
                let class = match style {
                    Style::Plain => "",
                    Style::Lead => " class=\"what\"",
                    Style::Dim => " class=\"dim\"",
                };
                self.add(&format!("<p{class}>{}</p>", line(parts)));
            }
            Block::Code(text) => self.add(&format!("<pre>{}</pre>", escape_html(text))),
            Block::Numbered(lines) => {
                let mut html = String::from("<pre class=\"structure\">");
                for (number, text) in lines {
                    let number = number.map(|number| number.to_string()).unwrap_or_default();
                    let _ = writeln!(
                        html,
                        "<span class=\"line\" data-n=\"{number}\">{}</span>",
                        escape_html(text)
                    );
                }
                self.add(&format!("{html}</pre>"));
            }
            Block::Source(severity, excerpt) => self.source(excerpt, *severity),
            Block::Table { heads, rows } => self.table(heads, rows),
            Block::List(items) => {
                self.add("<ul>");
                for (item, details) in items {
                    let below: String = details
                        .iter()
                        .map(|detail| match detail {
                            Inline::Code(text) => format!("<pre>{}</pre>", escape_html(text)),
                            other => format!("<p>{}</p>", inline(other)),
                        })
                        .collect();
                    self.add(&format!("<li>{}{below}</li>", line(item)));
                }
                self.add("</ul>");
            }
            Block::Panel(severity, blocks) => {
                self.add(&format!("<article class=\"finding {}\">", severity.id()));
                self.blocks(blocks);
                self.add("</article>");
            }
            Block::Link { address, text, rest } => {
                self.add(&format!("<p><a href=\"{}\">{text}</a>{rest}</p>", escape_html(address)));
            }
        }
    }

    fn table(&mut self, heads: &[&str], rows: &[(bool, Vec<Vec<Inline>>)]) {
        let heads: String =
            heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
        self.add(&format!("<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>"));
        for (dim, cells) in rows {
            let class = if *dim { " class=\"dim\"" } else { "" };
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(index, cell)| match index {
                    1 => format!("<th scope=\"row\">{}</th>", line(cell)),
                    _ => format!("<td>{}</td>", line(cell)),
                })
                .collect();
            self.add(&format!("<tr{class}>{cells}</tr>"));
        }
        self.add("</tbody></table></div>");
    }

    /// Source lines, with the numbers in attributes so that copying takes only the text.
    fn source(&mut self, excerpt: &Excerpt, severity: Severity) {
        let mut html = format!(
            "<figure class=\"source {}\"><figcaption>{}</figcaption><pre>",
            severity.id(),
            escape_html(&excerpt.path)
        );
        for shown in source_lines(excerpt) {
            let Some((number, line, mut marks)) = shown else {
                html.push_str("<span class=\"line\" data-n=\"⋮\"></span>\n");
                continue;
            };
            marks.sort_by_key(|mark| (mark.from, mark.to));
            let chars: Vec<char> = line.chars().collect();
            let text = |from: usize, to: usize| -> String {
                let end = to.min(chars.len());
                escape_html(&chars[from.min(end)..end].iter().collect::<String>())
            };
            let _ = write!(html, "<span class=\"line\" data-n=\"{number}\">");
            let mut at = 0;
            for mark in &marks {
                let from = mark.from.max(at);
                let to = mark.to.max(from);
                let class = if mark.primary { "primary" } else { "beside" };
                let _ = write!(
                    html,
                    "{}<mark class=\"{class}\">{}</mark>",
                    text(at, from),
                    text(from, to)
                );
                at = to;
            }
            let _ = writeln!(html, "{}</span>", text(at, chars.len()));
            for mark in marks {
                let _ = writeln!(
                    html,
                    "<span class=\"line label\" data-n=\"\">{}</span>",
                    escape_html(&underline(mark))
                );
            }
        }
        html.push_str("</pre></figure>");
        self.add(&html);
    }
}
