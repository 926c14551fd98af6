//! Machines for `sso-session-fields`.

use facts::{Preset, SessionKey};

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, cases, finds, token};

const DEV: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser

";

fn dev(session: &str) -> Machine {
    Machine::new().config(&format!("{DEV}[sso-session corp]\n{session}"))
}

fn profile(rest: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n{rest}"
    ))
}

fn preset(session: Option<&str>) -> Preset {
    Preset {
        session: session.map(str::to_owned),
        start_url: Some("https://d-1234567890.awsapps.com/start/#/".into()),
        region: Some("eu-central-1".into()),
        ..Preset::default()
    }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(sessions());
    cases.extend(legacy_profiles());
    cases.extend(lost_profiles());
    cases
}

fn healthy() -> Vec<Case> {
    let full = "sso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";
    cases! {
        "both fields": dev(full)
            => passes;
        "CRLF": dev("sso_start_url=https://d-1.awsapps.com/start\r\nsso_region=us-east-1\r\n")
            => passes;
        "other capitals": dev("SSO_Start_URL = https://d-1.awsapps.com/start\nSSO_REGION = us-east-1\n")
            => passes;
        "from [DEFAULT]": Machine::new().config(&format!("[DEFAULT]\nsso_region = us-east-1\n{DEV}[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\n"))
            => passes;
        "a legacy profile": profile(full)
            => passes;
        "a legacy profile in the credentials file": Machine::new().credentials(&format!("[dev]\nsso_account_id = 111122223333\n{full}"))
            => passes;
        "an unused session may be unfinished": Machine::new().config(&format!("{DEV}[sso-session corp]\n{full}[sso-session later]\n"))
            => passes;
        "no single sign-on": Machine::new().config("[default]\nregion = us-east-1\n[profile ci]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "a role to assume comes first": Machine::new().config("[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = dev\nsso_role_name = Left\n")
            => not_applicable;
        "a session that is not defined is another check's": Machine::new().config(DEV)
            => not_applicable;
    }
}

fn sessions() -> Vec<Case> {
    let url = "sso_start_url = https://d-1234567890.awsapps.com/start\n";
    let region = "https://ssoins-12.portal.eu-west-1.app.aws";
    let corp = SessionKey::Named("corp".into());
    cases! {
        "no region": dev(url)
            => fail "incomplete" @ 6,
            heals "fill-in" (sso_region = "us-east-1");
        "no region, and an earlier sign-in": dev(url).token(&corp, Ok(token(-9, false)))
            => fail "incomplete" @ 6,
            heals "fill-in" (sso_region = "us-east-1");
        "an empty region": dev(&format!("{url}sso_region =\n"))
            => fail "incomplete" @ 8,
            heals "fill-in" (sso_region = "ap-southeast-9");
        "the region stands in the host": dev(&format!("sso_start_url = {region}\n"))
            => fail "incomplete" @ 6,
            heals "complete";
        "no start URL": dev("sso_region = us-east-1\n")
            => fail "incomplete" @ 6,
            heals "fill-in" (start_url = "https://corp.awsapps.com/start/#/");
        "an empty section": dev("")
            => fail "incomplete" @ 6,
            heals "fill-in" (start_url = "https://corp.awsapps.com/start", sso_region = "us-east-1");
        "the preset has this session": dev("").preset(preset(Some("corp")))
            => fail "incomplete" @ 6,
            heals "complete";
        "the preset has this portal": dev(url).preset(preset(None))
            => fail "incomplete" @ 6,
            heals "complete";
        "the preset's name, another portal": dev("sso_start_url = https://other.awsapps.com/start\n").preset(preset(Some("corp")))
            => fail "incomplete" @ 6,
            heals "fill-in" (sso_region = "us-east-1");
        "the preset has this session, and leaves the portal to the person": dev(url).preset(Preset { start_url: Some(String::new()), ..preset(Some("corp")) })
            => fail "incomplete" @ 6,
            heals "complete";
        "the preset is empty": dev("").preset(Preset {
                    session: Some("corp".into()),
                    start_url: Some(String::new()),
                    ..Preset::default()
                })
            => fail "incomplete",
            heals "fill-in" (start_url = "https://corp.awsapps.com/start", sso_region = "us-east-1");
        "not in scope": dev(url).env("AWS_PROFILE", "other")
            => warn "incomplete" @ 6,
            heals "fill-in" (sso_region = "us-east-1");
    }
}

fn legacy_profiles() -> Vec<Case> {
    let url = "sso_start_url = https://d-1234567890.awsapps.com/start\n";
    let two = format!(
        "[profile a]\n{url}sso_region = us-east-1\n[profile b]\nsso_account_id = 111122223333\nsso_role_name = R\n{url}"
    );
    cases! {
        "a legacy profile without a region": profile(url)
            => fail "incomplete" @ 1,
            heals "fill-in" (sso_region = "us-east-1");
        "with the region in its host": profile("sso_start_url = https://ssoins-12.portal.eu-west-1.app.aws\nsso_region =\n")
            => fail "incomplete" @ 5,
            heals "complete";
        "two profiles of one portal": Machine::new().config(&format!("[profile a]\n{url}[profile b]\n{url}"))
            => fail "incomplete" @ 1,
            heals "fill-in" (sso_region = "us-east-1");
        "one of two knows the region": Machine::new().config(&two)
            => fail "incomplete" @ 4,
            heals "fill-in" (sso_region = "us-east-1");
        "in the credentials file": Machine::new().credentials(&format!("[dev]\nsso_account_id = 1\n{url}"))
            => fail "incomplete" @ 1,
            heals "fill-in" (sso_region = "us-east-1");
    }
}

fn lost_profiles() -> Vec<Case> {
    let corp = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";
    let answers = [
        ("session", "corp"),
        ("start_url", "https://d-1234567890.awsapps.com/start"),
        ("sso_region", "eu-central-1"),
        ("scopes", "sso:account:access"),
    ];
    vec![
        finds("no portal, one session", profile(corp), "no-portal", Fail)
            .at_line(1)
            .healed_by("use-session", &[]),
        finds("a region of its own", profile(&format!("sso_region = us-west-2\n{corp}")), "no-portal", Fail)
            .at_line(1)
            .healed_by("use-session", &[]),
        finds("no portal, two sessions", profile(&format!("{corp}[sso-session lab]\n")), "no-portal", Fail)
            .at_line(1)
            .healed_by("choose-session", &[("session", "corp")]),
        finds("no portal, no session", profile(""), "no-portal", Fail)
            .at_line(1)
            .healed_by("create-session", &answers),
        finds("an empty session", profile(&format!("sso_session =\n{corp}")), "empty-session", Fail)
            .at_line(4)
            .healed_by("use-session", &[]),
        finds("an empty session beside a start URL", profile("sso_session =\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n"), "empty-session", Fail)
            .at_line(4)
            .healed_by("remove-line", &[]),
        finds("an empty start URL", Machine::new().config("[profile dev]\nsso_start_url =\nsso_account_id = 111122223333\n"), "no-portal", Fail)
            .at_line(1)
            .healed_by("create-session", &answers),
        finds("not in scope", profile(corp).profile("default"), "no-portal", Warn)
            .at_line(1)
            .healed_by("use-session", &[]),
    ]
}
