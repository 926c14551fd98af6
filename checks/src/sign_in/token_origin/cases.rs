//! Machines for `token-origin`.

use facts::{CacheFault, SessionKey, Token, Why};

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, passes, token, unknown};

const URL: &str = "https://d-1234567890.awsapps.com/start";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn session(url: &str, region: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = {url}\nsso_region = {region}\n"
    ))
}

fn with(token: Token) -> Machine {
    session(URL, "us-east-1").token(&corp(), Ok(token))
}

fn of(url: &str, region: &str) -> Token {
    Token { start_url: Some(url.into()), region: Some(region.into()), ..token(8, true) }
}

pub(super) fn cases() -> Vec<Case> {
    let silent = Token { start_url: None, region: None, ..token(8, true) };
    let ended = Token { region: Some("eu-west-1".into()), ..token(-8, false) };
    let renewable = Token { region: Some("eu-west-1".into()), ..token(-8, true) };
    let legacy = "[profile dev]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";
    let old = SessionKey::Legacy(URL.into());
    let healed = |case: Case| case.healed_by("sign-in", &[]);
    vec![
        passes("the same", with(of(URL, "us-east-1"))),
        passes(
            "another spelling",
            with(of("https://D-1234567890.awsapps.com/start/#/", "us-east-1")),
        ),
        passes("a file that does not say", with(silent)),
        passes(
            "the portal's issuer",
            with(of("https://identitycenter.amazonaws.com/ssoins-0123456789abcdef", "us-east-1")),
        ),
        passes(
            "a vanity address",
            session("https://login.example.org", "us-east-1")
                .token(&corp(), Ok(of(URL, "us-east-1"))),
        ),
        passes(
            "a region that is none",
            session(URL, "us-east").token(&corp(), Ok(of(URL, "us-east-1"))),
        ),
        passes(
            "a legacy profile",
            Machine::new().config(legacy).token(&old, Ok(of(URL, "us-east-1"))),
        ),
        not_applicable("not signed in", session(URL, "us-east-1")),
        not_applicable("ended for good", with(ended)),
        not_applicable(
            "a broken file",
            with(token(8, true)).token(&corp(), Err(CacheFault::NotJson)),
        ),
        unknown("the cache could not be read", with(token(8, true)).tokens_unknown(Why::NotAsked)),
        healed(
            finds("another region", with(of(URL, "eu-west-1")), "other-region", Fail).at_line(5),
        ),
        healed(
            finds("another region, to be renewed there", with(renewable), "other-region", Fail)
                .at_line(5),
        ),
        healed(
            finds(
                "a legacy profile in another region",
                Machine::new().config(legacy).token(&old, Ok(of(URL, "eu-west-1"))),
                "other-region",
                Fail,
            )
            .at_line(3),
        ),
        healed(
            finds(
                "another portal",
                with(of("https://d-9999999999.awsapps.com/start", "us-east-1")),
                "other-portal",
                Warn,
            )
            .at_line(4),
        ),
    ]
}
