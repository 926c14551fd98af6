//! Machines for `sso-scopes`.

use facts::{Preset, SessionKey, VersionOutput, Why};

use crate::Severity::{Note, Warn};
use crate::testing::{Case, Machine, cases, finds, token, version};

const DEV: &str =
    "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n";

fn machine(session: &str) -> Machine {
    Machine::new().config(&format!("{DEV}[sso-session corp]\n{session}"))
}

fn with(aws: Option<&str>) -> Machine {
    let machine = machine("sso_region = us-east-1\n").without_aws();
    match aws {
        Some(number) => machine.aws("/usr/bin/aws", Ok(version(number))),
        None => machine,
    }
}

pub(super) fn cases() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let preset = Preset {
        session: Some("corp".into()),
        scopes: vec!["sso:account:access".into(), "codewhisperer:completions".into()],
        ..Preset::default()
    };
    let mut cases = cases! {
        "the scope": machine("sso_registration_scopes = sso:account:access\n")
            => passes;
        "among others": machine("sso_registration_scopes = codewhisperer:completions, sso:account:access\r\n")
            => passes;
        "other scopes for a profile without a role": Machine::new().config("[profile cc]\nsso_session = cc\n[sso-session cc]\nsso_registration_scopes = codecatalyst:read_write\n")
            => passes;
        "a legacy profile": Machine::new().config("[profile dev]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => not_applicable;
        "nobody uses the session": Machine::new().config("[sso-session corp]\nsso_region = us-east-1\n")
            => not_applicable;
        "no single sign-on": Machine::new()
            => not_applicable;
        "a session that is not defined": Machine::new().config(DEV)
            => not_applicable;
    };
    let heal = |case: Case| case.at_line(5).healed_by("add-scope", &[]);
    cases.extend([
        heal(finds("a new AWS CLI", machine(""), "no-scopes", Note)),
        heal(finds("the first with PKCE", with(Some("2.22.0")), "no-scopes", Note)),
        heal(finds("the last without", with(Some("2.21.3")), "no-scopes", Warn)),
        heal(finds(
            "an old one, but the token is renewable",
            with(Some("2.9.19")).token(&corp, Ok(token(2, true))),
            "no-scopes",
            Note,
        )),
        heal(finds(
            "an old one, and it is not",
            with(Some("2.9.19")).token(&corp, Ok(token(2, false))),
            "no-scopes",
            Warn,
        )),
        heal(finds("version 1", with(Some("1.46.3")), "no-scopes", Warn)),
        heal(finds("no AWS CLI", with(None), "no-scopes", Warn)),
        heal(finds(
            "a version nobody asked for",
            with(None).aws("/usr/bin/aws", Err(Why::NotAsked)),
            "no-scopes",
            Note,
        )),
        heal(finds(
            "other words",
            with(None).aws("/usr/bin/aws", Ok(VersionOutput::Other("hello".into()))),
            "no-scopes",
            Note,
        )),
        heal(finds(
            "PATH could not be searched",
            with(None).aws_unknown(Why::NotAsked),
            "no-scopes",
            Note,
        )),
        heal(finds("not in scope", with(Some("2.9.19")).profile("other"), "no-scopes", Note)),
        heal(finds("the preset's scopes", machine("").preset(preset), "no-scopes", Note)),
    ]);
    cases.extend([
        finds("an empty line", machine("sso_registration_scopes =\n"), "no-scopes", Note)
            .at_line(6)
            .healed_by("add-scope", &[]),
        finds(
            "another scope for a profile with a role",
            machine("sso_registration_scopes = codewhisperer:completions\n"),
            "lacks-account-access",
            Warn,
        )
        .at_line(6)
        .healed_by("add-scope", &[]),
    ]);
    cases
}
