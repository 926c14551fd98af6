//! Which sessions lead to one portal, who uses them, and what leads a profile to another.

use std::collections::HashSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Token};

use crate::Severity;
use crate::kit::edits::{put, put_in_profile};
use crate::session::questions::{ACCOUNT_ACCESS, accept_region};

/// The address of a portal in the form in which two can be compared; nothing where it cannot be a
/// portal's.
pub(super) fn portal(start_url: &str) -> Option<String> {
    let url = StartUrl::parse(start_url);
    let possible =
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer | StartUrlKind::Other);
    possible.then_some(url.canonical)
}

/// Whether a sign-in to the session is one for accounts and roles. A session that asks for other
/// scopes alone (Amazon Q, CodeCatalyst) is there on purpose beside it.
pub(super) fn is_for_roles(session: &Session<'_>) -> bool {
    session.scopes.is_empty() || session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS)
}

/// The session's token, where it is good now or can be renewed.
fn good_token<'a>(facts: &'a Facts, key: &SessionKey) -> Option<&'a Token> {
    let cache = facts.tokens.as_ref().ok()?;
    let token = cache.entries.get(&key.cache_name())?.token.as_ref().ok()?;
    (!token.has_expired(facts.now) || token.can_be_refreshed(facts.now)).then_some(token)
}

/// Whether the token of the session is good now, or can be renewed, and was given for its address
/// and region as they are written.
pub(super) fn is_signed_in(facts: &Facts, session: &Session<'_>) -> bool {
    good_token(facts, &session.key)
        .is_some_and(|token| token.region == session.region && is_of_portal(token, session))
}

/// Whether a sign-in with this address has worked, in whatever region.
pub(super) fn is_accepted(facts: &Facts, session: &Session<'_>) -> bool {
    good_token(facts, &session.key).is_some_and(|token| is_of_portal(token, session))
}

fn is_of_portal(token: &Token, session: &Session<'_>) -> bool {
    let canonical = |url: &Option<String>| url.as_deref().map(|url| StartUrl::parse(url).canonical);
    token.start_url.is_some() && canonical(&token.start_url) == canonical(&session.start_url)
}

/// The region that an earlier sign-in to this portal was in, whether it still holds or not.
pub(super) fn region_of_token(facts: &Facts, session: &Session<'_>) -> Option<String> {
    let cache = facts.tokens.as_ref().ok()?;
    let entry = cache.entries.get(&session.key.cache_name())?;
    let token = entry.token.as_ref().ok()?;
    let other =
        token.start_url.is_some() && session.start_url.is_some() && !is_of_portal(token, session);
    let region = token.region.as_deref().filter(|_| !other)?;
    accept_region(region).ok()
}

/// A failure where the run is about it, else a warning.
pub(super) const fn severity(in_scope: bool) -> Severity {
    if in_scope { Severity::Fail } else { Severity::Warn }
}

/// Gives a portal its address: in the session's section, or in every profile that names it itself.
/// The token cache knows the sign-in of these by the address as it is written, so that all of them
/// change together.
pub(super) fn set_start_url(facts: &Facts, key: &SessionKey, url: &str) -> Vec<(FileKind, Edit)> {
    if let Some(section) = facts.session(key).section {
        return vec![(FileKind::Config, put(section, "sso_start_url", url))];
    }
    let SessionKey::Legacy(_) = key else {
        return Vec::new();
    };
    let mut seen = HashSet::new();
    users(facts, key)
        .iter()
        .filter_map(|user| facts.profile(user)?.get("sso_start_url"))
        .map(|(file, property)| (file, property.location.line))
        .filter(|place| seen.insert(*place))
        .map(|(file, line)| {
            let value = url.to_owned();
            (file, Edit::SetValue { line, value })
        })
        .collect()
}

/// Gives a session its region; of profiles that name the portal themselves, those of `names`.
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

/// The profiles that name the session.
pub(super) fn users<'a>(facts: &'a Facts, key: &SessionKey) -> &'a [String] {
    let users = facts.session_users().get(key);
    users.map(Vec::as_slice).unwrap_or_default()
}

/// The edits that lead every profile of a session to another one. A line of `[DEFAULT]` counts for
/// several profiles and is changed once.
pub(crate) fn lead_to(facts: &Facts, from: &SessionKey, to: &str) -> Vec<(FileKind, Edit)> {
    let mut seen = HashSet::new();
    users(facts, from)
        .iter()
        .filter_map(|user| facts.profile(user)?.get("sso_session"))
        .map(|(file, property)| (file, property.location.line))
        .filter(|place| seen.insert(*place))
        .map(|(file, line)| {
            let value = to.to_owned();
            (file, Edit::SetValue { line, value })
        })
        .collect()
}
