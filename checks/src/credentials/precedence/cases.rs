use crate::testing::{Case, Machine, cases};
use facts::Preset;

const SSO: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Dev
region = us-east-1

[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
";
const KEYS: &str = "[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";

fn with(more: &str) -> Machine {
    Machine::new()
        .config(&SSO.replace("region = us-east-1\n\n", &format!("region = us-east-1\n{more}\n\n")))
}

pub(super) fn cases() -> Vec<Case> {
    let sso = || Machine::new().config(SSO);
    cases! {
        "single sign-on alone": sso()
            => passes;
        "keys of another profile": sso().credentials(&KEYS.replace("[dev]", "[old]"))
            => passes;
        "half a pair is for static-keys": sso().credentials("[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")
            => passes;
        "a temporary key without its token is for static-keys": sso().credentials(&KEYS.replace("AKIA", "ASIA"))
            => passes;
        "keys for another object store": sso().credentials(&format!("{KEYS}endpoint_url = https://minio.example.org\n"))
            => passes;
        "keys that the preset forbids are for static-keys": sso().credentials(KEYS).preset(Preset { static_keys_forbidden: true, ..Preset::default() })
            => passes;
        "a bridge": with("credential_process = aws-sso-util credential-process --profile dev")
            => passes;
        "a bridge by its path": with("credential_process = \"/usr/local/bin/aws-sso\" process --arn arn:aws:iam::111122223333:role/Dev")
            => passes;
        "the AWS CLI as a bridge": with("credential_process = aws configure export-credentials --profile dev --format process")
            => passes;
        "a bridge to another profile of the same account and role": with("credential_process = aws configure export-credentials --profile=twin --format process\n[profile twin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev")
            => passes;
        "a bridge of aws-vault": with("credential_process = aws-vault exec --json dev")
            => passes;
        "a bridge by account and role": with("credential_process = aws-sso-util credential-process --account-id 111122223333 --role-name Dev")
            => passes;
        "a bridge in a shell": with("credential_process = sh -c \"aws configure export-credentials --profile dev\"")
            => passes;
        "an empty command": with("credential_process =")
            => passes;
        "a role to assume comes first everywhere": with("role_arn = arn:aws:iam::111122223333:role/x")
            => not_applicable;
        "no role: the keys are what every tool takes": Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\n").credentials(KEYS)
            => not_applicable;
        "no single sign-on": Machine::new().credentials(KEYS)
            => not_applicable;
        "keys under the same name": sso().credentials(KEYS)
            => warn "keys-and-sign-on" @ 2,
            heals "comment-out-keys",
            heals "comment-out-sign-on";
        "line ends of Windows": sso().credentials(&KEYS.replace('\n', "\r\n"))
            => warn "keys-and-sign-on" @ 2,
            heals "comment-out-keys";
        "out of scope": Machine::new().config(&format!("{SSO}[profile other]\nregion = x\n")).credentials(KEYS).profile("other")
            => warn "keys-and-sign-on";
        "keys in the same section": with("aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalr")
            => warn "keys-and-sign-on" @ 6,
            heals "comment-out-keys",
            heals "comment-out-sign-on";
        "keys of a simulator": sso().credentials("[dev]\naws_access_key_id = test\naws_secret_access_key = test\n")
            => warn "keys-and-sign-on";
        "a legacy profile": Machine::new().config("[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n").credentials(&KEYS.replace("[dev]", "[default]"))
            => warn "keys-and-sign-on",
            heals "comment-out-keys",
            heals "comment-out-sign-on";
        "a command": with("credential_process = /opt/corp/keys --profile dev")
            => warn "process-and-sign-on" @ 6,
            heals "comment-out-process",
            heals "comment-out-sign-on";
        "a bridge to another profile": with("credential_process = aws configure export-credentials --profile other")
            => warn "process-and-sign-on" @ 6;
        "a bridge to another profile of another role": with("credential_process = aws configure export-credentials --profile admin\n[profile admin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin")
            => warn "process-and-sign-on" @ 6;
        "a bridge to the same role of another portal": with("credential_process = aws configure export-credentials --profile twin\n[profile twin]\nsso_start_url = https://d-2222222222.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev")
            => warn "process-and-sign-on" @ 6;
        "a bridge to another role by its ARN": with("credential_process = aws-sso process --arn arn:aws:iam::111122223333:role/Admin")
            => warn "process-and-sign-on" @ 6;
        "a command, out of scope": with("credential_process = /opt/corp/keys\n[profile other]\nregion = x").profile("other")
            => note "process-and-sign-on";
        "aws login": with("login_session = arn:aws:sts::111122223333:assumed-role/Admin/mira")
            => warn "login-and-sign-on" @ 6,
            heals "comment-out-login",
            heals "comment-out-sign-on";
    }
}

#[test]
fn an_edit_that_changes_an_identity_is_never_safe_and_no_secret_is_shown() {
    let machine = Machine::new().config(SSO).credentials(KEYS);
    let subject = facts::Subject::Profile("dev".into());
    let crate::Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &machine.facts(), &subject)
    else {
        panic!("nothing found")
    };
    for remedy in &found[0].remedies {
        assert_eq!(remedy.applicability, crate::Applicability::Ask, "{}", remedy.id);
    }
    let shown = format!("{found:?}");
    for secret in ["wJalr", "IOSFODNN7"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
