//! Machines for `profile-fields`.

use facts::SessionKey;

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, cases, finds};

const CORP: &str = "\
[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";
const URL: &str =
    "sso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn dev(rest: &str) -> Machine {
    Machine::new().config(&format!("[profile dev]\nsso_session = corp\n{rest}{CORP}"))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(missing());
    cases.extend(misshapen());
    cases
}

fn healthy() -> Vec<Case> {
    let both = "sso_account_id = 011122223333\nsso_role_name = Power_User+=,.@-\n";
    let scopes = |scopes: &str| {
        format!(
            "[profile cc]\nsso_session = cc\n[sso-session cc]\n{URL}sso_registration_scopes = {scopes}\n"
        )
    };
    cases! {
        "both": dev(both)
            => passes;
        "CRLF": dev("sso_account_id=111122223333\r\nsso_role_name=R\r\n")
            => passes;
        "a legacy profile": Machine::new().config(&format!("[default]\n{URL}{both}"))
            => passes;
        "one in each file": dev("sso_account_id = 111122223333\n").credentials("[dev]\nsso_role_name = R\n")
            => passes;
        "CodeCatalyst": Machine::new().config(&scopes("codecatalyst:read_write"))
            => passes;
        "Builder ID": Machine::new().config("[profile q]\nsso_session = q\n[sso-session q]\nsso_start_url = https://view.awsapps.com/start\nsso_region = us-east-1\n")
            => passes;
        "a role to assume": dev("role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\n")
            => passes;
        "a credential process": dev("credential_process = /bin/keys\n")
            => passes;
        "keys of its own": dev("").credentials("[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => passes;
        "the sign-in of aws login": dev("login_session = arn:aws:iam::111122223333:user/x\n")
            => passes;
        "no single sign-on": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "nothing": Machine::new()
            => not_applicable;
    }
}

fn missing() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let role = [("role", "PowerUser")];
    let account = [("account", "1111-2222-3333")];
    let both = [("account", "111122223333"), ("role", "PowerUser")];
    let ask = "sso_account_id = 111122223333\n";
    let two = format!(
        "[profile portal]\nsso_session = corp\n[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n{CORP}"
    );
    let heal = |case: Case, answers: &[(&'static str, &'static str)]| {
        case.at_line(1).healed_by("fill-in", answers)
    };
    vec![
        heal(finds("no role", dev(ask), "no-role", Fail), &role),
        heal(
            finds(
                "no role, and the roles are known",
                dev(ask).roles(&corp, "111122223333", Ok(vec!["PowerUser".into()])),
                "no-role",
                Fail,
            ),
            &role,
        ),
        heal(finds("no account", dev("sso_role_name = R\n"), "no-account", Fail), &account),
        heal(finds("neither", dev(""), "no-account-and-role", Fail), &both),
        heal(
            finds(
                "neither, but the session is not defined",
                Machine::new().config("[profile dev]\nsso_session = corp\n"),
                "no-account-and-role",
                Fail,
            ),
            &both,
        ),
        heal(
            finds(
                "neither, legacy",
                Machine::new().config(&format!("[profile dev]\n{URL}")),
                "no-account-and-role",
                Fail,
            ),
            &both,
        ),
        heal(
            finds(
                "neither, in the credentials file",
                Machine::new().credentials(&format!("[dev]\n{URL}")),
                "no-account-and-role",
                Fail,
            ),
            &both,
        ),
        heal(
            finds(
                "a credential process does not help",
                dev(&format!("{ask}credential_process = /bin/keys\n")),
                "no-role",
                Fail,
            ),
            &role,
        ),
        heal(
            finds(
                "one that is only for signing in",
                Machine::new().config(&two),
                "no-account-and-role",
                Warn,
            ),
            &both,
        ),
        heal(
            finds(
                "the same, asked about",
                Machine::new().config(&two).profile("portal"),
                "no-account-and-role",
                Fail,
            ),
            &both,
        ),
        heal(finds("not in scope", dev(ask).profile("other"), "no-role", Warn), &role),
        finds("an empty role", dev(&format!("{ask}sso_role_name =\n")), "no-role", Fail)
            .at_line(4)
            .healed_by("fill-in", &role),
        finds(
            "both empty",
            dev("sso_account_id =\nsso_role_name =\n"),
            "no-account-and-role",
            Fail,
        )
        .at_line(3)
        .healed_by("fill-in", &both),
    ]
}

fn misshapen() -> Vec<Case> {
    let account = |value: &str| dev(&format!("sso_account_id = {value}\nsso_role_name = R\n"));
    let safe = |name, value: &str, severity, machine: fn(Machine) -> Machine| {
        finds(name, machine(account(value)), "account-shape", severity)
            .at_line(3)
            .healed_by("correct-account", &[])
    };
    let asked = |name, value: &str| {
        finds(name, account(value), "account-shape", Fail)
            .at_line(3)
            .healed_by("choose-account", &[("account", "000122223333")])
    };
    let role = |name, value: &str| {
        let machine = dev(&format!("sso_account_id = 111122223333\nsso_role_name = {value}\n"));
        finds(name, machine, "role-of-account", Fail).at_line(4).healed_by("correct-role", &[])
    };
    vec![
        safe("a leading zero is lost", "11122223333", Fail, |machine| machine),
        safe("two are", "1122223333", Fail, |machine| machine),
        safe("dashes", "1111-2222-3333", Fail, |machine| machine),
        safe("spaces", "1111 2222 3333", Fail, |machine| machine),
        safe("quotes", "\"111122223333\"", Fail, |machine| machine),
        safe("not in scope", "11122223333", Warn, |machine| machine.profile("other")),
        asked("too short for lost zeros", "122223333"),
        asked("too long", "1111222233334"),
        asked("letters", "dev-account"),
        asked("a comment", "111122223333 # dev"),
        asked("digits of another script", "١١١١٢٢٢٢٣٣٣٣"),
        role("the role of the account", "AWSReservedSSO_Power_User_0123456789abcdef"),
        role(
            "its ARN",
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_PowerUser_0123456789abcdef",
        ),
    ]
}
