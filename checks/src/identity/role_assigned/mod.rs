//! `role-assigned`: the user has the account and the role.

#[cfg(test)]
mod cases;

use facts::{AssignedAccount, Facts, IdentityAnswer, Profile, ServiceError, SessionKey, Step, Why};

use crate::Need;
use crate::check::Examine;
use crate::identity::not_assigned::{Refused, finding};
use crate::kit::needs;
use crate::network::name_cause;
use crate::{Check, FactKey, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "role-assigned",
    label: "role",
    title: "The account and the role are assigned to you",
    group: Group::Identity,
    since: "0.1.0",
    requires: &[
        Need::Check("profile-exists"),
        needs::SESSION_FIELDS,
        Need::Check("profile-fields"),
        needs::TOKEN_USABLE,
        Need::Check("endpoints-reachable"),
        Need::Check("tls-trust"),
        Need::Check("token-accepted"),
    ],
    wants: &[FactKey::Assigned],
    manual: include_str!("manual.md"),
    examine: Examine::ProfilesInScope(super::caller_identity::has_a_role, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(profile: &Profile<'_>) -> Outcome {
    let facts = profile.facts();
    let (Some(key), Some(account), Some(role)) =
        (profile.session_key(), profile.account(), profile.role())
    else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let assigned = Assigned::of(facts, &key, account);
    let error = match facts.network.identities.get(profile.name) {
        Some(Err(why)) => return Outcome::Unknown(name_cause(facts, &key, why.clone())),
        Some(Ok(IdentityAnswer::Refused(Step::RoleCredentials, error))) => Some(error),
        // The portal gave the role, whatever STS said afterwards.
        Some(Ok(_)) => return Outcome::Passed("granted by the portal".into()),
        None => None,
    };
    match error {
        Some(error) if error.may_pass() || !error.is_forbidden() => {
            Outcome::Unknown(Why::Service(Box::new(error.clone())))
        }
        Some(_) => found(facts, profile, &key, assigned, error),
        None => match assigned {
            Assigned::Roles(roles) if roles.iter().any(|name| name == role) => {
                Outcome::Passed("assigned".into())
            }
            Assigned::Roles(_) | Assigned::Nothing(_) => {
                found(facts, profile, &key, assigned, error)
            }
            Assigned::Unknown(Some(why)) => Outcome::Unknown(name_cause(facts, &key, why.clone())),
            Assigned::Unknown(None) if super::is_sampled(facts) => Outcome::Skipped(Skip::Sampled),
            Assigned::Unknown(None) => Outcome::Unknown(Why::NotAsked),
        },
    }
}

/// What is assigned in an account.
#[derive(Clone, Copy)]
pub(super) enum Assigned<'a> {
    /// These roles; there is at least one.
    Roles(&'a [String]),
    /// Nothing, with the portal's refusal if there was one.
    Nothing(Option<&'a ServiceError>),
    /// Unknown, with the reason if the portal was asked.
    Unknown(Option<&'a Why>),
}

impl<'a> Assigned<'a> {
    fn of(facts: &'a Facts, key: &SessionKey, account: &str) -> Self {
        let place = (key.clone(), account.to_owned());
        match facts.network.roles.get(&place) {
            None => Self::Unknown(None),
            Some(Ok(roles)) if roles.is_empty() => Self::Nothing(None),
            Some(Ok(roles)) => Self::Roles(roles),
            Some(Err(why)) => match why.service() {
                Some(error) if error.is_forbidden() => Self::Nothing(Some(error)),
                _ => Self::Unknown(Some(why)),
            },
        }
    }
}

fn found(
    facts: &Facts,
    profile: &Profile<'_>,
    key: &SessionKey,
    assigned: Assigned<'_>,
    error: Option<&ServiceError>,
) -> Outcome {
    let accounts = facts.network.accounts.get(key);
    let accounts: Option<&[AssignedAccount]> =
        accounts.and_then(|accounts| accounts.as_deref().ok());
    // A user without any account is told so once per session, at its first profile.
    if accounts.is_some_and(<[_]>::is_empty) {
        let first = facts
            .profiles_in_scope()
            .filter(super::caller_identity::has_a_role)
            .find(|other| other.session_key().as_ref() == Some(key));
        if first.is_some_and(|first| first.name != profile.name) {
            return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
        }
    }
    let refused = Refused { facts, profile, key, assigned, accounts, error };
    Outcome::Found(vec![finding(&refused)])
}
