//! Machines for `login-cache`.

use facts::{CacheFault, Why};

use crate::testing::{Case, LOGIN, Machine, cases, login_keys};

fn build() -> Machine {
    Machine::new()
        .config(&format!("[profile build]\nlogin_session = {LOGIN}\nregion = us-east-1\n"))
        .env("AWS_PROFILE", "build")
}

fn broken(fault: CacheFault) -> Machine {
    build().login(LOGIN, Err(fault))
}

pub(super) fn cases() -> Vec<Case> {
    let unreadable = || broken(CacheFault::Unreadable("permission denied".into()));
    cases! {
        "signed in": build().login(LOGIN, Ok(login_keys(10)))
            => passes;
        "expired keys are whole": build().login(LOGIN, Ok(login_keys(-600)))
            => passes;
        "never signed in": build()
            => not_applicable;
        "no aws login": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "a profile that assumes a role": broken(CacheFault::NotJson)
                .config(&format!("[profile build]\nlogin_session = {LOGIN}\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = build\n"))
            => not_applicable;
        "another profile's": broken(CacheFault::NotJson)
                .config(&format!("[default]\ncredential_process = /bin/keys\n[profile build]\nlogin_session = {LOGIN}\n"))
                .profile("default")
            => not_applicable;
        "the cache could not be read": build().logins_unknown(Why::NotAsked)
            => unknown;
        "cut off": broken(CacheFault::NotJson)
            => fail "unusable" @ 2,
            heals "set-aside";
        "no refresh token": broken(CacheFault::Missing("refreshToken"))
            => fail "unusable" @ 2,
            heals "set-aside";
        "no secret key": broken(CacheFault::Missing("secretAccessKey"))
            => fail "unusable" @ 2,
            heals "set-aside";
        "an odd time": broken(CacheFault::BadTime)
            => fail "unusable" @ 2,
            heals "set-aside";
        "unreadable": unreadable()
            => fail "unusable" @ 2,
            heals "set-aside";
        "unreadable by its mode": unreadable().login_file(LOGIN, |entry| entry.mode = Some(0o200))
            => fail "unusable" @ 2,
            heals "set-mode";
        "unreadable and another user's": unreadable().login_file(LOGIN, |entry| entry.owned = Some(false))
            => fail "unusable" @ 2;
        "another user's": build().login(LOGIN, Ok(login_keys(10))).login_file(LOGIN, |entry| {
                entry.owned = Some(false);
                entry.writable = Some(false);
            })
            => warn "not-yours" @ 2;
    }
}
