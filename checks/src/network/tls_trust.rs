//! `tls-trust`: the certificates on the way to AWS come from an authority that AWS tools trust.

use facts::{Endpoint, Facts, Reached, SessionKey, Shown, Subject, Verdict, Why};

use super::{untrusted, ways};
use crate::{Check, FactKey, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "tls-trust",
    label: "certificates",
    title: "The certificates come from a trusted authority",
    group: Group::Network,
    since: "0.1.0",
    requires: &["env-ca-bundle", "sso-session-fields", "sso-region", "endpoints-reachable"],
    wants: &[FactKey::Probes],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: super::tls_trust_cases::cases,
};

const MANUAL: &str = "\
## What it checks

The certificates that the sign-in service, the access portal and STS show, in a handshake of its own
over which nothing is sent unless they are trusted. They are held against the bundle that is set
(`AWS_CA_BUNDLE`, `ca_bundle`), or else against the public authorities: the AWS CLI does not ask the
operating system but brings a list of its own along. Four things are told apart: somebody else's
authority (a company that inspects TLS), certificates that have ended, a certificate in between that is
missing, and a certificate for another host.

## Why it matters

Whoever holds a certificate that your tools trust can read the sign-in. So they stop where they do not
know the authority, and rightly.

## How it is put right

- **A company's authority that this computer trusts.** Browsers work and the AWS CLI does not. The
  operating system's authorities are set as `ca_bundle` of the profiles: the file that the system keeps
  of them, where it has one, or one that is written into this program's configuration folder. The setting
  replaces the list of the AWS CLI, so the file holds the public authorities as well as the company's.
- **An authority that this computer does not know.** Ask your IT department for its root certificate as a
  file, and whether this network is meant to inspect the connections to AWS. It is never taken from the
  connection itself: that would trust whoever happens to be there.
- **A bundle that is set and lacks the authority.** Another bundle, or none.
- **Ended, missing in between, for another host.** Nothing on this computer mends that; whoever runs the
  proxy or the network does. A clock that is wrong makes good certificates look ended. A network that
  wants a sign-in of its own (hotels, trains) shows certificates for another host.

Verification is never turned off (`--no-verify-ssl`), not even for a try.

Tools differ: Terraform and the SDKs for Go and .NET ask the operating system, those for Python and
JavaScript bring authorities along, and Java has a store of its own.

## Errors people see

- `SSL validation failed for https://oidc.us-east-1.amazonaws.com/… [SSL: CERTIFICATE_VERIFY_FAILED]
  certificate verify failed: unable to get local issuer certificate`
- `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate
  chain`
- `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired`
- `x509: certificate signed by unknown authority`
- `unable to get local issuer certificate`
- `PKIX path building failed`
";

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The operating system knows the authority, the AWS CLI does not.
    Inspected,
    /// Nobody here knows the authority.
    UnknownAuthority,
    /// A certificate in between was not shown.
    Incomplete,
    /// It is not valid at this time.
    OutOfTime,
    /// It is for another host.
    OtherHost,
    /// The bundle that is set lacks the authority, and others know it.
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
        // One fault is told once, at the first session that meets it.
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
        return Outcome::Found(vec![untrusted::finding(facts, subject, &met, chain, fault)]);
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
        (None, None) => Outcome::Unknown(Why::Error(
            "no certificate was seen, as no connection came about".to_owned(),
        )),
    }
}

/// The chains that were shown.
fn shown<'a>(ways: &'a ways::Ways<'a>) -> Vec<(&'a Endpoint, &'a Shown)> {
    ways.seen
        .iter()
        .filter_map(|(endpoint, probe)| match &probe.reached {
            Reached::Shown(shown) => Some((endpoint, &**shown)),
            _ => None,
        })
        .collect()
}

/// The first chain with a fault; those that stop AWS tools come before the others.
fn leading<'a>(chains: &[(&'a Endpoint, &'a Shown)]) -> Option<(&'a Endpoint, &'a Shown, Fault)> {
    let faults = || {
        chains.iter().filter_map(|(endpoint, chain)| Some((*endpoint, *chain, fault_of(chain)?)))
    };
    faults().find(|(_, _, fault)| *fault != Fault::NotInSystem).or_else(|| faults().next())
}

/// What is wrong with a chain, if it is certain that something is.
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

/// Nobody here knows the issuer.
fn stranger(chain: &Shown) -> Fault {
    if chain.is_incomplete { Fault::Incomplete } else { Fault::UnknownAuthority }
}

/// Whether this session meets the same fault of the same authority.
pub(super) fn meets(facts: &Facts, key: &SessionKey, chain: &Shown, fault: Fault) -> bool {
    let ways = ways::of(facts, key);
    shown(&ways)
        .iter()
        .any(|(_, other)| fault_of(other) == Some(fault) && other.issuer() == chain.issuer())
}
