//! `profile-exists`: there is a profile, and it is the one that was named.

use std::path::Path;

use aws_files::FileKind;
use facts::{Facts, FileState, ScopeReason, Subject, Why, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::files::files_readable::dangling;
use crate::files::lines::unseen_header;
use crate::kit::needs;
use crate::kit::words::{list, nearest};
use crate::{Check, Finding, Group, Outcome, Remedy, Severity, Skip};

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

/// Variables through which an environment gives credentials without any profile
/// (`botocore/credentials.py`: `EnvProvider`, `ContainerProvider`, web identity).
const WITHOUT_PROFILE: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

fn subjects(facts: &Facts) -> Vec<Subject> {
    let scope = facts.scope();
    let named = matches!(scope.reason, ScopeReason::Flag | ScopeReason::Variable(_));
    if scope.total == 0 && !named {
        return vec![Subject::Machine];
    }
    scope.profiles.iter().map(|name| Subject::Profile(name.clone())).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    match subject {
        Subject::Profile(name) if facts.profile(name).is_some() => {
            return Outcome::Passed(clean_line(name));
        }
        _ => {}
    }
    if let Some(outcome) = without_a_file(facts) {
        return outcome;
    }
    let header = match subject {
        Subject::Profile(name) => aws_files::header("profile", name).ok(),
        _ => None,
    };
    if (header.is_some() || *subject == Subject::Machine)
        && let Some(check) = unseen_header(facts, header.as_deref())
    {
        return Outcome::Skipped(Skip::BlockedBy(check));
    }
    let finding = match subject {
        Subject::Profile(name) => match facts.scope().reason {
            ScopeReason::Variable(variable) if name.is_empty() => {
                Some(empty_variable(facts, subject, variable))
            }
            ScopeReason::Flag | ScopeReason::Variable(_) => Some(not_found(facts, subject, name)),
            // Nobody named it, and the profiles that there are have names of their own.
            _ => None,
        },
        _ if WITHOUT_PROFILE.iter().any(|variable| facts.environment().is_set(variable)) => None,
        _ => Some(nothing(subject)),
    };
    finding.map_or(Outcome::Skipped(Skip::NotApplicable), |finding| Outcome::Found(vec![finding]))
}

/// What stands in a file that was not read is not known: `files-readable` says why it was not.
pub(crate) fn without_a_file(facts: &Facts) -> Option<Outcome> {
    [FileKind::Config, FileKind::Credentials].into_iter().find_map(|kind| {
        let path = facts.files().path(kind);
        match &facts.files().file(kind).state {
            FileState::Unreadable { why, denied: false } => Some(Outcome::Unknown(Why::Error(
                format!("{} could not be read: {}", facts.shown(path), clean_line(why)),
            ))),
            FileState::NotAFile(_) if path == Path::new("/dev/null") => None,
            FileState::Missing if dangling(facts, kind).is_some() => {
                Some(Outcome::Skipped(Skip::BlockedBy("files-readable")))
            }
            FileState::Unreadable { .. } | FileState::NotAFile(_) | FileState::TooLarge { .. } => {
                Some(Outcome::Skipped(Skip::BlockedBy("files-readable")))
            }
            FileState::Missing | FileState::Present { .. } => None,
        }
    })
}

fn setup() -> Remedy {
    Remedy::guide("setup", "Set up single sign-on").command(["aws-onboard", "setup"])
}

/// No profile at all.
fn nothing(subject: &Subject) -> Finding {
    let finding = Finding::new(
        "none-configured",
        Severity::Fail,
        subject,
        "no profile is configured",
        "No profile is configured on this computer.",
    )
    .why("Without a profile no tool knows which account and which role you want.")
    .says("Unable to locate credentials");
    finding.next("set up single sign-on: aws-onboard setup").offer(setup()).offer(
        Remedy::guide("configure-sso", "Or with the AWS CLI alone").command([
            "aws",
            "configure",
            "sso",
        ]),
    )
}

/// AWS_PROFILE is set, to nothing.
fn empty_variable(facts: &Facts, subject: &Subject, variable: &str) -> Finding {
    Finding::new(
        "empty-variable",
        Severity::Fail,
        subject,
        format!("{variable} is set to nothing"),
        format!("{variable} is set, but empty; it does not stand for the default profile."),
    )
    .why("The AWS CLI, boto3 and the Rust SDK look for a profile without a name, and stop. The JavaScript SDK takes the default profile.")
    .says("The config profile () could not be found")
    .next(format!("take it away: {}", facts.shell.unset(variable)))
    .offer(
        Remedy::guide("unset", format!("Take {variable} away"))
            .word(facts.shell.unset(variable))
            .word("If it comes back in a new terminal, a start-up file of your shell sets it."),
    )
}

/// A profile was named, and does not exist.
fn not_found(facts: &Facts, subject: &Subject, name: &str) -> Finding {
    let shown = clean_line(name);
    let reason = facts.scope().reason;
    let by = match reason {
        ScopeReason::Variable(variable) => format!("{variable} names"),
        _ => "You named".to_owned(),
    };
    let mut finding = Finding::new(
        "not-found",
        Severity::Fail,
        subject,
        format!("{shown} does not exist"),
        format!("{by} the profile {shown}, which neither AWS file defines."),
    )
    .why("Every command with this profile stops before it does anything.")
    .says(if name == "default" {
        // The AWS CLI takes a missing default profile for an empty one.
        "Unable to locate credentials".to_owned()
    } else {
        format!("The config profile ({shown}) could not be found")
    });
    let profiles = facts.files().profiles();
    if profiles.is_empty() {
        return finding.next("set up single sign-on: aws-onboard setup").offer(setup());
    }
    let near = nearest(name, profiles.keys().map(String::as_str));
    let Some(first) = near.first() else {
        let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
        return finding.next(format!("name one that exists: {}", list(&names, 4))).offer(setup());
    };
    finding = finding.next(match near.as_slice() {
        [one] => format!("use {} instead", clean_line(one)),
        many => format!("use one of {}", list(many, 3)),
    });
    let use_it = Remedy::guide("use-nearest", format!("Use {}", clean_line(first)));
    finding.offer(match reason {
        ScopeReason::Variable(variable) => {
            use_it.word(facts.shell.export(variable, &clean_line(first)))
        }
        _ => use_it.command(["aws-onboard", "doctor", "--profile", first]),
    })
}

#[cfg(test)]
mod cases;
