//! `program-modules`: the programs in use have the parts of their SDK that the profile needs.

#[cfg(test)]
mod cases;

use facts::{Facts, Presence, Profile, Subject};
use program_clients::{Needs, ProgramAnswer};

use super::answers::{
    InUse, PROGRAM_WORKS, Rule, group_by, is_unusable, judge, kind_of, knows_it, name_all, name_of,
    speaker, subjects,
};
use super::remedies::{offer, use_the_bridge};
use crate::check::Examine;
use crate::{Check, FactKey, Finding, Group, Outcome};

pub(crate) static CHECK: Check = Check {
    id: "program-modules",
    label: "modules",
    title: "The programs in use have the modules that the profile needs",
    group: Group::Programs,
    since: "0.1.0",
    requires: PROGRAM_WORKS,
    wants: &[FactKey::Programs],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let is_fine: fn(&ProgramAnswer) -> bool = |answer| {
        let is_unknown = |presence: &Presence| *presence == Presence::Unknown;
        knows_it(answer).is_ok() && !answer.program.modules.values().any(is_unknown)
    };
    judge(facts, subject, &Rule { find, is_fine, tells_unknown: false })
}

fn find(profile: &Profile<'_>, in_use: &InUse) -> Vec<Finding> {
    let module = |answer: &ProgramAnswer| match &answer.needs {
        Some(Needs::Module(name)) if is_unusable(profile.facts(), answer) => Some(name.clone()),
        _ => None,
    };
    group_by(in_use.known(), module)
        .iter()
        .map(|(name, group)| missing(profile, in_use, name, group))
        .collect()
}

fn missing(
    profile: &Profile<'_>,
    in_use: &InUse,
    module: &str,
    group: &[&ProgramAnswer],
) -> Finding {
    if let Some(finding) = use_the_bridge(profile, group) {
        return finding;
    }
    let first = group[0];
    let need = if group.len() == 1 { "needs" } else { "need" };
    let what = match kind_of(profile) {
        Some(kind) => format!("for {kind}"),
        None => "for it".to_owned(),
    };
    let brief = format!("{} lacks {module}", name_of(&first.program));
    let finding = Finding::will_bite("module-missing", brief)
        .severity(in_use.severity())
        .what(format!(
            "{} cannot use the profile {profile}: {what}, it {need} {module}, which is missing.",
            name_all(profile.facts(), group)
        ))
        .why("SDKs that are made of modules leave out what a program does not name. Without it, the program fails, even if the profile works in the AWS CLI.");
    let error = first.answer.credentials.error.clone();
    let family = first.client.as_ref().map(|client| client.family);
    let finding = match error.zip(family) {
        Some((error, family)) => finding.says_from(speaker(family), error),
        None => finding,
    };
    offer(finding, profile, first)
}
