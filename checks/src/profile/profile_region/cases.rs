//! Machines for `profile-region`.

use facts::Preset;

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, cases, finds};

const DEV: &str = "[profile dev]\nsso_session = corp\n";

fn dev(rest: &str) -> Machine {
    Machine::new().config(&format!("{DEV}{rest}[sso-session corp]\nsso_region = us-west-2\n"))
}

/// The profile `role` takes its credentials from `dev`.
fn source(rest: &str) -> Machine {
    let role = "[profile role]\nrole_arn = arn:aws:iam::444455556666:role/x\nsource_profile = dev\nregion = us-west-2\n";
    Machine::new().config(&format!("{DEV}{rest}{role}[sso-session corp]\nsso_region = us-west-2\n"))
}

pub(super) fn cases() -> Vec<Case> {
    let preset = Preset { profile_region: Some("eu-central-1".into()), ..Preset::default() };
    let mut cases = cases! {
        "a region": dev("region = us-east-1\n")
            => passes;
        "CRLF": dev("region=us-east-1\r\n")
            => passes;
        "a region that is newer than this program": dev("region = moon-north-1\n")
            => passes;
        "another service's region": dev("region = useast1\nendpoint_url = https://minio.example\n")
            => passes;
        "a legacy profile": Machine::new().config(
                    "[default]\nsso_start_url = https://d-1.awsapps.com/start\nregion = us-east-1\n",
                )
            => passes;
        "in the credentials file": dev("").credentials("[dev]\nregion = us-east-1\n")
            => passes;
        "a session for another service": Machine::new().config(
                    "[profile q]\nsso_session = q\n[sso-session q]\nsso_start_url = https://view.awsapps.com/start\nsso_region = us-east-1\n",
                )
            => not_applicable;
        "AWS_REGION": dev("").env("AWS_REGION", "eu-west-1")
            => passes;
        "AWS_DEFAULT_REGION": dev("").env("AWS_DEFAULT_REGION", "eu-west-1")
            => passes;
        "a variable wins over a value that is none": dev("region = us east\n").env("AWS_REGION", "eu-west-1")
            => passes;
        "a source of credentials": source("").env("AWS_PROFILE", "role")
            => passes;
        "a source by a command": Machine::new().config(&format!("{DEV}[profile role]\ncredential_process = aws configure export-credentials --profile dev\nregion = us-west-2\n")).profile("role")
            => passes;
        "another profile is the source": Machine::new().config(&format!("{DEV}[profile role]\ncredential_process = aws configure export-credentials --profile dev2\nregion = us-west-2\n")).profile("role")
            => warn "no-region" @ 1;
        "a source of credentials, among all": source("").all_profiles()
            => passes;
        "a source of credentials that is chosen itself": source("").profile("dev")
            => fail "no-region" @ 1;
        "a source of credentials with a region that is none": source("region = us_east_1\n").env("AWS_PROFILE", "role")
            => note "not-a-region" @ 3;
        "a source of credentials with a misspelled region": source("region = us-esat-1\n").env("AWS_PROFILE", "role")
            => note "misspelt" @ 3;
        "no single sign-on": Machine::new().config("[default]\n[profile ci]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "no single sign-on, with a variable": Machine::new().env("AWS_REGION", "not one")
            => not_applicable;
    };
    let answer = [("region", "us-east-1")];
    cases.extend([
        finds("no region", dev(""), "no-region", Fail)
            .at_line(1)
            .healed_by("choose-region", &answer),
        finds("with a preset", dev("").preset(preset), "no-region", Fail)
            .at_line(1)
            .healed_by("choose-region", &[("region", "eu-central-1")]),
        finds(
            "[default] is not inherited",
            dev("[default]\nregion = us-east-1\n"),
            "no-region",
            Fail,
        )
        .at_line(1)
        .healed_by("choose-region", &answer),
        finds("empty", dev("region =\n"), "no-region", Fail)
            .at_line(3)
            .healed_by("choose-region", &answer),
        finds("an empty variable", dev("").env("AWS_REGION", ""), "no-region", Fail)
            .at_line(1)
            .healed_by("choose-region", &answer),
        finds(
            "a profile of the credentials file",
            Machine::new().credentials("[dev]\nsso_start_url = https://d-1.awsapps.com/start\n"),
            "no-region",
            Fail,
        )
        .at_line(1)
        .healed_by("choose-region", &answer),
        finds(
            "a legacy profile, CRLF",
            Machine::new()
                .config("[profile dev]\r\nsso_start_url = https://d-1.awsapps.com/start\r\n"),
            "no-region",
            Fail,
        )
        .at_line(1)
        .healed_by("choose-region", &answer),
        finds("not in scope", dev("").profile("other"), "no-region", Warn)
            .at_line(1)
            .healed_by("choose-region", &answer),
        finds("underscores", dev("region = us_east_1\n"), "not-a-region", Fail)
            .at_line(3)
            .healed_by("choose-region", &answer),
        finds("misspelt", dev("region = us-esat-1\n"), "misspelt", Fail)
            .at_line(3)
            .healed_by("choose-region", &answer),
        finds(
            "without dashes, not in scope",
            dev("region = useast1\n").profile("other"),
            "misspelt",
            Warn,
        )
        .at_line(3)
        .healed_by("choose-region", &answer),
        finds(
            "a variable that is misspelt",
            dev("region = us-east-1\n").env("AWS_REGION", "us-esat-1"),
            "variable-not-a-region",
            Fail,
        ),
        finds(
            "a name, not in scope",
            dev("region = US East (N. Virginia)\n").profile("other"),
            "not-a-region",
            Warn,
        )
        .at_line(3)
        .healed_by("choose-region", &answer),
        finds(
            "a variable that is none",
            dev("region = us-east-1\n").env("AWS_REGION", "us east 1"),
            "variable-not-a-region",
            Fail,
        ),
    ]);
    cases
}
