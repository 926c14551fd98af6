//! Renews tokens, and remembers which ones AWS refused to renew.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Facts, Known, Recipients, ServiceError, SessionKey, Token, TokenCache, Why};
use futures::StreamExt;
use identity_center::{Connection, Renewal, SignInError};
use machine::{RefusedRenewal, System, sha256_hex};
use tokio::time::timeout;

use crate::network::{ANSWER_LIMIT, MAX_PARALLEL, connection, endpoints_of};

/// Refreshes the expired tokens of these sessions where possible, at AWS only, and saves them as any AWS
/// command would. An overlay does nothing, because a refresh cannot be rehearsed. The result has
/// an entry for every session that was tried: the outer error is why the attempt was incomplete,
/// the inner one is the service's refusal.
pub async fn refresh_tokens(
    system: &System,
    facts: &Facts,
    sessions: &[SessionKey],
) -> BTreeMap<SessionKey, Known<Result<(), ServiceError>>> {
    let now = system.now();
    let due = |session: &SessionKey| {
        let token = facts.token_of(session)?;
        (token.has_expired(now) && facts.may_renew(session)).then_some(token)
    };
    if system.is_overlay() {
        return BTreeMap::new();
    }
    let unique: BTreeSet<&SessionKey> = sessions.iter().collect();
    let asked = unique.into_iter().filter_map(|session| Some((session, due(session)?))).map(
        |(session, token)| async move {
            let answer = renew_for_facts(system, facts, session, token).await;
            (session.clone(), answer.map(|answer| answer.map(|_| ())))
        },
    );
    futures::stream::iter(asked).buffer_unordered(MAX_PARALLEL).collect().await
}

async fn renew_for_facts(
    system: &System,
    facts: &Facts,
    session: &SessionKey,
    token: &Token,
) -> Known<Result<Token, ServiceError>> {
    let profile = facts.profile_of_session(session);
    let connection = connection(system, facts, session, profile, Recipients::AwsOnly)?;
    renew_token(system, facts, &connection, session, token).await
}

/// Renews a session's token, of which `seen` is in the facts, and saves it. The inner error is the
/// service's refusal; `invalid_grant`, if the cache still holds that token, is remembered for
/// later runs.
///
/// # Errors
/// Why the attempt is incomplete.
pub async fn renew_token(
    system: &System,
    facts: &Facts,
    connection: &Connection,
    session: &SessionKey,
    seen: &Token,
) -> Known<Result<Token, ServiceError>> {
    let folder = &facts.locations.token_cache;
    // A token that is renewed and cannot be saved is lost, because the old one is used up.
    let closed = facts.tokens.as_ref().ok().and_then(|cache| cache.state.closed.as_ref());
    if let Some(why) = closed {
        return Err(Why::Error(format!("the renewed token could not be saved: {why}")));
    }
    let renewal = identity_center::renew(connection, folder, session, seen, || system.now());
    let answer = timeout(ANSWER_LIMIT, renewal).await.map_err(|_| Why::TimedOut(ANSWER_LIMIT))?;
    match answer {
        Ok(Renewal::Done(token)) => {
            forget_refusals(system, std::slice::from_ref(session));
            Ok(Ok(*token))
        }
        Ok(Renewal::Over(token, error)) => {
            if let Some(token) = fingerprint(facts, session, &token) {
                let refused =
                    RefusedRenewal { token, file: session.cache_name(), at: system.now() };
                // Without the memory, the next run asks AWS again.
                let _ = machine::remember_refused_renewal(system, refused);
            }
            Ok(Err(error))
        }
        Err(SignInError::Refused(error)) => Ok(Err(error)),
        Err(SignInError::TimedOut(limit)) => Err(Why::TimedOut(limit)),
        Err(SignInError::Cache { path, why }) => Err(Why::Error(format!(
            "the renewed token could not be saved: {} cannot be written: {why}",
            facts.shown(&path)
        ))),
        Err(error) => Err(Why::error(error)),
    }
}

/// Forgets what was refused for these sessions, whose tokens have been replaced or removed. A
/// refusal that stays is ignored, because it belongs to another token.
pub fn forget_refusals(system: &System, sessions: &[SessionKey]) {
    let files: Vec<String> = sessions.iter().map(SessionKey::cache_name).collect();
    let _ = machine::forget_refused_renewals(system, |file| files.iter().any(|own| own == file));
}

/// Marks the tokens that AWS refused to renew in an earlier run.
pub(crate) fn mark_refused(
    facts: &Facts,
    keys: &BTreeSet<SessionKey>,
    refused: &[RefusedRenewal],
    cache: &mut TokenCache,
) {
    if refused.is_empty() {
        return;
    }
    for key in keys {
        let Some(entry) = cache.entries.get_mut(&key.cache_name()) else { continue };
        let own = entry.token.as_ref().ok().and_then(|token| fingerprint(facts, key, token));
        entry.renewal_refused = own.and_then(|own| {
            refused.iter().find(|one| one.token == own).map(|one| one.at.min(facts.now))
        });
    }
}

/// What a refusal is about: the token with what it is renewed with, and the service that is asked.
/// Another region or endpoint may renew the same token.
fn fingerprint(facts: &Facts, key: &SessionKey, token: &Token) -> Option<String> {
    let endpoint = endpoints_of(facts, facts.profile_of_session(key)).oidc;
    let secret = |secret: &Option<facts::Secret>| {
        secret.as_ref().map(|secret| secret.expose().clone()).unwrap_or_default()
    };
    let parts = [
        facts.session(key).region?,
        endpoint.unwrap_or_default(),
        secret(&token.client_id),
        token.access_token.expose().clone(),
        secret(&token.refresh_token),
    ];
    // The length of each part, so that no two lists have the same text.
    let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    Some(sha256_hex(text.as_bytes()))
}
