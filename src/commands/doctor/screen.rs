//! What `doctor` prints around the findings: the overview, the offer to fix, and the last lines.

use unicode_width::UnicodeWidthStr;

use super::fix_queue::{Order, ToFix};
use crate::app::App;
use crate::error::CommandError;
use crate::examine::Examination;
use crate::record::{Beside, Record};
use crate::render::human;
use crate::terminal::text::wrap;
use crate::terminal::unless_interrupted;

/// Prints the results of the checks.
pub(super) fn show(app: &App, record: &Record, beside: &Beside, fixing: bool) {
    let printer = &app.printer;
    let first = record.first().is_some() || record.summary.unknown > 0;
    if printer.quiet() {
        return;
    }
    if !first && !printer.verbose() {
        return;
    }
    let mut lines = vec![wrap(&beside.scope_line, "", printer.width()), String::new()];
    lines.extend(human::overview(app, record));
    if printer.verbose() {
        lines.push(String::new());
        lines.extend(human::every_check(app, record));
        if !beside.aws_versions.is_empty() {
            lines.push(String::new());
            lines
                .extend(beside.aws_versions.iter().map(|known| wrap(known, "  ", printer.width())));
        }
    }
    if beside.not_asked > 0 {
        lines.push(String::new());
        let words = format!(
            "{} more profiles use the same sign-ins and were not verified (--all-profiles verifies all)",
            beside.not_asked
        );
        lines.push(wrap(&words, "  ", printer.width()));
    }
    if beside.not_compared > 0 {
        let words = format!(
            "{} of them: roles not compared with your assignments (too many accounts)",
            beside.not_compared
        );
        lines.push(wrap(&words, "  ", printer.width()));
    }
    if !fixing {
        lines.extend(human::details(app, record));
    }
    printer.data_lines(&lines);
}

/// How the user wants to fix what was found.
pub(super) struct Wish {
    /// Whether safe fixes are applied without a question.
    pub(super) yes: bool,
    /// What is offered first.
    pub(super) order: Order,
}

/// The question after the checks on a terminal; `None` if nothing is to be fixed.
pub(super) fn offer_to_fix(
    app: &App,
    record: &Record,
    examination: &Examination,
) -> Result<Option<Wish>, CommandError> {
    let Some(prompter) = app.prompter.as_ref().filter(|_| app.printer.out_is_terminal()) else {
        return Ok(None);
    };
    if app.printer.quiet() || !record.can_fix() {
        return Ok(None);
    }
    app.printer.say("");
    app.printer.say(&format!("{}.", human::counts(record.summary_of_faults())));
    let one_by_one = Wish { yes: false, order: Order::AsFound };
    let safe_first = Wish { yes: true, order: Order::SafeFirst };
    let mut wishes = Vec::new();
    let fixes = ToFix::count(examination);
    match fixes {
        ToFix { all: 0 | 1, .. } => wishes.push(("Yes".to_owned(), one_by_one)),
        ToFix { safe: 0, .. } => wishes.push(("Yes, one by one".to_owned(), one_by_one)),
        ToFix { safe, all } if safe == all => {
            wishes.push((format!("Fix all {all} (each is safe)"), safe_first));
            wishes.push(("One by one".to_owned(), one_by_one));
        }
        ToFix { safe, .. } => {
            let label = format!("Fix all that is safe ({safe}), then ask about the rest");
            wishes.push((label, safe_first));
            wishes.push(("One by one".to_owned(), one_by_one));
        }
    }
    let mut choices: Vec<String> = wishes.iter().map(|(label, _)| label.clone()).collect();
    choices.push("No".to_owned());
    let question = if fixes.all > 1 { "Fix these now?" } else { "Fix this now?" };
    let help = match wishes.len() {
        1 => "you see every change before it is written",
        _ if app.system.is_practice() => "you see every change",
        _ => "you see every change, and `aws-onboard undo` undoes them all",
    };
    let answer = prompter.choose(question, help, &choices, 0);
    let chosen = unless_interrupted(answer, "stopped; nothing was changed")?;
    Ok(chosen.and_then(|index| wishes.into_iter().nth(index)).map(|(_, wish)| wish))
}

/// The last lines: ready, or what is left and the next step.
pub(super) fn close(app: &App, record: &Record, beside: &Beside, fixed: bool) {
    let printer = &app.printer;
    let left = record.first();
    if left.is_none() {
        let shown = fixed || printer.verbose() || record.summary.unknown > 0;
        if !printer.quiet() && shown {
            printer.data("");
        }
        printer.data(&human::ready(app, record, beside));
        return;
    }
    if !printer.quiet() {
        printer.data("");
    }
    let counts = human::counts(record.summary_of_faults());
    let next = match (fixed, left) {
        // Every fix was offered, so the rest is up to the user.
        (true, Some((_, found))) => Some(found.next.clone()),
        _ => record.next.clone(),
    };
    match next.filter(|next| !next.is_empty()) {
        Some(next) => {
            let next = app.commands_here(&next);
            let whole = format!("{counts}. Next: {next}");
            match whole.width() <= printer.width() {
                true => printer.data(&whole),
                // The command at its end is not broken.
                false => printer.data(&format!("{counts}.\nNext: {next}")),
            }
        }
        None => printer.data(&format!("{counts}.")),
    }
}
