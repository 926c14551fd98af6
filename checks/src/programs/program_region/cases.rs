//! Machines for `program-region`.

use facts::{FoundAt, ProfileWay, ProgramSetting, SdkFamily, WhyInUse};

use super::super::testing::{SSO, boto3, program, provider, signed_in};
use crate::testing::{Case, Machine, cases};

fn dev(more: &str) -> Machine {
    signed_in(
        Machine::new()
            .config(&SSO.replace("sso_role_name = Dev\n", &format!("sso_role_name = Dev\n{more}")))
            .env("AWS_PROFILE", "dev"),
    )
}

pub(super) fn cases() -> Vec<Case> {
    let new = || boto3("1.40.2", "1.40.2");
    let js3 = || program("js3", SdkFamily::Js3, "3.936.0", "/p/package-lock.json");
    let on_path = || {
        let mut found = boto3("1.40.2", "1.40.2");
        found.why_in_use = WhyInUse::Path;
        found
    };
    let own_region = || {
        let mut found = provider("5.70.0", "1.27.39");
        found.region = Some(ProgramSetting {
            name: "region".into(),
            value: Some("eu-west-1".into()),
            way: ProfileWay::File,
            at: FoundAt::line("/p/main.tf".into(), 3),
        });
        found
    };
    cases! {
        "no program": dev("region = us-east-1\n")
            => not_applicable;
        "the profile's region": dev("region = us-east-1\n").program(new()).program(js3())
            => passes;
        "both variables": dev("").env("AWS_REGION", "us-east-1").env("AWS_DEFAULT_REGION", "us-east-1").program(new()).program(js3())
            => passes;
        "no region, which profile-region reports": dev("").program(new())
            => not_applicable;
        "a region of the project's own": dev("region = us-east-1\n").program(own_region())
            => not_applicable;
        "a program on PATH": dev("").env("AWS_REGION", "us-east-1").program(on_path())
            => not_applicable;
        "AWS_REGION alone and boto3": dev("").env("AWS_REGION", "us-east-1").program(new())
            => warn "no-region";
        "AWS_REGION before the profile, and boto3": dev("region = us-east-1\n").env("AWS_REGION", "eu-west-1").program(new())
            => warn "other-region";
        "AWS_DEFAULT_REGION alone and JavaScript": dev("").env("AWS_DEFAULT_REGION", "us-east-1").program(js3())
            => warn "no-region";
        "AWS_REGION alone and boto3, which was asked about": dev("").env("AWS_REGION", "us-east-1").asked("boto3@1.40.2")
            => fail "no-region";
    }
}
