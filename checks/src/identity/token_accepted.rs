//! `token-accepted`: the access portal accepts the token.

use facts::{
    Facts, IdentityAnswer, Known, ServiceError, SessionKey, Step, Subject, Why, clean_line,
};

use crate::sign_in::remedies::{again, by_hand};
use crate::sign_in::token_valid::is_passing;
use crate::{Check, FactKey, Finding, Group, Outcome, Severity};

pub(crate) static CHECK: Check = Check {
    id: "token-accepted",
    label: "token accepted",
    title: "The access portal accepts the token",
    group: Group::Identity,
    since: "0.1.0",
    requires: &[
        "env-endpoints",
        "env-ca-bundle",
        "env-proxy",
        "sso-session-exists",
        "sso-session-fields",
        "token-present",
        "token-registration",
        "token-origin",
        "token-valid",
        "endpoints-reachable",
        "tls-trust",
    ],
    wants: &[FactKey::Accepted],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

The access portal takes the token of each session. Where a profile of the session is asked who it is,
its answer tells; else the portal is asked for one account (`ListAccounts`).

## Why it matters

A token that has not ended by its date may be void all the same: you signed out in the browser or on
another computer, or an administrator ended your sessions. No tool can see that without asking.

## How it is put right

You sign in again. Where that does not help, `sso_region` is not the region that the portal lives in: it
stands in the address that the browser shows while you sign in, and beneath your name in the portal.

A tool that fails while the AWS CLI works with the same profile may ask the profile's `region` rather
than `sso_region`: older AWS SDKs for JavaScript did, and a newer version of the tool helps.

## Errors people see

- AWS CLI, boto3: `The SSO session associated with this profile has expired or is otherwise invalid. To
  refresh this SSO session run aws sso login with the corresponding profile.`
- `An error occurred (UnauthorizedException) when calling the GetRoleCredentials operation: Session
  token not found or invalid`
- JavaScript SDK: `UnauthorizedException: Session token not found or invalid`
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    let sessions = facts.sessions_in_scope().iter().cloned();
    sessions.map(Subject::Session).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    match acceptance(facts, key) {
        Ok(Ok(())) => Outcome::Passed(clean_line(key.name())),
        Ok(Err(error)) => Outcome::Found(vec![refused(facts, subject, key, error)]),
        Err(why) => Outcome::Unknown(why),
    }
}

/// What the portal said to the token, whatever it was asked.
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
                if !is_passing(error) {
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

fn refused(facts: &Facts, subject: &Subject, key: &SessionKey, error: &ServiceError) -> Finding {
    let session = clean_line(key.name());
    Finding::new(
        "refused",
        Severity::Fail,
        subject,
        "the portal does not accept the token",
        format!("The portal does not accept the token of {session}, although it has not expired."),
    )
    .why(format!("{}. The sign-in was ended, by you elsewhere or by an administrator, or sso_region is not the portal's.", clean_line(&error.to_string())))
    .says("The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.")
    .next("sign in again")
    .offer(again(key, "Sign in again"))
    .offer(by_hand(facts, key))
}

#[cfg(test)]
mod tests {
    use facts::{IdentityAnswer, Known, ServiceError, SessionKey, Step, Why};

    use crate::Severity::Fail;
    use crate::testing::{
        Case, Machine, finds, identity, not_applicable, now, passes, token, unknown,
    };

    fn corp() -> SessionKey {
        SessionKey::Named("corp".into())
    }

    fn machine() -> Machine {
        Machine::new()
            .config("[profile a]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n[profile b]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = S\n[sso-session corp]\nsso_region = us-east-1\n")
            .token(&corp(), Ok(token(8, true)))
    }

    fn error(operation: &'static str, code: &str, status: u16) -> ServiceError {
        ServiceError {
            operation,
            code: code.into(),
            message: String::new(),
            status: Some(status),
            request_id: None,
            at: now(),
        }
    }

    /// The portal refuses to give the role of `a`.
    fn answered(code: &str, status: u16) -> Machine {
        let error = error("GetRoleCredentials", code, status);
        machine().identity("a", Ok(IdentityAnswer::Refused(Step::RoleCredentials, error)))
    }

    fn asked(answer: Known<Result<(), ServiceError>>) -> Machine {
        machine().accepted(&corp(), answer)
    }

    pub(super) fn cases() -> Vec<Case> {
        let known = || Ok(IdentityAnswer::Identity(identity("111122223333", "R")));
        let unauthorized = error("ListAccounts", "UnauthorizedException", 401);
        let healed = |case: Case| case.healed_by("sign-in", &[]);
        vec![
            passes("a profile answers", machine().identity("a", known())),
            passes(
                "the role is not given, and the token is taken",
                answered("ForbiddenException", 403),
            ),
            passes("the list of accounts", asked(Ok(Ok(())))),
            passes(
                "one profile was not reached, another answers",
                machine().identity("a", Err(Why::NotAsked)).identity("b", known()),
            ),
            not_applicable("no single sign-on", Machine::new()),
            unknown("nobody asked", machine()),
            unknown(
                "no connection",
                asked(Err(Why::Error(
                    "portal.sso.us-east-1.amazonaws.com could not be reached".into(),
                ))),
            ),
            unknown("too many requests", answered("TooManyRequestsException", 429)),
            healed(finds("revoked", asked(Ok(Err(unauthorized))), "refused", Fail)),
            healed(finds(
                "revoked, as a profile tells",
                answered("UnauthorizedException", 401),
                "refused",
                Fail,
            )),
        ]
    }
}
