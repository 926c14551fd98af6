//! Everything that setup would write, and the one confirmation.

use std::path::Path;

use aws_files::{Document, FileKind};
use checks::{Answers, Plan};
use colored::Colorize;
use facts::{AwsFile, Facts, clean_line};
use machine::{Made, System};

use super::draft::Draft;
use super::prepare::Keys;
use crate::app::App;
use crate::changes::Prepared;
use crate::error::CommandError;
use crate::render::diff::Diff;
use crate::terminal::text::{Mark, hang, pad};

/// The width of the names before the values.
const NAME: usize = 11;
/// List at most this many profiles one by one.
const MAX_PROFILES_LISTED: usize = 12;

/// Applies the draft, and the keys to comment out, to an overlay.
///
/// # Errors
/// An edit does not fit the file.
pub(crate) fn lay(
    rehearsal: &System,
    facts: &mut Facts,
    draft: &Draft,
    keys: &[&Keys],
    gone: &[Made],
) -> Result<(), CommandError> {
    for found in keys {
        let plan = found
            .remedy
            .plan(facts, &Answers::new())
            .map_err(|error| CommandError::failed(error.to_string()))?;
        Prepared::new(facts, &plan)?.commit(rehearsal, &found.remedy.title)?;
        collect::collect_files_again(rehearsal, facts);
    }
    let removed = super::prune::edits(facts, gone);
    if !removed.is_empty() {
        Prepared::new(facts, &Plan::edit(FileKind::Config, removed))?.commit(rehearsal, "setup")?;
        collect::collect_files_again(rehearsal, facts);
    }
    let edits = draft.edits(facts)?;
    if !edits.is_empty() {
        Prepared::new(facts, &Plan::edits(edits))?.commit(rehearsal, "setup")?;
        collect::collect_files_again(rehearsal, facts);
    }
    Ok(())
}

/// The files on this computer and in the overlay, where they differ.
pub(crate) fn differences<'a>(
    real: &'a Facts,
    laid: &'a Facts,
) -> Vec<(&'a Path, Option<&'a Document>, &'a Document)> {
    let pairs = [
        (&real.files().config, &laid.files().config),
        (&real.files().credentials, &laid.files().credentials),
    ];
    pairs
        .into_iter()
        .filter_map(|(before, after): (&AwsFile, &AwsFile)| {
            let new = after.document()?;
            let old = before.document();
            (old.map(Document::as_bytes) != Some(new.as_bytes())).then_some((
                &*after.path,
                old,
                new,
            ))
        })
        .collect()
}

/// Prints the names that cannot be written as they are, before anything is written.
pub(crate) fn show_names(app: &App, changes: &[String]) {
    if changes.is_empty() {
        return;
    }
    app.printer.say("");
    for change in changes.iter().take(MAX_PROFILES_LISTED) {
        app.printer.say(&hang(&format!("{} ", Mark::Warn.show()), 2, change, app.printer.width()));
    }
    if changes.len() > MAX_PROFILES_LISTED {
        app.printer.say(&format!("  and {} more", changes.len() - MAX_PROFILES_LISTED));
    }
}

/// Prints what setup would write; whether a long change was cut.
pub(crate) fn show(
    app: &App,
    real: &Facts,
    laid: &Facts,
    draft: &Draft,
    keys: &[Keys],
    chosen: &[bool],
) -> bool {
    let printer = &app.printer;
    let say = |name: &str, value: &str| printer.say(&format!("  {}{value}", pad(name, NAME)));
    printer.say("");
    for (index, wanted) in draft.wanted.iter().take(MAX_PROFILES_LISTED).enumerate() {
        let name = if index == 0 { "Profiles" } else { "" };
        let who = format!("({} {})", clean_line(&wanted.account), clean_line(&wanted.role));
        say(name, &format!("{}   {}", clean_line(&wanted.profile).bold(), who.dimmed()));
    }
    if draft.wanted.is_empty() {
        say("Profiles", "none yet: not signed in");
    }
    if draft.wanted.len() > MAX_PROFILES_LISTED {
        say("", &format!("and {} more", draft.wanted.len() - MAX_PROFILES_LISTED));
    }
    say("Session", &format!("{}, renews itself", clean_line(&draft.portal.session)));
    if let Some(region) = &draft.region {
        say("Region", region);
    }
    if let Some(output) = &draft.output {
        say("Output", output);
    }
    for (found, comment) in keys.iter().zip(chosen) {
        let what = if *comment { "is commented out" } else { "is kept" };
        say("Keys", &format!("{}: {what}", found.brief));
    }
    if let Some(default) = &draft.default
        && let Some(one) = default.of(&draft.wanted)
    {
        say("Default", &clean_line(&one.profile));
    }
    show_changes(app, real, laid, draft, false)
}

/// Prints the changes; whether one was cut, because it is long and not wanted `whole`.
pub(crate) fn show_changes(
    app: &App,
    real: &Facts,
    laid: &Facts,
    draft: &Draft,
    whole: bool,
) -> bool {
    let printer = &app.printer;
    let mut is_cut = false;
    for (path, before, after) in differences(real, laid) {
        let diff = Diff::new(before, after);
        is_cut |= diff.is_long() && !whole;
        printer.say("");
        printer.say(&format!("    {}", app.path(path).bold()));
        printer.say(&diff.human("    ", whole));
    }
    let start_up = draft.default.as_ref();
    if let Some((path, lines)) =
        start_up.and_then(|default| default.lines(real.shell, &draft.wanted))
    {
        printer.say("");
        printer.say(&format!("    {}, at its end", app.path(path).bold()));
        for line in lines {
            printer.say(&format!("    {}", format!("+{}", clean_line(&line)).green()));
        }
    }
    printer.say("");
    is_cut
}

/// The question about the profiles' region.
pub(crate) fn region_question(facts: &Facts, now: Option<&str>) -> checks::Question {
    checks::Question {
        prompt: "The region you work in".into(),
        help: String::new(),
        default: now.map(str::to_owned),
        ..checks::questions::sso_region(facts, None)
    }
}
