//! `profile-region`: the profile has a region.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, Subject, Text, looks_like_region, misspelt_region, nearest_region};

use super::profile_fields::is_for_other_services;
use crate::check::Examine;
use crate::files::config_sections::is_meant_as_session;
use crate::kit::command::option_value;
use crate::kit::needs;
use crate::kit::words::is_host_label;
use crate::session::questions::{accept_region, regions_first};
use crate::{Check, Effect, Finding, Group, Need, Outcome, Question, QuestionKind, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "profile-region",
    label: "region",
    title: "The profile has a region",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[needs::AS_WRITTEN, Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The variables, in the order of AWS CLI v2 (FACTS, 2.4).
const VARIABLES: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/// The profiles that use single sign-on; the machine if a variable sets the region for all of
/// them.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut profiles = facts
        .profiles()
        .filter(Profile::uses_single_sign_on)
        .filter(|profile| !is_for_other_services(facts, profile))
        .filter(|profile| !is_meant_as_session(facts, profile.name))
        .map(|profile| Subject::Profile(profile.name.to_owned()));
    if variable(facts).is_some() {
        return profiles.next().map(|_| Subject::Machine).into_iter().collect();
    }
    profiles.collect()
}

fn variable(facts: &Facts) -> Option<(&'static str, &str)> {
    VARIABLES.into_iter().find_map(|name| Some((name, facts.environment().non_empty(name)?)))
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let profile = match subject {
        Subject::Profile(name) => facts.profile(name),
        _ => None,
    };
    let Some(profile) = profile else {
        return judge_variable(facts);
    };
    let Some(region) = profile.text("region") else {
        return match profile.is_only_a_source() || is_exported(&profile) {
            true => {
                Outcome::Passed(format!("{profile} is a source of credentials, and needs none"))
            }
            false => no_region(&profile).into(),
        };
    };
    if !is_host_label(region) {
        return not_a_region(&profile, region).into();
    }
    let elsewhere = ["endpoint_url", "services"].iter().any(|key| profile.get(key).is_some());
    match misspelt(facts, region).filter(|_| !elsewhere) {
        None => Outcome::Passed(Text(region).to_string()),
        Some(meant) => misspelt_in_profile(&profile, region, meant).into(),
    }
}

/// Whether the run is about other profiles, and one of them gets its credentials from a command
/// with `--profile` and this profile's name, which needs no region.
fn is_exported(profile: &Profile<'_>) -> bool {
    let facts = profile.facts();
    let exports = |command: &str| {
        let words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
        let words: Vec<&str> = words.collect();
        // A line of a shell may have several.
        let is_named = |at: usize| option_value(&words[at..], &["--profile"]) == Some(profile.name);
        (0..words.len()).any(is_named)
    };
    !facts.in_scope(profile.name)
        && facts
            .profiles_in_scope()
            .any(|other| other.text("credential_process").is_some_and(exports))
}

/// What a region that cannot be one does: nothing while the profile is only a source.
fn effect(profile: &Profile<'_>) -> Effect {
    if profile.is_only_a_source() { Effect::WorthKnowing } else { Effect::Stops }
}

/// The region that a variable sets for every profile.
fn judge_variable(facts: &Facts) -> Outcome {
    let Some((variable, region)) = variable(facts) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let shown = Text(region);
    let meant = misspelt(facts, region);
    if is_host_label(region) && meant.is_none() {
        return Outcome::Passed(format!("{shown}, from {variable}"));
    }
    let mut guide =
        Remedy::guide("set-variable", format!("Set {variable} to a region, or unset it"));
    if let Some(near) = nearest_region(region) {
        guide = guide.word(facts.shell.export(variable, near));
    }
    let what = match meant {
        Some(meant) if is_host_label(region) => {
            format!("{variable} is set to \"{shown}\", which does not exist. Did you mean {meant}?")
        }
        _ => format!("{variable} is set to \"{shown}\", which cannot be a region."),
    };
    let finding = Finding::stops("variable-not-a-region", format!("{variable} is not a region"))
        .what(what)
        .why("The variable overrides the region of every profile, so every command fails.");
    let says = match meant {
        Some(meant) if is_host_label(region) => no_endpoint(region, meant),
        _ => Some(provided(region)),
    };
    let finding = says
        .into_iter()
        .fold(finding, Finding::says)
        .next(format!("set {variable} to a region, or unset it"))
        .offer(guide.word(facts.shell.unset(variable)));
    finding.into()
}

/// The intended region. If every call goes to a custom address, any word may be correct.
fn misspelt(facts: &Facts, region: &str) -> Option<&'static str> {
    misspelt_region(region).filter(|_| !facts.environment().is_set("AWS_ENDPOINT_URL"))
}

/// The AWS CLI's message for a host that has no address. Uppercase names would have one.
fn no_endpoint(region: &str, meant: &str) -> Option<String> {
    let region = Text(region);
    (region.to_ascii_lowercase() != meant).then(|| {
        format!("Could not connect to the endpoint URL: \"https://sts.{region}.amazonaws.com/\"")
    })
}

fn provided(region: &str) -> String {
    let region = Text(region);
    format!("Provided region_name '{region}' doesn't match a supported format.")
}

fn no_region(profile: &Profile<'_>) -> Finding {
    let (says, label) = match profile.get("region") {
        Some(_) => ("Invalid endpoint: https://sts..amazonaws.com", "empty value"),
        None => ("You must specify a region.", "no region in this profile"),
    };
    Finding::stops("no-region", profile.brief("no region"))
        .what(format!("The profile {profile} has no region, and no variable sets one."))
        .why("Almost every command fails without one. A profile does not inherit the region of [default], and sso_region does not replace it.")
        .says(says)
        .next("give the profile the region that you work in")
        .at(profile.place_or_header("region"), label)
        .offer(choose_region(profile, None))
}

/// A value that does not have the form of a region.
fn not_a_region(profile: &Profile<'_>, region: &str) -> Finding {
    let near = nearest_region(region);
    Finding::with_effect(effect(profile), "not-a-region", profile.brief("not a region"))
        .what(format!("The region of the profile {profile} is not a valid region."))
        .says(provided(region))
        .why("Every command of the AWS CLI and boto3 with this profile fails.")
        .at(profile.place("region"), "a region looks like us-east-1")
        .next(match near {
            Some(near) => format!("choose a region; did you mean {near}?"),
            None => "choose the region that you work in".into(),
        })
        .offer(choose_region(profile, near))
}

/// A value that is similar to a region, but is not one.
fn misspelt_in_profile(profile: &Profile<'_>, region: &str, meant: &'static str) -> Finding {
    let says = no_endpoint(region, meant);
    let brief = profile.brief("this region does not exist");
    let finding = Finding::with_effect(effect(profile), "misspelt", brief)
        .what(format!("The region of the profile {profile} is {}, which does not exist.", Text(region)))
        .why(if says.is_some() {
            "The AWS CLI accepts any word as a region, so every command looks for a host that does not exist."
        } else {
            "Regions are written in lower case; AWS refuses what is signed for another name."
        })
        .at(profile.place("region"), format!("probably {meant}"))
        .next(format!("set it to {meant}, if that is your region"))
        .offer(choose_region(profile, Some(meant)));
    says.into_iter().fold(finding, Finding::says)
}

/// Asks for the region.
fn choose_region(profile: &Profile<'_>, near: Option<&str>) -> Remedy {
    let facts = profile.facts();
    let session = profile.session_key().map(|key| facts.session(&key));
    let proposed = near
        .map(str::to_owned)
        .or_else(|| facts.preset.as_ref()?.profile_region.clone())
        .or_else(|| session?.region)
        .filter(|region| looks_like_region(region));
    Remedy::set_in_profile("choose-region", "Give the profile a region", profile, "region").ask(
        Question {
            key: "region",
            prompt: format!("The region you work in with {profile}"),
            help: "type to filter".into(),
            kind: QuestionKind::Choice {
                choices: regions_first(proposed.as_deref()),
                other: Some(accept_region),
            },
            default: proposed,
        },
    )
}
