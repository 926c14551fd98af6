//! `endpoints-reachable`: the sign-in, portal and STS endpoints can be reached.

#[cfg(test)]
mod cases;

use facts::{
    Endpoint, Facts, Hop, Obstacle, Probe, Reached, SessionKey, Stage, Subject, Text, Why,
};

use super::{obstacles, ways};
use crate::Need;
use crate::check::Examine;
use crate::{Check, FactKey, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "endpoints-reachable",
    label: "endpoints",
    title: "The sign-in, portal and STS endpoints can be reached",
    group: Group::Network,
    since: "0.1.0",
    requires: &[
        Need::Check("env-endpoints"),
        Need::Check("env-proxy"),
        Need::Check("sso-session-fields"),
        Need::Check("sso-region"),
    ],
    wants: &[FactKey::Probes],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(ways::subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let ways = ways::of(facts, key);
    if let Some((endpoint, probe)) = leading(facts, key, &ways) {
        // Each fault is reported once, for the first session that it affects.
        let first = facts.sessions_in_scope().iter().find(|other| {
            let ways = ways::of(facts, other);
            leading(facts, other, &ways)
                .is_some_and(|(at, other)| alike(&at, other, &endpoint, probe))
        });
        if first.is_some_and(|first| first != key) {
            return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
        }
        let met = places_of_cause(facts, &endpoint, probe);
        return Outcome::Found(vec![obstacles::finding(facts, subject, &endpoint, probe, &met)]);
    }
    if let Some(why) = no_connection(facts, key, &ways) {
        return Outcome::Unknown(why);
    }
    match ways.unknown {
        Some(why) => Outcome::Unknown(why),
        None if ways.seen.is_empty() && ways.sampled => Outcome::Skipped(Skip::Sampled),
        None => {
            let all: Vec<&Endpoint> = ways.seen.iter().map(|(endpoint, _)| endpoint).collect();
            let through = ways.seen.iter().find_map(|(_, probe)| probe.proxy.as_ref());
            Outcome::Passed(match through {
                Some(proxy) => format!("{} through {}", ways::hosts(&all), proxy.shown),
                None => ways::hosts(&all),
            })
        }
    }
}

/// Why AWS cannot be reached for a session, if that is not certainly a fault. The same cause has
/// the same words for all sessions, so that it is one item.
fn no_connection(facts: &Facts, key: &SessionKey, ways: &ways::Ways<'_>) -> Option<Why> {
    let (endpoint, probe) =
        ways.seen.iter().find(|(endpoint, probe)| is_stopped(facts, key, endpoint, probe))?;
    let mut all: Vec<Endpoint> = Vec::new();
    for other in facts.sessions_in_scope() {
        let met = ways::of(facts, other).seen;
        let met = met.into_iter().filter(|(at, there)| {
            is_stopped(facts, other, at, there)
                && there.reached == probe.reached
                && there.proxy == probe.proxy
                && at.configured == endpoint.configured
        });
        for (at, _) in met {
            if !all.iter().any(|known| (&known.host, known.port) == (&at.host, at.port)) {
                all.push(at);
            }
        }
    }
    let all: Vec<&Endpoint> = all.iter().collect();
    Some(Why::Error(uncertain(facts, endpoint, probe, &all)))
}

/// The reason why a question to AWS has no answer: the missing connection, if there is none, in
/// the words of this check.
pub(crate) fn name_cause(facts: &Facts, key: &SessionKey, why: Why) -> Why {
    match why {
        Why::TimedOut(_) | Why::Error(_) => {
            let ways = ways::of(facts, key);
            match leading(facts, key, &ways) {
                Some(_) => why,
                None => no_connection(facts, key, &ways).unwrap_or(why),
            }
        }
        Why::NotAsked | Why::Offline | Why::Service(_) => why,
    }
}

fn is_stopped(facts: &Facts, key: &SessionKey, endpoint: &Endpoint, probe: &Probe) -> bool {
    matches!(probe.reached, Reached::Stopped(..))
        && !ways::has_answered(facts, key, endpoint.service)
}

/// The first certain obstacle of a session.
fn leading<'a>(
    facts: &Facts,
    key: &SessionKey,
    ways: &ways::Ways<'a>,
) -> Option<(Endpoint, &'a Probe)> {
    ways.seen
        .iter()
        .filter(|(endpoint, probe)| is_stopped(facts, key, endpoint, probe))
        .find(|(endpoint, probe)| is_certain(facts, ways, endpoint, probe))
        .cloned()
}

/// Whether this is more than a missing network. An obstacle that may be temporary, or without an
/// answer, becomes certain if another connection of the same kind works.
fn is_certain(facts: &Facts, ways: &ways::Ways<'_>, endpoint: &Endpoint, probe: &Probe) -> bool {
    let Reached::Stopped(hop, obstacle) = &probe.reached else {
        return false;
    };
    let another_is_open = || {
        ways.seen.iter().any(|(other, there)| {
            there.proxy == probe.proxy
                && other.configured == endpoint.configured
                && !matches!(there.reached, Reached::Stopped(..))
        })
    };
    match (hop, obstacle) {
        (_, obstacle) if obstacle.is_certain(facts.network.names_resolve) => true,
        (_, Obstacle::ProxyStatus(500..=599, _)) => another_is_open(),
        (Hop::Host, Obstacle::TimedOut(Stage::Connection, _)) => another_is_open(),
        _ => false,
    }
}

/// Whether two connections fail for the same reason.
fn alike(at: &Endpoint, one: &Probe, there: &Endpoint, other: &Probe) -> bool {
    if one.reached != other.reached || one.proxy != other.proxy {
        return false;
    }
    match one.reached {
        Reached::Stopped(Hop::Proxy, _) => true,
        // One firewall, whichever of AWS's hosts it keeps away.
        Reached::Stopped(Hop::Host, Obstacle::Refused | Obstacle::TimedOut(..))
            if !at.configured && !there.configured =>
        {
            true
        }
        _ => at.host == there.host && at.port == there.port,
    }
}

/// Every endpoint of the sessions in scope that has this cause, the first one first.
fn places_of_cause(facts: &Facts, endpoint: &Endpoint, probe: &Probe) -> Vec<Endpoint> {
    let mut met = vec![endpoint.clone()];
    for key in facts.sessions_in_scope() {
        for (other, there) in ways::of(facts, key).seen {
            let is_same = is_stopped(facts, key, &other, there)
                && alike(&other, there, endpoint, probe)
                && !met.iter().any(|at| (&at.host, at.port) == (&other.host, other.port));
            if is_same {
                met.push(other);
            }
        }
    }
    met
}

/// Why it is unknown whether the connection works.
fn uncertain(facts: &Facts, endpoint: &Endpoint, probe: &Probe, all: &[&Endpoint]) -> String {
    let hosts = ways::hosts(all);
    let Reached::Stopped(hop, obstacle) = &probe.reached else {
        return hosts;
    };
    let proxy = probe.proxy.as_ref().map(|proxy| proxy.shown.as_str());
    let place = match (hop, proxy) {
        (Hop::Proxy, Some(proxy)) => format!("the proxy {proxy}"),
        _ => hosts.clone(),
    };
    match obstacle {
        Obstacle::NoSuchName | Obstacle::NameUnanswered => {
            format!("{place} could not be looked up; there is no network or no DNS server")
        }
        Obstacle::NoRoute => format!("{place} cannot be reached; there is no network"),
        Obstacle::TimedOut(_, limit) => {
            let seconds = limit.as_secs_f32();
            let hint = if proxy.is_none() && endpoint.tls && !endpoint.configured {
                let variable = ways::proxy_variable(facts, true);
                format!("; if this network requires a proxy, set {variable}")
            } else {
                String::new()
            };
            format!("no answer from {place} within {seconds} s{hint}")
        }
        Obstacle::ProxyStatus(status, _) => {
            format!("{place} could not reach {hosts} (HTTP {status})")
        }
        Obstacle::Broken(why) => format!("{place}: {}", Text(why)),
        Obstacle::Refused | Obstacle::NotAProxy => place,
    }
}
