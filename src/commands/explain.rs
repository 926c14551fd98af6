//! `explain`: what an error text means on this machine, and the manual of a check.

use std::io::{IsTerminal, Read};

use checks::{CheckResult, Severity};
use colored::Colorize;
use explain::{About, Certainty, Here, Match, Name, Reading};
use facts::{Facts, Request, clean_line};

use crate::app::App;
use crate::cli::{Explain, Format};
use crate::error::{CommandError, FOUND, OK};
use crate::render::explanation::{
    asked, certainty_line, generic, heading, here, labelled, now, row, send, service_answer,
    unknown_text,
};
use crate::render::explanation_json::{Answer, explanation};
use crate::render::manual::page;

/// Read at most this much from standard input: enough for a terminal's scrollback, but not a log.
const MAX_INPUT_BYTES: u64 = 1 << 20;
/// Explain at most this many texts; more rarely matter in one paste.
const MAX_TEXTS: usize = 3;

/// Prints the manual, or the meaning of the text.
///
/// # Errors
/// No such check, or no known text (1); standard input cannot be read (2).
pub(crate) fn run(app: &App, args: &Explain) -> Result<u8, CommandError> {
    let text = match args.words.as_slice() {
        [dash] if dash == "-" => standard_input(app)?,
        [one] => {
            let id = one.trim();
            if args.format == Format::Human
                && let Some(check) = checks::find(id)
            {
                manual(app, check);
                return Ok(OK);
            }
            if args.format == Format::Human
                && let Some(known) = explain::find_row(id)
            {
                return a_row(app, id, known, args.generic);
            }
            one.clone()
        }
        many => many.join(" "),
    };
    let reading = explain::read(&text);
    if args.format == Format::Json {
        let answers = answer_all(app, &reading, args.generic);
        app.printer.data(&explanation(app, &reading, &answers));
        let is_answered = !answers.is_empty() || reading.answer.is_some();
        return Ok(if is_answered { OK } else { FOUND });
    }
    if let (true, Some(answer)) = (reading.matches.is_empty(), &reading.answer) {
        print(app, service_answer(app, answer, &reading.names));
        return Ok(OK);
    }
    if reading.matches.is_empty() {
        return Err(unknown(&text, &reading));
    }
    explain_all(app, &reading, args.generic);
    Ok(OK)
}

fn manual(app: &App, check: &checks::Check) {
    app.printer.data(&format!("{}  {}", check.id.bold(), check.title));
    app.printer.data("");
    for line in page(check.manual, app.printer.width()) {
        app.printer.data(&line);
    }
}

/// Prints a row of FAILURES.
fn a_row(
    app: &App,
    id: &str,
    known: Option<&'static explain::Cause>,
    without_machine: bool,
) -> Result<u8, CommandError> {
    let Some(cause) = known else {
        return Err(CommandError {
            status: FOUND,
            message: format!("there is no failure {:?}", clean_line(id)),
            hint: Some(
                "docs/failures.md lists the rows, `aws-onboard checks` lists the checks".into(),
            ),
        });
    };
    print(app, row(app, cause));
    if without_machine {
        print(app, generic(app, &[cause.id], "", &About::default()));
    } else {
        let machine = Machine::usual(app);
        let judged = explain::judge(
            &[cause.id],
            &About::default(),
            &machine.facts,
            &machine.results,
            &machine.facts.scope().profiles,
        );
        print(app, here(app, &machine.facts, None, &judged));
    }
    Ok(OK)
}

/// The error for a text that contains no known error.
fn unknown(text: &str, reading: &Reading) -> CommandError {
    let text = text.trim();
    let is_id = text.contains('-')
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if is_id {
        let error = CommandError {
            status: FOUND,
            message: format!("there is no check {:?}", clean_line(text)),
            hint: None,
        };
        return match checks::suggest(text) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("`aws-onboard checks` lists them"),
        };
    }
    let message = if text.is_empty() {
        "there is no text to explain"
    } else {
        "I don't recognize an AWS error in this text"
    };
    CommandError {
        status: FOUND,
        message: message.into(),
        hint: Some(unknown_text(&reading.nearest)),
    }
}

/// A machine and the results of its offline checks.
struct Machine {
    facts: Facts,
    results: Vec<CheckResult>,
}

impl Machine {
    /// The machine as a run without flags checks it.
    fn usual(app: &App) -> Self {
        Self::of(app, About::default().request())
    }

    /// Only the offline facts: no network access and no other programs.
    fn of(app: &App, request: Request) -> Self {
        let facts = collect::offline_facts(&app.system, request, app.preset.clone());
        let results = checks::run_all(&facts, |_| true);
        Self { facts, results }
    }
}

/// The answers to the most informative texts, starting with those whose cause is found on this
/// machine.
fn answer_all<'a>(app: &App, reading: &'a Reading, without_machine: bool) -> Vec<Answer<'a>> {
    let matches = reading.matches.iter().take(MAX_TEXTS);
    if without_machine {
        return matches.map(|found| Answer { found, here: None, note: None }).collect();
    }
    let usual = Machine::usual(app);
    let mut answers: Vec<Answer<'a>> =
        matches.map(|found| on_machine(app, &usual, found, &reading.names).0).collect();
    // Within each group, the texts stay in the order of the input.
    answers.sort_by_key(|answer| answer.here.as_ref().map_or(2, rank));
    answers
}

/// Causes found here come first.
fn rank(here: &Here) -> u8 {
    match here.found() {
        Some((_, finding)) if finding.severity == Severity::Fail => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// Explains the most informative texts, starting with those whose cause is found on this machine.
fn explain_all(app: &App, reading: &Reading, without_machine: bool) {
    let matches = reading.matches.iter().take(MAX_TEXTS);
    let mut blocks: Vec<(u8, Vec<String>)> = Vec::new();
    if without_machine {
        for found in matches {
            let mut lines = heading(app, found);
            lines.extend(asked(app, found, &reading.frames));
            lines.push(certainty_line(app, explain::certainty_of_text(found.text)));
            lines.extend(generic(app, found.text.causes, found.text.apart, &of_text(found)));
            blocks.push((0, lines));
        }
    } else {
        let usual = Machine::usual(app);
        for found in matches {
            let (answer, facts) = on_machine(app, &usual, found, &reading.names);
            let Some(judged) = &answer.here else {
                continue;
            };
            let facts = facts.as_ref().unwrap_or(&usual.facts);
            let lines = if app.printer.quiet() {
                now(app, &judged.now)
            } else {
                let mut lines = heading(app, found);
                lines.extend(asked(app, found, &reading.frames));
                lines.push(certainty_line(app, explain::certainty(judged)));
                lines.extend(here(app, facts, answer.note.as_deref(), judged));
                if explain::certainty(judged) == Certainty::Aws {
                    lines.extend(send(app, &reading.names));
                }
                lines
            };
            blocks.push((rank(judged), lines));
        }
    }
    // Within each group, the texts stay in the order of the input.
    blocks.sort_by_key(|(rank, _)| *rank);
    for (index, (_, lines)) in blocks.into_iter().enumerate() {
        if index > 0 {
            app.printer.data("");
        }
        print(app, lines);
    }
    if app.printer.quiet() {
        return;
    }
    if let Some(advice) = reading.advice {
        app.printer.data(&labelled(app, "note", advice));
    }
    let left = reading.matches.len().saturating_sub(MAX_TEXTS);
    if left > 0 {
        app.printer.data("");
        app.printer.data(&format!("{left} more in this text; paste them one at a time"));
    }
}

/// What a text is about, without a machine.
fn of_text(found: &Match) -> About {
    About {
        profile: found.name("profile").map(str::to_owned),
        speaker: Some(found.voice.reads_as(found.speaker)),
        fixed: found.text.fixed,
        ..About::default()
    }
}

/// A text on this machine, and the facts that it was judged by if they differ from the usual ones.
fn on_machine<'a>(
    app: &App,
    usual: &Machine,
    found: &'a Match,
    names: &[Name],
) -> (Answer<'a>, Option<Facts>) {
    let about = explain::about(found, names, &usual.facts);
    let request = about.request();
    let other = (request != *usual.facts.request()).then(|| Machine::of(app, request));
    let machine = other.as_ref().unwrap_or(usual);
    let judged = explain::judge(
        found.text.causes,
        &about,
        &machine.facts,
        &machine.results,
        &usual.facts.scope().profiles,
    );
    // These two checks already report that the profile does not exist.
    let told =
        judged.found().is_some_and(|(check, _)| matches!(check, "profile-exists" | "env-profile"));
    let note = about.note.filter(|_| !told);
    (Answer { found, here: Some(judged), note }, other.map(|machine| machine.facts))
}

fn print(app: &App, lines: Vec<String>) {
    for line in lines {
        app.printer.data(&line);
    }
}

/// Reads the text from standard input.
///
/// # Errors
/// It cannot be read, is longer than [`MAX_INPUT_BYTES`], or is not text (2).
fn standard_input(app: &App) -> Result<String, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() && !app.printer.quiet() {
        let end = if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D" };
        app.printer.say(&format!("Paste the text, then press {end} on a new line."));
    }
    let mut bytes = Vec::new();
    input
        .lock()
        .take(MAX_INPUT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CommandError::usage(format!("could not read standard input: {error}")))?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(
            CommandError::usage("standard input is longer than 1 MiB").hint(
                "pass only the part with the error, for example: … | tail -n 200 | aws-onboard explain -",
            ),
        );
    }
    text_of(&bytes).ok_or_else(|| {
        CommandError::usage("standard input is not text")
            .hint("pass the error message as the terminal shows it")
    })
}

/// Decodes UTF-8, or UTF-16 as PowerShell's `>` writes it; text never contains a zero byte.
fn text_of(bytes: &[u8]) -> Option<String> {
    let units = |of: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(String::from_utf16_lossy(&units(u16::from_le_bytes))),
        [0xfe, 0xff, ..] => Some(String::from_utf16_lossy(&units(u16::from_be_bytes))),
        _ if bytes.contains(&0) => None,
        _ => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn what_powershell_writes_is_read() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("aws".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(text_of(&utf16).as_deref(), Some("aws"));
        assert_eq!(text_of(b"caf\xe9").as_deref(), Some("caf\u{fffd}"));
        assert_eq!(text_of(b"\x7fELF\0\0"), None);
        assert_eq!(text_of(b"").as_deref(), Some(""));
    }
}
