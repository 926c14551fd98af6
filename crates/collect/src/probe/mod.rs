//! Probes the paths to AWS without credentials: the name, the connection (through the proxy if
//! there is one), the certificates, and the time. All run in parallel, each within a limit.

mod chain;
mod handshake;
mod trust;
mod way;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use facts::{
    Endpoint, Facts, Hop, Known, Obstacle, Probe, ProxySettings, Reached, Service, SessionKey,
    Skew, Verdict, Why,
};
use futures::future::join_all;
use tokio::time::Instant;
use url::Url;

use machine::{ProxyRules, System};

use trust::Sources;
use way::Deadline;

/// Wait at most this long for one path.
const PROBE_LIMIT: Duration = Duration::from_secs(4);

/// Probe at most this many paths in one run; users have fewer, because sessions share regions.
const MAX_PROBES: usize = 24;

/// AWS names that always exist, to test whether names can be resolved at all.
const CONTROLS: [&str; 2] = ["sts.us-east-1.amazonaws.com", "sts.eu-central-1.amazonaws.com"];

/// The results of probing the paths to AWS.
#[derive(Clone, Debug, Default)]
pub struct Probes {
    /// By endpoint.
    pub probes: BTreeMap<Endpoint, Known<Probe>>,
    /// Whether any AWS name resolves; tested only if one did not.
    pub names_resolve: Option<bool>,
}

/// Probes the paths to the endpoints of these sessions that are not in `facts` yet. The targets
/// are chosen immediately, so the future borrows nothing.
///
/// Sends only a TLS handshake to an endpoint, and one `HEAD /` for its time to a sign-in service
/// with trusted certificates.
pub fn probes(
    system: &System,
    facts: &Facts,
    sessions: &[SessionKey],
    limit: Option<Duration>,
) -> impl Future<Output = Probes> + Send + use<> {
    let targets = choose_targets(facts, sessions);
    let settings = facts.proxy_in_use();
    let system = system.clone();
    let limit = limit.map_or(PROBE_LIMIT, |limit| limit.min(PROBE_LIMIT));
    async move { probe_all(&system, &settings, targets, limit).await }
}

/// How far off this computer's clock is, if AWS has sent its time with any response.
pub fn clock(system: &System) -> Option<Skew> {
    system.server_clock().skew(system.now())
}

/// The endpoints to probe.
fn choose_targets(facts: &Facts, sessions: &[SessionKey]) -> BTreeSet<Endpoint> {
    sessions
        .iter()
        .flat_map(|key| facts.endpoints(key))
        .flatten()
        .filter(|endpoint| !facts.network.probes.contains_key(endpoint))
        .take(MAX_PROBES)
        .collect()
}

async fn probe_all(
    system: &System,
    settings: &ProxySettings,
    targets: BTreeSet<Endpoint>,
    limit: Duration,
) -> Probes {
    if targets.is_empty() {
        return Probes::default();
    }
    // A malformed proxy variable affects only connections through that proxy.
    let rules = |tls: bool| {
        let only = ProxySettings {
            https: settings.https.clone().filter(|_| tls),
            http: settings.http.clone().filter(|_| !tls),
            none: settings.none.clone(),
        };
        ProxyRules::parse(&only).map_err(Why::error)
    };
    let (secure, plain) = (rules(true), rules(false));
    let deadline = Deadline { at: Instant::now() + limit, limit };
    let bundles: BTreeSet<_> =
        targets.iter().filter_map(|target| target.ca_bundle.clone()).collect();
    let sources = Arc::new(Sources::new(system.clone(), bundles));
    let asked = targets.into_iter().map(|target| {
        let rules = if target.tls { &secure } else { &plain };
        let proxy = match rules {
            Ok(rules) => Ok(rules.proxy(&target.url()).cloned()),
            Err(why) => Err(why.clone()),
        };
        let sources = Arc::clone(&sources);
        async move {
            let probe = match proxy {
                Ok(proxy) => Ok(probe_one(system, &target, proxy, &sources, deadline).await),
                Err(why) => Err(why),
            };
            (target, probe)
        }
    });
    let probes: BTreeMap<Endpoint, Known<Probe>> = join_all(asked).await.into_iter().collect();
    let names_resolve = names_resolve(system, &probes, deadline).await;
    Probes { probes, names_resolve }
}

async fn probe_one(
    system: &System,
    target: &Endpoint,
    proxy: Option<Url>,
    sources: &Sources,
    deadline: Deadline,
) -> Probe {
    let shown = proxy.as_ref().map(way::shown);
    let reached = match reach(system, target, proxy, sources, deadline).await {
        Ok(reached) => reached,
        Err((hop, obstacle)) => Reached::Stopped(hop, obstacle),
    };
    Probe { proxy: shown, reached }
}

async fn reach(
    system: &System,
    target: &Endpoint,
    proxy: Option<Url>,
    sources: &Sources,
    deadline: Deadline,
) -> Result<Reached, (Hop, Obstacle)> {
    let stream = way::open(system, target, proxy.as_ref(), sources, deadline).await?;
    if !target.tls {
        return Ok(Reached::Connected);
    }
    let trust = sources.trust(target.ca_bundle.as_deref()).await;
    let (mut shown, shaken) =
        handshake::handshake(stream, &target.host, trust, system.now(), deadline)
            .await
            .map_err(|obstacle| (Hop::Host, obstacle))?;
    if shown.by_system == Verdict::Trusted && *shown.verdict() != Verdict::Trusted {
        shown.offer = sources.offer(shaken.chain, &target.host).await;
    }
    // One service is enough to get the time.
    if let Some(stream) = shaken.trusted
        && target.service == Service::Oidc
        && let Some(date) = handshake::fetch_date(stream, target, deadline).await
    {
        system.server_clock().note_date(&date);
    }
    Ok(Reached::Shown(Box::new(shown)))
}

/// If a name did not resolve: whether any other does.
async fn names_resolve(
    system: &System,
    probes: &BTreeMap<Endpoint, Known<Probe>>,
    deadline: Deadline,
) -> Option<bool> {
    let unresolved = |probe: &Probe| {
        matches!(
            probe.reached,
            Reached::Stopped(_, Obstacle::NoSuchName | Obstacle::NameUnanswered)
        )
    };
    let looked_up =
        probes.iter().filter_map(|(endpoint, probe)| Some((endpoint, probe.as_ref().ok()?)));
    let failed: Vec<&Endpoint> = looked_up
        .clone()
        .filter(|(_, probe)| unresolved(probe))
        .map(|(endpoint, _)| endpoint)
        .collect();
    if failed.is_empty() {
        return None;
    }
    let is_name = |host: &str| host != "localhost" && host.parse::<std::net::IpAddr>().is_err();
    let another_was = looked_up.clone().any(|(endpoint, probe)| {
        probe.proxy.is_none() && is_name(&endpoint.host) && !unresolved(probe)
    });
    if another_was {
        return Some(true);
    }
    let control =
        CONTROLS.iter().find(|name| failed.iter().all(|endpoint| endpoint.host != **name))?;
    Some(way::lookup(system, control, 443, deadline).await.is_ok())
}
