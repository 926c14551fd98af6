use std::time::Duration;

use facts::{Preset, VersionOutput, Why};

use crate::testing::{Case, Machine, cases, version};

const SESSION: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1234567890.awsapps.com/start\n";
const LEGACY: &str = "[profile dev]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n";
const BOTH: &str = "[profile dev]\nsso_session = corp\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1234567890.awsapps.com/start\n";

fn with(number: &str) -> Machine {
    Machine::new().without_aws().aws("/usr/bin/aws", Ok(version(number)))
}

fn portal(number: &str, url: &str) -> Machine {
    with(number).config(&format!(
        "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = {url}\n"
    ))
}

pub(super) fn cases() -> Vec<Case> {
    let preset = |range: &str| Preset {
        aws_cli: Some(range.parse().expect("a range")),
        ..Preset::default()
    };
    let china = "https://start.home.awsapps.cn/directory/d-1";
    let europe = "https://identitycenter.amazonaws.eu/ssoins-1234567890abcdef";
    let gov = "https://identitycenter.us-gov.amazonaws.com/ssoins-1234567890abcdef";
    let issuer = "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef";
    cases! {
        "new": with("2.36.7").config(SESSION)
            => passes;
        "Debian's": with("2.9.19").config(SESSION)
            => passes;
        "no configuration yet": with("2.36.7")
            => passes;
        "an old one with a legacy profile": with("2.4.0").config(LEGACY)
            => passes;
        "an old one with the portal in the profile too": with("2.8.5").config(BOTH)
            => passes;
        "version 1 with keys alone": with("1.46.3").credentials("[default]\naws_access_key_id = x\naws_secret_access_key = y\n")
            => passes;
        "version 1 with a role chain": with("1.46.3").config("[profile a]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = b\n[profile b]\ncredential_process = x\n")
            => passes;
        "China, fixed": portal("2.35.15", china)
            => passes;
        "China, before": portal("2.35.12", china)
            => passes;
        "Europe, fixed": portal("2.36.1", europe)
            => passes;
        "GovCloud, fixed": portal("2.36.4", gov)
            => passes;
        "an issuer elsewhere": portal("2.36.0", issuer)
            => passes;
        "the affected versions with an ordinary portal": portal("2.35.13", "https://d-1234567890.awsapps.com/start")
            => passes;
        "in the preset's range": with("2.22.1").preset(preset(">=2.22"))
            => passes;
        "a development version in the range": with("2.30.0dev1").preset(preset(">=2.22"))
            => passes;
        "an option that it does not know": with("2.9.19").config(SESSION).env("SSH_TTY", "/dev/pts/1")
            => note "no-device-code-option";
        "the option, over SSH": with("2.22.0").config(SESSION).env("SSH_TTY", "/dev/pts/1")
            => passes;
        "none": Machine::new().without_aws()
            => not_applicable;
        "not asked": Machine::new().without_aws().aws("/x/aws", Err(Why::NotAsked))
            => unknown;
        "hangs": Machine::new().without_aws().aws("/x/aws", Err(Why::TimedOut(Duration::from_secs(5))))
            => unknown;
        "not searched": Machine::new().aws_unknown(Why::NotAsked)
            => unknown;
        "its own files stop it": Machine::new()
                    .without_aws()
                    .aws("/x/aws", Ok(VersionOutput::Other("Traceback (most recent call last):".into())))
                    .config("x\n")
            => unknown;
        "garbage": Machine::new().without_aws().aws("/x/aws", Ok(VersionOutput::Other("hello \u{1b}[1m".into())))
            => unknown;
        "version 1 with a session": with("1.46.3").config(SESSION)
            => warn "version-1";
        "an old version 1 with a session": with("1.22.34").config(SESSION)
            => fail "version-1";
        "version 1 with a legacy profile": with("1.18.0").config(LEGACY)
            => fail "version-1";
        "version 1 before anything is set up": with("1.22.34")
            => warn "version-1";
        "version 1, single sign-on out of scope": with("1.46.3").config(&format!("{SESSION}[profile keys]\nregion = us-east-1\n")).profile("keys")
            => warn "version-1";
        "before sso-session": with("2.8.13").config(SESSION)
            => fail "before-sso-session";
        "before sso-session, out of scope": with("2.8.13").config(&format!("{SESSION}[profile keys]\nregion = us-east-1\n")).profile("keys")
            => warn "before-sso-session";
        "before sso-session, and so is the one behind": with("2.8.13").aws("/opt/aws", Ok(version("2.4.0"))).config(SESSION)
            => fail "before-sso-session";
        "China": portal("2.35.14", china)
            => fail "start-url-regression";
        "Europe": portal("2.36.0", europe)
            => fail "start-url-regression";
        "GovCloud": portal("2.36.3", gov)
            => fail "start-url-regression";
        "below the preset's range": with("2.9.19").config(SESSION).preset(preset(">=2.22"))
            => warn "outside-preset";
    }
}

#[test]
fn the_reason_names_what_was_printed_without_its_escapes() {
    let machine = Machine::new()
        .without_aws()
        .aws("/x/aws", Ok(VersionOutput::Other("hello \u{1b}[1m".into())));
    let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &facts::Subject::Machine);
    let crate::Outcome::Unknown(why) = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        why.to_string(),
        "the first aws on PATH, /x/aws, printed an unexpected version: hello ?[1m"
    );
}

#[test]
fn where_a_fitting_one_is_behind_another_check_says_so() {
    let machine = with("1.46.3").aws("/opt/v2/aws", Ok(version("2.36.7"))).config(SESSION);
    let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &facts::Subject::Machine);
    assert!(
        matches!(outcome, crate::Outcome::Skipped(crate::Skip::BlockedBy("cli-shadowed"))),
        "{outcome:?}"
    );
}

#[test]
fn version_1_uses_the_sign_in_of_another_tool_if_it_knows_the_kind_of_session() {
    use crate::Severity::{Fail, Warn};
    for (number, config, severity) in [
        ("1.27.9", SESSION, Fail),
        ("1.27.10", SESSION, Warn),
        ("1.18.76", LEGACY, Fail),
        ("1.18.77", LEGACY, Warn),
    ] {
        let facts = with(number).config(config).facts();
        let outcome = crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine);
        let crate::Outcome::Found(found) = outcome else { panic!("{outcome:?}") };
        assert_eq!((found[0].code, found[0].severity), ("version-1", severity), "{number}");
    }
}
