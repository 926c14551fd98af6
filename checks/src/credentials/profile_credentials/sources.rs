//! Sources that are named and give nothing here: `credential_source`, and a web identity without
//! its role.

use aws_onboard_credential_chain::{Family, Kind, ProfileFrom};
use facts::{Facts, Profile};

use super::is_chosen;
use crate::kit::guides::use_profile;
use crate::kit::tools::Choices;
use crate::{Effect, Finding, Remedy};

/// A source of `credential_source`, why it gives nothing here, and what to do.
struct EmptySource {
    name: &'static str,
    why: &'static str,
    next: &'static str,
}

/// The source that a role names and that this machine does not have
/// (`botocore/credentials.py`, `AssumeRoleProvider._resolve_credentials_from_source`).
pub(super) fn find_empty_source(profile: &Profile<'_>) -> Option<Finding> {
    if !profile.assumes_role() || profile.get("source_profile").is_some() {
        return None;
    }
    let source = empty_source(profile.facts(), profile.text("credential_source")?)?;
    let effect = if is_chosen(profile) { Effect::Stops } else { Effect::WillBite };
    Some(
        Finding::with_effect(effect, "empty-source", profile.brief("its credential_source is empty"))
            .what(format!(
                "The profile {profile} takes the credentials for its role from {}, {}.",
                source.name, source.why
            ))
            .why("Without them the role cannot be assumed, so every command with this profile fails here.")
            .says(format!(
                "Error when retrieving credentials from {}: No credentials found in credential_source referenced in profile {profile}",
                source.name
            ))
            .at(profile.place("credential_source"), "gives no credentials here")
            .next(source.next)
            .offer(
                Remedy::guide("use-source-profile", "Use a profile as the source instead")
                    .word("Replace credential_source with source_profile and the name of a profile that has credentials."),
            ),
    )
}

fn empty_source(facts: &Facts, written: &str) -> Option<EmptySource> {
    let is_set = |name: &str| facts.environment().has_value(name);
    match written {
        "Environment" if !is_set("AWS_ACCESS_KEY_ID") => Some(EmptySource {
            name: "Environment",
            why: "but AWS_ACCESS_KEY_ID is not set",
            next: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile instead",
        }),
        "EcsContainer"
            if !is_set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                && !is_set("AWS_CONTAINER_CREDENTIALS_FULL_URI") =>
        {
            Some(EmptySource {
                name: "EcsContainer",
                why: "but this is not a container with a role: no AWS_CONTAINER_CREDENTIALS_… variable is set",
                next: "use the profile in the container, or name a source_profile instead",
            })
        }
        "Ec2InstanceMetadata" if facts.may_have_instance_role() == Ok(false) => Some(EmptySource {
            name: "Ec2InstanceMetadata",
            why: "but this is not an EC2 instance, or its metadata service is turned off",
            next: "use the profile on the instance, or name a source_profile instead",
        }),
        _ => None,
    }
}

/// `web_identity_token_file` without `role_arn` (`botocore/credentials.py`,
/// `AssumeRoleWithWebIdentityProvider`).
pub(super) fn find_web_identity_without_role(profile: &Profile<'_>) -> Option<Finding> {
    let is_whole = profile.get("role_arn").is_some()
        || profile.facts().environment().has_value("AWS_ROLE_ARN");
    if profile.get("web_identity_token_file").is_none() || is_whole {
        return None;
    }
    let by_argument = ProfileFrom::Argument(profile.name.to_owned());
    let choices = Choices::of(profile.facts(), &by_argument);
    let answer = choices.answer(Family::Cli2)?;
    if answer.credentials.kind != Kind::Error {
        return None;
    }
    let finding = Finding::stops(
        "web-identity-without-role",
        profile.brief("web_identity_token_file without role_arn"),
    )
    .what(format!("The profile {profile} has a web_identity_token_file, but no role_arn."))
    .why("A web identity gives credentials only for a role, so every command with this profile fails.")
    .at(profile.place("web_identity_token_file"), "needs a role_arn")
    .next("add the role_arn of the role that the token is for")
    .offer(super::add_role(profile));
    let finding = match &answer.credentials.error {
        Some(error) => finding.says(error.clone()),
        None => finding,
    };
    let end = profile.facts().chains().ends.iter().find(|end| *end != profile.name);
    Some(match end {
        Some(other) => finding.offer(use_profile(profile.facts(), "use-profile", other)),
        None => finding,
    })
}
