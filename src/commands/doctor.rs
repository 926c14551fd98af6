//! `doctor`: examine, and mend what can be mended.

use std::time::Duration;

use checks::Check;
use colored::Colorize;
use facts::Request;

use crate::app::App;
use crate::cli::{Doctor, FailOn, Format};
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::examine::{Examination, Options};
use crate::remedy::answers::known_check;
use crate::remedy::{FlagAnswers, Mending, Recorded};
use crate::render::{human, json};
use crate::sign_in::How;
use crate::terminal::Ask;

/// Runs it.
///
/// # Errors
/// Wrong usage; a file that could not be written; interrupted.
pub(crate) fn run(app: &App, args: &Doctor) -> Result<u8, CommandError> {
    let answers = FlagAnswers::parse(&args.answer)?;
    if !args.fix && (args.yes || args.dry_run || !args.answer.is_empty()) {
        return Err(CommandError::usage(
            "--yes, --dry-run and --answer say how to mend, and nothing is to be mended",
        )
        .hint("add --fix"));
    }
    let options = options(args)?;
    let request = Request {
        profile: args.profile.clone(),
        all_profiles: args.all_profiles,
        offline: args.offline,
    };
    if args.dry_run {
        return examine(
            &app.on(app.system.overlay()),
            args,
            request,
            options,
            &answers,
        );
    }
    examine(app, args, request, options, &answers)
}

fn examine(
    app: &App,
    args: &Doctor,
    request: Request,
    options: Options,
    answers: &FlagAnswers,
) -> Result<u8, CommandError> {
    let mut examination = Examination::new(app, request, options)?;
    let human = args.format == Format::Human;
    if human {
        show(app, &examination, args.fix);
    }
    let mut changes: Vec<Recorded> = Vec::new();
    let wants_fix = args.fix || (human && offer_to_mend(app, &examination)?);
    if wants_fix {
        let mut mending = Mending {
            app,
            answers,
            yes: args.yes,
            shown: human && !args.fix,
            how: How::choose(&examination.facts, args.device_code, !args.no_browser),
            changes: Vec::new(),
        };
        let outcome = mending.run(&mut examination);
        changes = mending.changes;
        outcome?;
        for name in answers.unused() {
            app.printer
                .say(&format!("  --answer {name} was not needed"));
        }
    }
    if human {
        close(app, &examination, wants_fix);
    } else {
        let value = json::doctor(app, &examination, &changes);
        app.printer
            .data(&serde_json::to_string_pretty(&value).unwrap_or_default());
    }
    let status = status(&examination, args.fail_on);
    // The program ends here. Freeing a large config piece by piece would cost a fifth of the time.
    std::mem::forget(examination);
    Ok(status)
}

/// The exit status of an examination.
pub(crate) fn status(examination: &Examination, fail_on: FailOn) -> u8 {
    let summary = examination.summary();
    let found = summary.fail > 0 || (fail_on == FailOn::Warn && summary.warn > 0);
    if found {
        FOUND
    } else if summary.unknown > 0 {
        INCOMPLETE
    } else {
        OK
    }
}

fn options(args: &Doctor) -> Result<Options, CommandError> {
    let ids = |flag: &str, given: &[String]| -> Result<Vec<&'static str>, CommandError> {
        given
            .iter()
            .map(|id| known_check(flag, id).map(|check: &'static Check| check.id))
            .collect()
    };
    let only = ids("--only", &args.only)?;
    Ok(Options {
        only: (!only.is_empty()).then_some(only),
        skip: ids("--skip", &args.skip)?,
        timeout: args.timeout.map(Duration::from_secs),
        may_refresh: !args.offline && !args.dry_run,
    })
}

/// Prints the examination.
fn show(app: &App, examination: &Examination, mending: bool) {
    let printer = &app.printer;
    let first = examination.first().is_some() || examination.summary().unknown > 0;
    if printer.quiet() {
        return;
    }
    if !first && !printer.verbose() {
        return;
    }
    printer.data(&human::scope_line(examination.facts.scope()));
    printer.data("");
    for line in human::overview(app, examination) {
        printer.data(&line);
    }
    if printer.verbose() {
        printer.data("");
        for line in human::every_check(app, examination) {
            printer.data(&line);
        }
    }
    if examination.not_asked > 0 {
        printer.data("");
        printer.data(&format!(
            "  {} more profiles use the same sign-ins and were not asked who they are (--all-profiles asks all)",
            examination.not_asked
        ));
    }
    if examination.not_compared > 0 {
        printer.data(&format!(
            "  {} of them are of so many accounts that their roles were not compared with what is assigned",
            examination.not_compared
        ));
    }
    if !mending {
        for line in human::details(app, examination) {
            printer.data(&line);
        }
    }
}

/// The question at the end of an examination on a terminal.
fn offer_to_mend(app: &App, examination: &Examination) -> Result<bool, CommandError> {
    let Some(prompter) = app
        .prompter
        .as_ref()
        .filter(|_| app.printer.out_is_terminal())
    else {
        return Ok(false);
    };
    if app.printer.quiet() || !human::can_mend(examination) {
        return Ok(false);
    }
    app.printer.say("");
    app.printer.say(&format!("{}.", human::counts(examination)));
    let choices = ["Yes, one by one", "No"].map(str::to_owned);
    match prompter.choose(
        "Mend these now?",
        "nothing is written before you have seen it",
        &choices,
        0,
    ) {
        Ask::Answered(0) => Ok(true),
        Ask::Answered(_) | Ask::Skipped => Ok(false),
        Ask::Interrupted => Err(CommandError::interrupted("stopped; nothing was changed")),
    }
}

/// The last lines: ready, or what is left and the one thing to do next.
fn close(app: &App, examination: &Examination, mended: bool) {
    let printer = &app.printer;
    let left = examination.first();
    if left.is_none() {
        let shown = mended || printer.verbose() || examination.summary().unknown > 0;
        if !printer.quiet() && shown {
            printer.data("");
        }
        printer.data(&human::ready(app, examination));
        if mended && let Some(command) = human::try_command(examination) {
            printer.data(&format!("  Try:  {}", command.cyan()));
        }
        return;
    }
    if !printer.quiet() {
        printer.data("");
    }
    let counts = human::counts(examination);
    let next = match (mended, left) {
        // What could be mended was offered; what is left is the person's to do.
        (true, Some((_, finding))) => Some(finding.next.clone()),
        _ => human::next(examination),
    };
    match next.filter(|next| !next.is_empty()) {
        Some(next) => printer.data(&format!("{counts}. Next: {next}")),
        None => printer.data(&format!("{counts}.")),
    }
}
