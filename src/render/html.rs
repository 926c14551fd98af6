//! A report as one page to look at: no script, no request, light and dark, and on paper.

use std::fmt::Write as _;

use base64::Engine;
use sha2::{Digest, Sha256};

use super::markdown::{cached, setting, state_word, structure, token, words};
use checks::{Applicability, Severity};

use crate::record::{Excerpt, Finding, LeftOut, Outcome};
use crate::report::{Line, Report};
use crate::terminal::text::command_line;

/// The only style; the policy of the page allows nothing else.
const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(crate) fn report(report: &Report) -> String {
    let mut page = Page(String::with_capacity(64 << 10));
    page.begin(report);
    page.head(report);
    page.administrator(report);
    page.checks(report);
    page.findings(report);
    page.calls(report);
    page.lines("unknown", "Not found out", &report.unknown);
    page.environment(report);
    page.files(report);
    page.sessions(report);
    page.lines("network", "Network and clock", &report.network);
    page.changes(report);
    page.counts("removed", "Removed from this report", &report.removed);
    page.counts("left-out", "Left out because there is so much of it", &report.left_out);
    page.end(report);
    page.0
}

struct Page(String);

/// Text in a page and in an attribute.
fn e(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The mark and the word of a state: the word says it to who cannot tell colours or marks apart.
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

impl Page {
    fn add(&mut self, html: &str) {
        self.0.push_str(html);
        self.0.push('\n');
    }

    fn section(&mut self, id: &str, title: &str) {
        let _ = writeln!(self.0, "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{title}</h2>");
    }

    fn end_section(&mut self) {
        self.add("</section>");
    }

    fn begin(&mut self, report: &Report) {
        // No source but this style, by its digest; nothing can be sent, framed or navigated to.
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
        let _ = write!(
            self.0,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>aws-onboard report {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            e(&report.reference)
        );
    }

    fn head(&mut self, report: &Report) {
        let _ = writeln!(
            self.0,
            "<header><h1>aws-onboard report <span class=\"ref\">{}</span></h1>\
             <p class=\"dim\">examined {}, for {}</p></header>\n<main>",
            e(&report.reference),
            e(&report.examination.examined_at),
            e(&report.audience)
        );
        self.add("<section aria-label=\"Summary\"><dl class=\"head\">");
        for (label, words) in report.head.lines() {
            let _ = writeln!(self.0, "<dt>{label}</dt><dd>{}</dd>", e(words));
        }
        self.add("</dl>");
        if let Some(contact) = &report.contact {
            let parts: Vec<String> = [&contact.name, &contact.email, &contact.page]
                .into_iter()
                .flatten()
                .map(|part| e(part))
                .collect();
            self.add(&format!("<p>Contact: {}</p>", parts.join(", ")));
            if let Some(mail) = &contact.mail {
                self.add(&format!(
                    "<p><a href=\"{}\">Write a mail</a> that is ready but for this file.</p>",
                    e(&mail.address)
                ));
            }
        }
        self.end_section();
    }

    fn administrator(&mut self, report: &Report) {
        if report.administrator.is_empty() {
            return;
        }
        self.section("administrator", "For the administrator");
        for message in &report.administrator {
            self.add(&format!(
                "<h3>{} <code>{}</code></h3><pre>{}</pre>",
                e(&message.title),
                e(&message.check),
                e(&message.words.join("\n"))
            ));
        }
        self.end_section();
    }

    fn checks(&mut self, report: &Report) {
        self.section("checks", "Checks");
        self.add(&format!(
            "<p>{}</p><div class=\"wide\"><table><thead><tr><th scope=\"col\">State</th><th scope=\"col\">Check</th><th scope=\"col\">Healthy state</th><th scope=\"col\">Seen</th></tr></thead><tbody>",
            e(&report.beside.scope_line)
        ));
        for check in &report.examination.checks {
            let (_, seen) = super::human::state(check);
            let word =
                state_word(check.outcome, check.findings.first().map(|found| found.severity));
            let dim = match check.outcome {
                Outcome::Skipped => " class=\"dim\"",
                _ => "",
            };
            self.add(&format!(
                "<tr{dim}><td>{}</td><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
                badge(word),
                e(&check.id),
                e(&check.title),
                e(&seen)
            ));
        }
        self.add("</tbody></table></div>");
        self.end_section();
    }

    fn findings(&mut self, report: &Report) {
        self.section("findings", "Findings");
        let mut number = 0;
        for (check, found) in report.examination.findings() {
            number += 1;
            self.add(&format!(
                "<article class=\"finding {}\"><h3>{number}. {} <code>{}</code> <span class=\"dim\">{}</span></h3>",
                found.severity.id(),
                badge(found.severity.id()),
                e(&check.id),
                e(&found.code)
            ));
            self.finding(found);
            self.add("</article>");
        }
        if number == 0 {
            self.add("<p>None.</p>");
        }
        self.end_section();
    }

    fn finding(&mut self, found: &Finding) {
        self.add(&format!("<p class=\"what\">{}</p>", e(&found.what)));
        let place = match &found.location {
            Some(spot) => format!(
                "<code>{}</code>, line {}, column {}; about ",
                e(&spot.path),
                spot.line,
                spot.column
            ),
            None => "About ".into(),
        };
        self.add(&format!("<p class=\"dim\">{place}<code>{}</code></p>", e(&found.subject)));
        for piece in &found.source {
            self.source(piece, found.severity);
        }
        if !found.why.is_empty() {
            self.add(&format!("<p>{}</p>", e(&found.why)));
        }
        if let Some(says) = &found.says {
            self.add(&format!("<p>The AWS CLI says:</p><pre>{}</pre>", e(says)));
        }
        if !found.next.is_empty() {
            self.add(&format!("<p><strong>Next:</strong> {}</p>", e(&found.next)));
        }
        if found.remedies.is_empty() {
            return;
        }
        self.add("<ul>");
        for remedy in &found.remedies {
            let who = match remedy.applicability {
                Applicability::Safe => "safe",
                Applicability::Ask => "asks",
                Applicability::Guide => "by hand",
            };
            let mut item = format!("<li>{} <span class=\"dim\">({who})</span>", e(&remedy.title));
            for words in &remedy.words {
                let _ = write!(item, "<p>{}</p>", e(words));
            }
            for command in &remedy.commands {
                let _ = write!(item, "<pre>{}</pre>", e(&command_line(command)));
            }
            item.push_str("</li>");
            self.add(&item);
        }
        self.add("</ul>");
    }

    /// Lines of source. Numbers stand in attributes, so that copying takes the text alone.
    fn source(&mut self, piece: &Excerpt, severity: Severity) {
        let mut html = format!(
            "<figure class=\"source {}\"><figcaption>{}</figcaption><pre>",
            severity.id(),
            e(&piece.path)
        );
        let mut folded = false;
        for (number, line) in (piece.start..).zip(&piece.lines) {
            let mut marks: Vec<_> = piece.marks.iter().filter(|mark| mark.line == number).collect();
            if line.is_empty() && marks.is_empty() {
                if !folded {
                    html.push_str("<span class=\"line\" data-n=\"⋮\"></span>\n");
                }
                folded = true;
                continue;
            }
            folded = false;
            marks.sort_by_key(|mark| (mark.from, mark.to));
            let chars: Vec<char> = line.chars().collect();
            let text = |from: usize, to: usize| -> String {
                let end = to.min(chars.len());
                e(&chars[from.min(end)..end].iter().collect::<String>())
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
                let sign = if mark.primary { "^" } else { "-" };
                let _ = writeln!(
                    html,
                    "<span class=\"line label\" data-n=\"\">{}{} {}</span>",
                    " ".repeat(mark.from),
                    sign.repeat(mark.to.saturating_sub(mark.from).max(1)),
                    e(&mark.label)
                );
            }
        }
        html.push_str("</pre></figure>");
        self.add(&html);
    }

    fn calls(&mut self, report: &Report) {
        self.section("calls", "Calls that AWS refused");
        if report.calls.is_empty() {
            self.add("<p>None in this run.</p>");
        } else {
            self.add("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Time (UTC)</th><th scope=\"col\">Operation</th><th scope=\"col\">Error</th><th scope=\"col\">Status</th><th scope=\"col\">Request</th><th scope=\"col\">For</th></tr></thead><tbody>");
            for call in &report.calls {
                self.add(&format!(
                    "<tr><td>{}</td><th scope=\"row\">{}</th><td>{} {}</td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
                    e(&call.at),
                    e(&call.operation),
                    e(&call.error),
                    e(&call.message),
                    call.status.map(|status| status.to_string()).unwrap_or_default(),
                    e(call.request_id.as_deref().unwrap_or_default()),
                    e(&call.about)
                ));
            }
            self.add("</tbody></table></div>");
        }
        self.end_section();
    }

    fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.add("<ul>");
        for item in items {
            self.add(&format!("<li>{item}</li>"));
        }
        self.add("</ul>");
    }

    fn lines(&mut self, id: &str, title: &str, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.section(id, title);
        self.list(lines.iter().map(|line| format!("{}: {}", e(&line.about), e(&line.words))));
        self.end_section();
    }

    fn environment(&mut self, report: &Report) {
        let around = &report.environment;
        self.section("environment", "Environment");
        let mut place = vec![
            format!("{} on {}", around.os, around.arch),
            format!("shell {}", around.shell),
            format!("terminal {}", around.terminal),
        ];
        place.extend(around.place.iter().cloned());
        let mut items = vec![e(&place.join(", "))];
        items.extend(
            around
                .aws
                .iter()
                .map(|aws| format!("<code>{}</code>: {}", e(&aws.path), e(&aws.version))),
        );
        if around.aws.is_empty() {
            items.push("no <code>aws</code> on PATH".into());
        }
        items.extend(around.preset.iter().map(|preset| format!("preset {}", e(preset))));
        items.extend(
            around
                .proxies
                .iter()
                .chain(&around.variables)
                .map(|variable| format!("<code>{}</code>", e(&setting(variable)))),
        );
        self.list(items);
        self.end_section();
    }

    fn files(&mut self, report: &Report) {
        self.section("files", "AWS files");
        for file in &report.files {
            let mut facts = vec![file.state.clone()];
            facts.extend(file.set_by.iter().map(|name| format!("set by {name}")));
            facts.extend(file.mode.iter().map(|mode| format!("mode {mode}")));
            facts.extend(file.encoding.clone());
            facts.extend(file.line_ending.clone());
            if file.lines > 0 {
                facts.push(format!("{} lines, {} comments", file.lines, file.comments));
            }
            facts.extend(file.changed_at.iter().map(|at| format!("changed {at}")));
            self.add(&format!(
                "<h3><code>{}</code></h3><p class=\"dim\">{}: {}</p>",
                e(&file.path),
                e(&file.file),
                e(&facts.join(", "))
            ));
            if file.sections.is_empty() {
                continue;
            }
            let mut html = String::from("<pre class=\"structure\">");
            for line in structure(file).lines() {
                let (number, text) = line.split_once(" │ ").unwrap_or(("", line));
                let _ = writeln!(
                    html,
                    "<span class=\"line\" data-n=\"{}\">{}</span>",
                    e(number.trim()),
                    e(text)
                );
            }
            html.push_str("</pre>");
            self.add(&html);
        }
        self.end_section();
    }

    fn sessions(&mut self, report: &Report) {
        if report.sessions.is_empty() && report.cached_roles.is_empty() {
            return;
        }
        self.section("sessions", "Sessions, tokens and kept credentials");
        let mut items: Vec<String> = report
            .sessions
            .iter()
            .map(|session| {
                let kind = if session.legacy { "legacy portal" } else { "sso-session" };
                let place = match (session.defined_in_line, session.legacy) {
                    (Some(line), _) => format!("line {line}"),
                    (None, true) => "in the profile".into(),
                    (None, false) => "not defined".into(),
                };
                format!(
                    "{kind} <strong>{}</strong> ({place}, {} profiles{}): {}, region {}, scopes {}<br>token: {}",
                    e(&session.name),
                    session.profiles,
                    if session.in_scope { ", in scope" } else { "" },
                    e(session.start_url.as_deref().unwrap_or("no start URL")),
                    e(session.region.as_deref().unwrap_or("none")),
                    e(&words(&session.scopes)),
                    e(&token(session))
                )
            })
            .collect();
        items.extend(
            report
                .cached_roles
                .iter()
                .map(|role| format!("kept credentials: {}", e(&cached(role)))),
        );
        self.list(items);
        self.end_section();
    }

    fn changes(&mut self, report: &Report) {
        if report.changes.is_empty() {
            return;
        }
        self.section("changes", "Changes by aws-onboard");
        self.list(report.changes.iter().map(|change| {
            format!(
                "{} {}{}: {}",
                e(&change.at),
                e(&change.title),
                if change.undone { " (taken back)" } else { "" },
                e(&change.files.join(", "))
            )
        }));
        self.end_section();
    }

    fn counts(&mut self, id: &str, title: &str, counts: &[LeftOut]) {
        if counts.is_empty() {
            return;
        }
        self.section(id, title);
        self.list(counts.iter().map(|one| format!("{} {}", one.count, e(&one.what))));
        self.end_section();
    }

    fn end(&mut self, report: &Report) {
        let _ = write!(
            self.0,
            "</main>\n<footer><p>{} {}, report schema {}, made {}. It was shown to the person before it was written; nothing was sent.</p></footer>\n</body>\n</html>\n",
            e(&report.tool.name),
            e(&report.tool.version),
            report.schema_version,
            e(&report.made_at)
        );
    }
}
