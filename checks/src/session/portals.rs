//! What the session checks share: portals, sign-ins, names, places and edits.

use std::collections::HashSet;

use aws_files::{Edit, FileKind};
use facts::{
    Facts, Place, Preset, Profile, Session, SessionKey, StartUrl, StartUrlKind, Text, Token,
};

use crate::kit::edits::{put, put_in_profile};
use crate::kit::words::{count, list};
use crate::session::questions::{ACCOUNT_ACCESS, accept_region};

/// The address of a portal in a form that can be compared; nothing if it cannot be a portal's.
pub(super) fn portal(start_url: &str) -> Option<String> {
    let url = StartUrl::parse(start_url);
    let possible =
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer | StartUrlKind::Other);
    possible.then_some(url.canonical)
}

/// The preset, if it is about this portal.
pub(super) fn preset_of_portal<'a>(facts: &'a Facts, url: &StartUrl) -> Option<&'a Preset> {
    let preset = facts.preset.as_deref()?;
    let theirs = StartUrl::parse(preset.start_url.as_deref()?);
    (theirs.canonical == url.canonical).then_some(preset)
}

/// The parsed start URL of the session; if it has none, that of an empty text.
pub(super) fn parse_start_url(session: &Session<'_>) -> StartUrl {
    StartUrl::parse(session.start_url.as_deref().unwrap_or_default())
}

/// Whether the start URL is an organization's own address, which does not show the portal's
/// region.
pub(super) fn is_vanity(session: &Session<'_>) -> bool {
    session.start_url.is_some() && parse_start_url(session).kind == StartUrlKind::Other
}

/// Whether a sign-in to the session is for accounts and roles. A session that requests only other
/// scopes (Amazon Q, CodeCatalyst) exists on purpose beside it.
pub(super) fn is_for_roles(session: &Session<'_>) -> bool {
    session.scopes.is_empty() || session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS)
}

/// The session's token, if it is valid now or can be renewed.
fn good_token<'a>(facts: &'a Facts, key: &SessionKey) -> Option<&'a Token> {
    facts.token_of(key).filter(|_| facts.is_signed_in_or_may_renew(key))
}

/// Whether the session's token is valid now, or can be renewed, and was issued for the address and
/// region as they are written.
pub(super) fn is_signed_in(facts: &Facts, session: &Session<'_>) -> bool {
    good_token(facts, &session.key)
        .is_some_and(|token| token.region == session.region && is_of_portal(token, session))
}

/// Whether a sign-in with this address has worked, in any region.
pub(super) fn is_accepted(facts: &Facts, session: &Session<'_>) -> bool {
    good_token(facts, &session.key).is_some_and(|token| is_of_portal(token, session))
}

fn is_of_portal(token: &Token, session: &Session<'_>) -> bool {
    let canonical = |url: &Option<String>| url.as_deref().map(|url| StartUrl::parse(url).canonical);
    token.start_url.is_some() && canonical(&token.start_url) == canonical(&session.start_url)
}

/// The region of an earlier sign-in to this portal, whether or not it is still valid.
pub(super) fn region_of_token(facts: &Facts, session: &Session<'_>) -> Option<String> {
    let cache = facts.tokens.as_ref().ok()?;
    let entry = cache.entries.get(&session.key.cache_name())?;
    let token = entry.token.as_ref().ok()?;
    let other =
        token.start_url.is_some() && session.start_url.is_some() && !is_of_portal(token, session);
    let region = token.region.as_deref().filter(|_| !other)?;
    accept_region(region).ok()
}

/// Whether a profile of the session names an account or a role.
pub(super) fn serves_roles(session: &Session<'_>) -> bool {
    session.profiles().any(|profile| profile.account().is_some() || profile.role().is_some())
}

/// How a few words and a sentence name a session. A portal without a session is named by the
/// profiles that use it.
pub(super) fn name_session(session: &Session<'_>, profiles: &[String]) -> (String, String) {
    match profiles {
        _ if !session.is_legacy() => (session.to_string(), format!("the sso-session {session}")),
        [one] => (Text(one).to_string(), format!("the profile {}", Text(one))),
        many => {
            let profiles = count(many.len(), "profile", "profiles");
            let all = format!("{profiles} ({})", list(many, 3));
            (profiles, all)
        }
    }
}

/// Where a key of a session is written: in its section, or in the first three of the profiles that
/// name the portal themselves.
pub(super) fn places_of_key(session: &Session<'_>, profiles: &[String], key: &str) -> Vec<Place> {
    places(session, profiles, session.place(key), |profile| profile.place(key))
}

/// The header of a session's section, or of the first three of the profiles.
pub(super) fn headers(session: &Session<'_>, profiles: &[String]) -> Vec<Place> {
    places(session, profiles, session.header(), |profile| profile.header())
}

fn places(
    session: &Session<'_>,
    profiles: &[String],
    own: Option<Place>,
    place: impl Fn(&Profile<'_>) -> Option<Place>,
) -> Vec<Place> {
    if session.section.is_some() {
        return own.into_iter().collect();
    }
    let profiles = profiles.iter().take(3).filter_map(|name| session.facts.profile(name));
    let mut places: Vec<Place> = profiles.filter_map(|profile| place(&profile)).collect();
    places.dedup();
    places
}

/// Sets a portal's address: in the session's section, or in every profile that names it itself.
/// The token cache identifies their sign-in by the address as it is written, so all of them change
/// together.
pub(super) fn set_start_url(facts: &Facts, key: &SessionKey, url: &str) -> Vec<(FileKind, Edit)> {
    let session = facts.session(key);
    match session.section {
        Some(section) => vec![(FileKind::Config, put(section, "sso_start_url", url))],
        None if session.is_legacy() => set_in_users(&session, "sso_start_url", url),
        None => Vec::new(),
    }
}

/// Sets a session's region; of profiles that name the portal themselves, only those in `names`.
pub(super) fn set_region(
    facts: &Facts,
    key: &SessionKey,
    names: &[String],
    region: &str,
) -> Vec<(FileKind, Edit)> {
    if let Some(section) = facts.session(key).section {
        return vec![(FileKind::Config, put(section, "sso_region", region))];
    }
    names
        .iter()
        .filter_map(|name| put_in_profile(&facts.profile(name)?, "sso_region", region))
        .collect()
}

/// The edits that point every profile of a session to another one.
pub(crate) fn lead_to(facts: &Facts, from: &SessionKey, to: &str) -> Vec<(FileKind, Edit)> {
    set_in_users(&facts.session(from), "sso_session", to)
}

/// Changes a key in every profile that uses the session and has the key. A line of `[DEFAULT]`
/// applies to several profiles and is changed once.
fn set_in_users(session: &Session<'_>, key: &str, value: &str) -> Vec<(FileKind, Edit)> {
    let mut seen = HashSet::new();
    session
        .profiles()
        .filter_map(|profile| profile.get(key))
        .map(|(file, property)| (file, property.location.line))
        .filter(|place| seen.insert(*place))
        .map(|(file, line)| (file, Edit::SetValue { line, value: value.to_owned() }))
        .collect()
}
