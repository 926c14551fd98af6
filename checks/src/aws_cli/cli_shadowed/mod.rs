//! `cli-shadowed`: the first `aws` on PATH is the newest one.

#[cfg(test)]
mod cases;

use facts::{AwsExecutable, AwsVersion, Facts, Subject, clean_line};

use super::cli_version::{fitting_behind, judge};
use crate::Need;
use crate::check::Examine;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "cli-shadowed",
    label: "first aws",
    title: "The first `aws` on PATH is the newest one",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &[Need::Check("cli-installed")],
    wants: &[FactKey::AwsVersions],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    match &facts.aws {
        Ok(all) if all.len() > 1 => vec![Subject::Machine],
        _ => Vec::new(),
    }
}

fn examine(facts: &Facts, _subject: &Subject) -> Outcome {
    let Ok([first, behind @ ..]) = facts.aws.as_deref() else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some(runs) = first.aws_version() else {
        return match &first.version {
            // `cli-version` reports what the first one does instead of printing its version.
            Ok(_) => Outcome::Skipped(Skip::NotApplicable),
            Err(why) => Outcome::Unknown(why.clone()),
        };
    };
    let all = facts.aws.as_deref().unwrap_or_default();
    if let Some(fault) = judge(facts, runs)
        && let Some((other, found)) = fitting_behind(facts, all)
    {
        return Outcome::Found(vec![hidden(facts, fault, first, other, found)]);
    }
    // A later one whose version is unknown cannot be shown to be newer.
    let newest = behind
        .iter()
        .filter_map(|other| Some((other, other.aws_version()?)))
        .max_by_key(|(_, found)| *found)
        .filter(|(_, found)| numbers(found) > numbers(runs));
    match newest {
        Some((other, found)) => Outcome::Found(vec![older_first(facts, first, runs, other, found)]),
        None => Outcome::Passed(facts.shown(&first.path)),
    }
}

const fn numbers(version: &AwsVersion) -> (u64, u64, u64) {
    (version.0.major, version.0.minor, version.0.patch)
}

/// The first one does not work for these profiles, a later one does.
fn hidden(
    facts: &Facts,
    fault: Finding,
    first: &AwsExecutable,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let (here, there) = (facts.shown(&first.path), facts.shown(&other.path));
    let finding = Finding::will_bite("hidden", format!("{}, and hides {found}", fault.brief))
        .severity(fault.severity)
        .what(format!("{here} runs and hides {there}, which is version {found}."))
        .why(format!("{} {}", fault.what, fault.why));
    let finding = match fault.says {
        Some(says) => finding.says(says),
        None => finding,
    };
    put_first(facts, finding, other, found)
}

/// The first one works for these profiles; another is newer.
fn older_first(
    facts: &Facts,
    first: &AwsExecutable,
    runs: &AwsVersion,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let (here, there) = (facts.shown(&first.path), facts.shown(&other.path));
    let finding = Finding::worth_knowing("older-first", format!("{runs} runs, {found} is hidden")).what(format!("{here} runs and is version {runs}; {there} is version {found}."))
    .why("The one that runs works with these profiles, but instructions for a newer version do not apply to it.");
    put_first(facts, finding, other, found)
}

fn put_first(
    facts: &Facts,
    finding: Finding,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let folder = other
        .path
        .parent()
        .map_or_else(String::new, |folder| clean_line(&folder.to_string_lossy()));
    finding.next(format!("put {folder} first in PATH: its aws is {found}")).offer(
        Remedy::guide("path-order", format!("Use version {found}, which is already installed"))
            .word(facts.shell.prepend_path(&folder))
            .word(format!(
                "To make this permanent, add the line to the end of a shell start-up file: {}.",
                facts.shell.start_up_files()
            ))
            .word("Or remove the other version, if nothing needs it."),
    )
}
