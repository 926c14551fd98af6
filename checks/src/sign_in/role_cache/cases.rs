//! Machines for `role-cache`.

use facts::{CacheFault, IdentityAnswer, RoleCredentials, ServiceError, SessionKey, Step};

use crate::testing::{Case, Machine, cases, identity, now, role_credentials};

const ACCOUNT: &str = "111122223333";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn machine() -> Machine {
    Machine::new().config(
        "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n[profile ops]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session corp]\n",
    )
    .profile("dev")
}

fn with(role: &str, credentials: Result<RoleCredentials, CacheFault>) -> Machine {
    machine().cached_role(&corp(), ACCOUNT, role, credentials)
}

fn refused(code: &str) -> IdentityAnswer {
    let error = ServiceError {
        operation: "GetCallerIdentity",
        code: code.into(),
        message: "The security token included in the request is invalid".into(),
        status: Some(403),
        request_id: None,
        at: now(),
    };
    IdentityAnswer::Refused(Step::CallerIdentity, error)
}

/// Credentials with this many minutes left, and STS's answer to them.
fn asked(minutes: i64, answer: IdentityAnswer) -> Machine {
    with("PowerUser", Ok(role_credentials(minutes))).cached_identity("dev", Ok(answer))
}

pub(super) fn cases() -> Vec<Case> {
    let known = || IdentityAnswer::Identity(identity(ACCOUNT, "PowerUser"));
    cases! {
        "they hold": with("PowerUser", Ok(role_credentials(50)))
            => passes;
        "they hold, and STS takes them": asked(50, known())
            => passes;
        "a policy forbids to ask": asked(50, refused("AccessDenied"))
            => passes;
        "they are replaced before they are used": asked(10, refused("ExpiredToken"))
            => passes;
        "STS takes no credentials in this region": asked(50, refused("InvalidClientTokenId"))
                    .identity("dev", Ok(refused("InvalidClientTokenId")))
            => passes;
        "those that ended are out of scope": with("Admin", Ok(role_credentials(-50)))
            => passes;
        "nothing is kept": machine()
            => not_applicable;
        "another profile's": with("Billing", Err(CacheFault::NotJson))
            => not_applicable;
        "STS refuses them": asked(50, refused("InvalidClientTokenId"))
            => fail "refused",
            heals "set-aside";
        "STS says that they ended": asked(50, refused("ExpiredToken"))
            => fail "refused",
            heals "set-aside";
        "cut off": with("PowerUser", Err(CacheFault::NotJson))
            => fail "broken",
            heals "set-aside";
        "cut off, and out of scope": with("Admin", Err(CacheFault::NotJson))
            => warn "broken",
            heals "set-aside";
        "they ended": with("PowerUser", Ok(role_credentials(-50)))
            => note "ended",
            heals "set-aside";
    }
}
