//! The results of the checks on a terminal.

use std::collections::BTreeMap;

use checks::{Applicability, FactKey, Group, Severity, find};
use colored::Colorize;
use facts::{Facts, Scope, ScopeReason, Text};

use super::snippet;
use crate::app::App;
use crate::examine::{Examination, Summary, Verdict};
use crate::record::{
    Beside, CheckResult, Fault, Finding, Outcome, Purpose, Record, RemedyDiffs, faults_of,
};
use crate::terminal::fit::unbroken;
use crate::terminal::text::{Mark, hang, pad, plural, wrap};

/// The width of a group's name in the overview.
const NAME: usize = 14;
/// The space for an identifier at the end of a line.
const LONGEST_ID: usize = 22;
/// The width of the words before an identifier, where there is room.
const WORDS: usize = 46;
/// Words get a line of their own if they have less room than this.
const MIN_WORDS: usize = 24;
/// List at most this many findings of one group in the overview.
const MAX_FINDINGS_LISTED: usize = 6;
/// Show at most this many findings of one check in full: more are usually one problem in many
/// places.
const WHOLE: usize = 20;
/// Name at most this many profiles with the same fault; `-v` names all.
const MAX_PROFILES_NAMED: usize = 40;

/// What was checked, in one line.
pub(crate) fn scope_line(scope: &Scope) -> String {
    let names = match scope.profiles.as_slice() {
        [] => String::new(),
        many if many.len() <= 3 => {
            many.iter().map(|name| Text(name).to_string()).collect::<Vec<_>>().join(", ")
        }
        [first, ..] => format!("{} and {} more", Text(first), scope.profiles.len() - 1),
    };
    match scope.reason {
        ScopeReason::Flag => format!("Checking the profile {names}"),
        ScopeReason::Variable(variable) => {
            format!("Checking the profile from {variable}: {names}")
        }
        ScopeReason::All => format!("Checking all {}", plural(scope.total, "profile")),
        ScopeReason::Default => format!("Checking default, of {}", plural(scope.total, "profile")),
        ScopeReason::SingleSignOn => format!(
            "Checking {} of {}: {names}",
            plural(scope.profiles.len(), "single sign-on profile"),
            scope.total
        ),
        ScopeReason::Nothing if scope.total == 0 => "No profile is configured yet".into(),
        ScopeReason::Nothing => format!("No profile of {} uses single sign-on", scope.total),
    }
}

/// The lines of the overview: one for each group or finding.
pub(crate) fn overview(app: &App, record: &Record) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups: Vec<Group> = record.checks.iter().filter_map(CheckResult::group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let checks: Vec<&CheckResult> =
            record.checks.iter().filter(|check| check.group() == Some(group)).collect();
        group_lines(app, group, &checks, &mut lines);
    }
    lines
}

fn group_lines(app: &App, group: Group, checks: &[&CheckResult], lines: &mut Vec<String>) {
    let faults = faults_of(checks.iter().copied());
    for fault in faults.iter().take(MAX_FINDINGS_LISTED) {
        let severity = mark(fault.finding.severity);
        lines.push(overview_line(app, severity, group.title(), &brief_of(fault), &fault.check.id));
    }
    if faults.len() > MAX_FINDINGS_LISTED {
        let more = format!("{} more", faults.len() - MAX_FINDINGS_LISTED);
        lines.push(overview_line(app, Mark::Skipped, group.title(), &more, ""));
    }
    // Several checks may give the same reason, which is shown once.
    let mut unknown: Vec<&str> = Vec::new();
    for check in checks.iter().filter(|check| check.outcome == Outcome::Unknown) {
        let why = check.reason.as_deref().unwrap_or_default();
        if unknown.contains(&why) {
            continue;
        }
        unknown.push(why);
        lines.push(overview_line(app, Mark::Unknown, group.title(), why, &check.id));
    }
    if !faults.is_empty() || !unknown.is_empty() {
        return;
    }
    let passed: Vec<(&str, &str)> = checks
        .iter()
        .filter(|check| check.outcome == Outcome::Passed)
        .map(|check| (check.id.as_str(), check.detail.as_deref().unwrap_or_default()))
        .collect();
    let details: Vec<&str> = passed.iter().map(|(_, detail)| *detail).collect();
    // The most informative details: the version, the session's name, the end of the sign-in.
    let mut told = passed.iter().filter(|(_, detail)| !detail.is_empty());
    let detail = told
        .clone()
        .find(|(id, _)| Some(*id) == tells_most(group))
        .or_else(|| told.next_back())
        .map(|(_, detail)| detail);
    // A valid file is not worth reporting while the other checks are waiting for something.
    let waits = checks.iter().any(|check| check.blocked_by.is_some());
    if let Some(detail) = detail.or(details.first().filter(|_| !waits)) {
        if group.always_shown() || app.printer.verbose() {
            lines.push(overview_line(app, Mark::Good, group.title(), detail, ""));
        }
        return;
    }
    // A blocked check is more informative than one that does not apply.
    let words = checks
        .iter()
        .filter(|check| check.outcome == Outcome::Skipped)
        .map(|check| skip_words(check))
        .max_by_key(|(weight, _)| *weight)
        .map_or_else(String::new, |(_, words)| words);
    if group.always_shown() && !words.is_empty() {
        lines.push(overview_line(app, Mark::Skipped, group.title(), &words, ""));
    }
}

/// Why a check was skipped, with a weight: a higher weight is more informative.
pub(crate) fn skip_words(check: &CheckResult) -> (u8, String) {
    if let Some(root) = &check.blocked_by {
        let group = find(root).map_or("another check", |check| check.group.title());
        let article = if group.starts_with("AWS") || group == "Stored keys" { "" } else { "the " };
        let name = match group {
            "SSO session" => group.to_owned(),
            other => other.to_lowercase(),
        };
        return (3, format!("waits for {article}{name}"));
    }
    match check.reason.as_deref().unwrap_or_default() {
        "not applicable" => (0, "not applicable".into()),
        "by request" => (1, "skipped by request".into()),
        "offline" => (2, "not checked: offline".into()),
        other => (1, other.to_owned()),
    }
}

/// The check of a group with the most informative detail.
const fn tells_most(group: Group) -> Option<&'static str> {
    match group {
        Group::AwsCli => Some("cli-version"),
        Group::SsoSession => Some("sso-session-exists"),
        Group::Profile => Some("profile-region"),
        Group::SignIn => Some("token-valid"),
        Group::Identity => Some("caller-identity"),
        Group::Environment
        | Group::Files
        | Group::StoredKeys
        | Group::Network
        | Group::Programs => None,
    }
}

/// A line of the overview. What does not fit beside the name goes on below it, and on a narrow
/// screen the name has a line of its own.
fn overview_line(app: &App, mark: Mark, group: &str, words: &str, id: &str) -> String {
    let width = app.printer.width();
    let is_dim = mark == Mark::Skipped;
    let dim = |words: &str| if is_dim { words.dimmed().to_string() } else { words.to_owned() };
    let room = width.saturating_sub(4 + NAME);
    let before_id = room.saturating_sub(LONGEST_ID + 1);
    let beside = if id.is_empty() { room } else { before_id };
    let longest = words.split_whitespace().map(str::len).max().unwrap_or(0);
    if before_id < MIN_WORDS || longest > beside {
        let id = if id.is_empty() { String::new() } else { format!(" {}", id.dimmed()) };
        let words = wrap(words, "    ", width);
        let words = words.lines().map(|line| format!("\n{}", dim(line)));
        return format!("  {} {group}{id}{}", mark.show(), words.collect::<String>());
    }
    let wrapped = wrap(words, "", beside);
    let mut lines = wrapped.lines();
    let first = lines.next().unwrap_or_default();
    let name = pad(group, NAME);
    let mut text = match id {
        "" => format!("  {} {name}{}", mark.show(), dim(first)),
        id => format!("  {} {name}{} {}", mark.show(), pad(first, beside.min(WORDS)), id.dimmed()),
    };
    for line in lines {
        text.push_str(&format!("\n{}{}", " ".repeat(4 + NAME), dim(line)));
    }
    text
}

/// Every check and its outcome, for `-v`.
pub(crate) fn every_check(app: &App, record: &Record) -> Vec<String> {
    let longest = record.checks.iter().map(|check| check.id.len()).max().unwrap_or(0);
    let width = app.printer.width();
    let is_narrow = width < longest + 6 + MIN_WORDS;
    record
        .checks
        .iter()
        .map(|check| {
            let (mark, words) = state(check);
            let mark = mark.show();
            let widest = words.split_whitespace().map(str::len).max().unwrap_or(0);
            if is_narrow || widest + longest + 6 > width {
                let words = wrap(&words, "    ", width);
                let end =
                    if words.trim().is_empty() { String::new() } else { format!("\n{words}") };
                return format!("  {mark} {}{}", check.id, end.dimmed());
            }
            let first = format!("  {mark} {}  ", pad(&check.id, longest));
            hang(&first, longest + 6, &words, width).trim_end().to_owned()
        })
        .collect()
}

/// The outcome of a check, in a few words.
pub(crate) fn state(check: &CheckResult) -> (Mark, String) {
    match (check.outcome, check.findings.first()) {
        (Outcome::Found, Some(worst)) => (mark(worst.severity), worst.brief.clone()),
        (Outcome::Found, None) => (Mark::Note, String::new()),
        (Outcome::Passed, _) => (Mark::Good, check.detail.clone().unwrap_or_default()),
        (Outcome::Skipped, _) => (Mark::Skipped, skip_words(check).1),
        (Outcome::Unknown, _) => (Mark::Unknown, check.reason.clone().unwrap_or_default()),
    }
}

/// The mark of a finding.
pub(crate) const fn mark(severity: Severity) -> Mark {
    match severity {
        Severity::Fail => Mark::Fail,
        Severity::Warn => Mark::Warn,
        Severity::Note => Mark::Note,
    }
}

/// The heading of a full finding.
pub(crate) fn heading(check: &str, finding: &checks::Finding) -> String {
    format!("{} {}: {}", mark(finding.severity).show(), check.bold(), finding.brief)
}

/// A full finding: what, where, why, and the error message of the AWS tool.
pub(crate) fn body(app: &App, facts: &Facts, finding: &checks::Finding) -> Vec<String> {
    told(app, &Finding::new(facts, "", finding, Purpose::Screen, &RemedyDiffs::new(facts)))
}

/// The same for a finding from a record.
fn told(app: &App, found: &Finding) -> Vec<String> {
    let width = app.printer.width();
    let mut lines = vec![wrap(&found.what, "  ", width)];
    if let Some(snippet) = snippet::render(app, found) {
        lines.push(String::new());
        lines.push(snippet);
        lines.push(String::new());
    }
    if !found.why.is_empty() {
        lines.push(wrap(&found.why, "  ", width));
    }
    if let Some(says) = &found.says {
        lines.push(format!("  {}", says_from(found).dimmed()));
        lines.push(wrap(says, "    ", width).italic().to_string());
    }
    for remedy in
        found.remedies.iter().filter(|remedy| remedy.applicability == Applicability::Guide)
    {
        lines.push(hang(&format!("  {} ", "·".cyan()), 4, &remedy.title, width));
        lines.extend(remedy.words.iter().map(|words| wrap(words, "    ", width)));
        lines.extend(
            remedy
                .commands
                .iter()
                .map(|argv| format!("      {}", unbroken(&app.shell().command(argv)).cyan())),
        );
    }
    lines
}

/// Who prints the quoted message.
pub(crate) fn says_from(found: &Finding) -> String {
    format!("{} says:", found.says_from.as_deref().unwrap_or("The AWS CLI"))
}

/// The other profiles with the same fault, each with its line.
pub(crate) fn same_fault(others: &[&Finding], most: usize) -> Option<String> {
    let count = match others.len() {
        0 => return None,
        1 => "one more profile".to_owned(),
        many => format!("{many} more profiles"),
    };
    let mut names: Vec<String> = others
        .iter()
        .take(most)
        .map(|found| match lines_of(found) {
            Some(lines) => format!("{} ({lines})", profile_of(found)),
            None => profile_of(found),
        })
        .collect();
    if others.len() > most {
        names.push(format!("and {} more", others.len() - most));
    }
    Some(format!("The same in {count}: {}.", names.join(", ")))
}

/// The lines of the fault itself: `line 10`, `lines 10 and 11`.
fn lines_of(found: &Finding) -> Option<String> {
    let primary = found.evidence.iter().filter(|evidence| evidence.primary);
    let mut lines: Vec<usize> = primary.map(|evidence| evidence.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let words: Vec<String> = lines.iter().map(usize::to_string).collect();
    match words.as_slice() {
        [] => None,
        [one] => Some(format!("line {one}")),
        [head @ .., last] => Some(format!("lines {} and {last}", head.join(", "))),
    }
}

fn profile_of(found: &Finding) -> String {
    Text(found.subject.strip_prefix("profile:").unwrap_or(&found.subject)).to_string()
}

/// The brief text of a fault, with the number of profiles that have it.
fn brief_of(fault: &Fault<'_>) -> String {
    let brief = &fault.finding.brief;
    if fault.others.is_empty() {
        return brief.clone();
    }
    let name = profile_of(fault.finding);
    let count = format!("{name} and {} more", fault.others.len());
    match brief.strip_prefix(&name) {
        Some(rest) if rest.starts_with(':') => format!("{count}{rest}"),
        _ => format!("{brief} (and {} more)", fault.others.len()),
    }
}

/// The numbered findings that need action; with `-v`, also the notes.
pub(crate) fn details(app: &App, record: &Record) -> Vec<String> {
    let mut lines = Vec::new();
    let verbose = app.printer.verbose();
    let shown = record
        .faults()
        .into_iter()
        .filter(|fault| fault.finding.severity > Severity::Note || verbose);
    let mut of_check: BTreeMap<&str, usize> = BTreeMap::new();
    let mut number = 0;
    for Fault { check, finding: found, others } in shown {
        let seen = of_check.entry(&check.id).or_default();
        *seen += 1;
        if *seen > WHOLE && !app.printer.verbose() {
            continue;
        }
        number += 1;
        lines.push(String::new());
        lines.push(format!("{number} {} {}", mark(found.severity).show(), check.id.bold()));
        lines.extend(told(app, found));
        let most = if verbose { usize::MAX } else { MAX_PROFILES_NAMED };
        if let Some(same) = same_fault(&others, most) {
            lines.push(wrap(&same, "  ", app.printer.width()));
        }
        if !found.next.is_empty() {
            lines.push(hang(
                &format!("  {}  ", "fix".green()),
                7,
                &app.commands_here(&found.next),
                app.printer.width(),
            ));
        }
    }
    if !app.printer.verbose() {
        for (id, seen) in of_check.iter().filter(|(_, seen)| **seen > WHOLE) {
            lines.push(String::new());
            lines.push(format!("… {} more of {} (-v shows each)", seen - WHOLE, id.bold()));
        }
    }
    lines.extend(unknowns(app, record));
    lines
}

/// The full reasons why checks could not run, because the overview only has room for their
/// beginning. A reason that several checks give is shown once.
fn unknowns(app: &App, record: &Record) -> Vec<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for check in &record.checks {
        let subjects = check.subjects.iter().filter(|subject| subject.outcome == Outcome::Unknown);
        for subject in subjects.take(MAX_FINDINGS_LISTED) {
            let why = subject.reason.as_deref().unwrap_or_default();
            let same = |reason: &String| reason == why || reason.ends_with(&format!(": {why}"));
            if let Some((_, ids)) = told.iter_mut().find(|(reason, _)| same(reason)) {
                if !ids.contains(&check.id.as_str()) {
                    ids.push(&check.id);
                }
                continue;
            }
            let about = match subject.subject.strip_prefix("profile:") {
                Some(name) => format!("{}: ", Text(name)),
                None => String::new(),
            };
            told.push((format!("{about}{why}"), vec![&check.id]));
        }
    }
    let mut lines = Vec::new();
    for (reason, ids) in told {
        lines.push(String::new());
        lines.push(format!(
            "{} {}: could not be checked",
            Mark::Unknown.show(),
            ids.join(", ").bold()
        ));
        lines.push(wrap(&reason, "  ", app.printer.width()));
    }
    lines
}

/// The counts in words: `2 problems, 1 warning, 1 unknown`.
pub(crate) fn counts(summary: Summary) -> String {
    let counts = [(summary.fail, "problem"), (summary.warn, "warning"), (summary.note, "note")];
    let mut parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| plural(count, noun))
        .collect();
    if summary.unknown > 0 {
        parts.push(format!("{} could not be checked", summary.unknown));
    }
    if parts.is_empty() { "no problems".into() } else { parts.join(", ") }
}

/// The line for a machine without problems.
pub(crate) fn ready(app: &App, record: &Record, beside: &Beside) -> String {
    let renewal = if beside.renews { " Sign-in renews itself." } else { "" };
    let program = beside.program.as_ref().map(|words| format!(" {words}.")).unwrap_or_default();
    let (mark, words) = match beside.identities.as_slice() {
        [] if record.outcome == Verdict::Incomplete => {
            (Mark::Unknown, "No problems found, but some checks could not run".to_owned())
        }
        [] if !program.is_empty() => {
            (Mark::Good, format!("No problems found{}.{program}", unseen(record)))
        }
        [] => (Mark::Good, format!("No problems found{}", unseen(record))),
        [one] => {
            let name = Text(&one.profile);
            (Mark::Good, format!("Ready: {name} is {}.{renewal}{program}", one.who))
        }
        many => {
            let all = record.scope.len();
            (Mark::Good, format!("Ready: {} of {all} profiles work.{renewal}{program}", many.len()))
        }
    };
    hang(&format!("{} ", mark.show()), 2, &words, app.printer.width())
}

/// What was not checked, so that "no problems" does not claim too much.
fn unseen(record: &Record) -> &'static str {
    let offline = record.checks.iter().any(|check| {
        check.outcome == Outcome::Skipped && check.reason.as_deref() == Some("offline")
    });
    if offline { "; offline, so AWS was not asked who you are" } else { "" }
}

/// The profiles that work, and their identities.
pub(crate) fn identities(examination: &Examination) -> Vec<(String, String)> {
    examination
        .result_about(FactKey::Identities)
        .into_iter()
        .flat_map(|result| &result.subjects)
        .filter_map(|result| match (&result.subject, &result.outcome) {
            (facts::Subject::Profile(name), checks::Outcome::Passed(detail)) => {
                Some((name.clone(), detail.clone()))
            }
            _ => None,
        })
        .collect()
}

/// The command to try with the first profile that works.
pub(crate) fn try_command(examination: &Examination) -> Option<String> {
    let (name, _) = identities(examination).into_iter().next()?;
    let argv = ["aws", "sts", "get-caller-identity", "--profile", &name].map(str::to_owned);
    Some(examination.facts.shell.command(&argv))
}
