//! A report for pasting into a ticket.

use std::fmt::Write as _;

use checks::{Applicability, Severity};

use crate::record::{Excerpt, Finding, LeftOut, Outcome};
use crate::report::{FileShape, Line, Report, SessionShape, Variable};
use crate::terminal::text::command_line;

/// The whole report.
pub(crate) fn report(report: &Report) -> String {
    let mut page = Page(String::new());
    page.head(report);
    page.administrator(report);
    page.checks(report);
    page.findings(report);
    page.calls(report);
    page.lines("Not found out", &report.unknown);
    page.environment(report);
    page.files(&report.files);
    page.sessions(&report.sessions);
    page.caches(report);
    page.lines("Network and clock", &report.network);
    page.changes(report);
    page.counts("Removed from this report", &report.removed);
    page.counts("Left out because there is so much of it", &report.left_out);
    page.end(report);
    page.0
}

/// A page under construction; writing to a string cannot fail.
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let _ = write!(self.0, "\n## {text}\n\n");
    }

    fn row(&mut self, cells: &[String]) {
        let _ = writeln!(self.0, "| {} |", cells.join(" | "));
    }

    fn table(&mut self, heads: &[&str]) {
        let _ = writeln!(self.0, "| {} |", heads.join(" | "));
        let _ = writeln!(self.0, "|{}", "---|".repeat(heads.len()));
    }

    /// Text in which nothing has a meaning.
    fn fenced(&mut self, text: &str) {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        let _ = writeln!(self.0, "{fence}text\n{}\n{fence}", text.trim_end());
    }

    fn head(&mut self, report: &Report) {
        self.line(&format!("# aws-onboard report {}\n", report.reference));
        let mut text = String::new();
        for (label, words) in report.head.lines() {
            let _ = writeln!(text, "{label:<9}{words}");
        }
        let _ = writeln!(
            text,
            "Examined {}, ref {}, for {}",
            report.examination.examined_at, report.reference, report.audience
        );
        self.fenced(&text);
        let Some(contact) = &report.contact else {
            return;
        };
        let parts: Vec<String> = [&contact.name, &contact.email, &contact.page]
            .into_iter()
            .flatten()
            .map(|part| plain(part))
            .collect();
        self.line(&format!("\nContact: {}.", parts.join(", ")));
        if let Some(mail) = &contact.mail {
            self.line("\nThis command opens a mail that is ready but for this file:\n");
            self.fenced(&command_line(&mail.command));
        }
    }

    fn administrator(&mut self, report: &Report) {
        if report.administrator.is_empty() {
            return;
        }
        self.heading("For the administrator");
        for message in &report.administrator {
            self.line(&format!("{} ({}):\n", plain(&message.title), message.check));
            self.fenced(&message.words.join("\n"));
            self.line("");
        }
    }

    fn checks(&mut self, report: &Report) {
        self.heading("Checks");
        self.line(&format!("{}\n", plain(&report.beside.scope_line)));
        self.table(&["", "Check", "Healthy state", "Seen"]);
        for check in &report.examination.checks {
            let (_, words) = super::human::state(check);
            self.row(&[
                state_word(check.outcome, check.findings.first().map(|found| found.severity))
                    .into(),
                check.id.clone(),
                plain(&check.title),
                plain(&words),
            ]);
        }
    }

    fn findings(&mut self, report: &Report) {
        self.heading("Findings");
        let mut number = 0;
        for (check, found) in report.examination.findings() {
            number += 1;
            self.line(&format!(
                "### {number}. {}: {} ({})\n",
                found.severity.id(),
                check.id,
                found.code
            ));
            self.finding(found);
        }
        if number == 0 {
            self.line("None.");
        }
    }

    fn finding(&mut self, found: &Finding) {
        self.line(&format!("{}\n", plain(&found.what)));
        match &found.location {
            Some(spot) => self.line(&format!(
                "At {}, line {}, column {}; about {}.\n",
                code(&spot.path),
                spot.line,
                spot.column,
                code(&found.subject)
            )),
            None => self.line(&format!("About {}.\n", code(&found.subject))),
        }
        for piece in &found.source {
            self.fenced(&source(piece));
            self.line("");
        }
        if !found.why.is_empty() {
            self.line(&format!("{}\n", plain(&found.why)));
        }
        if let Some(says) = &found.says {
            self.line("The AWS CLI says:\n");
            self.fenced(says);
            self.line("");
        }
        if !found.next.is_empty() {
            self.line(&format!("Next: {}\n", plain(&found.next)));
        }
        for remedy in &found.remedies {
            let who = match remedy.applicability {
                Applicability::Safe => "safe",
                Applicability::Ask => "asks",
                Applicability::Guide => "by hand",
            };
            self.line(&format!("- {} ({who})", plain(&remedy.title)));
            for words in &remedy.words {
                self.line(&format!("  - {}", plain(words)));
            }
            for command in &remedy.commands {
                self.line(&format!("  - {}", code(&command_line(command))));
            }
        }
        if !found.remedies.is_empty() {
            self.line("");
        }
    }

    fn calls(&mut self, report: &Report) {
        self.heading("Calls that AWS refused");
        if report.calls.is_empty() {
            self.line("None in this run.");
            return;
        }
        self.table(&["Time (UTC)", "Operation", "Error", "Status", "Request", "For"]);
        for call in &report.calls {
            self.row(&[
                call.at.clone(),
                plain(&call.operation),
                plain(&format!("{} {}", call.error, call.message)),
                call.status.map(|status| status.to_string()).unwrap_or_default(),
                call.request_id.as_deref().map(code).unwrap_or_default(),
                plain(&call.about),
            ]);
        }
    }

    fn lines(&mut self, heading: &str, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.heading(heading);
        for line in lines {
            self.line(&format!("- {}: {}", plain(&line.about), plain(&line.words)));
        }
    }

    fn environment(&mut self, report: &Report) {
        let around = &report.environment;
        self.heading("Environment");
        let mut place = vec![
            format!("{} on {}", around.os, around.arch),
            format!("shell {}", around.shell),
            format!("terminal {}", around.terminal),
        ];
        place.extend(around.place.iter().cloned());
        self.line(&format!("- {}", plain(&place.join(", "))));
        for aws in &around.aws {
            self.line(&format!("- {}: {}", code(&aws.path), plain(&aws.version)));
        }
        if around.aws.is_empty() {
            self.line("- no aws on PATH");
        }
        if let Some(preset) = &around.preset {
            self.line(&format!("- preset {}", plain(preset)));
        }
        for variable in around.proxies.iter().chain(&around.variables) {
            self.line(&format!("- {}", code(&setting(variable))));
        }
    }

    fn files(&mut self, files: &[FileShape]) {
        self.heading("AWS files");
        for file in files {
            let mut facts = vec![file.state.clone()];
            facts.extend(file.set_by.iter().map(|name| format!("set by {name}")));
            facts.extend(file.mode.iter().map(|mode| format!("mode {mode}")));
            facts.extend(file.encoding.clone());
            facts.extend(file.line_ending.clone());
            if file.lines > 0 {
                facts.push(format!("{} lines, {} comments", file.lines, file.comments));
            }
            facts.extend(file.changed_at.iter().map(|at| format!("changed {at}")));
            self.line(&format!(
                "{} ({}): {}\n",
                code(&file.path),
                file.file,
                plain(&facts.join(", "))
            ));
            if !file.sections.is_empty() {
                self.fenced(&structure(file));
                self.line("");
            }
        }
    }

    fn sessions(&mut self, sessions: &[SessionShape]) {
        if sessions.is_empty() {
            return;
        }
        self.heading("Sessions and tokens");
        for session in sessions {
            let kind = if session.legacy { "legacy portal" } else { "sso-session" };
            let place = match (session.defined_in_line, session.legacy) {
                (Some(line), _) => format!("line {line}"),
                (None, true) => "in the profile".into(),
                (None, false) => "not defined".into(),
            };
            self.line(&format!(
                "- {kind} {} ({place}, {} profiles{}): {}, region {}, scopes {}",
                plain(&session.name),
                session.profiles,
                if session.in_scope { ", in scope" } else { "" },
                plain(session.start_url.as_deref().unwrap_or("no start URL")),
                plain(session.region.as_deref().unwrap_or("none")),
                plain(&words(&session.scopes)),
            ));
            self.line(&format!("  - token: {}", plain(&token(session))));
        }
    }

    fn caches(&mut self, report: &Report) {
        if report.cached_roles.is_empty() {
            return;
        }
        self.heading("Credentials that the AWS CLI keeps");
        for role in &report.cached_roles {
            self.line(&format!("- {}", plain(&cached(role))));
        }
    }

    fn changes(&mut self, report: &Report) {
        if report.changes.is_empty() {
            return;
        }
        self.heading("Changes by aws-onboard");
        for change in &report.changes {
            let undone = if change.undone { " (taken back)" } else { "" };
            self.line(&format!(
                "- {} {}{undone}: {}",
                change.at,
                plain(&change.title),
                plain(&change.files.join(", "))
            ));
        }
    }

    fn counts(&mut self, heading: &str, counts: &[LeftOut]) {
        if counts.is_empty() {
            return;
        }
        self.heading(heading);
        for one in counts {
            self.line(&format!("- {} {}", one.count, plain(&one.what)));
        }
    }

    fn end(&mut self, report: &Report) {
        let _ = write!(
            self.0,
            "\n---\n\n{} {}, report schema {}, made {}. It was shown to the person before it was written; nothing was sent.\n",
            report.tool.name, report.tool.version, report.schema_version, report.made_at
        );
    }
}

/// A word for what came of a check, for who sees no colour.
pub(super) fn state_word(outcome: Outcome, worst: Option<Severity>) -> &'static str {
    match (outcome, worst) {
        (Outcome::Found, Some(weight)) => weight.id(),
        (Outcome::Found, None) => "found",
        (Outcome::Passed, _) => "ok",
        (Outcome::Skipped, _) => "skipped",
        (Outcome::Unknown, _) => "unknown",
    }
}

/// `NAME=value`, or that it is set.
pub(super) fn setting(variable: &Variable) -> String {
    match &variable.value {
        Some(value) => format!("{}={value}", variable.name),
        None => format!("{} is set (not shown)", variable.name),
    }
}

pub(super) fn words(all: &[String]) -> String {
    if all.is_empty() { "none".into() } else { all.join(", ") }
}

/// A token in a line.
pub(super) fn token(session: &SessionShape) -> String {
    let token = &session.token;
    let mut parts = vec![token.state.clone()];
    let mut add = |label: &str, value: &Option<String>| {
        parts.extend(value.iter().map(|value| format!("{label} {value}")));
    };
    add("ends", &token.expires_at);
    add("registration ends", &token.registration_expires_at);
    add("registered for", &token.registration_kind);
    add("issued in", &token.issued_in);
    add("issued for", &token.issued_for);
    add("file changed", &token.file_changed_at);
    parts.join(", ")
}

/// Kept credentials in a line.
pub(super) fn cached(role: &crate::report::CachedRoleShape) -> String {
    let mut parts =
        vec![role.profile.clone().unwrap_or_else(|| "another role".into()), role.state.clone()];
    parts.extend(role.expires_at.iter().map(|at| format!("end {at}")));
    parts.extend(role.file_changed_at.iter().map(|at| format!("written {at}")));
    parts.join(", ")
}

/// A file's sections as they stand, with line numbers.
pub(super) fn structure(file: &FileShape) -> String {
    let width = file.lines.to_string().len();
    let mut text = String::new();
    for section in &file.sections {
        if let Some(header) = &section.header {
            let _ = writeln!(text, "{:>width$} │ {header}", section.line);
        }
        for entry in &section.entries {
            let value = entry.value.as_deref().unwrap_or("…");
            let line = match &entry.key {
                Some(key) => {
                    let indent = if entry.nested { "  " } else { "" };
                    format!("{indent}{key} = {value}")
                }
                None => value.to_owned(),
            };
            let _ = writeln!(text, "{:>width$} │ {}", entry.line, line.trim_end());
        }
    }
    text
}

/// Lines of source with what is underlined beneath them.
fn source(piece: &Excerpt) -> String {
    let last = piece.start + piece.lines.len();
    let width = last.to_string().len();
    let mut text = format!("{:>width$} {}\n", "", piece.path);
    let mut folded = false;
    for (number, line) in (piece.start..).zip(&piece.lines) {
        let marks: Vec<_> = piece.marks.iter().filter(|mark| mark.line == number).collect();
        if line.is_empty() && marks.is_empty() {
            if !folded {
                let _ = writeln!(text, "{:>width$} ·", "");
            }
            folded = true;
            continue;
        }
        folded = false;
        let _ = writeln!(text, "{number:>width$} │ {line}");
        for mark in marks {
            let sign = if mark.primary { "^" } else { "-" };
            let _ = writeln!(
                text,
                "{:>width$} │ {}{} {}",
                "",
                " ".repeat(mark.from),
                sign.repeat(mark.to.saturating_sub(mark.from).max(1)),
                mark.label
            );
        }
    }
    text
}

/// Text in a sentence or a cell: nothing in it is Markdown or HTML, and it stays on its line. What
/// has no meaning where it stands is left readable.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let has_link = ["](", "][", "]:"].iter().any(|mark| text.contains(mark));
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escaped = match c {
            '\\' | '`' | '*' | '|' => true,
            // Within a word it is no emphasis, and before one it begins no strike.
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
            // Nobody is called to a ticket by a name in a file.
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// Text as it is, on one line.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A bar ends a cell even here.
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
