//! `which`: shows which credentials each program here would use, and why. Offline, and no program
//! is started.

mod fixes;
mod json;
mod notes;
mod row;
mod table;
mod trail;

use facts::{Facts, Request, ScopeReason, Text};
use program_clients::{Answers, Asked, Question, answer_programs, parse_asked};

use crate::app::App;
use crate::cli::{Format, Which};
use crate::error::{CommandError, INCOMPLETE, OK};

/// What the screen and the JSON are made from.
struct Shown<'a> {
    app: &'a App,
    facts: &'a Facts,
    answers: &'a Answers,
    asked: Option<&'a Asked>,
    /// Whether every place was searched.
    is_complete: bool,
}

impl Shown<'_> {
    /// The profile that was asked for or that the environment selects; `None` if neither does.
    fn selected(&self) -> Option<&str> {
        match self.facts.scope().reason {
            ScopeReason::Flag | ScopeReason::Variable(_) => {
                self.facts.scope().profiles.first().map(String::as_str)
            }
            _ => None,
        }
    }

    /// The profile that programs use: without a selected one, `default`.
    fn profile(&self) -> &str {
        self.selected().unwrap_or("default")
    }
}

/// Reads `--for PROGRAM[@VERSION]`, for every command that has this flag.
///
/// # Errors
/// The program or the version is not known (2).
pub(super) fn program_of_flag(text: &str) -> Result<Asked, CommandError> {
    parse_asked(text).map_err(|error| {
        CommandError::usage(format!("--for: {error}")).hint(
            "programs: terraform, boto3, rclone, …; SDKs: botocore, go1, go2, js2, js3, java1, \
             java2, dotnet3, dotnet4, rust, cpp, crt, php, ruby, cli1, cli2",
        )
    })
}

/// Prints the answers. The status is 0 once they are given, whatever they are; 3 if the programs
/// could not be searched in time.
///
/// # Errors
/// `--for` names no known program (2).
pub(crate) fn run(app: &App, args: &Which) -> Result<u8, CommandError> {
    let asked = args.program.as_deref().map(program_of_flag).transpose()?;
    let request = Request { profile: args.profile.clone(), offline: true, ..Request::default() };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    // Where nothing could be searched, the result is not complete.
    let programs = app
        .system
        .current_folder()
        .and_then(|folder| programs::find_programs(&app.system, &folder))
        .unwrap_or_default();
    let logins = aws_onboard_credential_chain::logins_of(&facts);
    let answers = answer_programs(&Question {
        facts: &facts,
        logins: &logins,
        programs: &programs,
        profile: args.profile.as_deref(),
        asked: asked.as_ref(),
    });
    let shown = Shown {
        app,
        facts: &facts,
        answers: &answers,
        asked: asked.as_ref(),
        is_complete: programs.complete,
    };
    if args.format == Format::Json {
        app.printer.program_data(&json::document(&shown));
    } else {
        app.printer.data_lines(&screen(&shown));
    }
    Ok(if programs.complete { OK } else { INCOMPLETE })
}

fn screen(shown: &Shown<'_>) -> Vec<String> {
    let rows: Vec<row::Row> =
        shown.answers.programs.iter().map(|answer| row::describe(shown, answer)).collect();
    let mut lines = Vec::new();
    if shown.asked.is_none() {
        lines.extend(heading(shown));
        lines.push(String::new());
        if !rows.is_empty() {
            lines.extend(table::lines(&rows, shown.app.printer.width()));
        }
    }
    if !shown.app.printer.quiet() {
        lines.extend(notes::lines(shown, &rows));
    }
    if shown.app.printer.verbose() {
        lines.extend(trail::lines(shown, &rows));
    }
    lines
}

/// Which profile it is, and what goes before it.
fn heading(shown: &Shown<'_>) -> Vec<String> {
    use aws_onboard_credential_chain::Kind;
    let name = Text(shown.profile());
    let origin = match shown.facts.scope().reason {
        ScopeReason::Flag => "from --profile".to_owned(),
        ScopeReason::Variable(variable) => format!("from {variable}"),
        _ => "AWS_PROFILE is not set".to_owned(),
    };
    let programs = &shown.answers.programs;
    let by_keys = programs
        .iter()
        .filter(|answer| answer.is_certain && answer.answer.credentials.kind == Kind::Environment)
        .count();
    let reach = match (by_keys, programs.len()) {
        (0, _) => String::new(),
        (some, all) if some == all => "; programs use the keys in the environment first".to_owned(),
        (some, all) if some * 2 > all => {
            "; most programs use the keys in the environment first".to_owned()
        }
        _ => "; some programs use the keys in the environment first".to_owned(),
    };
    let text = format!("Profile {name} ({origin}){reach}");
    let wrapped = crate::terminal::text::wrap(&text, "", shown.app.printer.width());
    wrapped.lines().map(str::to_owned).collect()
}
