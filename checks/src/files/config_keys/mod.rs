//! `config-keys`: every key is known and spelled correctly.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind, Property, Section, Value};
use facts::{Facts, Profile, SessionKey, Subject, Text, clean_line};

use super::known_keys::{Meant, OF_PROFILES, OF_SESSIONS, meant};
use crate::check::Examine;
use crate::files::source::readable_files;
use crate::kit::needs;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "config-keys",
    label: "spelling of keys",
    title: "Every key is known and spelled correctly",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The profiles and sessions with such a key, or the files if there are none.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut of_profiles = Meant::default();
    let mut subjects: Vec<Subject> = facts
        .files()
        .profiles()
        .iter()
        .filter(|(_, merged)| {
            merged.sections().any(|(_, section)| of_profiles.any_of(section, OF_PROFILES))
        })
        .filter_map(|(name, _)| facts.profile(name))
        .filter(|profile| misspelt_in_profile(*profile).next().is_some())
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect();
    let mut of_sessions = Meant::default();
    for (name, section) in facts.files().sessions() {
        if of_sessions.any_of(section, OF_SESSIONS) && misspelt_in_session(section).next().is_some()
        {
            subjects.push(Subject::Session(SessionKey::Named(name.clone())));
        }
    }
    if subjects.is_empty() {
        subjects = readable_files(facts);
    }
    subjects
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let found: Vec<Finding> = match subject {
        Subject::Profile(name) => facts
            .profile(name)
            .into_iter()
            .flat_map(|profile| {
                misspelt_in_profile(profile)
                    .map(move |miss| of_profile(facts, subject, profile, &miss))
            })
            .collect(),
        Subject::Session(key) => facts
            .files()
            .sessions()
            .get(key.name())
            .into_iter()
            .flat_map(misspelt_in_session)
            .map(|miss| of_session(facts, subject, key, &miss))
            .collect(),
        _ => Vec::new(),
    };
    if found.is_empty() { Outcome::Passed(String::new()) } else { Outcome::Found(found) }
}

/// A key that is close to another one, which is missing.
struct Miss<'a> {
    file: FileKind,
    property: &'a Property,
    target: &'static str,
}

fn misspelt_in_profile(profile: Profile<'_>) -> impl Iterator<Item = Miss<'_>> {
    let misses = |(file, section)| {
        let near = near_misses(section, OF_PROFILES);
        near.map(move |(property, target)| Miss { file, property, target })
    };
    profile.merged.sections().flat_map(misses).filter(move |miss| lacks(profile, miss.target))
}

/// The near misses in an sso-session's section: `sso-scopes` skips a session whose scopes are
/// under a misspelled key.
fn misspelt_in_session(section: &Section) -> impl Iterator<Item = Miss<'_>> {
    near_misses(section, OF_SESSIONS)
        .filter(|(_, target)| section.get(target).is_none())
        .map(|(property, target)| Miss { file: FileKind::Config, property, target })
}

/// Whether the section has the key, misspelled.
pub(crate) fn has_misspelt(section: &Section, key: &str) -> bool {
    misspelt_in_session(section).any(|miss| miss.target == key)
}

/// Whether the profile has a key that is a source of credentials, misspelled.
pub(crate) fn has_misspelt_source(profile: Profile<'_>) -> bool {
    misspelt_in_profile(profile).any(|miss| facts::has_credentials(|key| key == miss.target))
}

fn near_misses<'a>(
    section: &'a Section,
    wanted: &'static [&'static str],
) -> impl Iterator<Item = (&'a Property, &'static str)> {
    // Keys that come from `[DEFAULT]` cannot be renamed in this section.
    section
        .properties
        .iter()
        .filter(|(_, property)| matches!(&property.value, Value::Text(text) if !text.is_empty()))
        .filter_map(move |(key, property)| Some((property, meant(key, wanted)?)))
}

/// Whether the key would turn the profile into a different one.
fn lacks(profile: Profile<'_>, target: &str) -> bool {
    if profile.get(target).is_some() {
        return false;
    }
    match target {
        // A session sets these, and a profile must not repeat them (FACTS, 2.3).
        "sso_start_url" | "sso_region" => profile.get("sso_session").is_none(),
        "sso_session" => profile.get("sso_start_url").is_none(),
        _ => true,
    }
}

fn of_profile(facts: &Facts, subject: &Subject, profile: Profile<'_>, miss: &Miss<'_>) -> Finding {
    let in_scope = facts.in_scope(profile.name);
    let breaks = match miss.target {
        "sso_account_id" | "sso_role_name" | "sso_session" | "sso_start_url" | "sso_region" => {
            profile.uses_single_sign_on() || sign_on_key(miss.target)
        }
        "region" => profile.uses_single_sign_on() && profile.region().is_none(),
        "role_arn" => profile.get("source_profile").is_some(),
        "source_profile" => {
            profile.get("role_arn").is_some() && profile.get("credential_source").is_none()
        }
        _ => false,
    };
    let severity = match (breaks, in_scope) {
        (true, true) => Severity::Fail,
        (true, false) | (false, true) => Severity::Warn,
        (false, false) => Severity::Note,
    };
    let what = format!("The profile {profile}");
    finding(facts, subject, severity, &what, miss)
}

/// The keys that alone make a profile use single sign-on.
fn sign_on_key(key: &str) -> bool {
    matches!(key, "sso_session" | "sso_start_url")
}

fn of_session(facts: &Facts, subject: &Subject, key: &SessionKey, miss: &Miss<'_>) -> Finding {
    let in_scope = facts.session_in_scope(key);
    let severity = match (miss.target, in_scope) {
        ("sso_start_url" | "sso_region", true) => Severity::Fail,
        ("sso_start_url" | "sso_region", false) | (_, true) => Severity::Warn,
        _ => Severity::Note,
    };
    let what = format!("The sso-session {}", Text(key.name()));
    finding(facts, subject, severity, &what, miss)
}

fn finding(
    facts: &Facts,
    subject: &Subject,
    severity: Severity,
    what: &str,
    miss: &Miss<'_>,
) -> Finding {
    let key = clean_line(written(facts, miss));
    let target = miss.target;
    Finding::will_bite("misspelt", format!("{key}: probably {target}"))
        .severity(severity)
        .about(subject.clone())
        .what(format!("{what} has a key {key}, which no AWS tool knows, but no {target}."))
        .why(format!("Tools silently ignore the line and continue as if {target} were missing."))
        .at(Place::of(facts, miss.file, miss.property.key_location), format!("spelled {target}"))
        .next(format!("rename it to {target}"))
        .offer(Remedy::edit(
            "rename",
            Applicability::Safe,
            format!("Rename it to {target}"),
            miss.file,
            vec![Edit::RenameKey { line: miss.property.key_location.line, key: target.to_owned() }],
        ))
}

/// The key as it is written.
fn written<'a>(facts: &'a Facts, miss: &Miss<'a>) -> &'a str {
    let document = facts.files().file(miss.file).document();
    document
        .map_or(miss.property.key.as_str(), |document| document.text_at(miss.property.key_location))
}
