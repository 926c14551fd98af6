//! `sso-session-fields`, for profiles with an account or a role that name no portal at all.

use aws_files::{Edit, FileKind, Property};
use facts::{Facts, Place, Profile, SessionKey, Subject, Text};

use crate::kit::words::list;
use crate::session::{migration, questions};
use crate::{Applicability, Finding, Plan, Question, QuestionKind, Remedy};

/// The fields that botocore requires of a profile with either of the first two, in its order
/// (`botocore/credentials.py`, `SSOProvider._ALL_REQUIRED_CONFIG_VARS`).
const WANTED: [&str; 4] = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"];

pub(super) fn profiles_without_portal(facts: &Facts) -> impl Iterator<Item = Subject> {
    facts.profiles().filter(lacks_portal).map(|profile| Subject::Profile(profile.name.to_owned()))
}

/// Whether single sign-on would be used and no portal is named, or `sso_session` is empty. A role
/// to assume comes before single sign-on, so these fields have no effect there.
fn lacks_portal(profile: &Profile<'_>) -> bool {
    profile.uses_single_sign_on()
        && profile.text("role_arn").is_none()
        && (profile.session_key().is_none() || empty_reference(profile).is_some())
}

/// `sso_session` without a value.
fn empty_reference<'a>(profile: &Profile<'a>) -> Option<(FileKind, &'a Property)> {
    profile.get("sso_session").filter(|_| profile.text("sso_session").is_none())
}

/// The finding about a profile that names no portal.
pub(super) fn no_portal(profile: &Profile<'_>) -> Option<Finding> {
    if !lacks_portal(profile) {
        return None;
    }
    let empty = empty_reference(profile);
    let mut finding = if empty.is_some() {
        Finding::stops("empty-session", profile.brief("an empty sso_session"))
            .what(format!("The profile {profile} has an empty sso_session."))
            .why("The AWS CLI and boto3 look for a session without a name and fail; other tools see no session.")
            .at(profile.place("sso_session"), "empty value")
    } else {
        Finding::stops("no-portal", profile.brief("names no portal"))
            .what(format!("The profile {profile} uses single sign-on, but names neither an sso-session nor a portal."))
            .why("AWS tools do not know where to sign in, so every command with it fails.")
            .at(profile.header(), "no sso_session in this profile")
    };
    let absent: Vec<&str> = WANTED.into_iter().filter(|key| profile.get(key).is_none()).collect();
    // With neither an account nor a role, botocore does not try single sign-on at all.
    if !absent.starts_with(&["sso_role_name", "sso_account_id"]) {
        finding = finding.says(if empty.is_some() {
            "The specified sso-session does not exist: \"\"".to_owned()
        } else {
            format!("The profile \"{profile}\" is configured to use SSO but is missing required configuration: {}", absent.join(", "))
        });
    }
    Some(offer_portal(profile.facts(), finding, profile))
}

fn offer_portal(facts: &Facts, finding: Finding, profile: &Profile<'_>) -> Finding {
    if let (Some((file, empty)), Some(_)) = (empty_reference(profile), profile.session_key()) {
        // The profile's own start URL takes effect again without the empty line.
        let line = empty.location.line;
        let remove = Edit::RemoveLines { first: line, last: empty.last_line };
        return finding.next(format!("remove line {line}")).offer(Remedy::edit(
            "remove-line",
            Applicability::Safe,
            format!("Remove the empty sso_session in line {line}"),
            file,
            vec![remove],
        ));
    }
    let sessions = facts.files().sessions();
    let name = profile.name.to_owned();
    let names = sessions.keys().map(String::as_str);
    let names: Vec<&str> = names.take(questions::MAX_SESSIONS + 1).collect();
    match names.as_slice() {
        [] => create_session(facts, finding, name),
        [only] => {
            let session = (*only).to_owned();
            let shown = Text(only);
            let own = profile.text("sso_region");
            let contradicts = own.is_some() && own != sessions[*only].text("sso_region");
            let others =
                facts.session_users().keys().any(|key| matches!(key, SessionKey::Legacy(_)));
            let header = Place::of(facts, FileKind::Config, sessions[*only].header);
            finding
                .beside(header, "the only session defined")
                .next(format!("use the session {shown}"))
                .offer(Remedy::new(
                    "use-session",
                    if contradicts || others { Applicability::Ask } else { Applicability::Safe },
                    format!("Use the session {shown}"),
                    move |facts, _| Ok(Plan::edits(edits_to_session(facts, &name, &session))),
                ))
        }
        several => finding.next(format!("choose its session: {}", list(several, 3))).offer(
            Remedy::new(
                "choose-session",
                Applicability::Ask,
                "Use a session",
                move |facts, answers| {
                    Ok(Plan::edits(edits_to_session(facts, &name, &answers["session"])))
                },
            )
            .ask(questions::session(&[], several.iter().copied())),
        ),
    }
}

/// The edits that make the profile name the session and remove the session's fields from it.
fn edits_to_session(facts: &Facts, profile: &str, session: &str) -> Vec<(FileKind, Edit)> {
    let profile = facts.profile(profile);
    profile.map_or_else(Vec::new, |profile| migration::lead_to(&profile, session))
}

/// There are no sessions at all: adds one and points the profile to it.
fn create_session(facts: &Facts, finding: Finding, profile: String) -> Finding {
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
                let mut edits = edits_to_session(facts, &profile, &answers["session"]);
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
