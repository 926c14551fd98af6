//! `sso-session-fields`, for profiles with an account or a role that lead to no portal at all.

use aws_files::{Edit, FileKind, Location};
use facts::{Facts, Profile, SessionKey, Subject, clean_line};

use crate::kit::edits::header;
use crate::kit::words::{about, list};
use crate::session::portals::severity;
use crate::session::{migration, questions};
use crate::{Applicability, Finding, Place, Plan, Question, QuestionKind, Remedy};

/// The fields that botocore wants of a profile with any of the first two, in its order
/// (`botocore/credentials.py`, `SSOProvider._ALL_REQUIRED_CONFIG_VARS`).
const WANTED: [&str; 4] = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"];

/// The profiles that lead to no portal.
pub(super) fn subjects(facts: &Facts) -> impl Iterator<Item = Subject> {
    facts.profiles().filter(is_lost).map(|profile| Subject::Profile(profile.name.to_owned()))
}

/// Whether single sign-on would be used and no portal is named, or `sso_session` is empty. A role
/// to assume comes before single sign-on, so that nothing of it counts there.
fn is_lost(profile: &Profile<'_>) -> bool {
    if !profile.uses_single_sign_on() || profile.text("role_arn").is_some() {
        return false;
    }
    profile.session_key().is_none() || empty_reference(profile).is_some()
}

/// `sso_session` with nothing behind it.
fn empty_reference(profile: &Profile<'_>) -> Option<(FileKind, Location, usize)> {
    let (file, property) = profile.get("sso_session")?;
    let empty = profile.text("sso_session").is_none();
    empty.then_some((file, property.location, property.last_line))
}

/// What is found about such a profile.
pub(super) fn finding(facts: &Facts, subject: &Subject, name: &str) -> Option<Finding> {
    let profile = facts.profile(name).filter(is_lost)?;
    let shown = clean_line(name);
    let empty = empty_reference(&profile);
    let in_scope = severity(facts.in_scope(name));
    let finding = match empty {
        Some((file, location, _)) => Finding::new(
            "empty-session",
            in_scope,
            subject,
            about(facts, name, "an empty sso_session"),
            format!("The profile {shown} has an sso_session without a name."),
        )
        .why("The AWS CLI and boto3 look for a session without a name and stop; other tools see no session at all.")
        .at(Place::of(facts, file, location), "no name stands here"),
        None => {
            let finding = Finding::new(
                "no-portal",
                in_scope,
                subject,
                about(facts, name, "names no portal"),
                format!("The profile {shown} uses single sign-on, but names neither an sso-session nor a portal."),
            )
            .why("No AWS tool knows where to sign in for it, so every command with it stops.");
            match header(&profile) {
                Some((file, location)) => finding.at(
                    Place::of(facts, file, location),
                    "no sso_session in this profile",
                ),
                None => finding,
            }
        }
    };
    let finding = match words_of_the_cli(&profile, empty.is_some()) {
        Some(says) => finding.says(says),
        None => finding,
    };
    Some(offer(facts, finding, &profile))
}

fn words_of_the_cli(profile: &Profile<'_>, empty_session: bool) -> Option<String> {
    let absent: Vec<&str> = WANTED.into_iter().filter(|key| profile.get(key).is_none()).collect();
    if absent.starts_with(&["sso_role_name", "sso_account_id"]) {
        // Neither an account nor a role: botocore does not even try single sign-on.
        return None;
    }
    Some(if empty_session {
        "The specified sso-session does not exist: \"\"".into()
    } else {
        format!(
            "The profile \"{}\" is configured to use SSO but is missing required configuration: {}",
            clean_line(profile.name),
            absent.join(", ")
        )
    })
}

fn offer(facts: &Facts, finding: Finding, profile: &Profile<'_>) -> Finding {
    if let (Some((file, location, last)), Some(_)) =
        (empty_reference(profile), profile.session_key())
    {
        // The profile has a start URL of its own: without the empty line that counts again.
        let remove = Edit::RemoveLines { first: location.line, last };
        return finding.next(format!("remove line {}", location.line)).offer(Remedy::edit(
            "remove-line",
            Applicability::Safe,
            format!("Remove the empty sso_session in line {}", location.line),
            file,
            vec![remove],
        ));
    }
    let sessions = facts.files().sessions();
    let name = profile.name.to_owned();
    let names = sessions.keys().map(String::as_str);
    let names: Vec<&str> = names.take(questions::MOST_SESSIONS + 1).collect();
    match names.as_slice() {
        [] => create(facts, finding, name),
        [only] => {
            let session = (*only).to_owned();
            let shown = clean_line(only);
            let own = profile.text("sso_region");
            let contradicts = own.is_some() && own != sessions[*only].text("sso_region");
            let others =
                facts.session_users().keys().any(|key| matches!(key, SessionKey::Legacy(_)));
            let header = Place::of(facts, FileKind::Config, sessions[*only].header);
            finding
                .beside(header, "the only session defined")
                .next(format!("lead it to the session {shown}"))
                .offer(Remedy::new(
                    "use-session",
                    if contradicts || others { Applicability::Ask } else { Applicability::Safe },
                    format!("Use the session {shown}"),
                    move |facts, _| Ok(lead_to(facts, &name, &session)),
                ))
        }
        several => finding.next(format!("choose its session: {}", list(several, 3))).offer(
            Remedy::new(
                "choose-session",
                Applicability::Ask,
                "Use a session",
                move |facts, answers| Ok(lead_to(facts, &name, &answers["session"])),
            )
            .ask(questions::session(&[], several.iter().copied())),
        ),
    }
}

/// The profile names the session, and holds none of the session's fields itself: different ones
/// stop botocore, and equal ones the Rust and Go SDKs (FACTS, 2.3).
fn lead_to(facts: &Facts, profile: &str, session: &str) -> Plan {
    Plan::edits(edits_to(facts, profile, session))
}

fn edits_to(facts: &Facts, profile: &str, session: &str) -> Vec<(FileKind, Edit)> {
    let profile = facts.profile(profile);
    profile.map_or_else(Vec::new, |profile| migration::lead_to(&profile, session))
}

/// No session is defined at all: one is added, and the profile led to it.
fn create(facts: &Facts, finding: Finding, profile: String) -> Finding {
    let name = facts.preset.as_ref().and_then(|preset| preset.session.clone());
    finding.next("add an sso-session with your portal's start URL and region").offer(
        Remedy::new(
            "create-session",
            Applicability::Ask,
            "Add an sso-session for it",
            move |facts, answers| {
                let append = Edit::AppendSection {
                    header: format!("sso-session {}", answers["session"]),
                    properties: vec![
                        ("sso_start_url".into(), answers["start_url"].clone()),
                        ("sso_region".into(), answers["sso_region"].clone()),
                        ("sso_registration_scopes".into(), answers["scopes"].clone()),
                    ],
                };
                let mut edits = edits_to(facts, &profile, &answers["session"]);
                edits.push((FileKind::Config, append));
                Ok(Plan::edits(edits))
            },
        )
        .ask(Question {
            key: "session",
            prompt: "A name for the session".into(),
            help: "yours to choose; letters, digits, - and _".into(),
            kind: QuestionKind::Text(questions::accept_session_name),
            default: Some(name.unwrap_or_else(|| "my-sso".into())),
        })
        .ask(questions::start_url(facts))
        .ask(questions::sso_region(facts, None))
        .ask(questions::scopes(facts)),
    )
}
