//! `static-keys`: the AWS files contain no stale long-term or pasted keys.

use aws_files::{Edit, FileKind, Location, Property};
use facts::{Facts, Profile, Subject, clean_line};

use super::keys::{
    Held, ID, Keys, SECRET, cli_takes_keys, fault_of_pair, forbidden, held, is_rival,
    key_properties, label, masked, missing,
};
use crate::check::Examine;
use crate::kit::guides::set_up;
use crate::kit::needs;
use crate::kit::words::{count, list};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "static-keys",
    label: "stored keys",
    title: "The AWS files contain no stale long-term or pasted keys",
    group: Group::StoredKeys,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let holders: Vec<Subject> = facts
        .files()
        .profiles()
        .iter()
        .filter(|(_, profile)| {
            profile.sections().any(|(_, section)| key_properties(section).next().is_some())
        })
        .map(|(name, _)| Subject::Profile(name.clone()))
        .collect();
    // Without single sign-on the keys are used, which is reported once, for the machine.
    let together = facts.scope().single_sign_on == 0 && !forbidden(facts);
    if holders.is_empty() {
        return vec![Subject::Machine];
    }
    let mut subjects = Vec::new();
    let mut working = false;
    for subject in holders {
        let works = together
            && matches!(&subject, Subject::Profile(name)
                if facts.profile(name).is_some_and(|profile| all_work(facts, profile)));
        if works {
            working = true;
        } else {
            subjects.push(subject);
        }
    }
    if working {
        subjects.insert(0, Subject::Machine);
    }
    subjects
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let findings: Vec<Finding> = match subject {
        Subject::Machine => keys_alone(facts).into_iter().collect(),
        Subject::Profile(name) => {
            facts.profile(name).map(|profile| of_profile(facts, profile)).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    if findings.is_empty() { Outcome::Passed("none".into()) } else { Outcome::Found(findings) }
}

/// Whether no problem with any of the profile's keys can be seen.
fn all_work(facts: &Facts, profile: Profile<'_>) -> bool {
    held(facts, profile).iter().all(|held| {
        !matches!(held.keys, Keys::Half | Keys::Malformed | Keys::WithoutToken | Keys::Stale)
    })
}

/// Keys, and no single sign-on anywhere: worth one note.
fn keys_alone(facts: &Facts) -> Option<Finding> {
    let mut names = Vec::new();
    let mut first: Option<(FileKind, Location, String)> = None;
    if facts.scope().single_sign_on > 0 || forbidden(facts) {
        return None;
    }
    for name in facts.files().profiles().keys() {
        let Some(profile) = facts.profile(name) else {
            continue;
        };
        let found = held(facts, profile);
        if found.is_empty() || !all_work(facts, profile) {
            continue;
        }
        names.push(name.as_str());
        if let (None, Some(held)) = (&first, found.first())
            && let Some(property) = held.lines.first()
        {
            first = Some((held.file, property.location, label(held)));
        }
    }
    let (file, location, label) = first?;
    Some(
        Finding::worth_knowing("keys-alone", format!("keys in {}, no single sign-on", list(&names, 2))).what(format!(
                "{} {} stored keys, and none uses single sign-on.",
                count(names.len(), "profile", "profiles"),
                if names.len() == 1 { "has" } else { "have" }
            ))
        .why("That may be right on a build server. On a personal computer, single sign-on is safer: its keys expire by themselves.")
        .at(Place::of(facts, file, location), label)
        .next("set up single sign-on, if this is a personal computer")
        .offer(set_up()),
    )
}

fn of_profile(facts: &Facts, profile: Profile<'_>) -> Vec<Finding> {
    held(facts, profile)
        .into_iter()
        .filter(|held| !is_rival(facts, profile, held))
        .map(|held| finding(facts, profile, &held))
        .collect()
}

fn finding(facts: &Facts, profile: Profile<'_>, held: &Held<'_>) -> Finding {
    let name = clean_line(profile.name);
    let file = match held.file {
        FileKind::Config => "config",
        FileKind::Credentials => "credentials",
    };
    let here = format!("[{name}] in the {file} file");
    let (code, brief, what) = match held.keys {
        Keys::LongTerm => (
            "long-term-key",
            format!("[{name}] contains a long-term key"),
            format!("{here} contains a long-term key, {}.", masked(held)),
        ),
        Keys::Stale => (
            "stale-key",
            format!("[{name}] contains pasted keys that have expired"),
            format!("{here} contains temporary keys that were pasted more than 36 hours ago."),
        ),
        Keys::Fresh => (
            "pasted-key",
            format!("[{name}] contains pasted temporary keys"),
            format!("{here} contains temporary keys, pasted from the portal."),
        ),
        Keys::WithoutToken => (
            "no-session-token",
            format!("[{name}]: a temporary key without its token"),
            format!("{here} contains a temporary key without its aws_session_token."),
        ),
        Keys::Half => (
            "half-a-pair",
            format!("[{name}] contains only half of a key pair"),
            format!("{here} does not contain a complete key pair: {} is missing.", missing(held)),
        ),
        Keys::Malformed => {
            let (key, fault) = malformed(held);
            ("not-a-key", format!("[{name}]: {key} {fault}"), format!("{key} of {here} {fault}."))
        }
        Keys::OtherService => (
            "other-service",
            format!("[{name}] contains keys for another service"),
            format!("{here} contains keys, and the profile has its own endpoint."),
        ),
        Keys::OtherForm => (
            "other-form",
            format!("[{name}] contains keys that are not from AWS"),
            format!("{here} contains keys that do not look like AWS keys."),
        ),
    };
    let mut finding = Finding::will_bite(code, brief)
        .severity(severity(facts, profile, held))
        .what(what)
        .why(why(profile, held));
    if let Some(property) = line_at_fault(profile, held) {
        finding = finding.at(Place::of(facts, held.file, property.location), label(held));
    }
    if held.keys == Keys::Half && held.id.is_some() && cli_takes_keys(profile) {
        finding = finding.says(format!(
            "Partial credentials found in {}, missing: {SECRET}",
            match held.file {
                FileKind::Credentials => "shared-credentials-file",
                FileKind::Config => "config-file",
            }
        ));
    }
    match held.keys {
        Keys::Fresh if !forbidden(facts) => finding
            .next("nothing to do now: they expire by themselves, and single sign-on replaces them"),
        Keys::OtherService | Keys::OtherForm => {
            finding.next("nothing to do, if they are for that service")
        }
        _ => offer(facts, finding, profile, held),
    }
}

/// The setting that cannot be right, and why.
fn malformed(held: &Held<'_>) -> (&'static str, String) {
    fault_of_pair(held.id.unwrap_or_default(), held.secret.unwrap_or_default())
        .unwrap_or((ID, "is not an access key".to_owned()))
}

/// The line to show: of keys that cannot be right, the one at fault.
fn line_at_fault<'a>(profile: Profile<'a>, held: &Held<'a>) -> Option<&'a Property> {
    let at_fault = || profile.merged.section(held.file)?.properties.get(malformed(held).0);
    let is_malformed = held.keys == Keys::Malformed;
    is_malformed.then(at_fault).flatten().or_else(|| held.lines.first().copied())
}

/// A warning, or a failure if the profile in scope uses the keys instead of single sign-on or
/// cannot work because of them.
fn severity(facts: &Facts, profile: Profile<'_>, held: &Held<'_>) -> Severity {
    let keys = held.keys;
    let used = facts.in_scope(profile.name) && cli_takes_keys(profile);
    match keys {
        Keys::OtherService | Keys::OtherForm => Severity::Note,
        Keys::Fresh if !forbidden(facts) => Severity::Note,
        Keys::LongTerm | Keys::Stale if used && profile.uses_single_sign_on() => Severity::Fail,
        Keys::Half | Keys::WithoutToken if used => Severity::Fail,
        // How a secret looks is not documented.
        Keys::Malformed if used && malformed(held).0 == ID => Severity::Fail,
        _ => Severity::Warn,
    }
}

fn why(profile: Profile<'_>, held: &Held<'_>) -> String {
    match held.keys {
        Keys::OtherService | Keys::OtherForm => {
            return "Other object stores and simulators use such keys; AWS does not accept them."
                .into();
        }
        Keys::Fresh => {
            return "They expire within hours and cannot be renewed.".into();
        }
        _ => {}
    }
    let name = clean_line(profile.name);
    let who = match held.keys {
        Keys::LongTerm => "acts as that user",
        _ => "is rejected by AWS",
    };
    let mut why = if !profile.uses_single_sign_on() && profile.name == "default" {
        format!(
            "Every tool without a profile setting {who}: the AWS CLI, boto3, Terraform and the SDKs."
        )
    } else if !profile.uses_single_sign_on() {
        format!("Every tool that uses the profile {name} {who}.")
    } else if cli_takes_keys(profile) {
        format!(
            "The profile {name} has no account and no role, so every tool uses the keys instead of single sign-on and {who}."
        )
    } else {
        format!(
            "The AWS CLI uses single sign-on for {name}; Terraform, the Go SDK and the JavaScript SDK use the keys, and such a tool {who}."
        )
    };
    if held.keys == Keys::LongTerm {
        why.push_str(" The key stays valid until its owner deactivates it.");
    }
    if held.file == FileKind::Config {
        why.push_str(" Keys in the config file are easily shared by accident, and some tools read keys only in the credentials file (the SDK for C++, older programs).");
    }
    why
}

fn offer(facts: &Facts, finding: Finding, profile: Profile<'_>, held: &Held<'_>) -> Finding {
    // A wrong paste can be corrected.
    let may_work = matches!(held.keys, Keys::LongTerm | Keys::Malformed | Keys::Fresh);
    // Without single sign-on, they may be the only way in.
    let safe = !may_work || (forbidden(facts) && facts.scope().single_sign_on > 0);
    let applicability = if safe { Applicability::Safe } else { Applicability::Ask };
    let stretches: Vec<(usize, usize)> = held
        .lines
        .iter()
        .map(|property| (property.key_location.line, property.last_line))
        .collect();
    let comment_out =
        stretches.iter().map(|&(first, last)| Edit::CommentOut { first, last }).collect();
    let remove: Vec<Edit> =
        stretches.iter().map(|&(first, last)| Edit::RemoveLines { first, last }).collect();
    let file = held.file;
    let name = clean_line(profile.name);
    let finding = finding
        .next(format!("comment out the keys of [{name}], unless something uses them"))
        .offer(Remedy::edit(
            "comment-out",
            applicability,
            "Comment out the lines with the keys",
            file,
            comment_out,
        ))
        .offer(Remedy::new(
            "remove",
            Applicability::Ask,
            "Remove the lines with the keys",
            move |_, _| {
                let mut plan = Plan::edit(file, remove.clone());
                plan.removes_secrets = true;
                Ok(plan)
            },
        ))
        .leave("Keep them: I use them for something else");
    if held.keys != Keys::LongTerm {
        return finding;
    }
    finding.offer(
        Remedy::guide("deactivate", "Ask the key's owner to deactivate it")
            .command([
                "aws".to_owned(),
                "iam".to_owned(),
                "update-access-key".to_owned(),
                "--status".to_owned(),
                "Inactive".to_owned(),
                "--access-key-id".to_owned(),
                masked(held),
            ])
            .word("Replace it with the full access key ID. The console shows it under IAM, Users, Security credentials."),
    )
}

#[cfg(test)]
mod cases;
