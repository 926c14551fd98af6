//! `tls-trust`: AWS tools trust the authority that issued the certificates on the connection to
//! AWS.

#[cfg(test)]
mod cases;

use facts::{Endpoint, Facts, Reached, SessionKey, Shown, Subject, Verdict, Why};

use super::{untrusted, ways};
use crate::Need;
use crate::check::Examine;
use crate::{Check, FactKey, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "tls-trust",
    label: "certificates",
    title: "The certificates come from a trusted authority",
    group: Group::Network,
    since: "0.1.0",
    requires: &[
        Need::Check("env-ca-bundle"),
        Need::Check("sso-session-fields"),
        Need::Check("sso-region"),
        Need::Check("endpoints-reachable"),
    ],
    wants: &[FactKey::Probes],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The operating system knows the authority, the AWS CLI does not.
    Inspected,
    /// No program on this machine knows the authority.
    UnknownAuthority,
    /// An intermediate certificate was not sent.
    Incomplete,
    /// It is not valid at this time.
    OutOfTime,
    /// It is for another hostname.
    OtherHost,
    /// The configured bundle lacks the authority, and others know it.
    NotInBundle,
    /// The AWS CLI knows the authority, the operating system does not.
    NotInSystem,
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    let all = ways::subjects(facts);
    if facts.request().offline {
        return all;
    }
    let speaks_tls = |subject: &Subject| match subject {
        Subject::Session(key) => facts.endpoints(key).iter().flatten().any(|endpoint| endpoint.tls),
        _ => false,
    };
    all.into_iter().filter(speaks_tls).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let ways = ways::of(facts, key);
    let chains = shown(&ways);
    if let Some((_, chain, fault)) = leading(&chains) {
        // Each fault is reported once, for the first session that it affects.
        let first = facts.sessions_in_scope().iter().find(|other| {
            let ways = ways::of(facts, other);
            leading(&shown(&ways))
                .is_some_and(|(_, other, of)| of == fault && other.issuer() == chain.issuer())
        });
        if first.is_some_and(|first| first != key) {
            return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
        }
        let met: Vec<&Endpoint> = chains
            .iter()
            .filter(|(_, chain)| fault_of(chain) == Some(fault))
            .map(|(endpoint, _)| *endpoint)
            .collect();
        return Outcome::Found(vec![untrusted::finding(facts, &met, chain, fault)]);
    }
    for (endpoint, chain) in &chains {
        match (&chain.by_bundle, chain.verdict()) {
            (Some(Err(why)), _) => return Outcome::Unknown(why.clone()),
            (_, Verdict::Unusable(why)) => {
                return Outcome::Unknown(Why::Error(format!("{endpoint}: {why}")));
            }
            _ => {}
        }
    }
    match (chains.first(), ways.unknown.clone()) {
        (Some((_, chain)), _) => {
            Outcome::Passed(chain.issuer().map(ToString::to_string).unwrap_or_default())
        }
        (None, Some(why)) => Outcome::Unknown(why),
        (None, None) if ways.seen.is_empty() => Outcome::Skipped(Skip::Sampled),
        (None, None) => {
            let why = Why::Error("not checked: no connection".to_owned());
            Outcome::Unknown(super::name_cause(facts, key, why))
        }
    }
}

/// The chains that were received.
fn shown<'a>(ways: &'a ways::Ways<'a>) -> Vec<(&'a Endpoint, &'a Shown)> {
    ways.seen
        .iter()
        .filter_map(|(endpoint, probe)| match &probe.reached {
            Reached::Shown(shown) => Some((endpoint, &**shown)),
            _ => None,
        })
        .collect()
}

/// The first chain with a fault; those that stop AWS tools come first.
fn leading<'a>(chains: &[(&'a Endpoint, &'a Shown)]) -> Option<(&'a Endpoint, &'a Shown, Fault)> {
    let faults = || {
        chains.iter().filter_map(|(endpoint, chain)| Some((*endpoint, *chain, fault_of(chain)?)))
    };
    faults().find(|(_, _, fault)| *fault != Fault::NotInSystem).or_else(|| faults().next())
}

/// The problem with a chain, if there certainly is one.
fn fault_of(chain: &Shown) -> Option<Fault> {
    let trusted = |verdict: &Verdict| *verdict == Verdict::Trusted;
    match &chain.by_bundle {
        Some(Err(_)) => None,
        Some(Ok(verdict)) => match verdict {
            Verdict::Trusted | Verdict::Unusable(_) => None,
            Verdict::OutOfTime => Some(Fault::OutOfTime),
            Verdict::OtherHost => Some(Fault::OtherHost),
            Verdict::UnknownIssuer if trusted(&chain.by_system) || trusted(&chain.by_public) => {
                Some(Fault::NotInBundle)
            }
            Verdict::UnknownIssuer => Some(stranger(chain)),
        },
        None => match (&chain.by_public, &chain.by_system) {
            (Verdict::Trusted, Verdict::Trusted) => None,
            (Verdict::Trusted, _) => Some(Fault::NotInSystem),
            (_, Verdict::Trusted) => Some(Fault::Inspected),
            (Verdict::OutOfTime, _) | (_, Verdict::OutOfTime) => Some(Fault::OutOfTime),
            (Verdict::OtherHost, _) | (_, Verdict::OtherHost) => Some(Fault::OtherHost),
            (Verdict::UnknownIssuer, _) => Some(stranger(chain)),
            (Verdict::Unusable(_), _) => None,
        },
    }
}

/// No program on this machine knows the issuer.
fn stranger(chain: &Shown) -> Fault {
    if chain.is_incomplete { Fault::Incomplete } else { Fault::UnknownAuthority }
}

/// Whether this session has the same fault with the same authority.
pub(super) fn meets(facts: &Facts, key: &SessionKey, chain: &Shown, fault: Fault) -> bool {
    let ways = ways::of(facts, key);
    shown(&ways)
        .iter()
        .any(|(_, other)| fault_of(other) == Some(fault) && other.issuer() == chain.issuer())
}
