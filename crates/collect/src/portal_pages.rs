//! The region that a portal's page names, for a portal without a sign-in.

use std::collections::BTreeMap;
use std::time::Duration;

use facts::{Facts, Known, Recipients, SessionKey, StartUrl, StartUrlKind, Why};
use identity_center::Connection;
use machine::System;

use crate::network::connection;

/// Wait at most this long for a page; nothing depends on it.
const PAGE_LIMIT: Duration = Duration::from_secs(4);
/// Read the pages of at most this many portals in one run.
const MAX_PORTALS: usize = 3;

/// The regions that the pages of these sessions' portals name, by canonical address. Skips portals
/// with a valid sign-in, which proves more than the page, and sessions whose sign-in is configured
/// for a server other than AWS.
pub fn portal_pages(
    system: &System,
    facts: &Facts,
    sessions: &[SessionKey],
    limit: Option<Duration>,
) -> impl Future<Output = BTreeMap<String, Known<Option<String>>>> + use<> {
    let limit = limit.unwrap_or(PAGE_LIMIT).min(PAGE_LIMIT);
    let asked: Vec<(String, Known<Connection>)> = sessions
        .iter()
        .filter_map(|key| Some((key, portal_to_read(facts, key)?)))
        .take(MAX_PORTALS)
        .map(|(key, url)| {
            let way = connection(
                system,
                facts,
                key,
                facts.profile_of_session(key),
                // The page is public, and nothing is sent to it.
                Recipients::AsConfigured,
            );
            (url, way)
        })
        .collect();
    let answers = asked.into_iter().map(move |(url, way)| async move {
        let answer = match way {
            Ok(way) => tokio::time::timeout(limit, read_region(&way, &url))
                .await
                .unwrap_or(Err(Why::TimedOut(limit))),
            Err(why) => Err(why),
        };
        (url, answer)
    });
    let answers = futures::future::join_all(answers);
    async move { answers.await.into_iter().collect() }
}

/// The canonical address of a portal whose page to read.
fn portal_to_read(facts: &Facts, key: &SessionKey) -> Option<String> {
    let session = facts.session(key);
    let url = StartUrl::parse(session.start_url.as_deref()?);
    if !matches!(url.kind, StartUrlKind::Portal(_)) || url.is_documentation_example() {
        return None;
    }
    facts.tokens.as_ref().ok()?;
    let is_valid = facts.is_signed_in_or_may_renew(key);
    let elsewhere =
        facts.profile_of_session(key).is_some_and(|profile| profile.endpoints().oidc.is_some());
    (!is_valid && !elsewhere).then_some(url.canonical)
}

async fn read_region(connection: &Connection, url: &str) -> Known<Option<String>> {
    let found = identity_center::portal_region(connection, url).await?;
    Ok(Some(found.region))
}
