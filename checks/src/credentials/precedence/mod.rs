//! `precedence`: every tool uses the same identity for this profile.

mod bridge;
#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind};
use facts::{Facts, Profile, Subject, clean_line};

use super::keys::{
    Held, ID, SECRET, SIGN_ON_KEYS, comment_out, held, is_rival, label, masked, names_a_role,
};
use crate::check::Examine;
use crate::kit::needs;
use crate::session::migration::own_lines;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "precedence",
    label: "one identity",
    title: "Every tool would use the same identity for this profile",
    group: Group::StoredKeys,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The profiles with a second source; the machine, if no single sign-on profile has one.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut single_sign_on = false;
    let subjects: Vec<Subject> = facts
        .profiles()
        .filter(|profile| names_a_role(*profile))
        .inspect(|_| single_sign_on = true)
        .filter(|profile| {
            [ID, SECRET, "credential_process", "login_session"]
                .iter()
                .any(|key| profile.get(key).is_some())
        })
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect();
    if subjects.is_empty() && single_sign_on {
        return vec![Subject::Machine];
    }
    subjects
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Passed("single sign-on alone".into());
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    let mut found = Vec::new();
    for held in held(facts, profile) {
        if is_rival(facts, profile, &held) {
            found.push(keys(facts, profile, &held));
        }
    }
    if let Some(command) = profile.text("credential_process")
        && !bridge::gives_same_identity(&profile, command)
    {
        found.extend(process(facts, profile));
    }
    if profile.text("login_session").is_some() {
        found.extend(login(facts, profile));
    }
    if found.is_empty() {
        Outcome::Passed("single sign-on alone".into())
    } else {
        Outcome::Found(found)
    }
}

/// Access keys alongside single sign-on (FACTS, sections 1 and 2.3).
fn keys(facts: &Facts, profile: Profile<'_>, held: &Held<'_>) -> Finding {
    let name = clean_line(profile.name);
    let place = match held.file {
        FileKind::Credentials => "the credentials file",
        FileKind::Config => "the config file",
    };
    let mut finding = Finding::will_bite("keys-and-sign-on", format!("{name} has keys and single sign-on")).what(format!(
            "The profile {name} uses single sign-on, but {place} contains keys for it, {}.",
            masked(held)
        ))
    .why("The AWS CLI, boto3, and the Rust and .NET SDKs use single sign-on. Terraform, other Go programs and the JavaScript SDK use the keys and act as their owner.");
    if let Some(property) = held.lines.first() {
        finding = finding.at(Place::of(facts, held.file, property.location), label(held));
    }
    let lines = held.lines.iter().map(|property| (held.file, *property));
    choose(
        finding,
        profile,
        Rival { id: "comment-out-keys", what: "the keys", edits: comment_out(lines) },
    )
}

/// A credential_process alongside single sign-on (`create_credential_resolver` in botocore;
/// `resolveProfileData` of `@aws-sdk/credential-provider-ini`; `resolveCredsFromProfile` of the Go
/// SDK v2; FAILURES, C25).
fn process(facts: &Facts, profile: Profile<'_>) -> Option<Finding> {
    let name = clean_line(profile.name);
    let (file, property) = profile.get("credential_process")?;
    let finding = Finding::will_bite("process-and-sign-on", format!("{name} has a credential_process and single sign-on")).severity(severity(facts, profile)).what(format!("The profile {name} uses single sign-on and also has a credential_process."))
    .why("The AWS CLI, boto3 and the Go SDK use single sign-on and never run the command; the JavaScript SDK runs it and may act as a different identity. Version 1 of the Go SDK refuses such a profile.")
    .at(profile.place("credential_process"), "not run by the AWS CLI");
    Some(choose(
        finding,
        profile,
        Rival {
            id: "comment-out-process",
            what: "the credential_process",
            edits: comment_out([(file, property)]),
        },
    ))
}

/// A login_session alongside single sign-on (FAILURES, C27).
fn login(facts: &Facts, profile: Profile<'_>) -> Option<Finding> {
    let name = clean_line(profile.name);
    let (file, property) = profile.get("login_session")?;
    let finding = Finding::will_bite("login-and-sign-on", format!("{name} has a login_session and single sign-on")).severity(severity(facts, profile)).what(format!("The profile {name} uses single sign-on and also has a login_session from aws login."))
    .why("The AWS CLI uses single sign-on and ignores the sign-in from aws login for this profile. Which of the two was intended is not clear.")
    .at(profile.place("login_session"), "not used by the AWS CLI");
    Some(choose(
        finding,
        profile,
        Rival {
            id: "comment-out-login",
            what: "the login_session",
            edits: comment_out([(file, property)]),
        },
    ))
}

/// Most tools do not use a second source, so it matters only where this run is about the profile.
fn severity(facts: &Facts, profile: Profile<'_>) -> Severity {
    if facts.in_scope(profile.name) { Severity::Warn } else { Severity::Note }
}

/// The second source alongside single sign-on.
struct Rival {
    id: &'static str,
    what: &'static str,
    edits: Vec<(FileKind, Edit)>,
}

/// The user decides which of the two stays, because some tool has another identity afterwards.
fn choose(mut finding: Finding, profile: Profile<'_>, rival: Rival) -> Finding {
    let name = clean_line(profile.name);
    for key in ["sso_account_id", "sso_role_name"] {
        finding = finding.beside(profile.place(key), "single sign-on");
    }
    finding = finding
        .next(format!("decide which one {name} should use, and comment out the other"))
        .leave("Keep both: each tool uses what it uses now");
    if !rival.edits.is_empty() {
        finding = finding.offer(Remedy::new(
            rival.id,
            Applicability::Ask,
            format!("Comment out {}: every tool uses single sign-on", rival.what),
            move |_, _| Ok(Plan::edits(rival.edits.clone())),
        ));
    }
    let sign_on = comment_out(own_lines(&profile, SIGN_ON_KEYS));
    if sign_on.is_empty() {
        return finding;
    }
    finding.offer(Remedy::new(
        "comment-out-sign-on",
        Applicability::Ask,
        format!("Comment out single sign-on: every tool uses {}", rival.what),
        move |_, _| Ok(Plan::edits(sign_on.clone())),
    ))
}
