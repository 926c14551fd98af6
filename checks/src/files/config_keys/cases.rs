use crate::testing::{Case, Machine, cases};

const PROFILE: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n";
const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n";

/// The healthy file with one piece of text replaced.
fn but(from: &str, to: &str) -> Machine {
    let text = format!("{PROFILE}{SESSION}");
    assert!(text.contains(from), "{from}");
    Machine::new().config(&text.replacen(from, to, 1))
}

pub(super) fn cases() -> Vec<Case> {
    let out = |machine: Machine| machine.profile("other");
    cases! {
        "spelt right": but("", "")
            => passes;
        "keys of other tools": but("region = us-east-1\n", "region = us-east-1\ngranted_sso_start_url = https://d-1.awsapps.com/start\nx_principal_arn = arn\nvegas_role = x\ncli_history = enabled\ns3 =\n  max_concurent_requests = 5\n")
            => passes;
        "capital letters are for config-portable": but("sso_session =", "SSO_Session =")
            => passes;
        "a near miss beside the right key": but("region = us-east-1\n", "region = us-east-1\nregon = eu-west-1\n")
            => passes;
        "a near miss of what the session says": but("region = us-east-1\n", "region = us-east-1\nsso_start_uri = https://d-1.awsapps.com/start\n")
            => passes;
        "a near miss without a value": but("region = us-east-1\n", "region = us-east-1\nouput =\n")
            => passes;
        "credentials alone": Machine::new().credentials("[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "one letter too few in the scopes": but("registration_scopes", "registration_scope")
            => warn "misspelt" @ 9,
            heals "rename";
        "the same in a session of nobody in scope": out(but("registration_scopes", "registration_scope"))
            => note "misspelt";
        "the session's region": but("start\nsso_region", "start\nsso_regon")
            => fail "misspelt" @ 8,
            heals "rename";
        "the session's start URL": but("sso_start_url", "sso-start-url")
            => fail "misspelt" @ 7,
            heals "rename";
        "the word export of a script": but("sso_session =", "export sso_session =")
            => fail "misspelt" @ 2,
            heals "rename";
        "the dash of a list": but("region = us-east-1\n[sso", "- region = us-east-1\n[sso")
            => fail "misspelt" @ 5,
            heals "rename";
        "the profile's session": but("sso_session =", "sso_sesion =")
            => fail "misspelt" @ 2,
            heals "rename";
        "the account": but("sso_account_id", "sso_acount_id")
            => fail "misspelt" @ 3,
            heals "rename";
        "the role, cut short": but("sso_role_name", "sso_role")
            => fail "misspelt" @ 4,
            heals "rename";
        "line ends of Windows, and no space": Machine::new().config(&format!("{PROFILE}{SESSION}").replace(" = ", "=").replace('\n', "\r\n").replace("sso_role_name", "SSO_RoleName"))
            => fail "misspelt" @ 4,
            heals "rename";
        "the region": but("region =", "regoin =")
            => fail "misspelt" @ 5,
            heals "rename";
        "the region, which a variable says": but("region =", "regoin =").env("AWS_REGION", "us-east-1")
            => warn "misspelt";
        "out of scope": out(but("sso_account_id", "sso_acount_id"))
            => warn "misspelt";
        "a legacy profile": Machine::new().config("[default]\nsso_start_ur = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n")
            => fail "misspelt" @ 2,
            heals "rename";
        "a role chain": Machine::new().config(&format!("{PROFILE}{SESSION}[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/x\nsorce_profile = dev\n")).profile("chain")
            => fail "misspelt" @ 12,
            heals "rename";
        "output": but("region = us-east-1\n", "region = us-east-1\nouput = json\n")
            => warn "misspelt" @ 6,
            heals "rename";
        "in the credentials file": but("", "").credentials("[dev]\nouput = json\n")
            => warn "misspelt" @ 2,
            heals "rename";
    }
}
