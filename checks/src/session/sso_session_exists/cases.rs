//! Machines for `sso-session-exists`.

use facts::Preset;

use crate::testing::{Case, Machine, cases};

/// The exact example from the wiki page.
const WIKI: &str = "\
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
";
const TWO: &str = "\
[profile dev]
sso_session = copr
[sso-session zeta]
sso_region = us-east-1
[sso-session corp]
sso_region = us-east-1
";
const UNCLEAR: &str = "\
[profile dev]
sso_session = portal
[sso-session alpha]
sso_region = us-east-1
[sso-session omega]
sso_region = us-east-1
";
const NONE: &str = "[profile dev]\nsso_session = corp\n";

pub(super) fn cases() -> Vec<Case> {
    let preset = Preset {
        session: Some("my-sciencecloud-sso".into()),
        start_url: Some("https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start/".into()),
        ..Preset::default()
    };
    cases! {
        "defined": Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\n")
            => passes;
        "CRLF": Machine::new().config("[profile dev]\r\nsso_session=corp\r\n[sso-session corp]\r\n")
            => passes;
        "a name with dots and an accent": Machine::new().config("[profile dev]\nsso_session = corp.éu\n[sso-session corp.éu]\n")
            => passes;
        "named in the credentials file": Machine::new().config("[sso-session corp]\n").credentials("[dev]\nsso_session = corp\n")
            => passes;
        "a role chain": Machine::new().config("[profile dev]\nsso_session = corp\n[profile chain]\nsource_profile = dev\nrole_arn = arn:aws:iam::111122223333:role/x\n[sso-session corp]\n")
            => passes;
        "a legacy profile": Machine::new().config("[default]\nsso_start_url = https://d-1.awsapps.com/start\n")
            => not_applicable;
        "no single sign-on": Machine::new().config("[default]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "nothing": Machine::new().env("AWS_PROFILE", "dev")
            => not_applicable;
        "a name in quotes": Machine::new().config("[profile dev]\nsso_session = my org\n[sso-session 'my org']\n")
            => passes;
        "the wiki page": Machine::new().config(WIKI)
            => fail "not-defined" @ 2,
            heals "use-session",
            heals "rename-section";
        "the wiki page with a preset": Machine::new().config(WIKI).preset(preset)
            => fail "not-defined" @ 2,
            heals "rename-section";
        "one near name": Machine::new().config(TWO)
            => fail "not-defined" @ 2,
            heals "use-session";
        "one line of [DEFAULT] for two profiles": Machine::new().config("[DEFAULT]\nsso_session = crop\n[profile dev]\nregion = us-east-1\n[profile ops]\nregion = us-east-1\n[sso-session corp]\nsso_region = us-east-1\n")
            => fail "not-defined" @ 2,
            heals "use-session";
        "two near names": Machine::new().config("[profile dev]\nsso_session = crp\n[sso-session corp]\n[sso-session carp]\n")
            => fail "not-defined" @ 2,
            heals "choose-session" (session = "carp");
        "other capitals, two profiles": Machine::new().config("[profile dev]\nsso_session = Corp\n[profile ops]\nsso_session = Corp\n[sso-session corp]\n[sso-session zeta]\n")
            => fail "not-defined" @ 2,
            heals "use-session";
        "named in the credentials file": Machine::new().config("[sso-session corp]\n").credentials("[dev]\nsso_session = copr\n")
            => fail "not-defined" @ 2,
            heals "use-session";
        "quotes": Machine::new().config("[profile dev]\nsso_session = \"corp\"\n[sso-session corp]\n")
            => fail "not-defined" @ 2,
            heals "use-session";
        "a name that no header can hold": Machine::new().config("[profile dev]\nsso_session = corp # x\n")
            => fail "not-defined" @ 2;
        "no near name": Machine::new().config(UNCLEAR)
            => fail "not-defined" @ 2,
            heals "choose-session" (session = "omega");
        "no session": Machine::new().config(NONE)
            => fail "not-defined" @ 2,
            heals "create-session" (start_url = "https://d-1234567890.awsapps.com/start", sso_region = "eu-central-1", scopes = "sso:account:access");
        "in the credentials file": Machine::new().config(NONE).credentials("[sso-session corp]\nsso_region = us-east-1\n")
            => fail "not-defined" @ 2,
            heals "move-section";
        "not in scope": Machine::new().config("[default]\nsso_session = corp\n[profile dev]\nsso_session = crop\n[sso-session corp]\n")
            => warn "not-defined" @ 4,
            heals "use-session";
    }
}
