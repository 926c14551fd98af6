//! `undo`: undoes the changes of the last run; repeat it to go further back.

use std::fmt::Display;

use aws_files::Document;
use colored::Colorize;
use facts::clean_line;
use jiff::Timestamp;
use machine::journal::{self, Entry, Kind};
use machine::undo::{self, LeftAlone, Preview, Run, UndoError};

use crate::app::App;
use crate::cli::Undo;
use crate::error::{CommandError, FOUND, OK};
use crate::render::diff::Diff;
use crate::terminal::text::{Mark, duration, plural};
use crate::terminal::{Prompter, unless_interrupted};

/// Shows the changes of a run and undoes them without asking (CATALOGUE, `undo`); or lists or
/// forgets all changes.
///
/// # Errors
/// There is nothing to undo, or every file has changed since (1); there is no such number (2).
pub(crate) fn run(app: &App, args: &Undo) -> Result<u8, CommandError> {
    if args.list {
        return list(app);
    }
    if args.forget {
        return forget(app, args.yes);
    }
    show_and_undo(app, args.number, None)
}

/// The same from the menu, where a key is pressed by mistake more easily: asks first.
///
/// # Errors
/// As [`run`].
pub(super) fn ask_and_run(app: &App) -> Result<u8, CommandError> {
    show_and_undo(app, None, app.prompter.as_deref())
}

/// Undoes the run with this number, once it is shown and `asks` has said yes.
fn show_and_undo(
    app: &App,
    number: Option<usize>,
    asks: Option<&dyn Prompter>,
) -> Result<u8, CommandError> {
    let runs = undo::runs(&app.system).map_err(plain)?;
    let run = choose_run(&runs, number)?;
    let preview = undo::preview_of_undo(&app.system, run)
        .map_err(|error| failed(app, &error, later_number(&runs, run, &error)))?;
    show(app, &preview);
    if let Some(prompter) = asks {
        app.printer.say("");
        let choices = ["Yes", "No"].map(str::to_owned);
        let answer = prompter.choose("Undo this?", "", &choices, 1);
        if unless_interrupted(answer, "stopped; nothing was changed")? != Some(0) {
            return Ok(OK);
        }
    }
    undo_shown(app, run)
}

/// The newest run that can be undone, in a few words for the menu.
pub(super) fn last_run_in_words(app: &App) -> Option<String> {
    let runs = undo::runs(&app.system).ok()?;
    let run = runs.iter().find(|run| !run.is_undone())?;
    let changes: Vec<&Entry> = run.to_undo().collect();
    Some(match changes.as_slice() {
        [one] => clean_line(&one.title),
        many => format!("{} changes", many.len()),
    })
}

/// The run with this number in the list, or the newest that can be undone.
fn choose_run(runs: &[Run], number: Option<usize>) -> Result<&Run, CommandError> {
    let mut numbered = runs.iter().filter(|run| !run.is_undone());
    let Some(number) = number else {
        return numbered.next().ok_or_else(|| plain(UndoError::NothingToUndo));
    };
    let count = numbered.clone().count();
    match number.checked_sub(1).and_then(|index| numbered.nth(index)) {
        Some(run) => Ok(run),
        None if count == 0 => Err(plain(UndoError::NothingToUndo)),
        None => Err(CommandError::usage(format!("there is no number {number} to undo"))
            .hint("`aws-onboard undo --list` shows the numbers")),
    }
}

/// Undoes a run that has been shown.
fn undo_shown(app: &App, run: &Run) -> Result<u8, CommandError> {
    let undone = undo::undo_run(&app.system, run).map_err(|error| failed(app, &error, None))?;
    app.printer.say("");
    for file in &undone.files {
        let is_left = undone.left.iter().any(|left| left.why.path() == Some(file.path.as_path()));
        let (mark, what) = match (is_left, file.removed) {
            (true, _) => (Mark::Skipped, "partly undone"),
            (false, true) => (Mark::Good, "removed (this run created it)"),
            (false, false) => (Mark::Good, "as it was"),
        };
        app.printer.data(&format!("{} {} {what}", mark.show(), app.path(&file.path)));
    }
    for left in &undone.left {
        leave_alone(app, left);
    }
    Ok(if undone.left.is_empty() { OK } else { FOUND })
}

fn show(app: &App, preview: &Preview) {
    let ago = |at: Timestamp| duration(app.system.now().duration_since(at));
    match preview.changes.as_slice() {
        [] => {}
        [one] => {
            let title = clean_line(&one.title);
            app.printer.say(&format!("Undoing: {title} ({} ago)", ago(one.at)));
        }
        [newest, ..] => {
            let count = preview.changes.len();
            app.printer.say(&format!("Undoing {count} changes ({} ago)", ago(newest.at)));
            for change in &preview.changes {
                app.printer.say(&format!("  {}", clean_line(&change.title)));
            }
        }
    }
    for file in &preview.files {
        let path = app.path(&file.path).bold().to_string();
        app.printer.say("");
        match (file.kind, &file.current, &file.old) {
            (Kind::Mode, ..) => {}
            (Kind::Create, ..) => app.printer.say(&format!("    remove {path}")),
            (_, current, Some(old)) => {
                let before = current.as_ref().map(|bytes| Document::parse(bytes));
                app.printer.say(&format!("    {path}"));
                app.printer
                    .say(&Diff::new(before.as_ref(), &Document::parse(old)).human("    ", false));
            }
            (_, _, None) => app.printer.say(&format!("    {path}")),
        }
        if let Some(mode) = file.mode.filter(|_| file.kind != Kind::Create) {
            app.printer.say(&format!("    chmod {mode:o} {path}"));
        }
    }
}

fn list(app: &App) -> Result<u8, CommandError> {
    let runs = undo::runs(&app.system).map_err(plain)?;
    if runs.is_empty() {
        app.printer.data("There are no changes.");
    }
    let mut number = 0;
    for run in &runs {
        let label = if run.is_undone() {
            format!(" {}", Mark::Skipped.show())
        } else {
            number += 1;
            format!("{number:>2}")
        };
        let time = run.at().map(|at| app.system.local_time(at));
        let time = time.map(|time| time.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let words = match run.entries() {
            [one] => titled(one),
            many => format!("{} changes", many.len()),
        };
        app.printer.data(&format!("{label}  {time}  {words}"));
        for entry in run.entries() {
            let mut indent = "    ";
            if run.entries().len() > 1 {
                app.printer.data(&format!("    {}", titled(entry)));
                indent = "      ";
            }
            for file in &entry.changes {
                app.printer.data(&format!("{indent}{}", app.path(&file.path)));
                if let Some(backup) = &file.backup {
                    app.printer.data(&format!("{indent}  {}", app.path(backup).dimmed()));
                }
            }
        }
    }
    match number {
        0 => {}
        1 => app.printer.say("`aws-onboard undo` undoes number 1."),
        _ => {
            app.printer
                .say("`aws-onboard undo` undoes number 1, `aws-onboard undo N` another one.");
        }
    }
    Ok(OK)
}

fn titled(entry: &Entry) -> String {
    let undone = if entry.undone { "  (undone)" } else { "" };
    format!("{}{}", clean_line(&entry.title), undone.dimmed())
}

/// Erases the backups, after a question on a terminal.
fn forget(app: &App, yes: bool) -> Result<u8, CommandError> {
    let has_entries = !journal::list(&app.system).map_err(plain)?.is_empty();
    let count = journal::count_backups(&app.system).map_err(plain)?;
    let backups = match count {
        0 => "the list of changes".to_owned(),
        count => plural(count, "backup"),
    };
    if (count > 0 || has_entries) && !yes {
        let Some(prompter) = &app.prompter else {
            return Err(CommandError::usage(format!(
                "--forget would erase {backups}, and cannot ask here (not running in a terminal)"
            ))
            .hint("add --yes"));
        };
        let choices = [format!("Yes, erase {backups}"), "No".to_owned()];
        let question = "Erase them? Nothing can be undone after this.";
        let answer = prompter.choose(question, "", &choices, 1);
        if unless_interrupted(answer, "stopped; nothing was erased")? != Some(0) {
            app.printer.say("Nothing was erased.");
            return Ok(OK);
        }
    }
    let erased = journal::forget(&app.system).map_err(plain)?;
    app.printer.data(&match erased {
        0 if has_entries => "Erased the list of changes; nothing can be undone anymore.".to_owned(),
        0 => "There are no backups to erase.".to_owned(),
        count => format!("Erased {}; nothing can be undone anymore.", plural(count, "backup")),
    });
    Ok(OK)
}

/// Says what was left alone and why, with the change to make by hand.
fn leave_alone(app: &App, left: &LeftAlone) {
    app.printer.say(&format!(
        "{} left alone: {}: {}",
        Mark::Skipped.show(),
        clean_line(&left.title),
        words(app, &left.why)
    ));
    by_hand(app, &left.why);
}

/// The error, with the file as it is named elsewhere on the screen.
fn words(app: &App, error: &UndoError) -> String {
    match error {
        UndoError::ChangedSince { path, .. } => {
            format!("{} has changed since then", app.path(path))
        }
        _ => clean_line(&error.to_string()),
    }
}

fn by_hand(app: &App, error: &UndoError) {
    if let UndoError::ChangedSince { reverse_patch, .. } = error
        && !reverse_patch.is_empty()
    {
        app.printer.say("To undo this change by hand:");
        for line in reverse_patch.lines() {
            app.printer.say(&format!("    {}", facts::clean(line)));
        }
    }
}

/// The number of the newest run that changed the file too, which explains that it has changed.
fn later_number(runs: &[Run], run: &Run, error: &UndoError) -> Option<usize> {
    let UndoError::ChangedSince { path, .. } = error else { return None };
    let newer = runs.iter().filter(|run| !run.is_undone()).take_while(|other| *other != run);
    let changed = |other: &&Run| {
        other.to_undo().any(|entry| entry.changes.iter().any(|file| file.path == *path))
    };
    newer.enumerate().find(|(_, other)| changed(other)).map(|(index, _)| index + 1)
}

/// The error of a run of which nothing was undone.
fn failed(app: &App, error: &UndoError, later: Option<usize>) -> CommandError {
    let nothing_undone =
        || CommandError::failed(format!("{}, so nothing was undone", words(app, error)));
    if let Some(number) = later {
        return nothing_undone()
            .hint(format!("undo the later change first: aws-onboard undo {number}"));
    }
    by_hand(app, error);
    match error {
        UndoError::ChangedSince { .. } | UndoError::BackupLost { .. } => nothing_undone().hint(
            "`aws-onboard undo --list` shows the other runs; `aws-onboard undo N` undoes one",
        ),
        _ => plain(error),
    }
}

fn plain(error: impl Display) -> CommandError {
    CommandError::failed(error.to_string())
}
