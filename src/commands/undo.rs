//! `undo`: undoes the last change; repeat it to go further back.

use aws_files::Document;
use colored::Colorize;
use facts::clean_line;
use machine::journal::{self, JournalError, Kind};
use machine::undo::{self, Preview, UndoError};

use crate::app::App;
use crate::cli::Undo;
use crate::error::{CommandError, FOUND, OK};
use crate::render::diff::Diff;
use crate::terminal::text::duration;

/// Shows the change and undoes it without asking (CATALOGUE, `undo`).
///
/// # Errors
/// There is nothing to undo, or a file has changed since (1).
pub(crate) fn run(app: &App, args: &Undo) -> Result<u8, CommandError> {
    if args.list {
        return list(app);
    }
    if args.forget {
        return forget(app);
    }
    let preview = undo::last_undo_preview(&app.system).map_err(|error| failed(app, &error))?;
    show(app, &preview);
    let undone = undo::undo(&app.system).map_err(|error| failed(app, &error))?;
    for file in &undone.files {
        let what = if file.removed { "removed (that change created it)" } else { "as it was" };
        app.printer.data(&format!("{} {} {what}", "✓".green(), app.path(&file.path)));
    }
    Ok(OK)
}

fn show(app: &App, preview: &Preview) {
    let ago = duration(app.system.now().duration_since(preview.at));
    app.printer.say(&format!("Undoing: {} ({ago} ago)", clean_line(&preview.title)));
    for file in &preview.files {
        let path = app.path(&file.path).bold().to_string();
        match (file.kind, &file.current, &file.old) {
            (Kind::Mode, ..) => {
                if let Some(mode) = file.mode {
                    app.printer.say(&format!("    chmod {mode:o} {path}"));
                }
            }
            (Kind::Create, ..) => app.printer.say(&format!("    remove {path}")),
            (_, current, Some(old)) => {
                let before = current.as_ref().map(|bytes| Document::parse(bytes));
                app.printer.say(&format!("    {path}"));
                app.printer
                    .say(&Diff::new(before.as_ref(), &Document::parse(old)).human("    ", false));
            }
            (_, _, None) => app.printer.say(&format!("    {path}")),
        }
    }
}

fn list(app: &App) -> Result<u8, CommandError> {
    let entries = journal::list(&app.system).map_err(|error| unreadable(&error))?;
    if entries.is_empty() {
        app.printer.data("There are no changes.");
    }
    for entry in entries {
        let time = entry.at.strftime("%Y-%m-%d %H:%MZ");
        let state = if entry.undone { "  (undone)" } else { "" };
        app.printer.data(&format!("{time}  {}{}", clean_line(&entry.title), state.dimmed()));
        for file in &entry.changes {
            app.printer.data(&format!("    {}", app.path(&file.path)));
            if let Some(backup) = &file.backup {
                app.printer.data(&format!("      {}", app.path(backup).dimmed()));
            }
        }
    }
    Ok(OK)
}

fn forget(app: &App) -> Result<u8, CommandError> {
    let erased = journal::forget(&app.system).map_err(|error| unreadable(&error))?;
    app.printer.data(&match erased {
        0 => "There are no backups to erase.".to_owned(),
        1 => "Erased 1 backup; nothing can be undone any more.".to_owned(),
        n => format!("Erased {n} backups; nothing can be undone any more."),
    });
    Ok(OK)
}

fn failed(app: &App, error: &UndoError) -> CommandError {
    if let UndoError::ChangedSince { reverse_patch, .. } = error
        && !reverse_patch.is_empty()
    {
        app.printer.say("To undo the change by hand:");
        for line in reverse_patch.lines() {
            app.printer.say(&format!("    {}", facts::clean(line)));
        }
    }
    CommandError { status: FOUND, message: error.to_string(), hint: None }
}

fn unreadable(error: &JournalError) -> CommandError {
    CommandError { status: FOUND, message: error.to_string(), hint: None }
}
