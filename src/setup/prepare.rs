//! The first steps: the AWS CLI, the files, and stale keys. Problems with one safe fix are fixed
//! on the overlay, and shown with everything else before anything is written.

use aws_files::{Edit, FileKind};
use checks::{Answers, Applicability, FactKey, Finding, Group, Plan, Remedy, Severity};
use facts::Request;

use crate::answers::{FlagAnswers, REMEDY, SKIP};
use crate::app::App;
use crate::changes::Prepared;
use crate::error::CommandError;
use crate::examine::{Examination, Options, Touched};
use crate::terminal::text::{Mark, hang};

/// The checks of the first steps, in addition to all checks of the files.
const FIRST: &[&str] = &["cli-installed", "cli-version", "static-keys"];
/// Checks that setup has already reported when it ends, or that concern sign-ins to other portals.
pub(crate) const SAID: &[&str] = &[
    "cli-installed",
    "cli-version",
    "static-keys",
    "token-present",
    "token-valid",
    "caller-identity",
];
/// Stop fixing a file after this many steps: fixes that never finish are a bug.
const MAX_FIX_STEPS: usize = 50;

/// What setup finds before it asks for the portal.
pub(crate) struct Start {
    /// The results for the overlay, which the rest of setup uses.
    pub(crate) examination: Examination,
    /// Sections with keys that could be commented out, and the title of the fix.
    pub(crate) keys: Vec<Keys>,
}

/// The keys of one section.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// The finding.
    pub(crate) brief: String,
    /// The fix that comments them out.
    pub(crate) remedy: Remedy,
    /// Whether to comment them out: because it is safe, or because a flag says so.
    pub(crate) comment: bool,
}

/// Runs the checks, and fixes on the overlay what has one safe fix.
///
/// # Errors
/// A file cannot be used; the error names the file and the fix.
pub(crate) fn start(rehearsal: &App, answers: &FlagAnswers) -> Result<Start, CommandError> {
    let request = Request { offline: true, ..Request::default() };
    let options = Options { only: Some(first_checks()), ..Options::default() };
    let mut examination = Examination::new(rehearsal, request, options)?;
    for _ in 0..MAX_FIX_STEPS {
        let Some((remedy, given)) = remedy(&examination, answers)? else {
            break;
        };
        let plan = remedy
            .plan(&examination.facts, &given)
            .map_err(|error| CommandError::failed(error.to_string()))?;
        let prepared = Prepared::new(&examination.facts, &plan)?;
        prepared.commit(&rehearsal.system, &remedy.title)?;
        rehearsal.printer.say(&format!("{} {}", Mark::Warn.show(), remedy.title));
        examination.check_again(rehearsal, &[Touched::Files])?;
    }
    let blocked = examination
        .findings()
        .find(|(check, finding)| stops_a_file(check, finding))
        .map(|(check, finding)| (check, finding.clone()));
    if let Some((check, finding)) = blocked {
        let question = finding.remedies.iter().find_map(|remedy| remedy.questions.first());
        let flag = question
            .map(|question| format!(" (--answer {check}.{}=…)", question.key))
            .unwrap_or_default();
        return Err(CommandError::failed(finding.what).hint(format!(
            "{}{flag}; `aws-onboard doctor --fix` helps with it, then run setup again",
            finding.next
        )));
    }
    show_cli(rehearsal, &examination);
    let keys = if examination.facts.scope().single_sign_on == 0 {
        keys(&with_single_sign_on(rehearsal, &examination)?, answers)?
    } else {
        keys(&examination, answers)?
    };
    for found in &keys {
        let words = format!("{} (shown before anything is written)", found.brief);
        let first = format!("{} ", Mark::Warn.show());
        rehearsal.printer.say(&hang(&first, 2, &words, rehearsal.printer.width()));
    }
    Ok(Start { examination, keys })
}

/// Whether this problem keeps every AWS tool from reading the file.
fn stops_a_file(check: &str, finding: &Finding) -> bool {
    let is_of_files = match check {
        "files-readable" | "files-encoding" | "config-syntax" => true,
        // If two headers mean the same profile, tools ignore one but still read the file.
        "config-duplicates" => matches!(finding.code, "duplicate-key" | "duplicate-section"),
        "config-lookalikes" => finding.code == "hidden-line",
        _ => false,
    };
    is_of_files && finding.severity == Severity::Fail
}

/// The checks of the first steps, files first because the other checks depend on them.
fn first_checks() -> Vec<&'static str> {
    checks::registry()
        .iter()
        .map(|check| check.id)
        .filter(|id| FIRST.contains(id) || is_in_group(id, Group::Files))
        .collect()
}

fn is_in_group(id: &str, group: Group) -> bool {
    checks::find(id).is_some_and(|check| check.group == group)
}

/// The first fix for a problem in the files that needs no prompt: it is safe and has no question,
/// or flags choose it and answer its questions.
fn remedy(
    examination: &Examination,
    answers: &FlagAnswers,
) -> Result<Option<(Remedy, Answers)>, CommandError> {
    for (check, finding) in examination.findings() {
        if finding.severity != Severity::Fail || !is_in_group(check, Group::Files) {
            continue;
        }
        if let Some(chosen) = by_flags(check, finding, answers)? {
            return Ok(Some(chosen));
        }
        let safe = finding.remedies.iter().find(|remedy| {
            remedy.applicability == Applicability::Safe && remedy.questions.is_empty()
        });
        if let Some(safe) = safe {
            return Ok(Some((safe.clone(), Answers::new())));
        }
    }
    Ok(None)
}

/// The remedy that `--answer` selects, or whose questions it answers completely.
fn by_flags(
    check: &str,
    finding: &Finding,
    answers: &FlagAnswers,
) -> Result<Option<(Remedy, Answers)>, CommandError> {
    let named = answers.get(check, REMEDY);
    for remedy in &finding.remedies {
        let wanted = match named {
            Some(id) => remedy.id == id,
            None => !remedy.questions.is_empty(),
        };
        if !wanted || remedy.applicability == Applicability::Guide {
            continue;
        }
        let given = answers.accepted(check, remedy)?;
        if given.len() == remedy.questions.len() {
            return Ok(Some((remedy.clone(), given)));
        }
    }
    Ok(None)
}

/// Says which AWS CLI there is, or in one line that it is missing or too old: setup works without
/// it, and its last screen has the steps.
fn show_cli(app: &App, examination: &Examination) {
    let found = examination.findings().find(|(check, _)| is_in_group(check, Group::AwsCli));
    match found {
        Some((_, finding)) => {
            let words =
                format!("{} Setup works without it; the steps are at the end.", finding.what);
            let first = format!("{} ", Mark::Warn.show());
            app.printer.say(&hang(&first, 2, &words, app.printer.width()));
        }
        None => {
            if let Some(checks::Outcome::Passed(version)) =
                examination.result_about(FactKey::AwsVersions).map(checks::CheckResult::outcome)
            {
                app.printer.say(&format!("{} AWS CLI {version}", Mark::Good.show()));
            }
        }
    }
}

/// The same machine with single sign-on configured, so that keys are judged as they will be after
/// setup, and not as those of a build server.
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
    let edit = Edit::AppendSection { header, properties: properties.to_vec() };
    let plan = Plan::edits(vec![(FileKind::Config, edit)]);
    Prepared::new(&before.facts, &plan)?.commit(&imagined.system, "setup")?;
    let request = Request { offline: true, ..Request::default() };
    let options = Options { only: Some(vec!["static-keys"]), ..Options::default() };
    Examination::new(&imagined, request, options)
}

fn keys(examination: &Examination, answers: &FlagAnswers) -> Result<Vec<Keys>, CommandError> {
    let mut found = Vec::new();
    for (check, finding) in examination.findings() {
        if !is_in_group(check, Group::StoredKeys) || finding.severity == Severity::Note {
            continue;
        }
        let usual = finding.remedies.iter().find(|remedy| {
            remedy.applicability != Applicability::Guide && remedy.questions.is_empty()
        });
        let chosen = by_flags(check, finding, answers)?.map(|(remedy, _)| remedy);
        let left = answers.get(check, REMEDY) == Some(SKIP);
        if let Some(remedy) = chosen.as_ref().or(usual) {
            let safe = remedy.applicability == Applicability::Safe;
            found.push(Keys {
                brief: finding.brief.to_string(),
                comment: chosen.is_some() || (safe && !left),
                remedy: remedy.clone(),
            });
        }
    }
    Ok(found)
}
