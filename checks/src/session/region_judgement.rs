//! `sso-region`: whether a region can be the portal's, judged by everything that is known.

use facts::{
    Facts, Partition, ServiceError, Session, SessionKey, StartUrl, is_known_region,
    looks_like_region, may_be_newer, nearest_region,
};

use crate::session::portals::{is_signed_in, preset_of_portal, region_of_token};
use crate::session::questions::accept_region;

/// What is wrong with a region.
pub(super) enum Fault {
    /// There is none, and the address does not show it either.
    Missing,
    /// The portal's own address names this one. Also whether a sign-in works anyway.
    Host(String, bool),
    /// It is not a region; with the one that was probably intended.
    NotARegion(Option<&'static str>),
    /// Capital letters.
    Capitals(String),
    /// It may be newer than this program.
    Unknown,
    /// It belongs to this partition, and the address to another.
    Partition(Partition, Partition),
    /// A sign-in with it was immediately refused.
    Refused(ServiceError),
    /// The portal's page names this one.
    Page(String),
    /// Another session signs in to the same portal in this one.
    Other(String, SessionKey),
}

/// Compare at most this many sessions of one portal; real files have a handful.
const MAX_SESSIONS: usize = 20;

/// The worst of what is wrong, if anything.
pub(super) fn judge_region(session: &Session<'_>, url: &StartUrl) -> Option<Fault> {
    let facts = session.facts;
    let Some(region) = session.region.as_deref() else {
        return Some(Fault::Missing);
    };
    let works = is_signed_in(facts, session);
    if let Some(host) = &url.region
        && url.without_region().is_none()
        && host != region
    {
        return Some(Fault::Host(host.clone(), works));
    }
    if works {
        return None;
    }
    if let Some(fault) = judge_spelling(region) {
        return Some(fault);
    }
    if let Some(partition) = url.partition()
        && partition != Partition::of_region(region)
    {
        return Some(Fault::Partition(Partition::of_region(region), partition));
    }
    if let Some(error) = facts.network.refused_sign_ins.get(&session.key) {
        return Some(Fault::Refused(error.clone()));
    }
    if let Some(page) = region_of_page(facts, url).filter(|page| page != region) {
        return Some(Fault::Page(page));
    }
    if let Some((key, other)) = signed_in_elsewhere(session, url, region) {
        return Some(Fault::Other(other, key));
    }
    (!is_known_region(region)).then_some(Fault::Unknown)
}

fn judge_spelling(region: &str) -> Option<Fault> {
    if is_known_region(region) || may_be_newer(region) {
        return None;
    }
    let lower = region.to_ascii_lowercase();
    if lower != region && is_known_region(&lower) {
        return Some(Fault::Capitals(lower));
    }
    let near = nearest_region(region);
    (near.is_some() || !looks_like_region(region)).then_some(Fault::NotARegion(near))
}

/// What the portal's page says, if it was read.
fn region_of_page(facts: &Facts, url: &StartUrl) -> Option<String> {
    let page = facts.network.portal_pages.get(&url.canonical)?;
    let region = page.as_ref().ok()?.as_deref()?;
    accept_region(region).ok()
}

/// A working sign-in to the same portal, in another region. A portal whose address names no region
/// is in exactly one (IAM Identity Center user guide, "multi-region-workforce-access": additional
/// regions have their own addresses).
fn signed_in_elsewhere(
    session: &Session<'_>,
    url: &StartUrl,
    region: &str,
) -> Option<(SessionKey, String)> {
    let facts = session.facts;
    let others = facts.regions_of_portal(&url.canonical).iter().take(MAX_SESSIONS);
    others
        .filter(|(_, other)| other != region)
        .find(|(key, other)| {
            let mut that = facts.session(key);
            that.region = Some(other.clone());
            // Legacy profiles with the same spelling share one token, whichever region each names.
            (key != &session.key || matches!(key, SessionKey::Legacy(_)))
                && is_signed_in(facts, &that)
        })
        .cloned()
}

/// The region that is probably right: from the address, the portal's page or a sign-in, then a
/// similar spelling, then other sessions of the portal, then the preset.
pub(super) fn propose_region(session: &Session<'_>, url: &StartUrl) -> Option<String> {
    let facts = session.facts;
    let fits = |region: &String| {
        let other = session.region.as_ref() != Some(region);
        let partition = url.partition();
        other && partition.is_none_or(|partition| partition == Partition::of_region(region))
    };
    let own = session.region.as_deref().unwrap_or_default();
    let others = facts.regions_of_portal(&url.canonical).iter().take(MAX_SESSIONS);
    let known = [
        url.region.clone().filter(|_| url.without_region().is_none()),
        region_of_page(facts, url),
        signed_in_elsewhere(session, url, own).map(|(_, region)| region),
        region_of_token(facts, session),
        nearest_region(own).filter(|_| !is_known_region(own)).map(str::to_owned),
        preset_of_portal(facts, url)
            .and_then(|preset| accept_region(preset.region.as_deref()?).ok()),
    ];
    known
        .into_iter()
        .flatten()
        .chain(others.map(|(_, region)| region.clone()))
        .filter(|region| looks_like_region(region))
        .find(fits)
}
