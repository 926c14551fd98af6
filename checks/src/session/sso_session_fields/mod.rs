//! `sso-session-fields`: everything that a sign-in needs to know of the portal is there.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Subject, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::kit::edits::{header, put, put_in_profile};
use crate::kit::needs;
use crate::kit::words::{count, list};
use crate::session::portals::{region_of_token, severity};
use crate::session::{portal_of_profile, questions};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy};

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
                // Where some profiles of this portal know its region, the others are each for
                // themselves at fault, and the sign-in is not.
                if facts.session(key).region.is_some() {
                    let lacking = users.iter().filter(|user| lacks_region(facts, user));
                    subjects.extend(lacking.map(|user| Subject::Profile(user.clone())));
                }
            }
        }
    }
    subjects.extend(portal_of_profile::subjects(facts));
    subjects
}

/// Whether only the portal behind the address knows the region: `sso-region` says so then.
fn is_vanity(session: &Session<'_>) -> bool {
    let url = session.start_url.as_deref().map(StartUrl::parse);
    url.is_some_and(|url| url.kind == StartUrlKind::Other)
}

fn lacks_region(facts: &Facts, profile: &str) -> bool {
    facts.profile(profile).is_some_and(|profile| profile.text("sso_region").is_none())
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let found = match subject {
        Subject::Session(key @ SessionKey::Named(name)) => named(facts, subject, key, name),
        Subject::Session(key @ SessionKey::Legacy(_)) => {
            let session = facts.session(key);
            let lacks = session.region.is_none() && !is_vanity(&session);
            lacks.then(|| {
                let users = facts.session_users().get(key);
                let users = users.map(Vec::as_slice).unwrap_or_default();
                legacy(facts, subject, &session, users)
            })
        }
        Subject::Profile(name) => portal_of_profile::finding(facts, subject, name).or_else(|| {
            let key = facts.profile(name)?.session_key()?;
            let session = facts.session(&key);
            (lacks_region(facts, name) && !is_vanity(&session))
                .then(|| legacy(facts, subject, &session, std::slice::from_ref(name)))
        }),
        Subject::Machine | Subject::File(_) => None,
    };
    match found {
        Some(finding) => Outcome::Found(vec![finding]),
        None => Outcome::Passed("start URL and region".into()),
    }
}

/// An `[sso-session …]` section.
fn named(facts: &Facts, subject: &Subject, key: &SessionKey, name: &str) -> Option<Finding> {
    let session = facts.session(key);
    let section = session.section?;
    let value = |field: &str| match field {
        "sso_region" => session.region.is_none(),
        _ => session.start_url.is_none(),
    };
    let missing: Vec<&'static str> = FIELDS.into_iter().filter(|field| value(field)).collect();
    if missing.is_empty() || (missing == ["sso_region"] && is_vanity(&session)) {
        return None;
    }
    let shown = clean_line(name);
    let mut finding = Finding::new(
        "incomplete",
        severity(facts.session_in_scope(key)),
        subject,
        match missing.as_slice() {
            [one] => format!("{shown} has no {one}"),
            _ => format!("{shown} has no URL and no region"),
        },
        format!(
            "The sso-session {shown} does not say {}.",
            missing.iter().map(|field| meaning(field)).collect::<Vec<_>>().join(" and ")
        ),
    )
    .why("Neither sign-in nor a command with this session's profiles works without it; every AWS tool wants both fields.");
    if let Some(says) = words_of_the_cli(facts, &session, &missing) {
        finding = finding.says(says);
    }
    let absent: Vec<&str> =
        missing.iter().copied().filter(|field| section.get(field).is_none()).collect();
    for field in &missing {
        if let Some(property) = section.get(field) {
            let place = Place::of(facts, FileKind::Config, property.location);
            finding = finding.at(place, "nothing stands here");
        }
    }
    if !absent.is_empty() {
        let place = Place::of(facts, FileKind::Config, section.header);
        let label = format!("no {} in this section", absent.join(" and no "));
        finding = finding.at(place, label);
    }
    let known = known(facts, &session);
    let section = section.clone();
    let fields = missing.clone();
    Some(offer(facts, finding, &session, &missing, &known, move |_, values| {
        let edits = fields
            .iter()
            .filter_map(|field| Some((FileKind::Config, put(&section, field, values(field)?))));
        Plan::edits(edits)
    }))
}

/// Profiles that name their portal themselves, and not its region.
fn legacy(facts: &Facts, subject: &Subject, session: &Session<'_>, users: &[String]) -> Finding {
    let who = match users {
        [one] => format!("The profile {} names", clean_line(one)),
        many => format!("{} ({}) name", count(many.len(), "profile", "profiles"), list(many, 3)),
    };
    let mut finding = Finding::new(
        "incomplete",
        severity(users.iter().any(|user| facts.in_scope(user))),
        subject,
        match users {
            [one] => format!("{} has no sso_region", clean_line(one)),
            many => format!("{} without sso_region", count(many.len(), "profile", "profiles")),
        },
        format!("{who} the portal, but not the region that it lives in."),
    )
    .why("A profile without an sso-session must hold sso_region itself: without it neither sign-in nor a command with the profile works.");
    if let Some(says) = words_of_the_cli(facts, session, &["sso_region"]) {
        finding = finding.says(says);
    }
    for user in users.iter().take(3) {
        let Some(profile) = facts.profile(user) else {
            continue;
        };
        if let Some((file, property)) = profile.get("sso_region") {
            let place = Place::of(facts, file, property.location);
            finding = finding.at(place, "nothing stands here");
        } else if let Some((file, location)) = header(&profile) {
            let place = Place::of(facts, file, location);
            finding = finding.at(place, "no sso_region in this profile");
        }
    }
    let known = known(facts, session);
    let users = users.to_vec();
    let fields = ["sso_region"];
    offer(facts, finding, session, &fields, &known, move |facts, values| {
        let edits = users.iter().filter_map(|user| {
            put_in_profile(&facts.profile(user)?, "sso_region", values("sso_region")?)
        });
        Plan::edits(edits)
    })
}

fn meaning(field: &str) -> &'static str {
    match field {
        "sso_region" => "in which region its portal lives",
        _ => "where its portal is",
    }
}

/// What the AWS CLI prints for a command with a profile of this session. Keys that are there and
/// empty are not missing for it.
fn words_of_the_cli(facts: &Facts, session: &Session<'_>, missing: &[&str]) -> Option<String> {
    let profile = facts.profile_of_session(&session.key)?;
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
            "The profile \"{}\" is configured to use SSO but is missing required configuration: {}",
            clean_line(profile.name),
            absent.join(", ")
        )),
        (false, false) => Some(format!(
            "Missing the following required SSO configuration values: {}.",
            absent.join(", ")
        )),
        // The domain is that of the commercial partition, as botocore takes it for no region.
        (true, true) if missing.contains(&"sso_region") => {
            Some("Invalid endpoint: https://portal.sso..amazonaws.com".into())
        }
        (true, _) => None,
    }
}

/// The values that need no question: what stands in the portal's host, and what the preset says
/// about this session or this portal.
#[derive(Clone, Default)]
struct Values {
    start_url: Option<String>,
    region: Option<String>,
}

fn known(facts: &Facts, session: &Session<'_>) -> Values {
    let written = session.start_url.as_deref().map(StartUrl::parse);
    let preset = facts.preset.as_deref().filter(|preset| {
        let same_name = matches!(&session.key, SessionKey::Named(name) if preset.session.as_ref() == Some(name));
        let portal = preset
            .start_url
            .as_deref()
            .filter(|url| !url.trim().is_empty())
            .map(|url| StartUrl::parse(url).canonical);
        match &written {
            // Another portal under the preset's name: then the preset knows nothing of this one.
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

/// Offers to add what is missing: at once where all of it is known, else after asking.
fn offer(
    facts: &Facts,
    finding: Finding,
    session: &Session<'_>,
    missing: &[&'static str],
    known: &Values,
    plan: impl Fn(&Facts, &dyn Fn(&str) -> Option<String>) -> Plan + Send + Sync + 'static,
) -> Finding {
    let of = |known: &Values, field: &str| match field {
        "sso_region" => known.region.clone(),
        _ => known.start_url.clone(),
    };
    let unknown: Vec<&str> =
        missing.iter().copied().filter(|field| of(known, field).is_none()).collect();
    let values = known.clone();
    if unknown.is_empty() {
        let title = missing
            .iter()
            .filter_map(|field| Some(format!("{field} = {}", clean_line(&of(known, field)?))))
            .collect::<Vec<_>>()
            .join(" and ");
        return finding.next(format!("add {title}")).offer(Remedy::new(
            "complete",
            Applicability::Safe,
            format!("Add {title}"),
            move |facts, _| Ok(plan(facts, &|field| of(&values, field))),
        ));
    }
    let mut remedy = Remedy::new(
        "fill-in",
        Applicability::Ask,
        format!("Add {}", missing.join(" and ")),
        move |facts, answers| {
            Ok(plan(facts, &|field| {
                let key = if field == "sso_start_url" { "start_url" } else { field };
                answers.get(key).cloned().or_else(|| of(&values, field))
            }))
        },
    );
    if unknown.contains(&"sso_start_url") {
        remedy = remedy.ask(questions::start_url(facts));
    }
    if unknown.contains(&"sso_region") {
        remedy = remedy.ask(region_question(facts, session));
    }
    finding.next(format!("add {}, from your invitation", missing.join(" and "))).offer(remedy)
}

/// The question for the region; proposed is the one that an earlier sign-in to this session used.
fn region_question(facts: &Facts, session: &Session<'_>) -> crate::Question {
    let url = session.start_url.as_deref().map(StartUrl::parse);
    let mut question = questions::sso_region(facts, url.as_ref());
    let used = region_of_token(facts, session);
    if let (Some(used), crate::QuestionKind::Choice { choices, .. }) = (used, &mut question.kind) {
        *choices = questions::regions_first(Some(&used));
        question.default = Some(used);
    }
    question
}
