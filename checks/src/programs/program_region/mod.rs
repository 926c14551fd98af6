//! `program-region`: the programs of this project use the region that the AWS CLI uses.

#[cfg(test)]
mod cases;

use aws_onboard_credential_chain::{Kind, Source};
use facts::{Facts, Profile, Subject, Text, WhyInUse};
use program_clients::{ProgramAnswer, RegionAnswer};

use super::answers::{
    InUse, PROGRAM_WORKS, Rule, group_by, is_aws_cli, judge, name_all, name_of, speaker, subjects,
};
use crate::check::Examine;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "program-region",
    label: "one region",
    title: "The programs of this project use the AWS CLI's region",
    group: Group::Programs,
    since: "0.1.0",
    requires: PROGRAM_WORKS,
    wants: &[FactKey::Programs],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The two variables, of which many programs read only one.
const VARIABLES: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let is_fine: fn(&ProgramAnswer) -> bool = |answer| answer.differs.region == Some(false);
    judge(facts, subject, &Rule { find, is_fine, tells_unknown: false })
}

fn find(profile: &Profile<'_>, in_use: &InUse) -> Vec<Finding> {
    let RegionAnswer::Known(cli) = &in_use.answers.cli.answer.region else {
        // profile-region reports that there is none.
        return Vec::new();
    };
    let key = |answer: &ProgramAnswer| {
        // Programs on PATH make calls in many regions, or in none.
        let is_own = in_use.asked.is_some()
            || matches!(answer.program.why_in_use, WhyInUse::Project | WhyInUse::Environment);
        // Its own setting is meant; a program that finds no credentials has another problem.
        let is_judged = is_own
            && answer.program.region.is_none()
            && !is_aws_cli(answer)
            && answer.usable != Some(false)
            && answer.answer.credentials.kind != Kind::Instance;
        let region = match &answer.region {
            RegionAnswer::None => Some(None),
            RegionAnswer::Known(region) if region.value != cli.value => Some(Some(region.clone())),
            RegionAnswer::Known(_) | RegionAnswer::Unknown => None,
        };
        region.filter(|_| is_judged)
    };
    group_by(in_use.known(), key)
        .iter()
        .map(|(region, group)| {
            let region = region.as_ref().map(|region| (region.value.as_str(), &region.source));
            other_region(profile, in_use, (&cli.value, &cli.source), region, group)
        })
        .collect()
}

fn other_region(
    profile: &Profile<'_>,
    in_use: &InUse,
    (cli, cli_source): (&str, &Source),
    region: Option<(&str, &Source)>,
    group: &[&ProgramAnswer],
) -> Finding {
    let facts = profile.facts();
    let first = group[0];
    let (uses, finds, it, does) = if group.len() == 1 {
        ("uses", "finds", "It", "does")
    } else {
        ("use", "find", "They", "do")
    };
    let names = name_all(facts, group);
    let (cli, place) = (Text(cli), source_words(facts, cli_source));
    let finding = match region {
        Some((region, source)) => Finding::will_bite(
            "other-region",
            format!("{} {uses} {}", name_of(&first.program), Text(region)),
        )
        .what(format!(
            "{names} {uses} the region {} ({}) by default; the AWS CLI {} {cli} ({place}).",
            Text(region),
            source_words(facts, source),
            in_use.cli_uses()
        ))
        .why("What one creates, the other does not find: most resources exist in one region."),
        None => Finding::will_bite(
            "no-region",
            format!("{} {finds} no region", name_of(&first.program)),
        )
        .what(format!("{names} {finds} no region; the AWS CLI {} {cli} ({place}).", in_use.cli_uses()))
        .why(match cli_source {
            Source::Variable(name) => {
                format!("{it} {does} not read {name}, so most calls fail unless the code names a region.")
            }
            _ => "Most calls fail unless the code names a region.".to_owned(),
        }),
    }
    .severity(in_use.severity());
    let family = first.client.as_ref().map(|client| client.family);
    let finding = match (region, family) {
        (None, Some(family)) if speaker(family) == "boto3" => {
            finding.says_from("boto3", "You must specify a region.")
        }
        _ => finding,
    };
    let remedy = |id, title: &str, words: String| Remedy::guide(id, title).word(words);
    match cli_source {
        Source::Variable(name) if VARIABLES.contains(&name.as_str()) => {
            let other = VARIABLES.into_iter().find(|other| other != name).unwrap_or_default();
            let export = facts.shell.export(other, &cli.to_string());
            finding.next(format!("set the other variable too: {export}")).offer(remedy(
                "set-both-variables",
                "Set the other variable too",
                export,
            ))
        }
        _ => {
            let exports: Vec<String> =
                VARIABLES.iter().map(|name| facts.shell.export(name, &cli.to_string())).collect();
            finding.next(format!("set both variables: {}", exports.join("; "))).offer(
                exports
                    .into_iter()
                    .fold(Remedy::guide("set-both-variables", "Set both variables"), Remedy::word),
            )
        }
    }
}

/// What sets a region, in a few words.
fn source_words(facts: &Facts, source: &Source) -> String {
    match source {
        Source::Variable(name) => name.clone(),
        Source::File { path, line } => format!("{}:{line}", facts.shown(path)),
        Source::BuiltIn => "its default".to_owned(),
    }
}
