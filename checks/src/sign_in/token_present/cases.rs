//! Machines for `token-present`.

use facts::{CacheFault, OtherContent, SessionKey, Why};

use crate::Severity::Fail;
use crate::testing::{Case, Machine, finds, not_applicable, passes, token, unknown};

const URL: &str = "https://d-1234567890.awsapps.com/start";
const HASH: &str = "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json";
const CORP: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";

pub(super) fn cases() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let legacy = SessionKey::Legacy(URL.into());
    let machine = || Machine::new().config(CORP);
    let old = || {
        Machine::new()
            .config(&format!("[profile dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n"))
    };
    let two = || {
        Machine::new()
            .config(&format!("{CORP}[profile lab]\nsso_session = lab\n[sso-session lab]\n"))
    };
    let healed = |case: Case| case.healed_by("sign-in", &[]);
    let elsewhere = |hours| OtherContent::Token(Box::new(token(hours, false)));
    let renamed = |hours| {
        let config = CORP.replace(
            "[sso-session corp]\n",
            &format!("[sso-session corp]\nsso_start_url = {URL}/\n"),
        );
        Machine::new().config(&config).other(HASH, elsewhere(hours))
    };
    vec![
        passes("signed in", machine().token(&corp, Ok(token(8, true)))),
        passes("an expired token is another check's", machine().token(&corp, Ok(token(-8, false)))),
        passes("a legacy profile", old().token(&legacy, Ok(token(8, false)))),
        passes(
            "a session out of scope may lack it",
            two().profile("dev").token(&corp, Ok(token(8, true))),
        ),
        not_applicable(
            "no single sign-on",
            Machine::new().config("[default]\nregion = us-east-1\n"),
        ),
        not_applicable("a profile of keys is in scope", machine().profile("keys")),
        unknown(
            "the cache could not be read",
            machine().tokens_unknown(Why::Error("permission denied".into())),
        ),
        healed(finds("never signed in", machine(), "not-signed-in", Fail)),
        healed(finds(
            "signed in to another session",
            two().token(&corp, Ok(token(8, true))),
            "not-signed-in",
            Fail,
        )),
        healed(finds("a legacy profile, never", old(), "not-signed-in", Fail)),
        healed(finds(
            "the token of another spelling of the start URL",
            old().token(&SessionKey::Legacy(format!("{URL}/")), Ok(token(8, true))),
            "not-signed-in",
            Fail,
        )),
        healed(finds("the session was renamed", renamed(8), "not-signed-in", Fail)),
        unknown("a file that is another check's", machine().token(&corp, Err(CacheFault::NotJson))),
    ]
}

#[test]
fn a_token_under_another_name_is_named_while_it_holds() {
    let why = |hours| {
        let config = format!(
            "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = {URL}/\n"
        );
        let token = OtherContent::Token(Box::new(token(hours, false)));
        let facts = Machine::new().config(&config).other(HASH, token).facts();
        let result = crate::run(&super::CHECK, &facts, &[]);
        result.findings()[0].why.clone()
    };
    assert!(why(8).contains("~/.aws/sso/cache/394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json"));
    assert!(!why(-8).contains("394fa0df"));
}
