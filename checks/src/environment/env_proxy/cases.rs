//! Machines for `env-proxy`.

use crate::Outcome;
use crate::testing::{Case, Machine, cases, identity};
use facts::IdentityAnswer;

const DEV: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n[sso-session corp]\nsso_region = eu-west-1\n";

fn with(pairs: &[(&str, &str)]) -> Machine {
    pairs.iter().fold(Machine::new().config(DEV), |machine, (name, value)| machine.env(name, value))
}

pub(super) fn cases() -> Vec<Case> {
    let proxy = ("HTTPS_PROXY", "http://proxy:3128");
    let answered = Ok(IdentityAnswer::Identity(identity("111122223333", "R")));
    cases! {
        "none": with(&[])
            => not_applicable;
        "NO_PROXY alone": with(&[("NO_PROXY", "*")])
            => not_applicable;
        "a proxy": with(&[proxy])
            => passes;
        "without a scheme": with(&[("HTTPS_PROXY", "proxy:3128")])
            => passes;
        "with a password": with(&[("https_proxy", "http://u:pa55@proxy:3128")])
            => passes;
        "both, written differently": with(&[proxy, ("https_proxy", "proxy:3128/")])
            => passes;
        "HTTP_PROXY where no browser is": with(&[("HTTP_PROXY", "http://p:1"), ("DISPLAY", "")])
            => passes;
        "this computer is left out": with(&[("HTTP_PROXY", "http://p:1"), ("NO_PROXY", "127.0.0.1"), ("DISPLAY", ":0")])
            => passes;
        "another region's hosts are left out": with(&[proxy, ("NO_PROXY", "oidc.us-east-1.amazonaws.com")])
            => passes;
        "AWS past the proxy, and it answers": with(&[proxy, ("NO_PROXY", ".amazonaws.com")]).identity("dev", answered)
            => passes;
        "socks": with(&[("HTTPS_PROXY", "socks5://u:pa55@p:1")])
            => fail "no-address";
        "no host": with(&[("https_proxy", "http://")])
            => fail "no-address";
        "no address, and past it": with(&[("HTTPS_PROXY", "http://"), ("NO_PROXY", "*")])
            => note "no-address";
        "no address for http": with(&[("HTTP_PROXY", "http://")])
            => note "no-address";
        "two values": with(&[proxy, ("https_proxy", "http://old:8080")])
            => warn "two-values";
        "one emptied": with(&[proxy, ("https_proxy", "")])
            => warn "two-values";
        "AWS past the proxy": with(&[proxy, ("NO_PROXY", "localhost,.amazonaws.com")])
            => note "past-the-proxy";
        "everything past it": with(&[proxy, ("NO_PROXY", "*")])
            => note "past-the-proxy";
        "the browser's return": with(&[("HTTP_PROXY", "http://p:1")])
            => note "callback";
    }
}

#[test]
fn no_password_is_shown() {
    for pairs in [
        &[("HTTPS_PROXY", "socks5://u:pa55@p:1")][..],
        &[("HTTPS_PROXY", "u:pa55@p:1"), ("https_proxy", "http://u:pa55@old")],
        &[("HTTPS_PROXY", "user:pa55@h:port")],
        &[("HTTPS_PROXY", "http://u:pa55@p:1")],
    ] {
        let facts = with(pairs).facts();
        let outcome = crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine);
        let words = match &outcome {
            Outcome::Found(found) => found[0]
                .remedies
                .iter()
                .map(|remedy| format!("{:?}{:?}", remedy.words, remedy.commands))
                .collect::<String>(),
            _ => String::new(),
        };
        assert!(!format!("{outcome:?}{words}").contains("pa55"), "{outcome:?}");
    }
}
