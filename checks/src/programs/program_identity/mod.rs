//! `program-identity`: the programs in use act as the AWS CLI does.

#[cfg(test)]
mod cases;

use aws_onboard_credential_chain::{Credentials, Kind, Source};
use facts::{Facts, Profile, Subject, Text, WhyInUse};
use program_clients::ProgramAnswer;

use super::answers::{
    InUse, PROGRAM_WORKS, Rule, group_by, is_aws_cli, judge, name_all, name_of, subjects,
};
use crate::check::Examine;
use crate::kit::tools::COMMON;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "program-identity",
    label: "one identity",
    title: "The programs in use act as the AWS CLI does",
    group: Group::Programs,
    since: "0.1.0",
    requires: PROGRAM_WORKS,
    wants: &[FactKey::Programs],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let is_fine: fn(&ProgramAnswer) -> bool = |answer| answer.differs.credentials == Some(false);
    judge(facts, subject, &Rule { find, is_fine, tells_unknown: false })
}

fn find(profile: &Profile<'_>, in_use: &InUse) -> Vec<Finding> {
    let cli = &in_use.answers.cli.answer.answer.credentials;
    let is_asked = in_use.asked.is_some();
    let key = |answer: &ProgramAnswer| {
        let credentials = &answer.answer.credentials;
        // Whether an instance's metadata gives credentials, only a request tells.
        let is_known = credentials.kind != Kind::Instance && cli.kind != Kind::Instance;
        let differs = is_known && answer.differs.credentials == Some(true) && !is_aws_cli(answer);
        let is_told = !is_asked && is_told_elsewhere(answer, cli);
        // A program outside the project that names a profile of its own is meant to use that.
        let is_meant = !is_asked
            && answer.program.profile.is_some()
            && answer.program.why_in_use != WhyInUse::Project;
        let named = answer.program.profile.as_ref().and_then(|setting| setting.value.clone());
        (differs && !is_told && !is_meant).then(|| (who(credentials), named))
    };
    group_by(in_use.known(), key)
        .iter()
        .map(|((who, named), group)| other_identity(profile, in_use, who, named.as_deref(), group))
        .collect()
}

/// Whether the environment or a second source in the profile is why, which other checks report.
fn is_told_elsewhere(answer: &ProgramAnswer, cli: &Credentials) -> bool {
    let credentials = &answer.answer.credentials;
    let by_variable = [credentials, cli].iter().any(|one| {
        matches!(one.source, Some(Source::Variable(_))) || one.kind == Kind::Environment
    });
    let same_profile = credentials.profile.is_some() && credentials.profile == cli.profile;
    let is_common =
        // Of these, `precedence` and `profile-credentials` tell it.
        answer.client.as_ref().is_some_and(|client| COMMON.contains(&client.family));
    by_variable || (same_profile && is_common)
}

/// Who a program would be, in a few words.
fn who(credentials: &Credentials) -> String {
    let profile = credentials.profile.as_deref().map(|name| format!("the profile {}", Text(name)));
    let role = match (&credentials.account, &credentials.role) {
        (Some(account), Some(role)) => Some(format!("{} in {}", Text(role), Text(account))),
        _ => None,
    };
    let what = match credentials.kind {
        Kind::Environment => "keys in the environment".to_owned(),
        Kind::Container => "the container's role".to_owned(),
        Kind::Static => match (&credentials.access_key_id, &profile) {
            (Some(id), Some(profile)) => format!("the access key {id} of {profile}"),
            _ => "access keys in a file".to_owned(),
        },
        _ => match (role, &profile) {
            (Some(role), Some(profile)) => format!("{profile} ({role})"),
            (Some(role), None) => role,
            (None, Some(profile)) => profile.clone(),
            (None, None) => "other credentials".to_owned(),
        },
    };
    match (&credentials.source, credentials.kind) {
        (Some(Source::Variable(name)), kind) if kind != Kind::Environment => {
            format!("{what}, by {name}")
        }
        _ => what,
    }
}

fn other_identity(
    profile: &Profile<'_>,
    in_use: &InUse,
    who: &str,
    named: Option<&str>,
    group: &[&ProgramAnswer],
) -> Finding {
    let facts = profile.facts();
    let cli = self::who(&in_use.answers.cli.answer.answer.credentials);
    let first = group[0];
    let uses = if group.len() == 1 { "uses" } else { "use" };
    // A project that names its profile means it.
    let severity = if named.is_some() { Severity::Note } else { in_use.severity() };
    let brief = format!("{} {uses} other credentials", name_of(&first.program));
    let finding = Finding::will_bite("other-identity", brief).severity(severity).what(format!(
        "{} {uses} {who} by default; the AWS CLI {} {cli}.",
        name_all(facts, group),
        in_use.cli_uses()
    ));
    if let Some(name) = named {
        let setting = first.program.profile.as_ref();
        let place = setting.map(|setting| {
            let file = setting
                .at
                .path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            match setting.at.line {
                Some(line) => format!("{file}:{line}"),
                None => file,
            }
        });
        let place = place.unwrap_or_default();
        return finding
            .why("The project names its own profile, so commands of the AWS CLI beside it act as another identity.")
            .next(format!("to act as the same: {}", facts.shell.export("AWS_PROFILE", name)))
            .offer(
                Remedy::guide("use-its-profile", format!("Use {} here too", Text(name)))
                    .word(facts.shell.export("AWS_PROFILE", name))
                    .word(format!("The profile is named in {place}.")),
            );
    }
    let export = facts.shell.export("AWS_PROFILE", &Text(profile.name).to_string());
    finding
        .why("A command of the AWS CLI shows one identity, and the program acts as another one.")
        .next(format!("name the profile for every program: {export}"))
        .offer(Remedy::guide("name-the-profile", "Name the profile for every program").word(export))
}
