//! `sso-session-fields`: the portal has every setting that a sign-in needs.

#[cfg(test)]
mod cases;
mod portal_of_profile;

use aws_files::FileKind;
use facts::{Facts, Session, SessionKey, StartUrl, Subject, Text};

use crate::check::Examine;
use crate::kit::edits::{put, put_in_profile};
use crate::kit::needs;
use crate::kit::words::{count, list};
use crate::session::portals::{is_vanity, region_of_token};
use crate::session::questions;
use crate::{
    Applicability, Check, Finding, Group, Need, Outcome, Plan, Question, QuestionKind, Remedy,
};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-fields",
    label: "portal's address and region",
    title: "The sso-session has every required field",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::AS_WRITTEN, Need::Check("sso-session-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The two fields, in the order in which botocore names them when they are missing.
const FIELDS: [&str; 2] = ["sso_start_url", "sso_region"];

fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (key, users) in facts.session_users() {
        match key {
            SessionKey::Named(name) if !facts.files().sessions().contains_key(name) => {}
            SessionKey::Named(_) => subjects.push(Subject::Session(key.clone())),
            SessionKey::Legacy(_) => {
                subjects.push(Subject::Session(key.clone()));
                // If some profiles of this portal have its region, each of the others has its own
                // fault, and the sign-in works.
                if facts.session(key).region.is_some() {
                    let lacking = users.iter().filter(|user| lacks_region(facts, user));
                    subjects.extend(lacking.map(|user| Subject::Profile(user.clone())));
                }
            }
        }
    }
    subjects.extend(portal_of_profile::profiles_without_portal(facts));
    subjects
}

fn lacks_region(facts: &Facts, profile: &str) -> bool {
    facts.profile(profile).is_some_and(|profile| profile.text("sso_region").is_none())
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let found = match subject {
        Subject::Session(key) => {
            let session = facts.session(key);
            if session.is_legacy() {
                let lacks = session.region.is_none() && !is_vanity(&session);
                lacks.then(|| profiles_without_region(&session, session.users()))
            } else {
                incomplete_section(&session)
            }
        }
        Subject::Profile(name) => facts.profile(name).and_then(|profile| {
            portal_of_profile::no_portal(&profile).or_else(|| {
                let session = facts.session(&profile.session_key()?);
                (lacks_region(facts, name) && !is_vanity(&session))
                    .then(|| profiles_without_region(&session, std::slice::from_ref(name)))
            })
        }),
        Subject::Machine | Subject::File(_) => None,
    };
    found.map_or_else(|| Outcome::Passed("start URL and region".into()), Outcome::from)
}

/// An `[sso-session …]` section without one or both of the fields.
fn incomplete_section(session: &Session<'_>) -> Option<Finding> {
    let section = session.section?;
    let is_missing = |field: &str| match field {
        "sso_region" => session.region.is_none(),
        _ => session.start_url.is_none(),
    };
    let missing: Vec<&'static str> = FIELDS.into_iter().filter(|field| is_missing(field)).collect();
    if missing.is_empty() || (missing == ["sso_region"] && is_vanity(session)) {
        return None;
    }
    let brief = match missing.as_slice() {
        [one] => format!("{session} has no {one}"),
        _ => format!("{session} has no URL and no region"),
    };
    let meanings: Vec<&str> = missing.iter().map(|field| meaning(field)).collect();
    let mut finding = Finding::stops("incomplete", brief)
        .what(format!("The sso-session {session} is missing {}.", meanings.join(" and ")))
        .why("Every AWS tool needs both fields to sign in and to use this session's profiles.");
    if let Some(says) = cli_message(session, &missing) {
        finding = finding.says(says);
    }
    for field in &missing {
        finding = finding.at(session.place(field), "empty value");
    }
    let absent: Vec<&str> =
        missing.iter().copied().filter(|field| section.get(field).is_none()).collect();
    if !absent.is_empty() {
        let label = format!("no {} in this section", absent.join(" and no "));
        finding = finding.at(session.header(), label);
    }
    let section = section.clone();
    let fields = missing.clone();
    Some(offer_values(finding, session, &missing, move |_, values| {
        let edits = fields
            .iter()
            .filter_map(|field| Some((FileKind::Config, put(&section, field, values(field)?))));
        Plan::edits(edits)
    }))
}

/// Profiles that name their portal themselves, without its region.
fn profiles_without_region(session: &Session<'_>, users: &[String]) -> Finding {
    let (who, brief) = match users {
        [one] => {
            let name = Text(one);
            (format!("The profile {name} names"), format!("{name} has no sso_region"))
        }
        many => {
            let profiles = count(many.len(), "profile", "profiles");
            let brief = format!("{profiles} without sso_region");
            (format!("{profiles} ({}) name", list(many, 3)), brief)
        }
    };
    let mut finding = Finding::stops("incomplete", brief)
        .what(format!("{who} the portal, but not its region."))
        .why("A profile without an sso-session needs its own sso_region. Without it, neither sign-in nor any command with the profile works.");
    if let Some(says) = cli_message(session, &["sso_region"]) {
        finding = finding.says(says);
    }
    for profile in users.iter().take(3).filter_map(|user| session.facts.profile(user)) {
        let label = match profile.get("sso_region") {
            Some(_) => "empty value",
            None => "no sso_region in this profile",
        };
        finding = finding.at(profile.place_or_header("sso_region"), label);
    }
    let users = users.to_vec();
    offer_values(finding, session, &["sso_region"], move |facts, values| {
        let edits = users.iter().filter_map(|user| {
            put_in_profile(&facts.profile(user)?, "sso_region", values("sso_region")?)
        });
        Plan::edits(edits)
    })
}

fn meaning(field: &str) -> &'static str {
    match field {
        "sso_region" => "the portal's region",
        _ => "the portal's start URL",
    }
}

/// What the AWS CLI prints for a command with a profile of this session. It does not count empty
/// keys as missing.
fn cli_message(session: &Session<'_>, missing: &[&str]) -> Option<String> {
    let profile = session.facts.profile_of_session(&session.key)?;
    let absent: Vec<&str> = missing
        .iter()
        .copied()
        .filter(|field| match session.section {
            Some(section) => section.get(field).is_none(),
            None => profile.get(field).is_none(),
        })
        .collect();
    let uses_roles = profile.account().is_some() && profile.role().is_some();
    match (absent.is_empty(), uses_roles) {
        (false, true) => Some(format!(
            "The profile \"{profile}\" is configured to use SSO but is missing required configuration: {}",
            absent.join(", ")
        )),
        (false, false) => Some(format!(
            "Missing the following required SSO configuration values: {}.",
            absent.join(", ")
        )),
        // The domain of the commercial partition, which botocore uses if there is no region.
        (true, true) if missing.contains(&"sso_region") => {
            Some("Invalid endpoint: https://portal.sso..amazonaws.com".into())
        }
        (true, _) => None,
    }
}

/// The values that need no question: the region in the portal's host, and what the preset says
/// about this session or this portal.
struct Values {
    start_url: Option<String>,
    region: Option<String>,
}

impl Values {
    fn get(&self, field: &str) -> Option<String> {
        match field {
            "sso_region" => self.region.clone(),
            _ => self.start_url.clone(),
        }
    }
}

fn known_values(session: &Session<'_>) -> Values {
    let facts = session.facts;
    let written = session.start_url.as_deref().map(StartUrl::parse);
    let preset = facts.preset.as_deref().filter(|preset| {
        let same_name = matches!(&session.key, SessionKey::Named(name) if preset.session.as_ref() == Some(name));
        let portal = preset
            .start_url
            .as_deref()
            .filter(|url| !url.trim().is_empty())
            .map(|url| StartUrl::parse(url).canonical);
        match &written {
            // The portal is not the preset's, only its name is, so the preset says nothing about
            // it.
            Some(url) if portal.is_some() => portal.as_ref() == Some(&url.canonical),
            _ => same_name,
        }
    });
    let start_url = preset
        .and_then(|preset| preset.start_url.as_deref())
        .and_then(|url| questions::accept_start_url(url).ok());
    let portal = written.or_else(|| start_url.as_deref().map(StartUrl::parse));
    let region = portal
        .and_then(|url| url.region)
        .or_else(|| preset.and_then(|preset| preset.region.clone()))
        .and_then(|region| questions::accept_region(&region).ok());
    Values { start_url, region }
}

/// Offers to add what is missing: directly if all of it is known, otherwise after asking.
fn offer_values(
    finding: Finding,
    session: &Session<'_>,
    missing: &[&'static str],
    plan: impl Fn(&Facts, &dyn Fn(&str) -> Option<String>) -> Plan + Send + Sync + 'static,
) -> Finding {
    let values = known_values(session);
    let unknown: Vec<&str> =
        missing.iter().copied().filter(|field| values.get(field).is_none()).collect();
    if unknown.is_empty() {
        let title = missing
            .iter()
            .filter_map(|field| Some(format!("{field} = {}", Text(&values.get(field)?))))
            .collect::<Vec<_>>()
            .join(" and ");
        return finding.next(format!("add {title}")).offer(Remedy::new(
            "complete",
            Applicability::Safe,
            format!("Add {title}"),
            move |facts, _| Ok(plan(facts, &|field| values.get(field))),
        ));
    }
    let mut remedy = Remedy::new(
        "fill-in",
        Applicability::Ask,
        format!("Add {}", missing.join(" and ")),
        move |facts, answers| {
            Ok(plan(facts, &|field| {
                let key = if field == "sso_start_url" { "start_url" } else { field };
                answers.get(key).cloned().or_else(|| values.get(field))
            }))
        },
    );
    if unknown.contains(&"sso_start_url") {
        remedy = remedy.ask(questions::start_url(session.facts));
    }
    if unknown.contains(&"sso_region") {
        remedy = remedy.ask(region_question(session));
    }
    finding.next(format!("add {}, from your invitation", missing.join(" and "))).offer(remedy)
}

/// The question for the region; the default is the one of an earlier sign-in to this session.
fn region_question(session: &Session<'_>) -> Question {
    let url = session.start_url.as_deref().map(StartUrl::parse);
    let mut question = questions::sso_region(session.facts, url.as_ref());
    let used = region_of_token(session.facts, session);
    if let (Some(used), QuestionKind::Choice { choices, .. }) = (used, &mut question.kind) {
        *choices = questions::regions_first(Some(&used));
        question.default = Some(used);
    }
    question
}
