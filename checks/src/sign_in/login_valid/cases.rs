//! Machines for `login-valid`.

use facts::{CacheFault, Why};

use crate::testing::{Case, LOGIN, Machine, cases, login_keys, version};

fn build() -> Machine {
    Machine::new()
        .config(&format!("[profile build]\nlogin_session = {LOGIN}\nregion = us-east-1\n"))
        .env("AWS_PROFILE", "build")
}

fn signed_in(minutes: i64) -> Machine {
    build().login(LOGIN, Ok(login_keys(minutes)))
}

pub(super) fn cases() -> Vec<Case> {
    let only_build =
        || Machine::new().config(&format!("[profile build]\nlogin_session = {LOGIN}\n"));
    cases! {
        "signed in": signed_in(10)
            => passes;
        "as the source of a role": signed_in(10).config(&format!(
                "[profile build]\nlogin_session = {LOGIN}\n[profile ops]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = build\n"
            )).profile("ops")
            => passes;
        "keys in the environment come first": build().env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => not_applicable;
        "single sign-on comes first": build().config(&format!("[profile build]\nlogin_session = {LOGIN}\nsso_account_id = 111122223333\nsso_role_name = x\n"))
            => not_applicable;
        "stored keys come first": build().credentials("[build]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => not_applicable;
        "another profile's": build().config(&format!("[default]\nregion = us-east-1\ncredential_process = /bin/keys\n[profile build]\nlogin_session = {LOGIN}\n")).profile("default")
            => not_applicable;
        "no aws login": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "a damaged file is login-cache's": build().login(LOGIN, Err(CacheFault::NotJson))
            => not_applicable;
        "its keys expired, and it may be alive": signed_in(-20)
            => unknown;
        "the cache could not be read": build().logins_unknown(Why::Error("permission denied".into()))
            => unknown;
        "never signed in": build()
            => fail "not-signed-in" @ 2;
        "never signed in, in a container": build().env("CONTAINER", "docker")
            => fail "not-signed-in" @ 2;
        "keys in the environment, and the profile by its flag": build().profile("build").env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => fail "not-signed-in" @ 2;
        "an AWS CLI without aws login": build().without_aws().aws("/usr/bin/aws", Ok(version("2.9.19")))
            => fail "not-signed-in" @ 2;
        "signed out, and the source of a role": build().config(&format!(
                "[profile build]\nlogin_session = {LOGIN}\n[profile ops]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = build\n"
            )).profile("ops")
            => fail "not-signed-in" @ 2;
        "no profile was chosen, and there is no other": only_build()
            => warn "not-signed-in" @ 2;
        "ended": signed_in(-13 * 60)
            => fail "expired" @ 2;
    }
}

/// Offline, keys that may renew themselves are neither fine nor broken.
#[test]
fn only_aws_knows_whether_expired_keys_are_renewed() {
    let facts = signed_in(-20).offline().facts();
    let result = crate::run(&super::CHECK, &facts, &[]);
    let outcome = &result.subjects[0].outcome;
    assert!(matches!(outcome, crate::Outcome::Skipped(crate::Skip::Offline)), "{outcome:?}");
}
