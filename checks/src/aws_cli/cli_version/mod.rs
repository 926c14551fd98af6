//! `cli-version`: the first `aws` on PATH supports what this configuration needs.

use facts::{
    AwsExecutable, AwsVersion, Facts, SessionKey, Subject, Text, VersionOutput, Why, clean_line,
};
use semver::Version;

use super::install::{self, Purpose};
use super::regressions;
use crate::Need;
use crate::check::Examine;
use crate::kit::cli::{BROWSER, SSO_SESSION, V1_SSO, ignores_sign_in, reads_sso_session};
use crate::kit::words::{count, list};
use crate::{Check, FactKey, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "cli-version",
    label: "AWS CLI",
    title: "The AWS CLI is version 2 and new enough for this configuration",
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
        Ok(all) if all.is_empty() => Vec::new(),
        _ => vec![Subject::Machine],
    }
}

fn examine(facts: &Facts, _subject: &Subject) -> Outcome {
    let all = match &facts.aws {
        Ok(all) => all,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    let Some(first) = all.first() else {
        return Outcome::Passed(String::new());
    };
    let path = facts.shown(&first.path);
    let version = match &first.version {
        Ok(VersionOutput::Aws(version)) => version,
        Ok(VersionOutput::Other(words)) if words.trim().is_empty() => {
            return Outcome::Unknown(Why::Error(format!(
                "the first aws on PATH, {path}, printed nothing for --version"
            )));
        }
        Ok(VersionOutput::Other(words)) => {
            return Outcome::Unknown(Why::Error(format!(
                "the first aws on PATH, {path}, printed an unexpected version: {}",
                Text(words)
            )));
        }
        Err(why @ (Why::NotAsked | Why::Offline)) => return Outcome::Unknown(why.clone()),
        Err(why) => {
            return Outcome::Unknown(Why::Error(format!("the first aws on PATH, {path}: {why}")));
        }
    };
    let Some(finding) = judge(facts, version) else {
        return Outcome::Passed(version.to_string());
    };
    if fitting_behind(facts, all).is_some() {
        // A suitable version is installed behind an unsuitable one, so nothing has to be
        // installed.
        return Outcome::Skipped(Skip::BlockedBy("cli-shadowed"));
    }
    Outcome::Found(vec![install::offer(facts, finding, Purpose::Update)])
}

/// The worst problem with a version on this machine, if there is one.
pub(super) fn judge(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    version_one(facts, version)
        .or_else(|| before_sessions(facts, version))
        .or_else(|| regressions::find(facts, version))
        .or_else(|| outside_preset(facts, version))
        .or_else(|| no_such_option(facts, version))
}

/// Version 1 cannot sign in. It works once another tool has signed in, so it is a failure only if it
/// is too old for a session in scope.
fn version_one(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    if version.0.major >= 2 {
        return None;
    }
    let scope = facts.scope();
    let severity = if facts.sessions_in_scope().iter().any(|key| ignores_sign_in(version, key)) {
        Severity::Fail
    } else if scope.single_sign_on > 0 || scope.total == 0 {
        Severity::Warn
    } else {
        // Version 1 supports keys, roles and processes too.
        return None;
    };
    Some(
        Finding::will_bite("version-1", format!("{version} has no aws sso login")).severity(severity).what(format!("The first aws on PATH is version {version}; aws sso login needs version 2."))
        .why(if version.0 < V1_SSO {
            "This version has no aws sso login and cannot use the sign-in of another tool either."
        } else if !reads_sso_session(version) {
            "Version 1 has no aws sso login, so it cannot sign in. This one can use the sign-in of another tool, such as aws-onboard login, only in profiles without sso_session."
        } else {
            "Version 1 has no aws sso login, so it cannot sign in. It can use the sign-in of another tool, such as aws-onboard login."
        })
        .says("aws: error: argument operation: Invalid choice, valid choices are:")
        .next("install version 2 of the AWS CLI"),
    )
}

/// Versions before 2.9 do not know the key `sso_session` and look for the portal in the profile.
fn before_sessions(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    if version.0 >= SSO_SESSION {
        return None;
    }
    let stopped: Vec<&String> = facts
        .session_users()
        .iter()
        .filter(|(key, _)| matches!(key, SessionKey::Named(_)))
        .flat_map(|(_, users)| users)
        .filter(|name| {
            // A profile that repeats the portal's values works with an old version.
            facts.profile(name).is_some_and(|profile| {
                profile.text("sso_start_url").is_none() || profile.text("sso_region").is_none()
            })
        })
        .collect();
    let (inside, outside): (Vec<&String>, Vec<&String>) =
        stopped.into_iter().partition(|name| facts.in_scope(name));
    let (severity, names) = match (inside.is_empty(), outside.is_empty()) {
        (false, _) => (Severity::Fail, inside),
        (true, false) => (Severity::Warn, outside),
        (true, true) => return None,
    };
    let first = clean_line(names.first().map_or("", |name| name));
    Some(
        Finding::will_bite("before-sso-session", format!("{version} does not know sso-session")).severity(severity).what(format!(
                "The first aws on PATH is version {version}; sso-session sections need {SSO_SESSION} or newer."
            ))
        .why(format!(
            "It looks for the portal in the profile itself, so commands with {} fail. Newer SDKs and Terraform are not affected.",
            named(&names)
        ))
        .says(format!(
            "The profile \"{first}\" is configured to use SSO but is missing required configuration: sso_region, sso_start_url"
        ))
        .next("update the AWS CLI"),
    )
}

/// Where no browser can return, instructions say `--use-device-code`: an older version neither
/// supports nor needs it (FAILURES L08).
fn no_such_option(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    if version.0 >= BROWSER
        || facts.no_return().is_none()
        || facts.browser_sessions().next().is_none()
    {
        return None;
    }
    Some(
        Finding::worth_knowing("no-device-code-option", format!("{version} has no --use-device-code")).what(format!("The first aws on PATH is version {version}, which does not know --use-device-code."))
        .why("No browser can return to this machine. This version always signs in with a code; newer versions need that option.")
        .says("Unknown options: --use-device-code")
        .next("leave the option out: aws sso login"),
    )
}

/// The preset's range; a development version is compared with it by its numbers.
fn outside_preset(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    let wanted = facts.preset.as_ref()?.aws_cli.as_ref()?;
    let plain = Version::new(version.0.major, version.0.minor, version.0.patch);
    if wanted.matches(&plain) {
        return None;
    }
    Some(
        Finding::will_bite("outside-preset", format!("{version}, but {wanted} is required"))
            .what(format!(
                "The first aws on PATH is version {version}; your support team requires {wanted}."
            ))
            .why("It may work, but your support team's instructions are for other versions.")
            .next(format!("install a version of the AWS CLI that matches {wanted}")),
    )
}

/// A later one on PATH that has no problem.
pub(super) fn fitting_behind<'a>(
    facts: &Facts,
    all: &'a [AwsExecutable],
) -> Option<(&'a AwsExecutable, &'a AwsVersion)> {
    let mut others = all.iter().skip(1).filter_map(|other| Some((other, other.aws_version()?)));
    others.find(|(_, found)| judge(facts, found).is_none())
}

/// Names some profiles in a sentence.
fn named(names: &[&String]) -> String {
    match names {
        [one] => clean_line(one),
        many => format!("{} ({})", count(many.len(), "profile", "profiles"), list(many, 3)),
    }
}

#[cfg(test)]
mod cases;
