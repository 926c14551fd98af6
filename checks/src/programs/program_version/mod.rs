//! `program-version`: the programs in use can use the profile, in their versions.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, Subject};
use program_clients::{Needs, ProgramAnswer};

use super::answers::{
    InUse, PROFILE_WORKS, group_by, judge, kind_of, name_all, name_of, speaker, subjects,
};
use super::remedies::offer;
use crate::check::Examine;
use crate::{Check, FactKey, Finding, Group, Outcome};

pub(crate) static CHECK: Check = Check {
    id: "program-version",
    label: "versions",
    title: "The programs in use know the profile's kind of credentials",
    group: Group::Programs,
    since: "0.3.0",
    requires: PROFILE_WORKS,
    wants: &[FactKey::Programs],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    judge(facts, subject, find)
}

/// What tells two faults apart: the SDK and its version, and what is lacking.
fn key_of(answer: &ProgramAnswer) -> Option<(String, Option<&'static str>, String)> {
    let needs = answer.needs.as_ref().filter(|needs| !matches!(needs, Needs::Module(_)))?;
    if answer.usable != Some(false) {
        return None;
    }
    let version = answer.program.sdk_version.as_ref().map(ToString::to_string).unwrap_or_default();
    let family = answer.client.as_ref().map(|client| client.family.id());
    Some((version, family, needs.to_string()))
}

fn find(profile: &Profile<'_>, in_use: &InUse) -> Vec<Finding> {
    let groups = group_by(in_use.known(), key_of);
    groups.iter().map(|(_, group)| too_old(profile, in_use, group)).collect()
}

fn too_old(profile: &Profile<'_>, in_use: &InUse, group: &[&ProgramAnswer]) -> Finding {
    let facts = profile.facts();
    let first = group[0];
    let kind = kind_of(profile).unwrap_or("the profile");
    let (code, brief, because) = match &first.needs {
        Some(Needs::Version { of, since, is_own }) => (
            "too-old",
            format!("{} is too old for {kind}", name_of(&first.program)),
            match (&first.program.sdk_version, is_own) {
                (Some(version), false) => {
                    format!("its {of} {version} does not know {kind}, which came with {since}")
                }
                (None, false) => format!("its {of} does not know {kind}, which came with {since}"),
                (_, true) => format!("it does not know {kind}, which came with {since}"),
            },
        ),
        Some(Needs::Setting(setting)) => (
            "needs-a-setting",
            format!("{} needs {setting}", name_of(&first.program)),
            format!("it reads this profile only with {setting}"),
        ),
        Some(Needs::AwsCli) => (
            "needs-the-aws-cli",
            format!("{} starts the AWS CLI", name_of(&first.program)),
            "it starts the AWS CLI, which is not on PATH".to_owned(),
        ),
        Some(Needs::Keys { what }) => (
            "never-knows-it",
            format!("{} does not know {what}", name_of(&first.program)),
            format!("no version of it knows {what}"),
        ),
        _ => ("too-old", name_of(&first.program), "it does not know it".to_owned()),
    };
    let because = if group.len() > 1 {
        because.replacen("it ", "they ", 1).replacen("its ", "their ", 1)
    } else {
        because
    };
    let finding = Finding::will_bite(code, brief)
        .severity(in_use.severity())
        .what(format!("{} cannot use the profile {profile}: {because}.", name_all(facts, group)))
        .why("It fails, or it uses other credentials that it finds, although the profile works in the AWS CLI.");
    let error = first.answer.credentials.error.clone();
    let family = first.client.as_ref().map(|client| client.family);
    let finding = match error.zip(family) {
        Some((error, family)) => finding.says_from(speaker(family), error),
        None => finding,
    };
    offer(finding, profile, first)
}
