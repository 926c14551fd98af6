//! Machines for `program-identity`.

use facts::{FoundAt, ProfileWay, ProgramSetting, SdkFamily};

use super::super::testing::{SSO, boto3, program, provider, signed_in};
use crate::testing::{Case, Machine, cases};

const TWO: &str =
    "[default]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Admin\n";

fn two(variable: &str) -> Machine {
    signed_in(Machine::new().config(&format!("{SSO}{TWO}")).env(variable, "dev"))
}

pub(super) fn cases() -> Vec<Case> {
    let js3 = || program("js3", SdkFamily::Js3, "3.936.0", "/p/package-lock.json");
    let named = |profile: &str| {
        let mut found = provider("5.70.0", "1.27.39");
        found.profile = Some(ProgramSetting {
            name: "profile".into(),
            value: Some(profile.into()),
            way: ProfileWay::File,
            at: FoundAt::line("/p/main.tf".into(), 4),
        });
        found
    };
    cases! {
        "no program": two("AWS_PROFILE")
            => not_applicable;
        "AWS_PROFILE, which all read": two("AWS_PROFILE").program(js3()).program(boto3("1.40.2", "1.40.2"))
            => passes;
        "AWS_DEFAULT_PROFILE and boto3": two("AWS_DEFAULT_PROFILE").program(boto3("1.40.2", "1.40.2"))
            => passes;
        "a project that names the same profile": two("AWS_PROFILE").program(named("dev"))
            => passes;
        "keys in the environment are reported by env-credentials": two("AWS_PROFILE").env("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE").env("AWS_SECRET_ACCESS_KEY", "x").env("AWS_SESSION_TOKEN", "t").program(js3())
            => not_applicable;
        "AWS_DEFAULT_PROFILE and JavaScript": two("AWS_DEFAULT_PROFILE").program(js3())
            => warn "other-identity";
        "AWS_DEFAULT_PROFILE and JavaScript, which was asked about": two("AWS_DEFAULT_PROFILE").program(js3()).asked("js3")
            => fail "other-identity";
        "a project that names another profile": two("AWS_PROFILE").program(named("default"))
            => note "other-identity";
    }
}
