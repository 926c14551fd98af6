//! Machines for `config-values`.

use facts::{SessionKey, Subject};

use crate::Answers;
use crate::testing::{Case, Machine, cases, config_text, facts_after_fix, found_in_config};

const CORP: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

/// A profile of `corp` with more lines.
fn dev(more: &str) -> Machine {
    config(&format!("{CORP}[profile dev]\nsso_session = corp\n{more}"))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(comments());
    cases.extend(quotes());
    cases
}

fn healthy() -> Vec<Case> {
    cases! {
        "an address with an equals sign": Machine::new().config("[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start?x=y\nsso_region = us-east-1\n")
            => passes;
        "a command that names settings": Machine::new().config("[profile dev]\ncredential_process = get region = us-east-1\nregion = us-east-1\n")
            => passes;
        "two settings in one line": Machine::new().config("[profile dev]\nsso_session = corp sso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_region = us-east-1\n")
            => fail "run-on" @ 2,
            heals "take-apart";
        "settings with commas": Machine::new().config("[profile dev]\nsso_session = corp, sso_account_id = 111122223333, sso_role_name = Dev\n")
            => fail "run-on" @ 2,
            heals "take-apart";
        "settings that touch": Machine::new().config("[profile dev]\nsso_session = corpsso_account_id = 111122223333\n")
            => fail "run-on" @ 2,
            heals "take-apart";
        "a header after a value": Machine::new().config("[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\n")
            => fail "run-on" @ 4,
            heals "take-apart";
        "two settings in one line, out of scope": Machine::new().config("[profile dev]\nsso_session = corp\n[profile other]\nsso_role_name = Dev region = us-east-1\n").profile("dev")
            => warn "run-on" @ 4,
            heals "take-apart";
        "backticks": Machine::new().config("[profile dev]\nsso_session = corp\nsso_role_name = `Dev`\n")
            => fail "quotes" @ 3,
            heals "unquote";
        "angle brackets round an address": Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = <https://d-1.awsapps.com/start>\nsso_region = us-east-1\n")
            => fail "quotes" @ 4,
            heals "unquote";
        "plain values": dev("region = us-east-1\nsso_account_id = 111122223333\n# region = x # y\n")
            => passes;
        "the fragment of an address": config(
                    "[default]\nsso_start_url = https://d-1.awsapps.com/start#/\nsso_region = us-east-1\n",
                )
            => passes;
        "a # without a space": dev("region = us-east-1#home\nrole_session_name = me;x\n")
            => passes;
        "commands and paths": dev(
                    "credential_process = \"/opt/my keys\" --x '#1' ; true # c\nca_bundle = /etc/it's # 1/x.pem\ncli_pager = less # c\n",
                )
            => passes;
        "keys that nobody knows": dev("note = \"a\" # b\n")
            => passes;
        "a name that is so": config(
                    "[profile a]\nsource_profile = b # c\nrole_arn = x\n[profile 'b # c']\nregion = x\n",
                )
            => passes;
        "a session's name that is so": config("[profile a]\nsso_session = 'b'\n[sso-session \"'b'\"]\n")
            => passes;
        "a value over several lines": dev("sso_registration_scopes = a, # b\n  c\n")
            => passes;
        "nested values": dev("s3 =\n  max_concurrent_requests = \"20\"\n")
            => passes;
        "an empty value, and one that is a comment": dev("region =\noutput = # json\n")
            => passes;
        "CRLF": config("[default]\r\nregion = us-east-1\r\n# c\r\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
    }
}

fn comments() -> Vec<Case> {
    cases! {
        "behind the region": dev("region = us-east-1 # home\n")
            => fail "comment" @ 6,
            heals "move-comment";
        "with a tab and a semicolon, CRLF": config("[default]\r\nregion=us-east-1\t; home\r\n")
            => fail "comment" @ 2,
            heals "move-comment";
        "behind several values": dev("sso_account_id = 111122223333 # a\nsso_role_name = R ; b\nregion = us-east-1 # c\n")
            => fail "comment" @ 6,
            heals "move-comment";
        "behind the session's name, in two profiles": config(&format!("{CORP}[profile a]\nsso_session = corp # x\n[profile b]\nsso_session = corp # x\n"))
            => fail "comment" @ 5,
            heals "move-comment";
        "in the session": config("[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1 # Virginia\n")
            => fail "comment" @ 4,
            heals "move-comment";
        "in a legacy profile": config("[default]\nsso_start_url = https://d-1.awsapps.com/start # ours\nsso_region = us-east-1\n")
            => fail "comment" @ 2,
            heals "move-comment";
        "in quotes, and behind them": dev("region = \"us-east-1\" # home\n")
            => fail "comment" @ 6,
            heals "move-comment";
        "in the credentials file": dev("").credentials("[dev]\nregion = us-east-1 # home\n")
            => fail "comment" @ 2,
            heals "move-comment";
        "where the other file's value counts": dev("region = us-east-1 # home\n").credentials("[dev]\nregion = us-east-1\n")
            => warn "comment" @ 6,
            heals "move-comment";
        "in [DEFAULT], for two profiles": config("[DEFAULT]\nregion = us-east-1 # x\n[profile a]\nrole_arn = x\n[profile b]\nrole_arn = x\n").all_profiles()
            => fail "comment" @ 2,
            heals "move-comment";
        "indented": config("[default]\n  region = us-east-1 # x\n  output = json\n")
            => fail "comment" @ 2,
            heals "move-comment";
        "not in scope": dev("region = us-east-1 # home\n").profile("other")
            => warn "comment" @ 6,
            heals "move-comment";
    }
}

fn quotes() -> Vec<Case> {
    cases! {
        "round the region": dev("region = \"us-east-1\"\n")
            => fail "quotes" @ 6,
            heals "unquote";
        "single ones": dev("region='us-east-1'\n")
            => fail "quotes" @ 6,
            heals "unquote";
        "round the region of a profile that is only a source": config(&format!("{CORP}[profile dev]\nsso_session = corp\nregion = \"us-east-1\"\n[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = dev\nregion = us-east-1\n")).profile("role")
            => warn "quotes" @ 6,
            heals "unquote";
        "only one": dev("sso_account_id = \"111122223333\n")
            => fail "quotes" @ 6,
            heals "unquote";
        "round the session's name": config(&format!("{CORP}[profile dev]\nsso_session = \"corp\"\n"))
            => fail "quotes" @ 5,
            heals "unquote";
        "round a path": dev("ca_bundle = \"/etc/my ca.pem\"\n")
            => fail "quotes" @ 6,
            heals "unquote";
        "not in scope": dev("output = \"json\"\n").profile("other")
            => warn "quotes" @ 6,
            heals "unquote";
    }
}

fn found(machine: &Machine) -> Vec<crate::Finding> {
    found_in_config(&super::CHECK, machine)
}

#[test]
fn the_comment_keeps_its_words_and_stands_above() {
    let machine = dev("region = us-east-1 # home; for now\n");
    let facts = facts_after_fix(&super::CHECK, &machine, None, &Answers::new());
    let text = config_text(&facts);
    assert!(text.ends_with("sso_session = corp\n# home; for now\nregion = us-east-1\n"), "{text}");
}

/// A failure blocks whatever reads the value: the session it names, not only the profile.
#[test]
fn it_is_about_what_the_value_stops() {
    let named = SessionKey::Named("corp # x".into());
    let text = format!("{CORP}[profile dev]\nsso_session = corp # x\n");
    assert_eq!(found(&config(&text))[0].subject, Subject::Session(named));
    let legacy = SessionKey::Legacy("https://d-1.awsapps.com/start".into());
    let text =
        "[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1 # x\n";
    assert_eq!(found(&config(text))[0].subject, Subject::Session(legacy));
    let machine = dev("region = us-east-1 # x\n");
    assert_eq!(found(&machine)[0].subject, Subject::Profile("dev".into()));
}

#[test]
fn a_secret_is_not_shown() {
    let text = "[default]\naws_secret_access_key = \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"\n";
    let shown = format!("{:?}", found(&config(text)));
    assert!(!shown.contains("wJalr"), "{shown}");
}
