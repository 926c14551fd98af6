//! An examination for people.

use checks::{Applicability, Check, CheckResult, Finding, Group, Outcome, Severity, Skip, find};
use colored::Colorize;
use facts::{Facts, Scope, ScopeReason, clean_line};

use super::snippet;
use crate::app::App;
use crate::examine::{Examination, Verdict};
use crate::terminal::text::{Mark, command_line, cut, hang, pad, wrap};

/// The columns of a group's name in the overview.
const NAME: usize = 14;
/// Room for an identifier at the end of a line.
const LONGEST_ID: usize = 22;
/// Findings of one group that the overview lists one by one.
const LISTED: usize = 6;

/// What is examined, in one line.
pub(crate) fn scope_line(scope: &Scope) -> String {
    let names = match scope.profiles.as_slice() {
        [] => String::new(),
        many if many.len() <= 3 => many
            .iter()
            .map(|name| clean_line(name))
            .collect::<Vec<_>>()
            .join(", "),
        [first, ..] => format!(
            "{} and {} more",
            clean_line(first),
            scope.profiles.len() - 1
        ),
    };
    let count =
        |n: usize, what: &str| format!("{n} {what}profile{}", if n == 1 { "" } else { "s" });
    match scope.reason {
        ScopeReason::Flag => format!("Examining the profile {names}"),
        ScopeReason::Variable(variable) => {
            format!("Examining the profile that {variable} names: {names}")
        }
        ScopeReason::All => format!("Examining all {}", count(scope.total, "")),
        ScopeReason::Default => format!("Examining default, of {}", count(scope.total, "")),
        ScopeReason::SingleSignOn => format!(
            "Examining {} of {}: {names}",
            count(scope.profiles.len(), "single sign-on "),
            scope.total
        ),
        ScopeReason::Nothing if scope.total == 0 => "No profile is configured yet".into(),
        ScopeReason::Nothing => format!("No profile of {} uses single sign-on", scope.total),
    }
}

/// The lines of the overview: a line a group, or a line a finding.
pub(crate) fn overview(app: &App, examination: &Examination) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups: Vec<Group> = checks::registry().iter().map(|check| check.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let results: Vec<(&Check, &CheckResult)> = examination
            .results
            .iter()
            .filter_map(|result| Some((find(result.id)?, result)))
            .filter(|(check, _)| check.group == group)
            .collect();
        group_lines(app, group, &results, &mut lines);
    }
    lines
}

fn group_lines(
    app: &App,
    group: Group,
    results: &[(&Check, &CheckResult)],
    lines: &mut Vec<String>,
) {
    let findings: Vec<(&str, &Finding)> = results
        .iter()
        .flat_map(|(check, result)| {
            result
                .findings()
                .into_iter()
                .map(|finding| (check.id, finding))
        })
        .collect();
    for (id, finding) in findings.iter().take(LISTED) {
        lines.push(overview_line(
            app,
            mark(finding.severity),
            group.title(),
            &finding.brief,
            id,
        ));
    }
    if findings.len() > LISTED {
        let more = format!("{} more", findings.len() - LISTED);
        lines.push(overview_line(app, Mark::Skipped, group.title(), &more, ""));
    }
    let outcomes: Vec<(&str, Outcome)> = results
        .iter()
        .map(|(check, result)| (check.id, result.outcome()))
        .collect();
    let mut unknown = false;
    for (id, outcome) in &outcomes {
        if let Outcome::Unknown(why) = outcome {
            unknown = true;
            lines.push(overview_line(
                app,
                Mark::Unknown,
                group.title(),
                &why.to_string(),
                id,
            ));
        }
    }
    if !findings.is_empty() || unknown {
        return;
    }
    let details: Vec<&String> = outcomes
        .iter()
        .filter_map(|(_, outcome)| match outcome {
            Outcome::Passed(detail) => Some(detail),
            _ => None,
        })
        .collect();
    // What tells most: the session's name, which its first check has; elsewhere the last one's.
    let mut told = details.iter().filter(|detail| !detail.is_empty());
    let detail = if group == Group::SsoSession {
        told.next()
    } else {
        told.next_back()
    };
    if let Some(detail) = detail.or(details.first()) {
        if group.always_shown() || app.printer.verbose() {
            lines.push(overview_line(app, Mark::Good, group.title(), detail, ""));
        }
        return;
    }
    let skips = outcomes.iter().filter_map(|(_, outcome)| match outcome {
        Outcome::Skipped(skip) => Some(*skip),
        _ => None,
    });
    // A blocked check says more than one that does not apply.
    let words = skips
        .map(skip_words)
        .max_by_key(|(weight, _)| *weight)
        .map_or_else(String::new, |(_, words)| words);
    if group.always_shown() && !words.is_empty() {
        lines.push(overview_line(app, Mark::Skipped, group.title(), &words, ""));
    }
}

/// Why something was skipped, with a weight: the greater says more.
pub(crate) fn skip_words(skip: Skip) -> (u8, String) {
    match skip {
        Skip::NotApplicable => (0, "nothing of the kind here".into()),
        Skip::ByRequest => (1, "left out by request".into()),
        Skip::Offline => (2, "not looked at: offline".into()),
        Skip::Sampled => (1, "another profile of the session was asked".into()),
        Skip::BlockedBy(root) => {
            let group = find(root).map_or("another check", |check| check.group.title());
            let article = if group.starts_with("AWS") || group == "Stored keys" {
                ""
            } else {
                "the "
            };
            let name = match group {
                "SSO session" => group.to_owned(),
                other => other.to_lowercase(),
            };
            (3, format!("waits for {article}{name}"))
        }
    }
}

fn overview_line(app: &App, mark: Mark, group: &str, words: &str, id: &str) -> String {
    let room = app.printer.width().saturating_sub(4 + NAME);
    if id.is_empty() {
        let words = cut(words, room);
        let words = if mark == Mark::Skipped {
            words.dimmed().to_string()
        } else {
            words
        };
        return format!("  {} {}{words}", mark.show(), pad(group, NAME));
    }
    let column = room.saturating_sub(LONGEST_ID + 1).clamp(20, 46);
    format!(
        "  {} {}{} {}",
        mark.show(),
        pad(group, NAME),
        pad(&cut(words, column), column),
        id.dimmed()
    )
}

/// Every check with its outcome, for `-v`.
pub(crate) fn every_check(app: &App, examination: &Examination) -> Vec<String> {
    let width = checks::registry()
        .iter()
        .map(|check| check.id.len())
        .max()
        .unwrap_or(0);
    let room = app.printer.width().saturating_sub(width + 6);
    examination
        .results
        .iter()
        .map(|result| {
            let (mark, words) = match result.outcome() {
                Outcome::Passed(detail) => (Mark::Good, detail),
                Outcome::Found(found) => {
                    let worst = found
                        .first()
                        .map_or(Severity::Note, |finding| finding.severity);
                    (
                        mark(worst),
                        found
                            .first()
                            .map(|finding| finding.brief.clone())
                            .unwrap_or_default(),
                    )
                }
                Outcome::Skipped(skip) => (Mark::Skipped, skip_words(skip).1),
                Outcome::Unknown(why) => (Mark::Unknown, why.to_string()),
            };
            format!(
                "  {} {}  {}",
                mark.show(),
                pad(result.id, width),
                cut(&words, room).dimmed()
            )
        })
        .collect()
}

pub(crate) const fn mark(severity: Severity) -> Mark {
    match severity {
        Severity::Fail => Mark::Fail,
        Severity::Warn => Mark::Warn,
        Severity::Note => Mark::Note,
    }
}

/// The heading of a finding in full.
pub(crate) fn heading(check: &str, finding: &Finding) -> String {
    format!(
        "{} {}: {}",
        mark(finding.severity).show(),
        check.bold(),
        finding.brief
    )
}

/// A finding in full: what, where, why, what an AWS tool says.
pub(crate) fn body(app: &App, facts: &Facts, finding: &Finding) -> Vec<String> {
    let width = app.printer.width();
    let mut lines = vec![wrap(&finding.what, "  ", width)];
    if let Some(snippet) = snippet::render(app, facts, finding) {
        lines.push(String::new());
        lines.push(snippet);
        lines.push(String::new());
    }
    if !finding.why.is_empty() {
        lines.push(wrap(&finding.why, "  ", width));
    }
    if let Some(says) = &finding.says {
        lines.push(format!("  {}", "The AWS CLI says:".dimmed()));
        lines.push(wrap(says, "    ", width).italic().to_string());
    }
    for remedy in finding
        .remedies
        .iter()
        .filter(|remedy| remedy.applicability == Applicability::Guide)
    {
        lines.push(hang(&format!("  {} ", "·".cyan()), 4, &remedy.title, width));
        lines.extend(remedy.words.iter().map(|words| wrap(words, "    ", width)));
        lines.extend(
            remedy
                .commands
                .iter()
                .map(|argv| format!("      {}", command_line(argv).cyan())),
        );
    }
    lines
}

/// The numbered findings that ask for something, and with `-v` the notes as well.
pub(crate) fn details(app: &App, examination: &Examination) -> Vec<String> {
    let mut lines = Vec::new();
    let shown = examination
        .findings()
        .filter(|(_, finding)| finding.severity > Severity::Note || app.printer.verbose());
    for (index, (check, finding)) in shown.enumerate() {
        lines.push(String::new());
        lines.push(format!(
            "{} {} {}",
            index + 1,
            mark(finding.severity).show(),
            check.bold()
        ));
        lines.extend(body(app, &examination.facts, finding));
        if !finding.next.is_empty() {
            lines.push(hang(
                &format!("  {}  ", "fix".green()),
                7,
                &finding.next,
                app.printer.width(),
            ));
        }
    }
    lines.extend(unknowns(app, examination));
    lines
}

/// What could not be found out, whole: the overview has room for its beginning only. One reason that
/// several checks give is told once.
fn unknowns(app: &App, examination: &Examination) -> Vec<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for result in &examination.results {
        let reasons = result
            .subjects
            .iter()
            .filter_map(|subject| match &subject.outcome {
                Outcome::Unknown(why) => Some((&subject.subject, why.to_string())),
                _ => None,
            });
        for (subject, why) in reasons.take(LISTED) {
            let same = |reason: &String| *reason == why || reason.ends_with(&format!(": {why}"));
            if let Some((_, ids)) = told.iter_mut().find(|(reason, _)| same(reason)) {
                if !ids.contains(&result.id) {
                    ids.push(result.id);
                }
                continue;
            }
            let about = match subject {
                facts::Subject::Profile(name) => format!("{}: ", clean_line(name)),
                _ => String::new(),
            };
            told.push((format!("{about}{why}"), vec![result.id]));
        }
    }
    let mut lines = Vec::new();
    for (reason, ids) in told {
        lines.push(String::new());
        lines.push(format!(
            "{} {}: not found out",
            Mark::Unknown.show(),
            ids.join(", ").bold()
        ));
        lines.push(wrap(&reason, "  ", app.printer.width()));
    }
    lines
}

/// The counts in words: `2 problems, 1 warning, 1 unknown`.
pub(crate) fn counts(examination: &Examination) -> String {
    let summary = examination.summary();
    let of = |n: usize, one: &str, many: &str| {
        (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
    };
    let parts: Vec<String> = [
        of(summary.fail, "problem", "problems"),
        of(summary.warn, "warning", "warnings"),
        of(summary.note, "note", "notes"),
        of(summary.unknown, "not found out", "not found out"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        "nothing found".into()
    } else {
        parts.join(", ")
    }
}

/// Whether a remedy could be applied here, rather than words for the person.
pub(crate) fn can_mend(examination: &Examination) -> bool {
    examination.findings().any(|(_, finding)| {
        finding.severity > Severity::Note
            && finding
                .remedies
                .iter()
                .any(|remedy| remedy.applicability != Applicability::Guide)
    })
}

/// The one thing to do next.
pub(crate) fn next(examination: &Examination) -> Option<String> {
    let (_, first) = examination.first()?;
    if can_mend(examination) {
        Some("aws-onboard doctor --fix".into())
    } else {
        Some(first.next.clone())
    }
}

/// The line of a machine on which nothing asks for anything.
pub(crate) fn ready(app: &App, examination: &Examination) -> String {
    let identity = identities(examination);
    let (mark, words) = match identity.as_slice() {
        [] if examination.verdict() == Verdict::Incomplete => (
            Mark::Unknown,
            "Nothing is wrong as far as could be seen".to_owned(),
        ),
        [] => (
            Mark::Good,
            format!("Nothing is wrong{}", unseen(examination)),
        ),
        [(name, detail)] => {
            let name = clean_line(name);
            (
                Mark::Good,
                format!("Ready: {name} is {detail}.{}", renewal(examination)),
            )
        }
        many => {
            let all = examination.facts.scope().profiles.len();
            let renewal = renewal(examination);
            (
                Mark::Good,
                format!("Ready: {} of {all} profiles answer.{renewal}", many.len()),
            )
        }
    };
    hang(&format!("{} ", mark.show()), 2, &words, app.printer.width())
}

/// What was not looked at, so that "nothing is wrong" does not say too much.
fn unseen(examination: &Examination) -> String {
    let offline = examination
        .results
        .iter()
        .filter(|result| matches!(result.outcome(), Outcome::Skipped(Skip::Offline)))
        .count();
    if offline > 0 {
        "; offline, so nobody was asked who you are".into()
    } else {
        String::new()
    }
}

/// The profiles that answered, with whom as.
pub(crate) fn identities(examination: &Examination) -> Vec<(String, String)> {
    examination
        .result("caller-identity")
        .into_iter()
        .flat_map(|result| &result.subjects)
        .filter_map(|result| match (&result.subject, &result.outcome) {
            (facts::Subject::Profile(name), Outcome::Passed(detail)) => {
                Some((name.clone(), detail.clone()))
            }
            _ => None,
        })
        .collect()
}

fn renewal(examination: &Examination) -> String {
    let facts = &examination.facts;
    let Ok(tokens) = &facts.tokens else {
        return String::new();
    };
    let sessions = facts.sessions_in_scope();
    let renews = !sessions.is_empty()
        && sessions.iter().all(|key| {
            tokens
                .entries
                .get(&key.cache_name())
                .and_then(|entry| entry.token.as_ref().ok())
                .is_some_and(|token| token.can_be_refreshed(facts.now))
        });
    if renews {
        " Sign-in renews itself.".into()
    } else {
        String::new()
    }
}

/// The command to try with the first profile that answers.
pub(crate) fn try_command(examination: &Examination) -> Option<String> {
    let (name, _) = identities(examination).into_iter().next()?;
    let argv = ["aws", "sts", "get-caller-identity", "--profile", &name].map(str::to_owned);
    Some(command_line(&argv))
}
