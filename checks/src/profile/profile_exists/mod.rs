//! `profile-exists`: there are profiles, and the requested one is among them.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Facts, FileState, ScopeReason, Subject, Text, Why};

use crate::check::Examine;
use crate::files::files_readable::dangling;
use crate::files::lines::unseen_header;
use crate::kit::guides::{set_up, use_profile};
use crate::kit::needs;
use crate::kit::no_profile::has_other_credentials;
use crate::kit::origin::{show_origin, take_away, with_origin};
use crate::kit::words::{list, nearest};
use crate::{Check, Finding, Group, Need, Outcome, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "profile-exists",
    label: "profile",
    title: "There is a profile to check",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[
        Need::Check("env-home"),
        Need::Check("env-files"),
        Need::Check("env-profile"),
        needs::HEADERS_SEEN,
    ],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let scope = facts.scope();
    let named = scope.reason.is_named();
    if scope.total == 0 && !named {
        return vec![Subject::Machine];
    }
    scope.profiles.iter().map(|name| Subject::Profile(name.clone())).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let named = match subject {
        Subject::Profile(name) => Some(name),
        _ => None,
    };
    if let Some(profile) = named.and_then(|name| facts.profile(name)) {
        return Outcome::Passed(profile.to_string());
    }
    if let Some(outcome) = without_a_file(facts) {
        return outcome;
    }
    let header = named.and_then(|name| aws_files::header("profile", name).ok());
    if (header.is_some() || named.is_none())
        && let Some(check) = unseen_header(facts, header.as_deref())
    {
        return Outcome::Skipped(Skip::BlockedBy(check));
    }
    let Some(name) = named else {
        return match has_other_credentials(facts) {
            true => Outcome::Skipped(Skip::NotApplicable),
            false => no_profiles().into(),
        };
    };
    match facts.scope().reason {
        ScopeReason::Variable(variable) if name.is_empty() => {
            empty_variable("empty-variable", facts, variable).into()
        }
        ScopeReason::Flag => profile_not_found(facts, name).into(),
        ScopeReason::Variable(variable) => {
            show_origin(profile_not_found(facts, name), facts, &[variable]).into()
        }
        // The user did not name it, and there are profiles with other names.
        _ => Outcome::Skipped(Skip::NotApplicable),
    }
}

/// The contents of an unread file are unknown; `files-readable` reports why it was not read.
pub(crate) fn without_a_file(facts: &Facts) -> Option<Outcome> {
    [FileKind::Config, FileKind::Credentials].into_iter().find_map(|kind| {
        let path = facts.files().path(kind);
        match &facts.files().file(kind).state {
            FileState::Unreadable { why, denied: false } => Some(Outcome::Unknown(Why::Error(
                format!("{} could not be read: {}", facts.shown(path), Text(why)),
            ))),
            FileState::NotAFile(_) if facts::is_null_device(path) => None,
            FileState::Missing if dangling(facts, kind).is_some() => {
                Some(Outcome::Skipped(Skip::BlockedBy("files-readable")))
            }
            // AWS tools read it, so its profiles exist for them.
            FileState::TooLarge { .. } => Some(Outcome::Unknown(Why::Error(format!(
                "{} is too large to be read here",
                facts.shown(path)
            )))),
            FileState::Unreadable { .. } | FileState::NotAFile(_) => {
                Some(Outcome::Skipped(Skip::BlockedBy("files-readable")))
            }
            FileState::Missing | FileState::Present { .. } => None,
        }
    })
}

/// There are no profiles at all.
fn no_profiles() -> Finding {
    let configure = ["aws", "configure", "sso"];
    Finding::stops("none-configured", "no profile is configured")
        .what("No profile is configured on this computer.")
        .why("Without a profile, AWS tools do not know which account and role to use.")
        .says("Unable to locate credentials")
        .next("set up single sign-on: aws-onboard setup")
        .offer(set_up())
        .offer(Remedy::guide("configure-sso", "Or with the AWS CLI alone").command(configure))
}

/// AWS_PROFILE is set, but empty.
pub(crate) fn empty_variable(code: &'static str, facts: &Facts, variable: &str) -> Finding {
    let unset = format!("unset it: {}", facts.shell.unset(variable));
    let finding = Finding::stops(code, format!("{variable} is set but empty"))
        .what(format!("{variable} is set but empty, which does not mean the default profile."))
        .why("The AWS CLI, boto3 and the Rust SDK look for a profile without a name and fail. The JavaScript SDK uses the default profile.")
        .says("The config profile () could not be found")
        .next(with_origin(facts, &unset, &[variable]))
        .offer(take_away(facts, &[variable]));
    show_origin(finding, facts, &[variable])
}

/// The requested profile does not exist.
fn profile_not_found(facts: &Facts, name: &str) -> Finding {
    let shown = Text(name);
    let by = match facts.scope().reason {
        ScopeReason::Variable(variable) => format!("{variable} names"),
        _ => "You named".to_owned(),
    };
    let finding = Finding::stops("not-found", format!("{shown} does not exist"))
        .what(format!("{by} the profile {shown}, which neither AWS file defines."))
        .why("Every command with this profile fails immediately.")
        .says(if name == "default" {
            // The AWS CLI treats a missing default profile as an empty one.
            "Unable to locate credentials".to_owned()
        } else {
            format!("The config profile ({shown}) could not be found")
        });
    let profiles = facts.files().profiles();
    if profiles.is_empty() {
        return finding.next("set up single sign-on: aws-onboard setup").offer(set_up());
    }
    let near = nearest(name, profiles.keys().map(String::as_str));
    let Some(first) = near.first() else {
        let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
        return finding
            .next(format!("use an existing profile: {}", list(&names, 4)))
            .offer(set_up());
    };
    let finding = finding.next(match near.as_slice() {
        [one] => format!("use {} instead", Text(one)),
        many => format!("use one of {}", list(many, 3)),
    });
    finding.offer(use_profile(facts, "use-nearest", first))
}
