//! The first steps: the AWS CLI, the files, stale keys. Faults of the files that have one safe
//! answer are mended on the overlay, and shown with everything else before anything is written.

use aws_files::{Edit, FileKind};
use checks::{Answers, Applicability, Finding, Plan, Remedy, Severity};
use colored::Colorize;
use facts::Request;

use crate::app::App;
use crate::changes::Prepared;
use crate::error::CommandError;
use crate::examine::{Examination, Options, Touched};
use crate::terminal::text::Mark;

/// The checks of the first steps.
const FIRST: &[&str] = &[
    "cli-installed",
    "cli-version",
    "files-readable",
    "files-encoding",
    "config-syntax",
    "config-duplicates",
    "static-keys",
];
/// What the walk has spoken of when it ends, or leaves alone: sign-ins to other portals.
pub(crate) const SAID: &[&str] = &[
    "cli-installed",
    "cli-version",
    "static-keys",
    "token-present",
    "token-valid",
    "caller-identity",
];
/// No file is mended in more steps than this.
const MOST: usize = 50;

/// What was found before the portal is asked for.
pub(crate) struct Start {
    /// The overlay's examination: what the rest of the walk goes by.
    pub(crate) examination: Examination,
    /// Key sections that could be commented out, with their remedy's title.
    pub(crate) keys: Vec<Keys>,
}

/// Keys of one section.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// What was found.
    pub(crate) brief: String,
    /// What makes them comments.
    pub(crate) remedy: Remedy,
    /// Whether that is safe, so that it needs no question of its own.
    pub(crate) safe: bool,
}

/// Looks, and mends on the overlay what has one safe answer.
///
/// # Errors
/// A file cannot be used; the error names it, and what to do.
pub(crate) fn start(rehearsal: &App) -> Result<Start, CommandError> {
    let request = Request {
        offline: true,
        all_profiles: false,
        profile: None,
    };
    let options = Options {
        only: Some(FIRST.to_vec()),
        ..Options::default()
    };
    let mut examination = Examination::new(rehearsal, request, options)?;
    for _ in 0..MOST {
        let Some(remedy) = safe_remedy(&examination) else {
            break;
        };
        let plan = remedy
            .plan(&examination.facts, &Answers::new())
            .map_err(|error| CommandError::failed(error.to_string()))?;
        let prepared = Prepared::new(&examination.facts, &plan)?;
        prepared.commit(&rehearsal.system, &remedy.title)?;
        rehearsal
            .printer
            .say(&format!("{} {}", Mark::Warn.show(), remedy.title));
        examination.again(rehearsal, &[Touched::Files])?;
    }
    let blocked = examination
        .findings()
        .find(|(check, finding)| stops_a_file(check, finding))
        .map(|(_, finding)| finding.clone());
    if let Some(finding) = blocked {
        return Err(CommandError::failed(finding.what).hint(format!(
            "{}; `aws-onboard doctor --fix` helps with it, then run setup again",
            finding.next
        )));
    }
    show_cli(rehearsal, &examination);
    let keys = if examination.facts.scope().single_sign_on == 0 {
        keys(&with_single_sign_on(rehearsal, &examination)?)
    } else {
        keys(&examination)
    };
    for found in &keys {
        let later = "(shown at the end, before anything is written)";
        rehearsal.printer.say(&format!(
            "{} {} {}",
            Mark::Warn.show(),
            found.brief,
            later.dimmed()
        ));
    }
    Ok(Start { examination, keys })
}

/// Whether no AWS tool can work with the file before this is mended.
fn stops_a_file(check: &str, finding: &Finding) -> bool {
    let is_of_files = match check {
        "files-readable" | "files-encoding" | "config-syntax" => true,
        // Of two headers that mean one profile, one is ignored: the file is read all the same.
        "config-duplicates" => matches!(finding.code, "duplicate-key" | "duplicate-section"),
        _ => false,
    };
    is_of_files && finding.severity == Severity::Fail
}

/// The first remedy of the files' own faults that needs neither choice nor value.
fn safe_remedy(examination: &Examination) -> Option<Remedy> {
    examination
        .findings()
        .filter(|(check, finding)| stops_a_file(check, finding))
        .find_map(|(_, finding)| {
            finding
                .remedies
                .iter()
                .find(|remedy| {
                    remedy.applicability == Applicability::Safe && remedy.questions.is_empty()
                })
                .cloned()
        })
}

/// The AWS CLI: its version, or how to install one; one may go on without it.
fn show_cli(app: &App, examination: &Examination) {
    let found = examination
        .findings()
        .find(|(check, _)| check.starts_with("cli-"));
    match found {
        Some((check, finding)) => {
            app.printer
                .say(&crate::render::human::heading(check, finding));
            for line in crate::render::human::body(app, &examination.facts, finding) {
                app.printer.say(&line);
            }
            app.printer
                .say("  The rest works without it; install it when you are done here.");
            app.printer.say("");
        }
        None => {
            if let Some(checks::Outcome::Passed(version)) = examination
                .result("cli-version")
                .map(checks::CheckResult::outcome)
            {
                app.printer
                    .say(&format!("{} AWS CLI {version}", Mark::Good.show()));
            }
        }
    }
}

/// The same machine with single sign-on, which it is about to have: beside it, keys are judged as
/// they will be afterwards, and not as those of a build server.
fn with_single_sign_on(app: &App, before: &Examination) -> Result<Examination, CommandError> {
    let imagined = app.on(app.system.overlay());
    let header = aws_files::header("profile", "aws-onboard-setup")
        .map_err(|error| CommandError::failed(error.to_string()))?;
    let properties = [
        ("sso_session", "aws-onboard-setup"),
        ("sso_account_id", "000000000000"),
        ("sso_role_name", "setup"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let edit = Edit::AppendSection {
        header,
        properties: properties.to_vec(),
    };
    let plan = Plan::edits(vec![(FileKind::Config, edit)]);
    Prepared::new(&before.facts, &plan)?.commit(&imagined.system, "setup")?;
    let request = Request {
        offline: true,
        ..Request::default()
    };
    let options = Options {
        only: Some(vec!["static-keys"]),
        ..Options::default()
    };
    Examination::new(&imagined, request, options)
}

fn keys(examination: &Examination) -> Vec<Keys> {
    examination
        .findings()
        .filter(|(check, finding)| *check == "static-keys" && finding.severity > Severity::Note)
        .filter_map(|(_, finding)| {
            let remedy = finding.remedies.iter().find(|remedy| {
                remedy.applicability != Applicability::Guide && remedy.questions.is_empty()
            })?;
            Some(Keys {
                brief: finding.brief.clone(),
                safe: remedy.applicability == Applicability::Safe,
                remedy: remedy.clone(),
            })
        })
        .collect()
}
