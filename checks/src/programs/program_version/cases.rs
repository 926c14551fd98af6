//! Machines for `program-version`.

use facts::{SdkFamily, Why, WhyInUse};

use super::super::testing::{SSO, boto3, program, provider};
use crate::testing::{Case, Machine, cases};

fn dev() -> Machine {
    Machine::new().config(SSO).env("AWS_PROFILE", "dev")
}

fn build() -> Machine {
    Machine::new()
        .config("[profile build]\nlogin_session = arn:aws:iam::111122223333:user/build\nregion = us-east-1\n")
        .env("AWS_PROFILE", "build")
}

pub(super) fn cases() -> Vec<Case> {
    let old_go = |at| program("go1", SdkFamily::Go1, "1.44.200", at);
    let unused = |mut found: facts::FoundProgram| {
        found.why_in_use = WhyInUse::Installed;
        found
    };
    let unversioned = |mut found: facts::FoundProgram| {
        found.version = None;
        found.sdk_version = None;
        found
    };
    cases! {
        "no program": dev()
            => not_applicable;
        "the search did not end": dev().programs_unknown(Why::Error("no answer".into()))
            => not_applicable;
        "a current boto3": dev().program(boto3("1.40.2", "1.40.2"))
            => passes;
        "a current provider": dev().program(provider("5.70.0", "1.27.39"))
            => passes;
        "an old boto3 that is not in use": dev().program(unused(boto3("1.26.3", "1.29.3")))
            => not_applicable;
        "a version that is not known": dev().program(unversioned(boto3("1.26.3", "1.29.3")))
            => not_applicable;
        "an old boto3 and keys": Machine::new().credentials("[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n").env("AWS_PROFILE", "dev").program(boto3("1.26.3", "1.29.3"))
            => passes;
        "the asked program can": dev().asked("boto3@1.40.2")
            => passes;
        "the version of the asked program is not known": dev().asked("terraform")
            => unknown;
        "an SDK that reads no config file": dev().program(program("js2", SdkFamily::Js2, "2.1692.0", "/p/node_modules/aws-sdk/package.json"))
            => warn "needs-a-setting";
        "an SDK that reads no config file by itself": dev().env("AWS_SDK_LOAD_CONFIG", "1").program(program("js2", SdkFamily::Js2, "2.1692.0", "/p/node_modules/aws-sdk/package.json"))
            => passes;
        "an old boto3": dev().program(boto3("1.26.3", "1.29.3"))
            => warn "too-old",
            heals "bridge";
        "an old boto3 with a bridge": Machine::new().config(&format!("{SSO}[profile dev-process]\ncredential_process = /usr/local/bin/aws configure export-credentials --profile dev --format process\n")).env("AWS_PROFILE", "dev").program(boto3("1.26.3", "1.29.3"))
            => note "use-the-bridge" @ 9;
        "boto3 and what contains it": dev().program(boto3("1.26.3", "1.29.3")).program(program("s3fs", SdkFamily::Botocore, "1.29.3", "/p/.venv/lib/python3.11/site-packages/s3fs-2023.1.0.dist-info"))
            => warn "too-old";
        "several profiles of single sign-on": Machine::new().config(&format!("{SSO}[profile prod]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Dev\n")).program(boto3("1.26.3", "1.29.3"))
            => warn "too-old";
        "an old provider": dev().program(provider("4.49.0", "1.15.0"))
            => warn "too-old";
        "an old provider that was asked about": dev().program(provider("4.49.0", "1.15.0")).asked("terraform-provider-aws")
            => fail "too-old";
        "an old boto3 that is not here": dev().asked("boto3@1.26.3")
            => fail "too-old";
        "an old SDK for Go": dev().env("AWS_SDK_LOAD_CONFIG", "1").program(old_go("/p/go.mod"))
            => warn "too-old";
        "aws login and an SDK that never knows it": build().env("AWS_SDK_LOAD_CONFIG", "1").program(program("go1", SdkFamily::Go1, "1.55.6", "/p/go.mod"))
            => warn "never-knows-it";
        "aws login and an SDK that never knows it, which was asked about": build().env("AWS_SDK_LOAD_CONFIG", "1").asked("go1@1.55.6")
            => fail "never-knows-it";
        "aws login and an older provider": build().program(provider("5.70.0", "1.27.39"))
            => warn "too-old";
        "aws login and an older provider, on what may be an EC2 instance": build().program(provider("5.70.0", "1.27.39")).around(|around| around.instance = Ok(true))
            => not_applicable;
    }
}

#[test]
fn several_programs_are_they() {
    let at = |name: &str| format!("/p/node_modules/{name}/package.json");
    let machine = dev()
        .program(program("js2", SdkFamily::Js2, "2.1692.0", &at("aws-sdk")))
        .program(program("serverless", SdkFamily::Js2, "2.1692.0", &at("serverless")));
    let subject = facts::Subject::Profile("dev".into());
    let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &subject);
    let crate::Outcome::Found(found) = outcome else { panic!("{outcome:?}") };
    assert!(found[0].what.contains(": they read this profile only with"), "{}", found[0].what);
}
