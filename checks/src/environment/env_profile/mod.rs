//! `env-profile`: AWS_PROFILE names a profile that exists.

#[cfg(test)]
mod cases;

use facts::{Facts, ScopeReason, Subject, Text, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::files::lines::unseen_header;
use crate::kit::guides::{set_up, set_up_with_title, use_profile};
use crate::kit::needs;
use crate::kit::no_profile::{has_other_credentials, needs_no_profile};
use crate::kit::origin::{show_origin, take_away, with_origin};
use crate::kit::words::{list, nearest};
use crate::profile::profile_exists::{empty_variable, without_a_file};
use crate::{Check, Finding, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-profile",
    label: "AWS_PROFILE",
    title: "AWS_PROFILE names a profile that exists",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[Need::Check("env-home"), Need::Check("env-files"), needs::HEADERS_SEEN],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, |facts, _| examine(facts)),
    #[cfg(test)]
    cases: cases::cases,
};

const FIRST: &str = "AWS_PROFILE";
const SECOND: &str = "AWS_DEFAULT_PROFILE";

fn subjects(facts: &Facts) -> Vec<Subject> {
    let environment = facts.environment();
    if environment.text(FIRST).is_none() && environment.text(SECOND).is_none() {
        return Vec::new();
    }
    // Problems that depend on the profile are reported for the profile.
    let scope = facts.scope();
    vec![match (scope.reason, scope.profiles.first()) {
        (ScopeReason::Variable(_), Some(name)) => Subject::Profile(name.clone()),
        _ => Subject::Machine,
    }]
}

fn examine(facts: &Facts) -> Outcome {
    let environment = facts.environment();
    let (first, second) = (environment.text(FIRST), environment.text(SECOND));
    let exists = |name: &str| facts.profile(name).is_some();
    if let ScopeReason::Variable(variable) = facts.scope().reason
        && let Some(name) = facts.scope().profiles.first()
        && !exists(name)
    {
        if let Some(outcome) = without_a_file(facts) {
            return outcome;
        }
        let header = aws_files::header("profile", name).ok();
        if header.is_some()
            && let Some(check) = unseen_header(facts, header.as_deref())
        {
            return Outcome::Skipped(Skip::BlockedBy(check));
        }
        if name == "default" && needs_no_profile(facts) {
            return Outcome::Passed("default, with keys from the environment".into());
        }
        return match name.is_empty() {
            true => empty_variable("empty", facts, variable).into(),
            false => show_origin(not_found(facts, variable, name), facts, &[variable]).into(),
        };
    }
    match (first, second) {
        (Some(first), Some(second)) if first != second => {
            show_origin(two_names(facts, first, second), facts, &[FIRST, SECOND]).into()
        }
        (Some(name), _) | (None, Some(name)) => Outcome::Passed(clean_line(name)),
        (None, None) => Outcome::Skipped(Skip::NotApplicable),
    }
}

fn not_found(facts: &Facts, variable: &'static str, name: &str) -> Finding {
    let shown = clean_line(name);
    let finding =
        Finding::stops("not-found", format!("{variable} names {shown}, which does not exist"))
            .what(format!("{variable} names the profile {shown}, which is in neither AWS file."))
            .why("Every command in this terminal fails immediately, unless it has --profile.")
            .says(format!("The config profile ({shown}) could not be found"));
    let profiles = facts.files().profiles();
    if profiles.is_empty() && has_other_credentials(facts) {
        let unset = format!("unset it: {}", facts.shell.unset(variable));
        return finding
            .next(with_origin(facts, &unset, &[variable]))
            .offer(take_away(facts, &[variable]));
    }
    if profiles.is_empty() {
        return finding
            .next("set up single sign-on: aws-onboard setup")
            .offer(set_up())
            .offer(take_away(facts, &[variable]));
    }
    let near = nearest(name, profiles.keys().map(String::as_str));
    let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
    let Some(meant) = near.first() else {
        return finding
            .next(with_origin(
                facts,
                &format!("set it to an existing profile: {}", list(&names, 4)),
                &[variable],
            ))
            .offer(take_away(facts, &[variable]))
            .offer(set_up_with_title("Or set up another profile"));
    };
    let line = facts.shell.export(variable, &clean_line(meant));
    finding
        .next(match near.as_slice() {
            [_] => with_origin(facts, &line, &[variable]),
            many => with_origin(facts, &format!("set it to one of {}", list(many, 3)), &[variable]),
        })
        .offer(use_profile(facts, "use-nearest", meant))
        .offer(take_away(facts, &[variable]))
}

/// Measured (FACTS 2.4).
fn two_names(facts: &Facts, first: &str, second: &str) -> Finding {
    let said = |name: &str| match name {
        "" => "nothing".to_owned(),
        name => clean_line(name),
    };
    let (one, other) = (said(first), said(second));
    let finding = Finding::will_bite("two-names", format!("{FIRST} is {one}, {SECOND} is {other}")).what(format!("{FIRST} names {one}, and {SECOND} names {other}."))
    .why("AWS CLI v2 and the newer SDKs use AWS_PROFILE; boto3 and AWS CLI v1 use AWS_DEFAULT_PROFILE.");
    let finding = if facts.profile(second).is_none() {
        finding.says(format!("The config profile ({}) could not be found", Text(second)))
    } else {
        finding
    };
    finding
        .next(format!("keep one of them: {}", facts.shell.unset(SECOND)))
        .offer(take_away(facts, &[SECOND]))
}
