//! Lays a report out as a document.

use checks::{Applicability, Severity};
use facts::Shell;

use super::{CachedRoleShape, FileShape, Line, Report, SessionShape, Variable, not_checked};
use crate::record::{Fault, Finding, LeftOut, Outcome};
use crate::render::document::{Block, Document, Inline, Section, Style, text};
use crate::render::human;

impl Report {
    /// The report as a document.
    pub(crate) fn to_document(&self) -> Document {
        let examination = &self.examination;
        let sections = [
            section("findings", "Findings", findings(self)),
            section("administrator", "For the administrator", administrator(self)),
            section("calls", "Calls that AWS refused", calls(self)),
            section("not-checked", "Not checked", not_checked::blocks(self)),
            folded("checks", "Checks that ran", checks(self)),
            folded("environment", "Environment", environment(self)),
            folded("files", "AWS files", self.files.iter().flat_map(file).collect()),
            folded("sessions", "Sessions and tokens", list(self.sessions.iter().map(session))),
            folded(
                "credentials",
                "Credentials that the AWS CLI cached",
                list(self.cached_roles.iter().map(|role| (vec![text(cached(role))], Vec::new()))),
            ),
            folded("network", "Network and clock", lines(&self.network)),
            folded("tried", "What was tried", tried(self)),
            folded("removed", "Removed from this report", counts(&self.removed)),
            folded("left-out", "Left out because of its size", counts(&self.left_out)),
        ];
        Document {
            title: "aws-onboard report",
            reference: self.reference.clone(),
            subtitle: format!(
                "Checked {}, ref {}, for {}",
                examination.examined_at, self.reference, self.audience
            ),
            summary: self.head.lines().map(|(label, words)| (label, words.to_owned())).to_vec(),
            introduction: contact(self),
            sections: sections.into_iter().flatten().collect(),
            footer: format!(
                "{} {}, report schema {}, made {}. It was shown to the person before it was written; nothing was sent.",
                self.tool.name, self.tool.version, self.schema_version, self.made_at
            ),
        }
    }
}

/// A section; none if it is empty.
fn section(id: &'static str, title: &'static str, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then_some(Section { id, title, folded: false, blocks })
}

/// A section that is closed until the reader opens it; none if it is empty.
fn folded(id: &'static str, title: &'static str, blocks: Vec<Block>) -> Option<Section> {
    section(id, title, blocks).map(|section| Section { folded: true, ..section })
}

fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(Style::Plain, vec![text(words)])
}

/// A list; nothing if it is empty.
fn list(items: impl Iterator<Item = (Vec<Inline>, Vec<Inline>)>) -> Vec<Block> {
    let items: Vec<_> = items.collect();
    if items.is_empty() { Vec::new() } else { vec![Block::List(items)] }
}

/// The shell of the computer that the report is about, for commands to paste there.
fn shell_of(report: &Report) -> Shell {
    match report.environment.shell.as_str() {
        "fish" => Shell::Fish,
        "PowerShell" => Shell::PowerShell,
        "cmd.exe" => Shell::Cmd,
        _ => Shell::Posix,
    }
}

fn contact(report: &Report) -> Vec<Block> {
    let Some(contact) = &report.contact else {
        return Vec::new();
    };
    let parts = [&contact.name, &contact.email, &contact.page];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let mut blocks = vec![paragraph(format!("Contact: {}.", parts.join(", ")))];
    blocks.extend(contact.mail.iter().map(|mail| Block::Link {
        address: mail.address.clone(),
        text: "Write an email",
        rest: " that is ready but for this file.",
    }));
    blocks
}

fn administrator(report: &Report) -> Vec<Block> {
    let blocks = report.administrator.iter().flat_map(|message| {
        let title = vec![text(format!("{} ", message.title)), Inline::Aside(message.check.clone())];
        [Block::Heading(title), Block::Code(message.words.join("\n"))]
    });
    blocks.collect()
}

fn checks(report: &Report) -> Vec<Block> {
    let ran = report.examination.checks.iter().filter(|check| check.outcome != Outcome::Skipped);
    let rows = ran.map(|check| {
        let worst = check.findings.first().map(|finding| finding.severity);
        let cells = vec![
            vec![Inline::Badge(state_word(check.outcome, worst))],
            vec![Inline::Id(check.id.clone())],
            vec![text(&check.title)],
            vec![text(human::state(check).1)],
        ];
        (check.outcome == Outcome::Passed, cells)
    });
    let heads = &["State", "Check", "Healthy state", "Seen"];
    vec![paragraph(&report.beside.scope_line), Block::Table { heads, rows: rows.collect() }]
}

fn findings(report: &Report) -> Vec<Block> {
    let mut faults = report.examination.faults();
    // The worst first: what is read first is what stops the user.
    faults.sort_by_key(|fault| std::cmp::Reverse(fault.finding.severity));
    let panels: Vec<Block> = faults
        .into_iter()
        .zip(1..)
        .map(|(Fault { check, finding, others }, number)| {
            let mut blocks = vec![Block::Heading(vec![
                text(format!("{number}. ")),
                Inline::Badge(finding.severity.id()),
                text(": "),
                Inline::Id(check.id.clone()),
                text(" "),
                Inline::Aside(finding.code.clone()),
            ])];
            add_finding(&mut blocks, finding, shell_of(report));
            if let Some(same) = human::same_fault(&others, usize::MAX) {
                blocks.push(paragraph(&same));
            }
            Block::Panel(finding.severity, blocks)
        })
        .collect();
    if panels.is_empty() { vec![paragraph("None.")] } else { panels }
}

fn add_finding(blocks: &mut Vec<Block>, finding: &Finding, shell: Shell) {
    blocks.push(Block::Paragraph(Style::Lead, vec![text(&finding.what)]));
    let mut place = match &finding.location {
        Some(place) => vec![
            text("At "),
            Inline::Code(place.path.clone()),
            text(format!(", line {}, column {}; about ", place.line, place.column)),
        ],
        None => vec![text("About ")],
    };
    place.extend([Inline::Code(finding.subject.clone()), text(".")]);
    blocks.push(Block::Paragraph(Style::Dim, place));
    let excerpts = finding.source.iter().cloned();
    blocks.extend(excerpts.map(|excerpt| Block::Source(finding.severity, excerpt)));
    if !finding.why.is_empty() {
        blocks.push(paragraph(&finding.why));
    }
    if let Some(says) = &finding.says {
        blocks.extend([paragraph(human::says_from(finding)), Block::Code(says.clone())]);
    }
    if !finding.next.is_empty() {
        let next = vec![Inline::Strong("Next:".into()), text(format!(" {}", finding.next))];
        blocks.push(Block::Paragraph(Style::Plain, next));
    }
    blocks.extend(list(finding.remedies.iter().map(|remedy| {
        let who = match remedy.applicability {
            Applicability::Safe => "safe",
            Applicability::Ask => "asks",
            Applicability::Guide => "by hand",
        };
        let words = remedy.words.iter().map(text);
        let commands = remedy.commands.iter().map(|argv| Inline::Code(shell.command(argv)));
        let title = vec![text(format!("{} ", remedy.title)), Inline::Aside(who.into())];
        (title, words.chain(commands).collect())
    })));
}

fn calls(report: &Report) -> Vec<Block> {
    if report.calls.is_empty() {
        return Vec::new();
    }
    let rows = report.calls.iter().map(|call| {
        let cells = vec![
            vec![text(&call.at)],
            vec![text(&call.operation)],
            vec![text(format!("{} {}", call.error, call.message))],
            vec![text(call.status.map(|status| status.to_string()).unwrap_or_default())],
            call.request_id.iter().cloned().map(Inline::Code).collect(),
            vec![text(&call.about)],
        ];
        (false, cells)
    });
    let heads = &["Time (UTC)", "Operation", "Error", "Status", "Request", "For"];
    vec![Block::Table { heads, rows: rows.collect() }]
}

fn lines(lines: &[Line]) -> Vec<Block> {
    list(lines.iter().map(|line| (vec![text(format!("{}: {}", line.about, line.words))], vec![])))
}

fn environment(report: &Report) -> Vec<Block> {
    let around = &report.environment;
    let mut place = vec![
        format!("{} on {}", around.os, around.arch),
        format!("shell {}", around.shell),
        format!("terminal {}", around.terminal),
    ];
    place.extend(around.place.iter().cloned());
    let mut items = vec![vec![text(place.join(", "))]];
    let programs = around.aws.iter();
    items.extend(
        programs
            .map(|aws| vec![Inline::Code(aws.path.clone()), text(format!(": {}", aws.version))]),
    );
    if around.aws.is_empty() {
        items.push(vec![text("no "), Inline::Id("aws".into()), text(" on PATH")]);
    }
    items.extend(around.preset.iter().map(|preset| vec![text(format!("preset {preset}"))]));
    let variables = around.proxies.iter().chain(&around.variables);
    items.extend(variables.map(|variable| vec![Inline::Code(setting(variable))]));
    list(items.into_iter().map(|item| (item, Vec::new())))
}

fn file(file: &FileShape) -> Vec<Block> {
    let mut facts = vec![file.state.clone()];
    facts.extend(file.set_by.iter().map(|name| format!("set by {name}")));
    facts.extend(file.mode.iter().map(|mode| format!("mode {mode}")));
    facts.extend(file.encoding.clone());
    facts.extend(file.line_ending.clone());
    if file.lines > 0 {
        facts.push(format!("{} lines, {} comments", file.lines, file.comments));
    }
    facts.extend(file.changed_at.iter().map(|at| format!("changed {at}")));
    let title = vec![Inline::Code(file.path.clone()), text(" "), Inline::Aside(file.file.clone())];
    let mut blocks =
        vec![Block::Heading(title), Block::Paragraph(Style::Dim, vec![text(facts.join(", "))])];
    if !file.sections.is_empty() {
        blocks.push(Block::Numbered(structure(file)));
    }
    blocks
}

/// The sections of a file, with line numbers.
fn structure(file: &FileShape) -> Vec<(Option<usize>, String)> {
    let mut lines = Vec::new();
    for section in &file.sections {
        lines.extend(section.header.iter().map(|header| (Some(section.line), header.clone())));
        lines.extend(section.entries.iter().map(|entry| {
            let value = entry.value.as_deref().unwrap_or("…");
            let line = match &entry.key {
                Some(key) if entry.nested => format!("  {key} = {value}"),
                Some(key) => format!("{key} = {value}"),
                None => value.to_owned(),
            };
            (Some(entry.line), line.trim_end().to_owned())
        }));
    }
    lines
}

fn session(session: &SessionShape) -> (Vec<Inline>, Vec<Inline>) {
    let kind = if session.legacy { "legacy portal" } else { "sso-session" };
    let place = match (session.defined_in_line, session.legacy) {
        (Some(line), _) => format!("line {line}"),
        (None, true) => "in the profile".into(),
        (None, false) => "not defined".into(),
    };
    let rest = format!(
        " ({place}, {} profiles{}): {}, region {}, scopes {}",
        session.profiles,
        if session.in_scope { ", in scope" } else { "" },
        session.start_url.as_deref().unwrap_or("no start URL"),
        session.region.as_deref().unwrap_or("none"),
        words(&session.scopes),
    );
    let item = vec![text(format!("{kind} ")), Inline::Strong(session.name.clone()), text(rest)];
    (item, vec![text(format!("token: {}", token(session)))])
}

/// The changes and the sign-ins, newest first.
fn tried(report: &Report) -> Vec<Block> {
    let mut all: Vec<(&str, String)> = Vec::new();
    all.extend(report.changes.iter().map(|change| {
        let undone = if change.undone { " (undone)" } else { "" };
        (change.at.as_str(), format!("{}{undone}: {}", change.title, change.files.join(", ")))
    }));
    let sign_ins = report.sign_ins.iter();
    all.extend(sign_ins.map(|one| (one.at.as_str(), format!("{} {}", one.words, one.about))));
    // All are in UTC and in the same format, so that their order is that of the texts.
    all.sort_by(|(first, _), (second, _)| second.cmp(first));
    list(all.into_iter().map(|(at, words)| (vec![text(format!("{at} {words}"))], Vec::new())))
}

fn counts(counts: &[LeftOut]) -> Vec<Block> {
    list(counts.iter().map(|one| (vec![text(format!("{} {}", one.count, one.what))], Vec::new())))
}

/// The word for the outcome of a check.
fn state_word(outcome: Outcome, worst: Option<Severity>) -> &'static str {
    match (outcome, worst) {
        (Outcome::Found, Some(severity)) => severity.id(),
        (Outcome::Found, None) => "found",
        (Outcome::Passed, _) => "ok",
        (Outcome::Skipped, _) => "skipped",
        (Outcome::Unknown, _) => "unknown",
    }
}

/// `NAME=value`, or only that it is set.
fn setting(variable: &Variable) -> String {
    match &variable.value {
        Some(value) => format!("{}={value}", variable.name),
        None => format!("{} is set (not shown)", variable.name),
    }
}

fn words(all: &[String]) -> String {
    if all.is_empty() { "none".into() } else { all.join(", ") }
}

/// A token on one line.
fn token(session: &SessionShape) -> String {
    let token = &session.token;
    let mut parts = vec![token.state.clone()];
    let mut add = |label: &str, value: &Option<String>| {
        parts.extend(value.iter().map(|value| format!("{label} {value}")));
    };
    add("ends", &token.expires_at);
    add("registration expires", &token.registration_expires_at);
    add("registered for", &token.registration_kind);
    add("issued in", &token.issued_in);
    add("issued for", &token.issued_for);
    add("file changed", &token.file_changed_at);
    parts.join(", ")
}

/// Cached credentials on one line.
fn cached(role: &CachedRoleShape) -> String {
    let mut parts =
        vec![role.profile.clone().unwrap_or_else(|| "another role".into()), role.state.clone()];
    parts.extend(role.expires_at.iter().map(|at| format!("end {at}")));
    parts.extend(role.file_changed_at.iter().map(|at| format!("written {at}")));
    parts.join(", ")
}
