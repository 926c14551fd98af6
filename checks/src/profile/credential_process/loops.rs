//! `credential-process`, for a command that starts the AWS CLI with the profile that it provides the
//! credentials of: the AWS CLI runs the command again, which starts the AWS CLI again.

use facts::{Profile, Program, ScopeReason, split_command};

use crate::kit::command::{option_value, program_name};
use crate::{Finding, Remedy};

/// Commands of the AWS CLI that need no credentials.
const WITHOUT_CREDENTIALS: [&str; 4] = ["--version", "help", "sso", "login"];

/// The finding about a command that asks for the credentials that it has to give.
pub(super) fn judge(profile: &Profile<'_>, command: &str, program: &Program) -> Option<Finding> {
    let words = split_command(command, profile.facts().os).ok()?;
    if program_name(words.first()?) == "aws" {
        let exports = words.iter().any(|word| word == "export-credentials");
        let is_harmless = words.get(1).is_none_or(|word| {
            WITHOUT_CREDENTIALS.contains(&word.as_str()) || (word == "configure" && !exports)
        });
        let asked = option_value(&words, &["--profile"]);
        let is_itself = match asked {
            Some(name) => name == profile.name,
            None => is_used_without_a_name(profile),
        };
        return match (is_harmless, is_itself) {
            (true, _) | (_, false) => None,
            // The AWS CLI itself recognizes this loop.
            _ if exports => Some(asks_itself(profile)),
            _ if asked.is_some() => {
                Some(may_ask_itself(profile, "the AWS CLI with the same profile"))
            }
            _ => Some(may_ask_itself(profile, "the AWS CLI without --profile")),
        };
    }
    let line = program.runs_aws.filter(|_| is_used_without_a_name(profile))?;
    Some(may_ask_itself(
        profile,
        &format!("a script that starts the AWS CLI without --profile in line {line}"),
    ))
}

/// Whether the AWS CLI uses this profile if it is started without --profile: the default profile,
/// unless a variable names another one.
fn is_used_without_a_name(profile: &Profile<'_>) -> bool {
    let environment = profile.facts().environment();
    let named = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
        .into_iter()
        .find_map(|variable| environment.text(variable));
    let is_by_variable = matches!(profile.facts().scope().reason, ScopeReason::Variable(_));
    match named {
        // The variable is inherited by the command.
        Some(name) => is_by_variable && name == profile.name && name == "default",
        None => profile.name == "default",
    }
}

/// `awscli/customizations/configure/exportcreds.py`, `_detect_recursion_barrier`.
fn asks_itself(profile: &Profile<'_>) -> Finding {
    Finding::stops("asks-itself", profile.brief("its command asks for its own credentials"))
        .what(format!(
            "The credential_process of the profile {profile} asks the AWS CLI for the credentials of {profile}."
        ))
        .why("The AWS CLI then runs the same command again, and stops when it notices.")
        .says("Credential process resolution detected an infinite loop, profile cycle:")
        .next("name a profile that signs in after --profile")
        .at(profile.place("credential_process"), "asks for its own credentials")
        .offer(own_profile(profile))
}

fn may_ask_itself(profile: &Profile<'_>, what: &str) -> Finding {
    Finding::will_bite("may-ask-itself", profile.brief("its command may start itself again"))
        .what(format!("The credential_process of the profile {profile} runs {what}."))
        .why(format!("The AWS CLI then uses {profile}, and runs the command again, which starts the AWS CLI again. The command never ends, and the computer fills up with processes."))
        .next("move the credential_process to a profile of its own")
        .at(profile.place("credential_process"), "may start itself again")
        .offer(own_profile(profile))
}

fn own_profile(profile: &Profile<'_>) -> Remedy {
    let facts = profile.facts();
    let path = facts.shown(facts.files().path(aws_files::FileKind::Config));
    Remedy::guide("own-profile", "Give the command a profile of its own")
        .word(format!("In {path}, move the line credential_process to a section [profile NAME], and use --profile NAME."))
        .word("Or give the command inside the name of a profile that signs in: aws --profile OTHER …")
}
