//! The variables that only some tools read, or that come after the key pair: old names of the
//! keys, a web identity, a container's role.

use aws_onboard_credential_chain::{Family, Kind};
use facts::{Facts, Profile, Text};

use super::{Judged, means_the_profile, named_by_flag, pair, severity, unset};
use crate::Finding;
use crate::kit::origin::{show_origin, take_away};
use crate::kit::tools::{Choices, is_from_profile, is_from_variable, tool_names_first};
use crate::kit::words::list;

/// The old names: Go (`config/env_config.go`), Java 1.x (`SDKGlobalConfiguration.java`), Ruby
/// (`credential_provider_chain.rb`); AMAZON_… also JavaScript v2 (`lib/node_loader.js`).
const OLD_IDS: [&str; 2] = ["AWS_ACCESS_KEY", "AMAZON_ACCESS_KEY_ID"];
const TOKEN_FILE: &str = "AWS_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "AWS_ROLE_ARN";
const CONTAINER: [&str; 2] =
    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

/// Every variable that is read here.
pub(super) const NAMES: &[&str] = &[
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AMAZON_ACCESS_KEY_ID",
    "AMAZON_SECRET_ACCESS_KEY",
    TOKEN_FILE,
    ROLE_ARN,
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Keys under names that the AWS CLI does not read.
pub(super) fn judge_old_names(facts: &Facts) -> Judged {
    let names: Vec<&str> =
        NAMES[..4].iter().copied().filter(|name| facts.environment().has_value(name)).collect();
    if names.is_empty() || facts.environment().has_value(pair::ID) {
        // Every tool that knows the old names prefers the new one.
        return Judged::Nothing;
    }
    let choices = Choices::by_environment(facts);
    let takers = choices.tools(|answer| is_from_variable(answer, &OLD_IDS));
    if takers.is_empty() {
        return Judged::Nothing;
    }
    let others = choices.tools(is_from_profile);
    let both = list(&names, names.len());
    let finding = Finding::will_bite("old-names", format!("only some tools read {}", names[0]))
        .what(format!("The environment contains keys in {both}, which the AWS CLI does not read."));
    let finding = if others.contains(&Family::Cli2) {
        finding
            .why(format!(
                "{} use them; {} use the profile, so they act as different identities.",
                tool_names_first(&takers),
                crate::kit::tools::tool_names(&others)
            ))
            .next(unset(facts, &names))
    } else {
        finding
            .why(format!(
                "Only {} use them. The AWS CLI and boto3 read AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                crate::kit::tools::tool_names(&takers)
            ))
            .next("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead")
    };
    Judged::Fault(Box::new(show_origin(finding.offer(take_away(facts, &names)), facts, &names)))
}

/// A role with a web identity token, as a cluster or a build server sets it.
pub(super) fn judge_web_identity(facts: &Facts) -> Judged {
    let environment = facts.environment();
    match (environment.has_value(TOKEN_FILE), environment.has_value(ROLE_ARN)) {
        (false, false) => Judged::Nothing,
        (false, true) => role_alone(facts),
        (true, _) => with_token_file(facts),
    }
}

/// A role without its token, which no SDK assumes. Where keys are set too, a build server has
/// assumed it already.
fn role_alone(facts: &Facts) -> Judged {
    let has_token_file = |profile: Profile<'_>| profile.get("web_identity_token_file").is_some();
    // botocore takes the token's file from the profile, and the role from the environment.
    if facts.environment().has_value(pair::ID) || facts.profiles_in_scope().any(has_token_file) {
        return Judged::Nothing;
    }
    let names = [ROLE_ARN];
    let finding = Finding::worth_knowing("role-alone", format!("{ROLE_ARN} has no effect alone"))
        .what(format!("{ROLE_ARN} is set in the environment without {TOKEN_FILE}."))
        .why("The AWS CLI and the SDKs read it only together with a web identity token: no role is assumed.")
        .next("to assume a role, name it in a profile as role_arn with a source_profile")
        .offer(take_away(facts, &names));
    Judged::Fault(Box::new(show_origin(finding, facts, &names)))
}

fn with_token_file(facts: &Facts) -> Judged {
    let names: Vec<&str> = [TOKEN_FILE, ROLE_ARN]
        .into_iter()
        .filter(|name| facts.environment().has_value(name))
        .collect();
    let choices = Choices::by_environment(facts);
    // `botocore/credentials.py`, `AssumeRoleWithWebIdentityProvider`: the token's file and the role
    // come from the environment, and otherwise from the profile.
    let fails_here = choices.answer(Family::Cli2).filter(|answer| {
        let last = answer.trail.last();
        answer.credentials.kind == Kind::Error
            && last.is_some_and(|step| step.provider.starts_with("web identity (environment)"))
    });
    if let Some(answer) = fails_here {
        let mut finding =
            Finding::will_bite("no-web-identity-role", format!("{TOKEN_FILE} without {ROLE_ARN}"))
                .severity(severity(facts))
                .what(format!("{TOKEN_FILE} is set in the environment, but {ROLE_ARN} is not."))
                .why("The AWS CLI and boto3 use a web identity before single sign-on and keys in files, and fail without its role.")
                .next(unset(facts, &names))
                .offer(take_away(facts, &names));
        if let Some(error) = &answer.credentials.error {
            finding = finding.says(error.clone());
        }
        return Judged::Fault(Box::new(show_origin(finding, facts, &names)));
    }
    let takers = choices.tools(|answer| {
        answer.credentials.kind == Kind::WebIdentity && is_from_variable(answer, &[TOKEN_FILE])
    });
    if takers.is_empty() || !means_the_profile(facts) {
        return Judged::Fine("a web identity");
    }
    let others = choices.tools(is_from_profile);
    let role = choices.iter().find_map(|(_, answer)| {
        let role = answer.credentials.role.as_deref()?;
        is_from_variable(answer, &[TOKEN_FILE]).then_some(role)
    });
    let role = role.map_or_else(|| "a role".to_owned(), |role| format!("the role {}", Text(role)));
    let mut why = format!(
        "{} use it instead of the profile{}.",
        tool_names_first(&takers),
        if named_by_flag(facts) { " in commands without --profile" } else { "" }
    );
    if !others.is_empty() {
        let use_it = if others.len() == 1 { "uses" } else { "use" };
        why.push_str(&format!(" {} {use_it} the profile.", tool_names_first(&others)));
    }
    let finding = Finding::will_bite(
        "web-identity-wins",
        "a web identity in the environment overrides the profile",
    )
    .what(format!(
        "The environment names {role} with a web identity ({}), which overrides the profile.",
        list(&names, names.len())
    ))
    .why(why)
    .next(unset(facts, &names))
    .offer(take_away(facts, &names))
    .leave("Keep them: the cluster or build server set them");
    Judged::Fault(Box::new(show_origin(finding, facts, &names)))
}

/// A container's role, which every tool asks for after the profile.
pub(super) fn judge_container(facts: &Facts) -> Judged {
    let is_set = CONTAINER.iter().any(|name| facts.environment().has_value(name));
    if is_set { Judged::Fine("a container's role") } else { Judged::Nothing }
}
