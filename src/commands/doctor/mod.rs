//! `doctor`: runs the checks, and fixes what it can.

mod alike;
mod apply;
mod decision;
mod fix;
mod fix_decide;
mod fix_queue;
#[cfg(test)]
mod fix_tests;
mod screen;
mod show_change;
#[cfg(test)]
mod to_the_end;

use std::path::Path;
use std::time::Duration;

use checks::Check;
use colored::Colorize;
use facts::{Request, clean_line};

use crate::answers::{FlagAnswers, known_check};
use crate::app::App;
use crate::changes::{FailedFix, Recorded};
use crate::cli::{Doctor, FailOn, Format};
use crate::commands::which::program_of_flag;
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::examine::{Examination, Options, Summary};
use crate::record::{Beside, Purpose, Record, write_record};
use crate::render::{human, json};
use crate::report;
use crate::sign_in::How;
use crate::terminal::fit::unbroken;

use self::fix::Fixing;
use self::fix_queue::Order;
use self::screen::{Wish, close, offer_to_fix, show};

/// Runs the command.
///
/// # Errors
/// Wrong usage; a file that cannot be written; interrupted.
pub(crate) fn run(app: &App, args: &Doctor) -> Result<u8, CommandError> {
    if let Some(path) = &args.from {
        return recorded(app, args, path);
    }
    let answers = FlagAnswers::parse(&args.answer)?;
    if !args.fix && (args.yes || args.dry_run || !args.answer.is_empty()) {
        return Err(
            CommandError::usage("--yes, --dry-run and --answer need --fix").hint("add --fix")
        );
    }
    let options = options(args)?;
    if let Some(program) = &args.program {
        program_of_flag(program)?;
    }
    let request = Request {
        profile: args.profile.clone(),
        all_profiles: args.all_profiles,
        offline: args.offline,
        program: args.program.clone(),
    };
    if args.dry_run {
        return examine(&app.on(app.system.overlay()), args, request, options, &answers);
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
    let seen = |examination: &Examination| {
        let (record, _) = Record::from_examination(examination, &[], Purpose::Screen);
        (record, Beside::from_examination(examination))
    };
    let mut screen = None;
    if human {
        let (record, beside) = seen(&examination);
        show(app, &record, &beside, args.fix);
        screen = Some((record, beside));
    }
    let mut changes: Vec<Recorded> = Vec::new();
    let mut failed: Vec<FailedFix> = Vec::new();
    let wish = match &screen {
        _ if args.fix => Some(Wish { yes: args.yes, order: Order::AsFound }),
        Some((record, _)) => offer_to_fix(app, record, &examination)?,
        None => None,
    };
    let wants_fix = wish.is_some();
    if let Some(wish) = wish {
        let how = How::choose(&examination.facts, args.device_code, !args.no_browser);
        let mut fixing = Fixing::new(app, answers, wish.yes, wish.order, how);
        fixing.shown = human && !args.fix;
        let outcome = fixing.run(&mut examination);
        screen = screen.map(|_| seen(&examination));
        (changes, failed) = (fixing.changes, fixing.failed);
        outcome?;
        for name in answers.unused() {
            app.printer.say(&format!("  --answer {name} was not needed"));
        }
    }
    if let Some((record, beside)) = &screen {
        close(app, record, beside, wants_fix);
        super::whom_to_ask::say_whom_to_ask(app, record.summary);
        if wants_fix
            && record.first().is_none()
            && let Some(command) = human::try_command(&examination)
        {
            app.printer.data(&format!("  Try:  {}", unbroken(&command).cyan()));
        }
    } else {
        app.printer.stream_json(|out| write_record(&examination, &changes, &failed, out));
    }
    let status = match failed.is_empty() {
        true => status(examination.summary(), args.fail_on),
        // What was asked for and failed is never a success, however small the finding.
        false => FOUND,
    };
    // The program is about to exit, and freeing a large config would take a fifth of the run time.
    std::mem::forget(examination);
    Ok(status)
}

/// Shows the results from another computer's report, without running any checks here.
fn recorded(app: &App, args: &Doctor, path: &Path) -> Result<u8, CommandError> {
    let shown = app.path(path);
    let bytes = machine::read_file(&app.system, path, report::MAX_REPORT_BYTES)
        .map_err(|why| CommandError::usage(format!("{shown}: {why}")))?;
    let report = report::read(&shown, &bytes)?;
    let status = status(report.examination.summary, args.fail_on);
    if args.format == Format::Json {
        let mut record = report.examination;
        // `doctor` does not print these fields.
        for check in &mut record.checks {
            for found in &mut check.findings {
                found.source.clear();
            }
        }
        app.printer.program_data(&json::to_json(&record));
        return Ok(status);
    }
    if !app.printer.quiet() {
        app.printer.data(&format!(
            "Recorded at {} by {} {}, report {}",
            clean_line(&report.examination.examined_at),
            clean_line(&report.tool.name),
            clean_line(&report.tool.version),
            clean_line(&report.reference)
        ));
    }
    show(app, &report.examination, &report.beside, false);
    close(app, &report.examination, &report.beside, false);
    Ok(status)
}

/// The exit status for the results.
pub(crate) fn status(summary: Summary, fail_on: FailOn) -> u8 {
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
        given.iter().map(|id| known_check(flag, id).map(|check: &'static Check| check.id)).collect()
    };
    let only = ids("--only", &args.only)?;
    Ok(Options {
        only: (!only.is_empty()).then_some(only),
        skip: ids("--skip", &args.skip)?,
        timeout: args.timeout.map(Duration::from_secs),
        may_refresh: !args.offline && !args.dry_run,
    })
}
