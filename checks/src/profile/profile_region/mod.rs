//! `profile-region`: the profile has a region.

#[cfg(test)]
mod cases;

use aws_files::{FileKind, Property};
use facts::{
    Facts, Profile, Subject, clean_line, looks_like_region, misspelt_region, nearest_region,
};

use super::profile_fields::is_for_other_services;
use crate::Need;
use crate::check::Examine;
use crate::files::config_sections::stands_for_session;
use crate::kit::edits::{header, put_in_profile};
use crate::kit::needs;
use crate::kit::words::{about, is_host_label};
use crate::session::questions::{accept_region, regions_first};
use crate::{
    Applicability, Check, Finding, Group, Outcome, Place, Plan, Question, QuestionKind, Remedy,
    Severity,
};

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

/// The profiles that use single sign-on; the machine where a variable decides for all of them.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut profiles = facts
        .profiles()
        .filter(Profile::uses_single_sign_on)
        .filter(|profile| !is_for_other_services(facts, profile))
        .filter(|profile| !stands_for_session(facts, profile.name))
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
        Subject::Machine => return environment(facts, subject),
        Subject::Profile(name) => facts.profile(name),
        Subject::Session(_) | Subject::File(_) => None,
    };
    let Some(profile) = profile else {
        return Outcome::Passed(String::new());
    };
    let severity = if facts.in_scope(profile.name) { Severity::Fail } else { Severity::Warn };
    match (profile.get("region"), profile.text("region")) {
        (Some((file, property)), Some(region)) if is_host_label(region) => {
            let elsewhere =
                ["endpoint_url", "services"].iter().any(|key| profile.get(key).is_some());
            match misspelt(facts, region).filter(|_| !elsewhere) {
                None => Outcome::Passed(clean_line(region)),
                Some(meant) => Outcome::Found(vec![nearly_one(
                    facts, subject, severity, &profile, file, property, meant,
                )]),
            }
        }
        (Some((file, property)), Some(region)) => Outcome::Found(vec![misshapen(
            facts, subject, severity, &profile, file, property, region,
        )]),
        (property, _) => {
            Outcome::Found(vec![missing(facts, subject, severity, &profile, property)])
        }
    }
}

fn environment(facts: &Facts, subject: &Subject) -> Outcome {
    let Some((variable, region)) = variable(facts) else {
        return Outcome::Passed(String::new());
    };
    let shown = clean_line(region);
    let meant = misspelt(facts, region);
    if is_host_label(region) && meant.is_none() {
        return Outcome::Passed(format!("{shown}, from {variable}"));
    }
    let mut guide =
        Remedy::guide("set-variable", format!("Set {variable} to a region, or take it away"));
    if let Some(near) = nearest_region(region) {
        guide = guide.word(facts.shell.export(variable, near));
    }
    let what = match meant {
        Some(meant) if is_host_label(region) => {
            format!(
                "{variable} is set to \"{shown}\"; there is no such region, and {meant} is near."
            )
        }
        _ => format!("{variable} is set to \"{shown}\", which cannot be a region."),
    };
    let finding = Finding::new(
        "variable-not-a-region",
        Severity::Fail,
        subject,
        format!("{variable} is not a region"),
        what,
    )
    .why("The variable wins over the region of every profile, so commands stop with it.");
    let says = match meant {
        Some(meant) if is_host_label(region) => no_endpoint(region, meant),
        _ => Some(provided(region)),
    };
    let finding = says
        .into_iter()
        .fold(finding, Finding::says)
        .next(format!("set {variable} to a region, or take it away"))
        .offer(guide.word(facts.shell.unset(variable)));
    Outcome::Found(vec![finding])
}

/// The region that is meant. Where every call goes to an address of one's own, any word may be right.
fn misspelt(facts: &Facts, region: &str) -> Option<&'static str> {
    misspelt_region(region).filter(|_| !facts.environment().is_set("AWS_ENDPOINT_URL"))
}

/// What the AWS CLI says to a host that has no address. In capitals it would have one.
fn no_endpoint(region: &str, meant: &str) -> Option<String> {
    let region = clean_line(region);
    (region.to_ascii_lowercase() != meant).then(|| {
        format!("Could not connect to the endpoint URL: \"https://sts.{region}.amazonaws.com/\"")
    })
}

fn provided(region: &str) -> String {
    let region = clean_line(region);
    format!("Provided region_name '{region}' doesn't match a supported format.")
}

fn missing(
    facts: &Facts,
    subject: &Subject,
    severity: Severity,
    profile: &Profile<'_>,
    empty: Option<(FileKind, &Property)>,
) -> Finding {
    let name = clean_line(profile.name);
    let finding = Finding::new(
        "no-region",
        severity,
        subject,
        about(facts, profile.name, "no region"),
        format!("The profile {name} has no region, and no variable sets one."),
    )
    .why("Nearly every command stops without one. A profile does not inherit the region of [default], and sso_region does not stand in for it.")
    .next("give the profile the region that you work in");
    let finding = match (empty, header(profile)) {
        (Some((file, property)), _) => finding
            .says("Invalid endpoint: https://sts..amazonaws.com")
            .at(Place::of(facts, file, property.location), "nothing stands here"),
        (None, Some((file, location))) => finding
            .says("You must specify a region.")
            .at(Place::of(facts, file, location), "no region in this profile"),
        (None, None) => finding,
    };
    finding.offer(choose(facts, profile, None))
}

/// A value that cannot be a region by its shape.
fn misshapen(
    facts: &Facts,
    subject: &Subject,
    severity: Severity,
    profile: &Profile<'_>,
    file: FileKind,
    property: &Property,
    region: &str,
) -> Finding {
    let name = clean_line(profile.name);
    let finding = Finding::new(
        "not-a-region",
        severity,
        subject,
        about(facts, profile.name, "this is not a region"),
        format!("The region of the profile {name} cannot be one."),
    )
    .says(provided(region));
    let why = "Every command that the AWS CLI or boto3 runs with it stops";
    let place = Place::of(facts, file, property.location);
    let near = nearest_region(region);
    finding
        .why(format!("{why}."))
        .at(place, "a region looks like us-east-1")
        .next(match near {
            Some(near) => format!("choose a region; {near} is near"),
            None => "choose the region that you work in".into(),
        })
        .offer(choose(facts, profile, near))
}

/// A value that is nearly a region, and none.
fn nearly_one(
    facts: &Facts,
    subject: &Subject,
    severity: Severity,
    profile: &Profile<'_>,
    file: FileKind,
    property: &Property,
    meant: &'static str,
) -> Finding {
    let name = clean_line(profile.name);
    let region = clean_line(property.value.as_text().unwrap_or_default());
    let says = no_endpoint(&region, meant);
    let finding = Finding::new(
        "misspelt",
        severity,
        subject,
        about(facts, profile.name, "there is no such region"),
        format!("The region of the profile {name} is {region}; there is no such region."),
    )
    .why(if says.is_some() {
        "The AWS CLI takes any word for a region and looks for an address that nobody has, in every command."
    } else {
        "Regions are written in lower case; AWS refuses what is signed for another name."
    })
    .at(
        Place::of(facts, file, property.location),
        format!("probably {meant}"),
    )
    .next(format!("write {meant}, if that is where you work"))
    .offer(choose(facts, profile, Some(meant)));
    says.into_iter().fold(finding, Finding::says)
}

/// Asks for the region.
fn choose(facts: &Facts, profile: &Profile<'_>, near: Option<&str>) -> Remedy {
    let session = profile.session_key().map(|key| facts.session(&key));
    let proposed = near
        .map(str::to_owned)
        .or_else(|| facts.preset.as_ref()?.profile_region.clone())
        .or_else(|| session?.region)
        .filter(|region| looks_like_region(region));
    let name = profile.name.to_owned();
    Remedy::new(
        "choose-region",
        Applicability::Ask,
        "Give the profile a region",
        move |facts, answers| {
            let profile = facts.profile(&name);
            let edit =
                profile.and_then(|profile| put_in_profile(&profile, "region", &answers["region"]));
            Ok(Plan::edits(edit))
        },
    )
    .ask(Question {
        key: "region",
        prompt: format!("The region that you work in with {}", clean_line(profile.name)),
        help: "type to filter".into(),
        kind: QuestionKind::Choice {
            choices: regions_first(proposed.as_deref()),
            other: Some(accept_region),
        },
        default: proposed,
    })
}
