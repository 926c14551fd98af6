//! What the checks of `aws login` share: the sign-ins that matter, and the command that signs in.

use facts::{AwsVersion, Facts, Profile, Subject, Text};

use crate::Remedy;
use crate::kit::cli::{AWS_LOGIN, first_version};

/// The first profile of each sign-in that this run is about.
pub(super) fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut seen = Vec::new();
    let mut subjects = Vec::new();
    for profile in facts.login_profiles() {
        let Some(session) = profile.login_session().filter(|session| !seen.contains(session))
        else {
            continue;
        };
        seen.push(session);
        subjects.push(Subject::Profile(profile.name.to_owned()));
    }
    subjects
}

/// The profile of a subject, and its sign-in.
pub(super) fn sign_in_of<'a>(
    facts: &'a Facts,
    subject: &Subject,
) -> Option<(Profile<'a>, &'a str)> {
    let Subject::Profile(name) = subject else {
        return None;
    };
    let profile = facts.profile(name)?;
    Some((profile, profile.login_session()?))
}

/// The command as it is typed here.
pub(super) fn typed_command(profile: &Profile<'_>) -> String {
    profile.facts().shell.command(&profile.aws_login_command())
}

/// The one thing to do: sign in, after an update if the AWS CLI is known to have no `aws login`.
pub(super) fn next_step(profile: &Profile<'_>, words: &str) -> String {
    let command = typed_command(profile);
    let old = too_old(profile.facts());
    let command = Text(&command);
    match old {
        Some(version) => format!(
            "update the AWS CLI to {AWS_LOGIN} or later (this is {version}, without aws login), then {words}: {command}"
        ),
        None => format!("{words}: {command}"),
    }
}

/// The version of the first `aws` on PATH, if it is known to be older than `aws login`.
pub(super) fn too_old(facts: &Facts) -> Option<&AwsVersion> {
    first_version(facts).filter(|version| version.0 < AWS_LOGIN)
}

/// Words and the command for the user, because only the AWS CLI signs in to the console.
pub(super) fn sign_in_by_hand(profile: &Profile<'_>, title: &str) -> Remedy {
    Remedy::guide("aws-login", title).command(profile.aws_login_command())
}
