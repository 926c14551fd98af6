//! `report`: writes a redacted report for a support ticket, only after confirmation; it never
//! sends anything.

mod mail;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use facts::{Contact, Facts, Readers, Request};
use machine::ExportError;

use crate::app::App;
use crate::cli::{For, Report as Args, ReportFormat};
use crate::error::{CommandError, OK};
use crate::examine::{Examination, Options};
use crate::render::{html, markdown};
use crate::report::{Report, Sources};
use crate::terminal::text::{Mark, hang};
use crate::terminal::unless_interrupted;

/// Runs the command.
///
/// # Errors
/// Not confirmed; the report would contain a secret; or it cannot be written.
pub(crate) fn run(app: &App, args: &Args) -> Result<u8, CommandError> {
    if app.prompter.is_none() && !args.yes && args.out.is_none() {
        return Err(CommandError::usage(
            "cannot ask before writing the report (not running in a terminal)",
        )
        .hint("use --out FILE (or - for standard output), or --yes"));
    }
    let request =
        Request { profile: args.profile.clone(), offline: args.offline, ..Request::default() };
    let options = Options { may_refresh: !args.offline, ..Options::default() };
    let examination = Examination::new(app, request, options)?;
    if write(app, &examination, args)? == Written::Declined {
        return Err(CommandError::failed("nothing was written"));
    }
    // The program is about to exit; see `doctor`.
    std::mem::forget(examination);
    Ok(OK)
}

/// Offers a report about the results of another command, with the same questions as `aws-onboard
/// report`; does nothing if the program cannot prompt.
///
/// # Errors
/// The errors of [`run`]; declining is not an error.
pub(crate) fn offer(app: &App, examination: &Examination) -> Result<(), CommandError> {
    if app.prompter.is_none() {
        return Ok(());
    }
    if write(app, examination, &Args::default())? == Written::Declined {
        app.printer.say("  nothing was written");
    }
    Ok(())
}

/// What Ctrl-C leaves behind, in words.
const STOPPED: &str = "stopped; nothing was written";

/// Look up the times of at most this many cache files.
const MAX_CACHE_FILES: usize = 500;

/// Number a report's file name up to this.
const MAX_NUMBER: usize = 99;

/// Whether the user confirmed the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Yes,
    Declined,
}

/// Where the report goes.
enum Target {
    Standard,
    File(PathBuf),
}

fn write(app: &App, examination: &Examination, args: &Args) -> Result<Written, CommandError> {
    let Some(audience) = audience(app, args)? else {
        return Ok(Written::Declined);
    };
    let sources = sources(app, examination);
    let (report, redactor) = Report::of(&sources, audience);
    let format = format(args);
    let text = render(&report, format)?;
    if let Some(leak) = redactor.leak(text.as_bytes()) {
        return Err(CommandError::failed(format!(
            "the report was not written: it would have contained {leak}"
        ))
        .hint("this is a defect of aws-onboard; please report it, without any file"));
    }
    let (target, replace) = match args.out.as_deref() {
        Some(path) if path == Path::new("-") => (Target::Standard, false),
        Some(path) if is_aws_file(app, &examination.facts, path) => {
            return Err(CommandError::usage(format!(
                "{} is in the AWS folder: a report never replaces a file there",
                app.path(path)
            ))
            .hint("choose another file with --out"));
        }
        Some(path) => (Target::File(path.to_owned()), args.yes),
        None => (Target::File(free_name(app, &report.reference, format)), false),
    };
    preview(app, &report, &target, text.len());
    let Some((target, replace)) = consent(app, args, &text, target, replace)? else {
        return Ok(Written::Declined);
    };
    match target {
        Target::Standard => app.printer.program_data(text.trim_end()),
        Target::File(path) => {
            machine::export(&app.system, &path, text.as_bytes(), replace)
                .map_err(|error| refused(app, &path, &error))?;
            say_place(app, &report, &path);
            mail::offer(app, &examination.facts, &report, args.yes)?;
        }
    }
    Ok(Written::Yes)
}

/// Whether a file is there that belongs to the AWS tools, whatever links lead to it.
fn is_aws_file(app: &App, facts: &Facts, path: &Path) -> bool {
    if !machine::exists(&app.system, path) {
        return false;
    }
    let real = |path: &Path| {
        let path = app.system.absolute(path);
        machine::real_path(&path).unwrap_or(path)
    };
    let locations = &facts.locations;
    let files = [&locations.config.path, &locations.credentials.path];
    let folders = files
        .iter()
        .filter_map(|file| {
            file.parent().filter(|folder| folder.file_name().is_some_and(|name| name == ".aws"))
        })
        .chain(
            [&locations.token_cache, &locations.role_cache, &locations.login_cache]
                .map(PathBuf::as_path),
        )
        .filter(|folder| !folder.as_os_str().is_empty());
    let real_path = real(path);
    files.iter().any(|file| real(file) == real_path)
        || folders.into_iter().any(|folder| real_path.starts_with(real(folder)))
}

fn refused(app: &App, path: &Path, error: &ExportError) -> CommandError {
    let shown = app.path(path);
    match error {
        ExportError::Exists => CommandError::usage(format!("{shown} already exists"))
            .hint("choose another file with --out, or replace it with --yes"),
        ExportError::NotAFile => CommandError::usage(format!("{shown} is not a file"))
            .hint("--out - writes to standard output"),
        ExportError::Io(error) => CommandError::failed(format!("could not write {shown}: {error}")),
    }
}

/// The content of the report, including the journal and the modification times of files.
fn sources<'a>(app: &App, examination: &'a Examination) -> Sources<'a> {
    let facts = &examination.facts;
    let tokens = facts
        .tokens
        .iter()
        .flat_map(|cache| cache.entries.values().map(|entry| entry.path.clone()));
    let paths = crate::report::role_cache_paths(facts).chain(tokens);
    let changed: BTreeMap<PathBuf, _> =
        machine::last_changed(paths.take(MAX_CACHE_FILES).collect());
    Sources {
        examination,
        journal: machine::journal::list(&app.system).map_err(|error| error.to_string()),
        sign_ins: machine::tried_sign_ins(&app.system),
        changed,
        now: app.system.now(),
    }
}

/// The audience: from the flag; or the user's answer; otherwise the public.
fn audience(app: &App, args: &Args) -> Result<Option<Readers>, CommandError> {
    if let Some(given) = args.audience {
        return Ok(Some(match given {
            For::Support => Readers::Support,
            For::Public => Readers::Public,
        }));
    }
    let (Some(prompter), false) = (&app.prompter, args.yes) else {
        return Ok(Some(Readers::Public));
    };
    let contact = app.preset.as_ref().and_then(|preset| preset.contact.as_ref());
    let desk = contact.map_or_else(
        || "My support desk or administrator".to_owned(),
        |contact| format!("My support desk ({})", desk_name(contact)),
    );
    let choices = [
        format!("{desk}: names stay readable"),
        "A public place: names become placeholders".to_owned(),
    ];
    // Enter alone shows names only to the support desk that the preset names.
    let cursor = usize::from(contact.is_none());
    let help = "names of accounts, roles, profiles and people; neither contains secrets";
    let answer = prompter.choose("Who will read the report?", help, &choices, cursor);
    let chosen = unless_interrupted(answer, STOPPED)?;
    Ok(chosen.map(|index| if index == 0 { Readers::Support } else { Readers::Public }))
}

fn desk_name(contact: &Contact) -> String {
    let first = contact.name.as_ref().or(contact.email.as_ref());
    facts::clean_line(first.or(contact.page.as_ref()).map_or("", |name| name))
}

/// The format from the flag, or from the file name's extension.
fn format(args: &Args) -> ReportFormat {
    args.format.unwrap_or_else(|| {
        let ending = args.out.as_ref().and_then(|path| path.extension());
        match ending.and_then(|ending| ending.to_str()) {
            Some("json") => ReportFormat::Json,
            Some("html" | "htm") => ReportFormat::Html,
            _ => ReportFormat::Markdown,
        }
    })
}

fn render(report: &Report, format: ReportFormat) -> Result<String, CommandError> {
    Ok(match format {
        ReportFormat::Markdown => markdown::write(&report.to_document()),
        ReportFormat::Html => html::write(&report.to_document()),
        ReportFormat::Json => {
            let mut text = serde_json::to_string_pretty(report).map_err(|error| {
                CommandError::failed(format!("could not create the report: {error}"))
            })?;
            text.push('\n');
            facts::escape_json(text)
        }
    })
}

/// A file name that does not exist yet.
fn free_name(app: &App, reference: &str, format: ReportFormat) -> PathBuf {
    let ending = match format {
        ReportFormat::Markdown => "md",
        ReportFormat::Json => "json",
        ReportFormat::Html => "html",
    };
    let named =
        |more: &str| PathBuf::from(format!("aws-onboard-report-{reference}{more}.{ending}"));
    let first = named("");
    if !machine::exists(&app.system, &first) {
        return first;
    }
    (2..=MAX_NUMBER)
        .map(|number| named(&format!("-{number}")))
        .find(|path| !machine::exists(&app.system, path))
        .unwrap_or(first)
}

/// What the report contains, what it leaves out, and where it goes.
fn preview(app: &App, report: &Report, target: &Target, size: usize) {
    let printer = &app.printer;
    if printer.quiet() {
        return;
    }
    let say = |label: &str, text: &str| {
        let first = format!("  {label:<9}");
        printer.say(&hang(&first, 11, text, printer.width()));
    };
    for (label, text) in report.head.lines() {
        say(label, text);
    }
    printer.say("");
    let summary = report.examination.summary;
    say(
        "In it",
        &format!(
            "{} checks ({}), {} refused calls, the structure of the AWS files, sessions and tokens without their texts, the environment",
            report.examination.checks.len(),
            crate::render::human::counts(summary),
            report.calls.len()
        ),
    );
    let removed: Vec<String> = report
        .removed
        .iter()
        .map(|removed| format!("{} {}", removed.count, removed.what))
        .collect();
    let removed = match removed.is_empty() {
        true => "nothing removed".into(),
        false => removed.join(", "),
    };
    say("Removed", &removed);
    if !report.left_out.is_empty() {
        let count = report.left_out.iter().map(|left| left.count).sum::<usize>();
        say("Left out", &format!("{count} more like these (the report lists them)"));
    }
    let place = match target {
        Target::Standard => "standard output".into(),
        Target::File(path) => app.path(path),
    };
    say(
        "Goes to",
        &format!(
            "{place}, {} KB, for {}; nothing is sent",
            size.div_ceil(1024),
            match report.audience.as_str() {
                "support" => "your support desk",
                _ => "the public",
            }
        ),
    );
    printer.say("");
}

/// Asks for confirmation, and returns the final destination.
fn consent(
    app: &App,
    args: &Args,
    text: &str,
    target: Target,
    replace: bool,
) -> Result<Option<(Target, bool)>, CommandError> {
    let Some(prompter) = app.prompter.as_ref().filter(|_| !args.yes) else {
        return Ok(Some((target, replace)));
    };
    let occupied = match &target {
        Target::File(path) => machine::exists(&app.system, path),
        Target::Standard => false,
    };
    let yes = match (&target, occupied) {
        (Target::Standard, _) => "Yes, print it",
        (Target::File(_), false) => "Yes, write it",
        (Target::File(_), true) => "Yes, replace the existing file",
    };
    let choices = [yes, "Show all of it first", "No"].map(str::to_owned);
    // Pressing Enter must not replace an existing file.
    let mut cursor = if occupied { 2 } else { 0 };
    loop {
        let answer = prompter.choose("Write this report?", "", &choices, cursor);
        match unless_interrupted(answer, STOPPED)? {
            Some(0) => return Ok(Some((target, occupied))),
            Some(1) => {
                app.printer.say(text);
                cursor = 0;
            }
            _ => return Ok(None),
        }
    }
}

/// Says where the report is.
fn say_place(app: &App, report: &Report, path: &Path) {
    let printer = &app.printer;
    printer.say(&format!(
        "{} written to {}{}",
        Mark::Good.show(),
        app.path(path),
        // Windows has no mode: who can read it depends on the folder.
        if cfg!(unix) { " (only you can read it)" } else { "" }
    ));
    if !printer.quiet() {
        printer.say(&format!("  Mention {} in your ticket.", report.reference));
    }
}
