//! `program-version`: the programs in use can use the profile, in their versions.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, Subject};
use program_clients::{Needs, ProgramAnswer};

use super::answers::{
    InUse, PROFILE_WORKS, Rule, group_by, is_unusable, judge, kind_of, knows_it, name_all, name_of,
    python_prefix, speaker, subjects,
};
use super::remedies::{offer, use_the_bridge};
use crate::check::Examine;
use crate::{Check, FactKey, Finding, Group, Outcome, Severity};

pub(crate) static CHECK: Check = Check {
    id: "program-version",
    label: "versions",
    title: "The programs in use know the profile's kind of credentials",
    group: Group::Programs,
    since: "0.1.0",
    requires: PROFILE_WORKS,
    wants: &[FactKey::Programs],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let is_fine: fn(&ProgramAnswer) -> bool = |answer| knows_it(answer).is_ok();
    judge(facts, subject, &Rule { find, is_fine, tells_unknown: true })
}

/// What tells two faults apart: the SDK, its version and what is lacking. In one environment of
/// Python, all programs have the same SDK, and one update helps all.
type Fault = (Option<&'static str>, String, String);

fn fault_of(facts: &Facts, answer: &ProgramAnswer) -> Option<Fault> {
    let needs = answer.needs.as_ref().filter(|needs| !matches!(needs, Needs::Module(_)))?;
    // Of a version that is not known, nothing can be too old.
    let is_unversioned = answer.program.version.is_none() && answer.program.sdk_version.is_none();
    let is_guess = is_unversioned && matches!(needs, Needs::Version { .. });
    if is_guess || !is_unusable(facts, answer) {
        return None;
    }
    let family = answer.client.as_ref().map(|client| client.family.id());
    let version = answer.program.sdk_version.as_ref();
    let shared = version.and_then(|_| python_prefix(&answer.program.found_at.path));
    let lacking = shared.map_or_else(|| needs.to_string(), |prefix| prefix.display().to_string());
    Some((family, version.map(ToString::to_string).unwrap_or_default(), lacking))
}

fn find(profile: &Profile<'_>, in_use: &InUse) -> Vec<Finding> {
    let facts = profile.facts();
    let groups = group_by(in_use.known(), |answer| fault_of(facts, answer));
    groups.iter().map(|(_, group)| too_old(profile, in_use, group)).collect()
}

fn too_old(profile: &Profile<'_>, in_use: &InUse, group: &[&ProgramAnswer]) -> Finding {
    if let Some(finding) = use_the_bridge(profile, group) {
        return finding;
    }
    let facts = profile.facts();
    // The SDK itself says best what is lacking.
    let is_sdk = |answer: &&&ProgramAnswer| {
        matches!(&answer.needs, Some(Needs::Version { is_own: false, .. }))
    };
    let first = *group.iter().find(is_sdk).unwrap_or(&group[0]);
    let kind = kind_of(profile).unwrap_or("the profile");
    let [it_does, it_reads, it_starts, its, of_it] = match group.len() {
        1 => ["it does", "it reads", "it starts", "its", "it"],
        _ => ["they do", "they read", "they start", "their", "them"],
    };
    let (code, brief, because) = match &first.needs {
        Some(Needs::Version { of, since, is_own }) => (
            "too-old",
            format!("{} is too old for {kind}", name_of(&first.program)),
            match (&first.program.sdk_version, is_own) {
                (Some(version), false) => {
                    format!("{its} {of} {version} does not know {kind}, which came with {since}")
                }
                (None, false) => {
                    format!("{its} {of} does not know {kind}, which came with {since}")
                }
                (_, true) => format!("{it_does} not know {kind}, which came with {since}"),
            },
        ),
        Some(Needs::Setting(setting)) => (
            "needs-a-setting",
            format!("{} needs {setting}", name_of(&first.program)),
            format!("{it_reads} this profile only with {setting}"),
        ),
        Some(Needs::AwsCli) => (
            "needs-the-aws-cli",
            format!("{} starts the AWS CLI", name_of(&first.program)),
            format!("{it_starts} the AWS CLI, which is not on PATH"),
        ),
        Some(Needs::Keys { what }) => (
            "never-knows-it",
            format!("{} does not know {what}", name_of(&first.program)),
            format!("no version of {of_it} knows {what}"),
        ),
        _ => ("too-old", name_of(&first.program), format!("{it_does} not support this profile")),
    };
    let finding = Finding::will_bite(code, brief)
        .severity(match &first.needs {
            // What it lacks may be set elsewhere.
            Some(Needs::Setting(_) | Needs::AwsCli) => Severity::Warn,
            _ => in_use.severity(),
        })
        .what(format!("{} cannot use the profile {profile}: {because}.", name_all(facts, group)))
        .why("It fails, or it uses other credentials that it finds, even if the profile works in the AWS CLI.");
    let error = first.answer.credentials.error.clone();
    let family = first.client.as_ref().map(|client| client.family);
    let finding = match error.zip(family) {
        Some((error, family)) => finding.says_from(speaker(family), error),
        None => finding,
    };
    offer(finding, profile, first)
}
