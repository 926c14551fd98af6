//! `token-accepted`: the access portal accepts the token.

#[cfg(test)]
mod cases;

use facts::{
    Facts, IdentityAnswer, Known, ServiceError, Session, SessionKey, Step, Text, Why, clean_line,
};

use crate::Need;
use crate::check::{Examine, every_session};
use crate::kit::needs;
use crate::network::name_cause;
use crate::sign_in::remedies::{UNAUTHORIZED_TOKEN, sign_in_again};
use crate::{Check, FactKey, Finding, Group, Outcome};

pub(crate) static CHECK: Check = Check {
    id: "token-accepted",
    label: "token accepted",
    title: "The access portal accepts the token",
    group: Group::Identity,
    since: "0.1.0",
    requires: &[
        Need::Check("env-endpoints"),
        Need::Check("env-ca-bundle"),
        Need::Check("env-proxy"),
        needs::SESSION_FIELDS,
        needs::TOKEN_USABLE,
        Need::Check("endpoints-reachable"),
        Need::Check("tls-trust"),
    ],
    wants: &[FactKey::Accepted],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(every_session, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(session: &Session<'_>) -> Outcome {
    let (facts, key) = (session.facts, &session.key);
    match acceptance(facts, key) {
        Ok(Ok(())) => Outcome::Passed(clean_line(key.name())),
        Ok(Err(error)) => Outcome::Found(vec![refused(facts, key, error)]),
        Err(why) => Outcome::Unknown(name_cause(facts, key, why)),
    }
}

/// The portal's answer to the token, in any call.
fn acceptance<'a>(facts: &'a Facts, key: &SessionKey) -> Known<Result<(), &'a ServiceError>> {
    let network = &facts.network;
    if let Some(answer) = network.accepted.get(key) {
        return answer.as_ref().map(|answer| answer.as_ref().copied()).map_err(Clone::clone);
    }
    let mut unknown = None;
    let users = facts.session_users().get(key);
    for name in users.into_iter().flatten() {
        match network.identities.get(name) {
            Some(Ok(IdentityAnswer::Refused(Step::RoleCredentials, error))) => {
                if error.is_unauthorized() {
                    return Ok(Err(error));
                }
                if !error.may_pass() {
                    return Ok(Ok(()));
                }
                unknown = Some(Why::Service(Box::new(error.clone())));
            }
            Some(Ok(_)) => return Ok(Ok(())),
            Some(Err(why)) => unknown = Some(why.clone()),
            None => {}
        }
    }
    Err(unknown.unwrap_or(Why::NotAsked))
}

fn refused(facts: &Facts, key: &SessionKey, error: &ServiceError) -> Finding {
    let session = clean_line(key.name());
    let finding = Finding::stops("refused", "the portal rejects the token").what(format!("The portal rejects the token of {session}, although it has not expired."))
    .why(format!("{}. You signed out elsewhere, an administrator ended the session, or sso_region is not the portal's region.", Text(&error.to_string())))
    .says(UNAUTHORIZED_TOKEN);
    sign_in_again(finding, facts, key)
}
