//! `sso-multi-region`: sign-ins to one portal use one region.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Facts, Place, SessionKey, StartUrl, StartUrlKind, Subject, Text, is_known_region};
use indexmap::{IndexMap, IndexSet};

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::list;
use crate::session::portals::{is_signed_in, preset_of_portal};
use crate::session::region_judgement::judge_region;
use crate::{Check, Effect, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "sso-multi-region",
    label: "one region a portal",
    title: "Each portal is used in one region",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Compare at most this many sessions of one portal; real files have a handful.
const MAX_SESSIONS: usize = 50;

/// All sessions are checked together, once.
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
                let own = uses.iter().take(MAX_SESSIONS);
                let own = own.filter(|(_, region)| region == host).cloned();
                instances.entry(instance).or_default().extend(own);
            }
            (_, Some(_)) => {}
            (_, None) => findings.extend(regions_of_one_address(facts, &url, uses)),
        }
    }
    let several = instances.iter().filter(|(_, uses)| regions(uses).len() > 1);
    findings.extend(several.map(|(instance, uses)| {
        let name = format!("The instance {}", Text(instance));
        several_regions(facts, Effect::WorthKnowing, &name, uses)
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

/// One address that names no region and is used with several regions. `sso-region` and
/// `preset-agrees` report what they can decide.
fn regions_of_one_address(
    facts: &Facts,
    url: &StartUrl,
    uses: &[(SessionKey, String)],
) -> Option<Finding> {
    let possible =
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer | StartUrlKind::Other);
    let decided = preset_of_portal(facts, url).is_some_and(|preset| preset.region.is_some());
    if !possible || decided || regions(uses).len() < 2 {
        return None;
    }
    let mut signed_in = IndexSet::new();
    let mut left = Vec::new();
    for (key, region) in uses.iter().take(MAX_SESSIONS) {
        let mut session = facts.session(key);
        session.region = Some(region.clone());
        if is_signed_in(facts, &session) {
            signed_in.insert(region.as_str());
        } else if !is_known_region(region) || judge_region(&session, url).is_some() {
            continue;
        }
        left.push((key.clone(), region.clone()));
    }
    let all = regions(&left);
    if all.len() < 2 {
        return None;
    }
    let proved = all.iter().all(|region| signed_in.contains(region));
    let effect = if proved { Effect::WorthKnowing } else { Effect::WillBite };
    let name = format!("The portal {}", Text(&url.canonical));
    Some(several_regions(facts, effect, &name, &left))
}

fn several_regions(
    facts: &Facts,
    effect: Effect,
    name: &str,
    uses: &[(SessionKey, String)],
) -> Finding {
    let all = regions(uses);
    let known = effect == Effect::WorthKnowing;
    let code = if known { "replicated" } else { "several" };
    let mut finding =
        Finding::with_effect(effect, code, format!("one portal in {} regions", all.len()))
            .what(format!("{name} is used with {}.", list(&all, 3)))
            .why(if known {
                "It works. A sign-in is valid only in its own region, so you sign in once for each."
            } else {
                "A sign-in is valid only in its own region. If your organization uses IAM Identity Center in one region only, one of these is wrong, and signing in with it fails."
            })
            .next(if known {
                "sign in to each, or use one region for all profiles"
            } else {
                "keep the region shown at the top right of the portal"
            });
    // The finding is about the first session of the file.
    if let Some((first, _)) = uses.first() {
        finding = finding.about(Subject::Session(first.clone()));
    }
    if !uses.iter().any(|(key, _)| facts.session_in_scope(key)) {
        finding = finding.severity(Severity::Note);
    } else if !known {
        finding = finding.severity(Severity::Warn);
    }
    let mut seen = IndexSet::new();
    for (key, region) in uses {
        if seen.len() < 6 && seen.insert(region.as_str()) {
            let label = format!("in {}", Text(region));
            finding = finding.at(place_of_region(facts, key, region), label);
        }
    }
    let keys: IndexSet<&SessionKey> = uses.iter().map(|(key, _)| key).collect();
    let guide = Remedy::guide("each", "If both regions are correct, sign in to each");
    let guide = keys.into_iter().take(6).fold(guide, |guide, key| {
        let target = match key {
            SessionKey::Named(name) => Some(("--session", name)),
            SessionKey::Legacy(_) => {
                facts.session(key).users().first().map(|user| ("--profile", user))
            }
        };
        target.into_iter().fold(guide, |guide, (flag, name)| {
            guide.command(["aws-onboard", "login", flag, name.as_str()])
        })
    });
    finding.offer(guide.word(
        "If one is wrong, set sso_region everywhere to the region shown at the top right of the portal.",
    ))
}

fn place_of_region(facts: &Facts, key: &SessionKey, region: &str) -> Option<Place> {
    let session = facts.session(key);
    session.place("sso_region").or_else(|| {
        session
            .profiles()
            .find(|profile| session.is_legacy() && profile.text("sso_region") == Some(region))?
            .place("sso_region")
    })
}
