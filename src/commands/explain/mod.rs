//! `explain`: what an error text means on this machine, and the manual of a check.

mod answers;
mod input;

use colored::Colorize;
use explain::{About, Reading, Teller};
use facts::clean_line;

use self::answers::{Machine, answer_all, explain_all};
use crate::app::App;
use crate::cli::{Explain, Format};
use crate::commands::which::program_of_flag;
use crate::error::{CommandError, FOUND, OK};
use crate::render::explanation::{generic, here, row, service_answer, unknown_text};
use crate::render::explanation_json::explanation;
use crate::render::manual::page;

/// Where a text comes from, as far as it is known besides the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextOrigin {
    /// The program that printed it.
    pub(crate) teller: Teller,
    /// The profile that it was run with.
    pub(crate) profile: Option<String>,
}

/// Prints the manual, or the meaning of the text.
///
/// # Errors
/// No such check, or no known text (1); standard input cannot be read (2).
pub(crate) fn run(app: &App, args: &Explain) -> Result<u8, CommandError> {
    let text = match args.words.as_slice() {
        [dash] if dash == "-" => input::standard_input(app)?,
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
    let origin = TextOrigin { teller: teller_of(args.program.as_deref())?, profile: None };
    let reading = explain::read(&text).told_by(&origin.teller);
    if args.format == Format::Json {
        let answers = answer_all(app, &reading, args.generic, &origin);
        app.printer.program_data(&explanation(app, &reading, &answers));
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
    print(app, explain_all(app, &reading, args.generic, &origin));
    Ok(OK)
}

/// The lines that explain what a program printed; none if it is not about AWS credentials.
pub(crate) fn explain_output(app: &App, text: &str, origin: &TextOrigin) -> Vec<String> {
    let reading = explain::read(text).told_by(&origin.teller);
    if !reading.matches.is_empty() {
        return explain_all(app, &reading, false, origin);
    }
    match &reading.answer {
        Some(answer) if !app.printer.quiet() => service_answer(app, answer, &reading.names),
        _ => Vec::new(),
    }
}

/// The program that `--for` names.
fn teller_of(flag: Option<&str>) -> Result<Teller, CommandError> {
    let asked = flag.map(program_of_flag).transpose()?;
    Ok(asked.map(Teller::of_asked).unwrap_or_default())
}

fn manual(app: &App, check: &checks::Check) {
    app.printer.data(&format!("{}  {}", check.id.bold(), check.title));
    app.printer.data("");
    print(app, page(check.manual, app.printer.width()));
}

/// Prints a row of FAILURES.
fn a_row(
    app: &App,
    id: &str,
    known: Option<&'static explain::Cause>,
    without_machine: bool,
) -> Result<u8, CommandError> {
    let Some(cause) = known else {
        return Err(CommandError::failed(format!("there is no failure {:?}", clean_line(id)))
            .hint("docs/failures.md lists the rows, `aws-onboard checks` lists the checks"));
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
        let error = CommandError::failed(format!("there is no check {:?}", clean_line(text)));
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
    CommandError::failed(message).hint(unknown_text(&reading.nearest))
}

fn print(app: &App, lines: Vec<String>) {
    for line in lines {
        app.printer.data(&line);
    }
}
