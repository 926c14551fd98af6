//! Machines for `sso-multi-region`.

use facts::{Preset, SessionKey, Token};

use crate::testing::{Case, Machine, cases, token};

const URL: &str = "https://d-1234567890.awsapps.com/start";

fn session(name: &str, url: &str, region: &str) -> String {
    format!(
        "[profile {name}]\nsso_session = {name}\n[sso-session {name}]\nsso_start_url = {url}\nsso_region = {region}\n"
    )
}

fn two(first: (&str, &str), second: (&str, &str)) -> Machine {
    Machine::new().config(&format!(
        "{}{}",
        session("a", first.0, first.1),
        session("b", second.0, second.1)
    ))
}

fn of(region: &str) -> Token {
    Token { region: Some(region.into()), ..token(8, true) }
}

pub(super) fn cases() -> Vec<Case> {
    let apart = || two((URL, "us-east-1"), (URL, "eu-west-1"));
    let key = |name: &str| SessionKey::Named(name.into());
    let us = "https://ssoins-1.us-east-1.portal.amazonaws.com";
    let eu = "https://ssoins-1.portal.eu-west-1.app.aws";
    let preset = Preset {
        start_url: Some(URL.into()),
        region: Some("us-east-1".into()),
        ..Preset::default()
    };
    cases! {
        "one region": two((URL, "us-east-1"), (URL, "us-east-1"))
            => passes;
        "two portals": two((URL, "us-east-1"), ("https://d-2.awsapps.com/start", "eu-west-1"))
            => passes;
        "one regional address": two((us, "us-east-1"), (us, "us-east-1"))
            => passes;
        "one is misspelt": two((URL, "us-east-1"), (URL, "eu-west1"))
            => passes;
        "one is another cloud's": two((URL, "us-east-1"), (URL, "cn-north-1"))
            => passes;
        "one is signed in: the other is wrong": apart().token(&key("a"), Ok(of("us-east-1")))
            => passes;
        "the preset knows": apart().preset(preset)
            => passes;
        "a legacy profile beside a session": Machine::new().config(&format!("{}[profile old]\nsso_start_url = {URL}\nsso_region = us-east-1\n", session("a", URL, "us-east-1")))
            => passes;
        "no single sign-on": Machine::new()
            => not_applicable;
        "one address, two regions": apart()
            => warn "several" @ 5;
        "in legacy profiles": Machine::new().config(&format!("[profile a]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile b]\nsso_start_url = {URL}\nsso_region = eu-west-1\n"))
            => warn "several" @ 3;
        "not in scope": apart().profile("other")
            => note "several" @ 5;
        "both are signed in": apart().token(&key("a"), Ok(of("us-east-1"))).token(&key("b"), Ok(of("eu-west-1")))
            => note "replicated" @ 5;
        "two regional addresses of one instance": two((us, "us-east-1"), (eu, "eu-west-1"))
            => note "replicated" @ 5;
    }
}
