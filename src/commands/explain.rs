//! `explain`: the manual of a check.

use colored::Colorize;

use crate::app::App;
use crate::cli::Explain;
use crate::error::{CommandError, FOUND, OK};
use crate::terminal::text::hang;

/// Prints the manual.
///
/// # Errors
/// There is no check of this name (1), with the nearest.
pub(crate) fn run(app: &App, args: &Explain) -> Result<u8, CommandError> {
    let Some(check) = checks::find(&args.id) else {
        let error = CommandError {
            status: FOUND,
            message: format!("there is no check {:?}", facts::clean_line(&args.id)),
            hint: None,
        };
        return Err(match checks::suggest(&args.id) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("`aws-onboard checks` lists them"),
        });
    };
    app.printer
        .data(&format!("{}  {}", check.id.bold(), check.title));
    app.printer.data("");
    for line in page(check.manual, app.printer.width()) {
        app.printer.data(&line);
    }
    Ok(OK)
}

/// A manual's Markdown for a terminal: headings in bold, paragraphs and lists wrapped.
fn page(markdown: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, lines: &mut Vec<String>| {
        if !paragraph.is_empty() {
            let (indent, text) = match paragraph.strip_prefix("- ") {
                Some(item) => ("    ", item),
                None => ("  ", paragraph.as_str()),
            };
            let item = if indent == "    " { "  - " } else { indent };
            let wrapped = hang(item, indent.len(), text, width);
            lines.push(wrapped);
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
