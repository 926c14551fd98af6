//! `preset new`: asks what a support team wants to answer for its users, and writes one file.

use facts::Request;
use machine::ExportError;

use super::check::shown_file;
use super::compose::write_text;
use super::questions::{answers_of_this_computer, ask_all};
use crate::app::App;
use crate::cli::PresetNew;
use crate::error::{CommandError, FOUND, OK};
use crate::setup::Stopped;
use crate::terminal::text::{Mark, hang};
use crate::terminal::{Declined, Prompter, unless_interrupted};

/// What Ctrl-C leaves behind, in words.
const STOPPED: &str = "stopped; nothing was written";

/// Asks, shows the file, and writes it.
///
/// # Errors
/// The program cannot ask (2); the file exists or cannot be written (1); interrupted (130).
pub(super) fn run(app: &App, args: &PresetNew) -> Result<u8, CommandError> {
    let shown = shown_file(&args.file);
    let Some(prompter) = app.prompter.clone() else {
        return Err(CommandError::usage("cannot ask for a preset (not running in a terminal)")
            .hint(
                "docs/presets.md has an example to copy; `aws-onboard preset check FILE` checks it",
            ));
    };
    let exists = || {
        CommandError::failed(format!("{shown} already exists"))
            .hint("name another file: aws-onboard preset new FILE")
    };
    let path = app.system.expand_path(args.file.as_os_str());
    if machine::exists(&app.system, &path) {
        return Err(exists());
    }
    if let Some(folder) = path.parent().filter(|folder| !machine::exists(&app.system, folder)) {
        let folder = app.path(folder);
        return Err(CommandError::failed(format!("there is no folder {folder}"))
            .hint("create it first, or name another file"));
    }
    app.printer
        .say("A preset answers for your users what setup would ask them. Nothing is required.");
    app.printer.say("");
    let facts = collect::offline_facts(&app.system, Request::default(), None);
    let mut answers = answers_of_this_computer(&facts);
    loop {
        match ask_all(app, prompter.as_ref(), &facts, &mut answers) {
            Ok(()) => {}
            Err(Stopped::Failed(error)) => return Err(error),
            Err(Stopped::Declined(Declined::Skipped)) => {
                if leaves(prompter.as_ref())? {
                    return Ok(nothing_written(app));
                }
                continue;
            }
            Err(Stopped::Declined(Declined::Interrupted)) => {
                return Err(CommandError::interrupted(STOPPED));
            }
        };
        let text = write_text(&answers);
        app.printer.say("");
        for line in text.lines() {
            app.printer.say(&format!("    {line}"));
        }
        app.printer.say("");
        let choices = [format!("Yes, to {shown}"), "Change an answer".to_owned(), "No".to_owned()];
        let help = "Esc goes back to the questions";
        let answer = prompter.choose("Write this?", help, &choices, 0);
        match unless_interrupted(answer, STOPPED)? {
            Some(0) => {
                machine::export_for_others(&app.system, &path, text.as_bytes()).map_err(
                    |error| match error {
                        ExportError::Exists => exists(),
                        error => CommandError::failed(format!("could not write {shown}: {error}")),
                    },
                )?;
                say_what_is_next(app, &args.file, &shown);
                return Ok(OK);
            }
            Some(1) | None => {}
            Some(_) => return Ok(nothing_written(app)),
        }
    }
}

/// Asks whether to leave, before the first question.
fn leaves(prompter: &dyn Prompter) -> Result<bool, CommandError> {
    let choices = ["No, go on", "Yes, leave"].map(str::to_owned);
    let answer = prompter.choose("Leave? Nothing was written.", "", &choices, 0);
    // Esc twice means it.
    Ok(unless_interrupted(answer, STOPPED)? != Some(0))
}

fn nothing_written(app: &App) -> u8 {
    app.printer.say("Nothing was written.");
    FOUND
}

/// How to check it and try it, and where it goes.
fn say_what_is_next(app: &App, file: &std::path::Path, shown: &str) {
    let printer = &app.printer;
    printer.say(&format!("{} written to {shown}", Mark::Good.show()));
    let typed = file.display().to_string();
    let command = |words: &[&str]| app.shell().command(words);
    let say = |label: &str, text: &str| {
        let first = format!("  {label:<11}");
        printer.say(&hang(&first, 13, text, printer.width()));
    };
    say("Check it", &command(&["aws-onboard", "preset", "check", &typed]));
    say("Try it", &command(&["aws-onboard", "--preset", &typed, "setup", "--dry-run"]));
    if let Ok(folder) = app.system.config_folder() {
        say("One user", &app.path(&folder.join("preset.ini")));
    }
    if let Some(place) = app.system.system_preset() {
        say("All users", &place.display().to_string());
    }
}
