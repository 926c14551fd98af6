//! The end of setup: one write for each file, GetCallerIdentity for the profiles, and the last
//! screen.

use std::collections::BTreeSet;

use colored::Colorize;
use facts::{Facts, IdentityAnswer, Request, clean_line};
use machine::change::{self, Change, Done, NewState};

use super::draft::Draft;
use super::summary::differences;
use crate::app::App;
use crate::commands::contact_words;
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::examine::{Examination, Options};
use crate::render::human::counts;
use crate::terminal::fit::unbroken;
use crate::terminal::progress::Progress;
use crate::terminal::text::{Mark, hang, plural};
use crate::terminal::unless_interrupted;

/// Verify every profile up to this many; above it, verify one for each account.
const ASK_ALL: usize = 10;

/// Writes what differs: all files in one change, with one journal entry.
///
/// # Errors
/// A file has changed meanwhile, or cannot be written.
pub(crate) fn write(
    app: &App,
    real: &Facts,
    laid: &Facts,
    start_up: Option<Change>,
    holds_keys: bool,
) -> Result<Vec<Done>, CommandError> {
    let changes: Vec<Change> = differences(real, laid)
        .into_iter()
        .map(|(path, before, after)| Change {
            path: path.to_path_buf(),
            expected: before.map(|document| document.as_bytes().to_vec()),
            new: NewState::Write(after.as_bytes().to_vec()),
        })
        .chain(start_up)
        .collect();
    change::commit(&app.system, "setup", changes, holds_keys)
        .map(|committed| committed.changes)
        .map_err(|error| CommandError::failed(error.to_string()))
}

/// Asks AWS for the identity of the profiles, prints them, and returns the exit status.
///
/// # Errors
/// The operating system provides no threads for the network.
pub(crate) fn verify(app: &App, draft: &Draft) -> Result<u8, CommandError> {
    loop {
        let status = verify_once(app, draft)?;
        let Some(prompter) = app.prompter.as_ref().filter(|_| status != OK) else {
            return Ok(status);
        };
        let choices = ["Ask again", "Go on", super::REPORT].map(str::to_owned);
        let question = match status {
            FOUND => "Some profiles did not work",
            _ => "Some profiles could not be checked",
        };
        loop {
            let answer = prompter.choose(question, "", &choices, 1);
            match unless_interrupted(answer, "stopped; the files were written")? {
                Some(0) => break,
                Some(2) => super::report(app)?,
                _ => return Ok(status),
            }
        }
    }
}

fn verify_once(app: &App, draft: &Draft) -> Result<u8, CommandError> {
    let request = Request { all_profiles: true, ..Request::default() };
    let mut facts = collect::offline_facts(&app.system, request, app.preset.clone());
    let mut accounts = BTreeSet::new();
    let names: Vec<String> = draft
        .wanted
        .iter()
        .filter(|wanted| draft.wanted.len() <= ASK_ALL || accounts.insert(wanted.account.clone()))
        .map(|wanted| wanted.profile.clone())
        .collect();
    let answers = {
        let _progress = Progress::spinner(&app.printer, "asking AWS who you are");
        app.block_on(collect::identities(&app.system, &facts, &names, None))?
    };
    facts.network.identities = answers.identities;
    facts.network.roles = answers.roles;
    let (mut good, mut refused, mut unknown) = (0, 0, 0);
    for name in &names {
        match facts.network.identities.get(name) {
            Some(Ok(IdentityAnswer::Identity(_))) if names.len() > ASK_ALL => good += 1,
            Some(Ok(IdentityAnswer::Identity(identity))) => {
                let role = identity.permission_set().map_or("", |(set, _)| set);
                app.printer.say(&format!(
                    "{} {} works: account {}, role {}",
                    Mark::Good.show(),
                    clean_line(name).bold(),
                    clean_line(&identity.account),
                    clean_line(role)
                ));
            }
            Some(Ok(IdentityAnswer::Refused(_, error))) => {
                refused += 1;
                app.printer.say(&format!("{} {}: {error}", Mark::Fail.show(), clean_line(name)));
            }
            Some(Err(why)) => {
                unknown += 1;
                app.printer.say(&format!("{} {}: {why}", Mark::Unknown.show(), clean_line(name)));
            }
            None => unknown += 1,
        }
    }
    if good > 0 {
        let verb = if good == 1 { "works" } else { "work" };
        app.printer.say(&format!("{} {} {verb}", Mark::Good.show(), plural(good, "profile")));
    }
    if names.len() < draft.wanted.len() {
        app.printer.say(&format!(
            "  verified one profile per account, {} of {}",
            names.len(),
            draft.wanted.len()
        ));
    }
    if refused > 0 {
        app.printer.say("  `aws-onboard doctor` says what is wrong with them");
        return Ok(FOUND);
    }
    if unknown > 0 {
        app.printer.say("  `aws-onboard doctor` checks them again");
        return Ok(INCOMPLETE);
    }
    Ok(OK)
}

/// Reports in one line any other problem that setup did not touch, so that it does not surprise
/// the user later; online checks are left out because setup has just verified the profiles.
///
/// # Errors
/// The operating system provides no threads for `aws --version`.
pub(crate) fn what_is_left(app: &App, seen: Vec<&'static str>) -> Result<(), CommandError> {
    let request = Request { all_profiles: true, offline: true, ..Request::default() };
    let options = Options { skip: seen, ..Options::default() };
    let examination = Examination::new(app, request, options)?;
    if examination.first().is_some() {
        app.printer.say(&format!(
            "{} more on this computer: {}; `aws-onboard doctor` shows it",
            Mark::Warn.show(),
            counts(examination.summary())
        ));
    }
    Ok(())
}

/// The last screen without a sign-in: what is configured, and what is left to do.
pub(crate) fn without_sign_in(app: &App, draft: &Draft) {
    let portal = clean_line(&draft.portal.session);
    let words = if draft.wanted.is_empty() {
        format!(
            "The portal is set up as {portal}. You have not signed in, so there are no profiles yet."
        )
    } else {
        "You have not signed in, so nothing was verified.".to_owned()
    };
    app.printer.data("");
    app.printer.data(&words);
    app.printer.data("Next: aws-onboard setup, which continues from here");
}

/// The checks of what the shell uses before, or instead of, the profiles.
pub(crate) const OF_THE_SHELL: &[&str] = &["env-profile", "env-credentials"];

/// Says what the shell still uses instead of the profiles, with the file and line that sets it;
/// whether there is anything.
///
/// # Errors
/// The operating system provides no threads.
pub(crate) fn say_what_the_shell_uses(app: &App) -> Result<bool, CommandError> {
    // As a command without --profile.
    let request = Request { offline: true, ..Request::default() };
    let options = Options { only: Some(OF_THE_SHELL.to_vec()), ..Options::default() };
    let examination = Examination::new(app, request, options)?;
    let mut is_other = false;
    for (_, finding) in examination.findings() {
        if finding.severity == checks::Severity::Note {
            continue;
        }
        is_other = true;
        let width = app.printer.width();
        let first = format!("{} ", Mark::Warn.show());
        app.printer.say(&hang(&first, 2, &finding.what, width));
        app.printer.say(&hang("  fix  ", 7, &finding.next, width));
    }
    Ok(is_other)
}

/// How to install or update the AWS CLI, if the first checks found that it is needed.
fn cli_steps(examination: &Examination) -> Vec<String> {
    let needed = examination.findings().find(|(check, finding)| {
        checks::find(check).is_some_and(|check| check.group == checks::Group::AwsCli)
            && finding.severity != checks::Severity::Note
    });
    let Some((_, finding)) = needed else {
        return Vec::new();
    };
    let mut lines = vec![finding.what.to_string()];
    if let Some(guide) = finding.remedies.first() {
        lines.push(format!("  {}:", guide.title));
        for command in &guide.commands {
            lines.push(format!("    {}", unbroken(&examination.facts.shell.command(command))));
        }
        lines.extend(guide.words.iter().map(|words| format!("    {words}")));
    }
    lines
}

/// What to try, how to set a default profile, other commands, and whom to contact. `is_done` says
/// that every profile that was verified works, and that the shell uses nothing else.
pub(crate) fn last_screen(
    app: &App,
    facts: &Facts,
    first_checks: &Examination,
    draft: &Draft,
    is_done: bool,
) {
    let printer = &app.printer;
    let default = draft.default.as_ref().and_then(|default| default.of(&draft.wanted));
    let Some(first) = default.or(draft.wanted.first()) else {
        return;
    };
    let steps = cli_steps(first_checks);
    if !steps.is_empty() {
        printer.data("");
    }
    for line in steps {
        printer.data(&clean_line_keeping_indent(&line));
    }
    let preset = app.preset.as_deref();
    let command = preset
        .and_then(|preset| preset.try_command.clone())
        .map(|command| command.replace("{profile}", &facts.shell.quote(&first.profile)))
        .unwrap_or_else(|| {
            facts.shell.command(&["aws", "sts", "get-caller-identity", "--profile", &first.profile])
        });
    printer.data("");
    let done = if is_done { "Done. Try      " } else { "Then  Try      " };
    printer.data(&format!("{done}{}", unbroken(&clean_line(&command)).cyan()));
    let line = unbroken(&facts.shell.export("AWS_PROFILE", &first.profile));
    match default {
        Some(default) => printer.data(&format!(
            "      Default  {} in new terminals; in this one: {line}",
            clean_line(&default.profile)
        )),
        None => printer.data(&format!("      Default  {line}")),
    }
    printer.data("      Tomorrow aws-onboard login        (says so if nothing is needed)");
    printer.data("      Later    aws-onboard status · logout · doctor");
    let argv = ["aws", "configure", "export-credentials", "--profile", &first.profile];
    let export = unbroken(&facts.shell.command(&argv));
    printer.data(&format!("      Others   {export}"));
    printer.data("               (for tools that cannot sign in by themselves)");
    for (label, address) in preset.iter().flat_map(|preset| &preset.links) {
        let link = format!("{}: {}", clean_line(label), clean_line(address));
        printer.data(&hang("      Link     ", 15, &link, printer.width()));
    }
    if let Some(whom) = preset.and_then(contact_words) {
        printer.data(&format!("      Help     {whom}"));
    }
}

/// A line without control characters, with the spaces at its beginning.
fn clean_line_keeping_indent(line: &str) -> String {
    let text = line.trim_start();
    format!("{}{}", " ".repeat(line.len() - text.len()), clean_line(text))
}
