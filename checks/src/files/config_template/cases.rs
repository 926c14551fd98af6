use facts::SessionKey;

use crate::testing::{Case, Machine, cases, token};

const PROFILE: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n";
const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n";
const INSTRUCTIONS: &str = "[profile <your-profile>]\nsso_session = <your-session>\nsso_account_id = <your-12-digit-account-id>\nsso_role_name = <your-role-name>\nregion = <your-region>\noutput = json\n\n[sso-session <your-session>]\nsso_start_url = https://<identifier>.awsapps.com/start\nsso_region = <sso-region>\n";
const SHELL: &str = "sso_url=\"CHANGEME\"\naws_region=\"us-east-2\"\n\n[default]\nregion = ${aws_region}\nsso_start_url = ${sso_url}\nsso_region = ${sso_region}\nsso_account_id = ${account}\nsso_role_name = Admin\n";

/// The healthy file with one piece of text replaced.
fn but(from: &str, to: &str) -> Machine {
    let text = format!("{PROFILE}{SESSION}");
    assert!(text.contains(from), "{from}");
    Machine::new().config(&text.replacen(from, to, 1))
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "filled in": but("", "")
            => passes;
        "an account of the documentation": but("111122223333", "123456789012")
            => passes;
        "a variable in a command": but("region = us-east-1\n", "credential_process = /opt/x --user ${USER} <in\n")
            => passes;
        "a name that begins like a blank": but("Dev\n", "YourRole\n")
            => passes;
        "a session with such a name": Machine::new().config(&format!("{PROFILE}{SESSION}").replace("corp", "CHANGEME"))
            => passes;
        "signed in in spite of it": but("Dev\n", "$Dev\n").token(&SessionKey::Named("corp".into()), Ok(token(8, true)))
            => passes;
        "all of the instructions": Machine::new().config(INSTRUCTIONS)
            => fail "not-filled-in" @ 1,
            heals "fill-in" (profile = "dev", session = "corp", start_url = "https://d-1234567890.awsapps.com/start", sso_region = "eu-central-1", account = "111122223333", role = "PowerUser", region = "eu-central-1");
        "variables of a shell": Machine::new().config(SHELL)
            => fail "not-filled-in" @ 1,
            heals "fill-in" (start_url = "https://d-1234567890.awsapps.com/start", sso_region = "eu-central-1", account = "111122223333", region = "eu-central-1");
        "one value": but("111122223333", "YOUR_ACCOUNT_ID")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333");
        "crossed out": but("111122223333", "xxxxxxxxxxxx")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333");
        "Jinja": but("us-east-1\n[sso", "{{ region }}\n[sso")
            => fail "not-filled-in" @ 5,
            heals "fill-in" (region = "eu-central-1");
        "square brackets": but("sso_account_id = 111122223333\nsso_role_name = Dev", "sso_account_id = [your-account-id]\nsso_role_name = your-role-name")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333", role = "PowerUser");
        "the variables of Windows": but("111122223333", "%ACCOUNT_ID%")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333");
        "guillemets": but("sso_account_id = 111122223333\nsso_role_name = Dev", "sso_account_id = «account»\nsso_role_name = «role»")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333", role = "PowerUser");
        "dots": but("111122223333", "...")
            => fail "not-filled-in" @ 3,
            heals "fill-in" (account = "111122223333");
        "an address in angle brackets": but("https://d-1234567890.awsapps.com/start", "<https://d-1234567890.awsapps.com/start>")
            => passes;
        "a name in guillemets": but("Dev\n", "«Dev»\n")
            => passes;
        "a role chain": Machine::new().config(&format!("{PROFILE}{SESSION}[profile chain]\nrole_arn = arn:aws:iam::${{ACCOUNT}}:role/x\nsource_profile = dev\n")).profile("chain")
            => fail "not-filled-in" @ 11;
        "another profile": Machine::new().config(&format!("{PROFILE}{SESSION}[profile other]\nsso_session = corp\nsso_account_id = $ACCOUNT\nsso_role_name = Dev\n")).profile("dev")
            => warn "not-filled-in" @ 12,
            heals "fill-in" (account = "444455556666");
    }
}
