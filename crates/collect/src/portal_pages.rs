//! What the page of a portal says of its region, for somebody who is not signed in to it.

use std::collections::BTreeMap;
use std::time::Duration;

use facts::{Facts, Known, SessionKey, StartUrl, StartUrlKind, Why};
use identity_center::Connection;
use machine::System;

use crate::network::connection;

/// The longest that the pages are waited for: they tell something, and nothing waits for them.
const LIMIT: Duration = Duration::from_secs(4);
/// Portals that are looked at in one run.
const MOST: usize = 3;

/// The regions that the pages of these sessions' portals name, by canonical address. Only a portal
/// that nobody is signed in to is looked at (a sign-in that holds proves more than its page), and
/// only where the sign-in goes to AWS: with a setting that sends it elsewhere, the address is not
/// AWS's to answer.
pub fn portal_pages(
    system: &System,
    facts: &Facts,
    sessions: &[SessionKey],
    limit: Option<Duration>,
) -> impl Future<Output = BTreeMap<String, Known<Option<String>>>> + use<> {
    let limit = limit.unwrap_or(LIMIT).min(LIMIT);
    let asked: Vec<(String, Known<Connection>)> = sessions
        .iter()
        .filter_map(|key| Some((key, address(facts, key)?)))
        .take(MOST)
        .map(|(key, url)| {
            let way = connection(system, facts, key, facts.profile_of_session(key));
            (url, way)
        })
        .collect();
    let answers = asked.into_iter().map(move |(url, way)| async move {
        let answer = match way {
            Ok(way) => tokio::time::timeout(limit, region(&way, &url))
                .await
                .unwrap_or(Err(Why::TimedOut(limit))),
            Err(why) => Err(why),
        };
        (url, answer)
    });
    let answers = futures::future::join_all(answers);
    async move { answers.await.into_iter().collect() }
}

/// The canonical address of a portal whose page is worth a look.
fn address(facts: &Facts, key: &SessionKey) -> Option<String> {
    let session = facts.session(key);
    let url = StartUrl::parse(session.start_url.as_deref()?);
    if !matches!(url.kind, StartUrlKind::Portal(_)) || url.is_documentation_example() {
        return None;
    }
    let holds = facts
        .tokens
        .as_ref()
        .ok()?
        .entries
        .get(&key.cache_name())
        .and_then(|entry| entry.token.as_ref().ok())
        .is_some_and(|token| !token.has_expired(facts.now) || token.can_be_refreshed(facts.now));
    let elsewhere =
        facts.profile_of_session(key).is_some_and(|profile| profile.endpoints().oidc.is_some());
    (!holds && !elsewhere).then_some(url.canonical)
}

async fn region(connection: &Connection, url: &str) -> Known<Option<String>> {
    let found = identity_center::portal_region(connection, url).await?;
    Ok(Some(found.region))
}
