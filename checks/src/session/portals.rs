//! Which sessions lead to one portal, who uses them, and what leads a profile to another.

use std::collections::HashSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind};

use crate::session::questions::ACCOUNT_ACCESS;

/// The address of a portal in the form in which two can be compared; nothing where it cannot be a
/// portal's.
pub(super) fn portal(start_url: &str) -> Option<String> {
    let url = StartUrl::parse(start_url);
    let possible = matches!(
        url.kind,
        StartUrlKind::Portal(_) | StartUrlKind::Issuer | StartUrlKind::Other
    );
    possible.then_some(url.canonical)
}

/// Whether a sign-in to the session is one for accounts and roles. A session that asks for other
/// scopes alone (Amazon Q, CodeCatalyst) is there on purpose beside it.
pub(super) fn is_for_roles(session: &Session<'_>) -> bool {
    session.scopes.is_empty() || session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS)
}

/// Whether the token of the session is good now, or can be renewed, and was given for its address
/// and region as they are written.
pub(super) fn is_signed_in(facts: &Facts, session: &Session<'_>) -> bool {
    let token = facts.tokens.as_ref().ok().and_then(|cache| {
        let entry = cache.entries.get(&session.key.cache_name())?;
        entry.token.as_ref().ok()
    });
    token.is_some_and(|token| {
        let good = !token.has_expired(facts.now) || token.can_be_refreshed(facts.now);
        let url = token.start_url.as_deref().and_then(portal);
        good && token.region == session.region
            && url.is_some()
            && url == session.start_url.as_deref().and_then(portal)
    })
}

/// The profiles that name the session.
pub(super) fn users<'a>(facts: &'a Facts, key: &SessionKey) -> &'a [String] {
    let users = facts.session_users().get(key);
    users.map(Vec::as_slice).unwrap_or_default()
}

/// The edits that lead every profile of a session to another one. A line of `[DEFAULT]` counts for
/// several profiles and is changed once.
pub(super) fn lead_to(facts: &Facts, from: &SessionKey, to: &str) -> Vec<(FileKind, Edit)> {
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
