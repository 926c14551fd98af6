//! `run`: runs a command, and explains what it printed if it fails.

mod before;
mod credentials;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use explain::Teller;
use facts::{Request, Shell, clean_line};
use machine::{Attended, Ended, NotExecutable, StartError, System, run_attended};
use program_clients::{AskedProgram, command_name, find_by_command};
use program_table::{Program, find_program};

use crate::app::App;
use crate::cli::Run;
use crate::commands::credentials::existing_profile;
use crate::commands::explain::{TextOrigin, explain_output};
use crate::error::{CommandError, INTERRUPTED, NOT_EXECUTABLE, NOT_FOUND, NOT_RUN, OK};

/// Runs the command, and returns its exit status.
///
/// # Errors
/// It could not be started: not found (127), not executable (126), another reason (125), or
/// interrupted before it (130).
pub(crate) fn run(app: &App, args: &Run) -> Result<u8, CommandError> {
    if args.relay {
        #[cfg(unix)]
        machine::relay_until_the_end();
        return Ok(OK);
    }
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(CommandError::usage("there is no command to run"));
    };
    let words: Vec<Cow<'_, str>> = args.command.iter().map(|word| word.to_string_lossy()).collect();
    let teller = Teller::of_command(words.iter().map(AsRef::as_ref));
    // The command's own option wins in the command, too.
    let profile = profile_of_command(&words).or_else(|| args.profile.clone());
    if args.credentials && args.profile.is_some() && profile != args.profile {
        return Err(CommandError::usage("--profile and the command's own --profile differ")
            .hint("name the profile only once, before or after `--`"));
    }
    let system = prepare(app, args, profile.as_deref()).map_err(not_run)?;
    let is_kept = !(app.printer.can_ask() && is_shell_session(&words));
    let command = Attended { program, arguments, is_kept, relay: &["run", "--relay"] };
    let ended = run_attended(&system, &command)
        .map_err(|error| start_error(app.shell(), program, &error))?;
    // What it saw: its profile, but not the credentials that it was given.
    let seen = app.on(app.system.with_variables(&profile_variables(args.profile.as_deref())));
    explain_failure(&seen, program, &ended, &TextOrigin { teller, profile });
    Ok(ended.status)
}

/// Renews or offers the sign-in, and returns the machine with the command's environment.
fn prepare(app: &App, args: &Run, profile: Option<&str>) -> Result<System, CommandError> {
    let seen = app.on(app.system.with_variables(&profile_variables(args.profile.as_deref())));
    let request = Request { profile: profile.map(str::to_owned), ..Request::default() };
    let facts = collect::sign_in_facts(&seen.system, request, app.preset.clone());
    if let Some(name) = &args.profile {
        existing_profile(&facts, name)?;
    }
    let facts = before::ensure_signed_in(&seen, facts, args.credentials)?;
    if !args.credentials {
        return Ok(seen.system.clone());
    }
    let variables = credentials::variables(&seen, &facts)?;
    Ok(app.system.with_variables(&variables))
}

/// The variables that make a program use a profile, as `--profile` of the AWS CLI does: keys in the
/// environment do not count then.
fn profile_variables(profile: Option<&str>) -> Vec<(&'static str, Option<OsString>)> {
    let Some(profile) = profile else { return Vec::new() };
    let mut variables = vec![("AWS_PROFILE", Some(profile.into()))];
    let other = credentials::KEY_VARIABLES.iter().chain(credentials::OTHER_SOURCES);
    let other = other.filter(|name| **name != "AWS_PROFILE");
    variables.extend(other.map(|name| (*name, None)));
    variables
}

/// The profile that the command itself names with `--profile`, if its program has that option.
fn profile_of_command(words: &[Cow<'_, str>]) -> Option<String> {
    let is_option = |program: &Program| {
        program.profile_by.iter().any(|by| by.name.split_whitespace().any(|w| w == "--profile"))
    };
    let has_option = words.iter().take(4).any(|word| {
        // `npx aws-cdk`: the name of a package.
        let by_id = || find_program(command_name(word)).map(AskedProgram::Program);
        match find_by_command(word).or_else(by_id) {
            Some(AskedProgram::Program(row)) => is_option(row),
            Some(AskedProgram::Sdk(_) | AskedProgram::Aws) => true,
            None => false,
        }
    });
    if !has_option {
        return None;
    }
    let at = words.iter().position(|word| word == "--profile" || word.starts_with("--profile="))?;
    match words[at].strip_prefix("--profile=") {
        Some(name) => Some(name.to_owned()),
        None => words.get(at + 1).map(|name| name.clone().into_owned()),
    }
}

/// Shells that people work in.
const SHELLS: &[&str] = &["bash", "zsh", "fish", "sh", "dash", "ksh", "tcsh", "nu", "pwsh"];

/// Whether the command is a shell without a script: what is typed in it is not this command's error.
fn is_shell_session(words: &[Cow<'_, str>]) -> bool {
    let Some((shell, options)) = words.split_first() else { return false };
    let has_command = |word: &str| !word.starts_with("--") && word.contains('c');
    SHELLS.contains(&command_name(shell))
        && options.iter().all(|word| word.starts_with('-') && !has_command(word))
}

/// The program's name, safe to show.
fn shown_name(program: &OsStr) -> String {
    facts::mask_secrets(&clean_line(&program.to_string_lossy()))
}

/// Why a command did not start, and what to do about it.
fn start_error(shell: Shell, program: &OsStr, error: &StartError) -> CommandError {
    let name = shown_name(program);
    let typed = shell.quote(&name);
    let is_path = name.contains(std::path::is_separator);
    let (status, message, hint) = match error {
        StartError::NotFound if name == "aws" => (
            NOT_FOUND,
            format!("{name}: command not found"),
            "`aws-onboard doctor --only cli-installed` says how to install the AWS CLI".to_owned(),
        ),
        StartError::NotFound if is_path => (
            NOT_FOUND,
            format!("{name}: command not found"),
            "there is no such file; check the path".to_owned(),
        ),
        StartError::NotFound => (
            NOT_FOUND,
            format!("{name}: command not found"),
            "check the spelling, or give the whole path; aliases and functions of your shell are not programs"
                .to_owned(),
        ),
        StartError::NotExecutable(NotExecutable::Folder) => (
            NOT_EXECUTABLE,
            format!("{name}: is a folder, not a program"),
            "give the path of the program in that folder".to_owned(),
        ),
        StartError::NotExecutable(NotExecutable::Forbidden) => (
            NOT_EXECUTABLE,
            format!("{name}: this user may not run it"),
            match (cfg!(windows), is_path) {
                (true, _) => "ask your administrator to allow it".to_owned(),
                (_, true) => format!("if it is yours, make it executable: chmod u+x {typed}"),
                (_, false) => "a file of this name on PATH is not executable; make it executable, or give the whole path of the program".to_owned(),
            },
        ),
        StartError::NotExecutable(NotExecutable::NoInterpreter) => (
            NOT_EXECUTABLE,
            format!("{name}: a program that it needs to start does not exist"),
            "if it is a script, correct its first line (#!) or install that interpreter; otherwise it was built for another system"
                .to_owned(),
        ),
        StartError::NotExecutable(NotExecutable::Other(why)) => (
            NOT_EXECUTABLE,
            format!("{name}: it cannot be run: {why}"),
            "check that it is a program for this system and processor".to_owned(),
        ),
        StartError::System(why) => (
            NOT_RUN,
            format!("{name} could not be started: {why}"),
            "if the system has no memory, processes or open files left, end other programs; then run it again"
                .to_owned(),
        ),
    };
    CommandError { status, message, hint: Some(hint) }
}

/// The statuses below 125 belong to the command.
fn not_run(error: CommandError) -> CommandError {
    match error.status {
        INTERRUPTED => error,
        _ => CommandError { status: NOT_RUN, ..error },
    }
}

/// Explains what a command that failed printed, if it is about AWS credentials.
fn explain_failure(app: &App, program: &OsStr, ended: &Ended, origin: &TextOrigin) {
    // A shell that is stopped by Ctrl-C may end before this program has read the same signal.
    if matches!(i32::from(ended.status), 0 | 130) || ended.was_interrupted {
        return;
    }
    // A progress bar overwrites its line.
    let text = String::from_utf8_lossy(&ended.tail).replace("\r\n", "\n").replace('\r', "\n");
    let lines = explain_output(app, &text, origin);
    if lines.is_empty() {
        return;
    }
    if !text.ends_with('\n') {
        app.printer.say("");
    }
    if !app.printer.quiet() {
        app.printer.say("");
        app.printer.say(&format!(
            "aws-onboard: {} failed with exit status {}. What it printed means:",
            shown_name(program),
            ended.status
        ));
    }
    for line in lines {
        app.printer.say(&line);
    }
}
