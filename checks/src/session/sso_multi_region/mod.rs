//! `sso-multi-region`: one portal is signed in to through one region.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Facts, SessionKey, StartUrl, StartUrlKind, Subject, clean_line, is_known_region};
use indexmap::{IndexMap, IndexSet};

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::list;
use crate::session::portals::{is_signed_in, users};
use crate::session::region_judgement::judge;
use crate::{Check, Finding, Group, Outcome, Place, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "sso-multi-region",
    label: "one region a portal",
    title: "One portal is signed in to through one region",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// So many sessions of one portal are looked at.
const MOST: usize = 50;

/// They are looked at together, once.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let any = !facts.session_users().is_empty();
    any.then_some(Subject::File(FileKind::Config)).into_iter().collect()
}

fn examine(facts: &Facts, _: &Subject) -> Outcome {
    let mut instances: IndexMap<String, Vec<(SessionKey, String)>> = IndexMap::new();
    let mut findings = Vec::new();
    for (canonical, uses) in facts.portals() {
        let url = StartUrl::parse(canonical);
        match (url.instance(), &url.region) {
            (Some(instance), Some(host)) => {
                let own = uses.iter().take(MOST);
                let own = own.filter(|(_, region)| region == host).cloned();
                instances.entry(instance).or_default().extend(own);
            }
            (_, Some(_)) => {}
            (_, None) => findings.extend(one_address(facts, &url, uses)),
        }
    }
    let several = instances.iter().filter(|(_, uses)| regions(uses).len() > 1);
    findings.extend(several.map(|(instance, uses)| {
        let what = format!(
            "The instance {} is signed in to in {}.",
            clean_line(instance),
            list(&regions(uses), 3)
        );
        finding(facts, "replicated", Severity::Note, uses, what)
    }));
    if findings.is_empty() {
        return Outcome::Passed(String::new());
    }
    Outcome::Found(findings)
}

fn regions(uses: &[(SessionKey, String)]) -> Vec<&str> {
    let distinct: IndexSet<&str> = uses.iter().map(|(_, region)| region.as_str()).collect();
    distinct.into_iter().collect()
}

/// One address without a region of its own, with several of them. What `sso-region` and
/// `preset-agrees` can decide is theirs.
fn one_address(facts: &Facts, url: &StartUrl, uses: &[(SessionKey, String)]) -> Option<Finding> {
    let possible =
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer | StartUrlKind::Other);
    if !possible || regions(uses).len() < 2 {
        return None;
    }
    let preset = facts.preset.as_deref().filter(|preset| {
        let portal = preset.start_url.as_deref();
        portal.is_some_and(|portal| StartUrl::parse(portal).canonical == url.canonical)
    });
    if preset.is_some_and(|preset| preset.region.is_some()) {
        return None;
    }
    let mut signed_in = IndexSet::new();
    let mut left = Vec::new();
    for (key, region) in uses.iter().take(MOST) {
        let mut session = facts.session(key);
        session.region = Some(region.clone());
        if is_signed_in(facts, &session) {
            signed_in.insert(region.as_str());
        } else if !is_known_region(region) || judge(facts, &session, url).is_some() {
            continue;
        }
        left.push((key.clone(), region.clone()));
    }
    let all = regions(&left);
    if all.len() < 2 {
        return None;
    }
    let proved = all.iter().all(|region| signed_in.contains(region));
    let in_scope = left.iter().any(|(key, _)| facts.session_in_scope(key));
    let (code, severity) = match (proved, in_scope) {
        (true, _) => ("replicated", Severity::Note),
        (false, true) => ("several", Severity::Warn),
        (false, false) => ("several", Severity::Note),
    };
    let what =
        format!("The portal {} is signed in to in {}.", clean_line(&url.canonical), list(&all, 3));
    Some(finding(facts, code, severity, &left, what))
}

fn finding(
    facts: &Facts,
    code: &'static str,
    severity: Severity,
    uses: &[(SessionKey, String)],
    what: String,
) -> Finding {
    // The first of the file stands for all of them.
    let subject = uses
        .first()
        .map_or(Subject::File(FileKind::Config), |(key, _)| Subject::Session(key.clone()));
    let all = regions(uses);
    let brief = format!("one portal in {} regions", all.len());
    let known = code == "replicated";
    let finding = Finding::new(code, severity, &subject, brief, what).why(if known {
        "It works. A sign-in counts in the region in which it was made, so that you sign in once for each."
    } else {
        "A sign-in counts in the region in which it was made. If your organisation has IAM Identity Center in one region only, one of these is wrong, and a sign-in with it fails."
    });
    let mut finding = finding.next(if known {
        "sign in to each of them, or use one of them for all profiles"
    } else {
        "keep the region that stands at the top right of the portal"
    });
    let mut seen = IndexSet::new();
    for (key, region) in uses {
        if !seen.insert(region.as_str()) || seen.len() > 6 {
            continue;
        }
        if let Some(place) = place(facts, key, region) {
            finding = finding.at(place, format!("in {}", clean_line(region)));
        }
    }
    let keys: IndexSet<&SessionKey> = uses.iter().map(|(key, _)| key).collect();
    let guide = Remedy::guide("each", "If both regions are meant: sign in to each");
    let guide = keys.into_iter().take(6).fold(guide, |guide, key| match key {
        SessionKey::Named(name) => {
            guide.command(["aws-onboard", "login", "--session", name.as_str()])
        }
        SessionKey::Legacy(_) => match users(facts, key).first() {
            Some(user) => guide.command(["aws-onboard", "login", "--profile", user.as_str()]),
            None => guide,
        },
    });
    finding.offer(guide.word(
        "If one is wrong: the right one stands at the top right of the portal; write it as sso_region in every place.",
    ))
}

/// Where the region stands.
fn place(facts: &Facts, key: &SessionKey, region: &str) -> Option<Place> {
    if let Some(section) = facts.session(key).section {
        let property = section.get("sso_region")?;
        return Some(Place::of(facts, FileKind::Config, property.location));
    }
    let (file, property) = users(facts, key)
        .iter()
        .filter_map(|user| facts.profile(user))
        .find(|profile| profile.text("sso_region") == Some(region))?
        .get("sso_region")?;
    Some(Place::of(facts, file, property.location))
}
