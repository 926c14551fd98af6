//! Machines for `token-accepted`.

use facts::{IdentityAnswer, Known, ServiceError, SessionKey, Step, Why};

use crate::Severity::Fail;
use crate::testing::{Case, Machine, finds, identity, not_applicable, now, passes, token, unknown};

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

/// The portal refuses to give the role of profile `a`.
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
