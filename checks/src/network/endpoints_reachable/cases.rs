//! Machines whose connections work, fail, or are unknown.

use std::time::Duration;

use facts::{
    Endpoint, Hop, IdentityAnswer, Known, Obstacle, Os, Probe, Proxy, Reached, Service, SessionKey,
    Stage, Why,
};

use crate::Outcome;
use crate::testing::{Case, Machine, cases, identity};

const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-central-1

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
";

fn machine() -> Machine {
    Machine::new().config(CONFIG)
}

fn stopped(hop: Hop, obstacle: &Obstacle) -> Known<Probe> {
    let proxy = (hop == Hop::Proxy).then(|| Proxy {
        shown: "http://mira:…@proxy.corp.example:3128".into(),
        with_password: true,
    });
    Ok(Probe { proxy, reached: Reached::Stopped(hop, obstacle.clone()) })
}

/// Every connection fails with this.
fn all(hop: Hop, obstacle: Obstacle) -> Machine {
    machine().ways(move |_| stopped(hop, &obstacle))
}

/// The connection to one service fails with this; the others work.
fn one(service: Service, hop: Hop, obstacle: Obstacle) -> Machine {
    machine().ways(move |endpoint: &Endpoint| {
        if endpoint.service == service {
            stopped(hop, &obstacle)
        } else {
            let Ok(open) = stopped(hop, &obstacle) else {
                return Err(Why::NotAsked);
            };
            Ok(Probe { reached: Reached::Connected, ..open })
        }
    })
}

pub(super) fn cases() -> Vec<Case> {
    let late = || Obstacle::TimedOut(Stage::Connection, Duration::from_secs(4));
    let status = |status| Obstacle::ProxyStatus(status, vec!["Basic".to_owned()]);
    let basic = || vec!["Basic".to_owned()];
    let answered = Ok(IdentityAnswer::Identity(identity("111122223333", "PowerUser")));
    let setting = CONFIG
        .replace("region = us-east-1", "region = us-east-1\nendpoint_url = http://127.0.0.1:4566");
    cases! {
        "all open": machine()
            => passes;
        "no session": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "no region to look in": Machine::new().config(&CONFIG.replace("sso_region = eu-central-1\n", ""))
            => not_applicable;
        "nobody has looked": machine().ways(|_| Err(Why::NotAsked))
            => unknown;
        // On a train, for example: nothing is broken.
    "no name is known": all(Hop::Host, Obstacle::NoSuchName).names(Some(false))
            => unknown;
        "no name server": all(Hop::Host, Obstacle::NameUnanswered)
            => unknown;
        "no network": all(Hop::Host, Obstacle::NoRoute)
            => unknown;
        "a dead network": all(Hop::Host, late())
            => unknown;
        "no proxy without its network": all(Hop::Proxy, Obstacle::NoSuchName).names(Some(false))
            => unknown;
        "a proxy that is cut off": all(Hop::Proxy, status(502))
            => unknown;
        "a busy proxy": all(Hop::Proxy, status(429))
            => unknown;
        "a proxy that breaks off": all(Hop::Proxy, Obstacle::Broken("reset".into()))
            => unknown;
        "AWS has answered all the same": one(Service::Sts, Hop::Host, Obstacle::Refused).identity("dev", answered)
            => passes;
        "a proxy that is not running": all(Hop::Proxy, Obstacle::Refused)
            => fail "proxy-refused";
        "a proxy of another network": all(Hop::Proxy, Obstacle::NoSuchName).names(Some(true))
            => fail "proxy-unknown";
        "a wrong password": all(Hop::Proxy, status(407))
            => fail "proxy-password";
        "a proxy that wants NTLM": all(Hop::Proxy, Obstacle::ProxyStatus(407, vec!["NTLM".into()]))
            => fail "proxy-password";
        "a proxy that wants a password": machine().ways(move |_| {
                    Ok(Probe {
                        proxy: Some(Proxy {
                            shown: "http://proxy.corp.example:3128".into(),
                            with_password: false,
                        }),
                        reached: Reached::Stopped(Hop::Proxy, Obstacle::ProxyStatus(407, basic())),
                    })
                })
            => fail "proxy-password";
        "a proxy that forbids AWS": all(Hop::Proxy, status(403))
            => fail "proxy-blocks";
        "a proxy that does not reach one host": one(Service::Sts, Hop::Proxy, status(502))
            => fail "proxy-blocks";
        "a mail server": all(Hop::Proxy, Obstacle::NotAProxy).os(Os::Windows)
            => fail "not-a-proxy";
        "a region without the service": one(Service::Oidc, Hop::Host, Obstacle::NoSuchName).names(Some(true))
            => fail "unknown-host" @ 3;
        "STS in a region that is none": one(Service::Sts, Hop::Host, Obstacle::NoSuchName).names(Some(true))
            => fail "unknown-host" @ 9;
        "a firewall that refuses": all(Hop::Host, Obstacle::Refused)
            => fail "refused";
        "a firewall that swallows": one(Service::Portal, Hop::Host, late())
            => fail "blocked";
        "a simulator that is not running": all(Hop::Host, Obstacle::Refused).config(&setting)
            => fail "setting-leads-nowhere" @ 10;
        "the same by a variable": all(Hop::Host, Obstacle::Refused).env("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:4566")
            => fail "refused";
    }
}

/// Many sessions behind one proxy have one fault.
#[test]
fn a_fault_that_all_sessions_meet_is_told_once() {
    let second = CONFIG.replace("corp", "lab").replace("profile dev", "profile lab");
    let machine = all(Hop::Proxy, Obstacle::Refused).config(&format!("{CONFIG}\n{second}"));
    let result = crate::run(&super::CHECK, &machine.facts(), &[]);
    assert_eq!(result.subjects.len(), 2);
    assert_eq!(result.findings().len(), 1);
    assert_eq!(
        result.findings()[0].subject,
        facts::Subject::Session(SessionKey::Named("corp".into()))
    );
}

/// One firewall in front of all of AWS is one fault, and its hosts are listed.
#[test]
fn a_firewall_is_one_fault_with_all_its_hosts() {
    let second = CONFIG
        .replace("corp", "lab")
        .replace("profile dev", "profile lab")
        .replace("eu-central-1", "eu-west-1");
    let machine = all(Hop::Host, Obstacle::Refused).config(&format!("{CONFIG}\n{second}"));
    let result = crate::run(&super::CHECK, &machine.facts(), &[]);
    let [finding] = result.findings()[..] else { panic!("{:?}", result.findings()) };
    for host in ["oidc.eu-central-1", "oidc.eu-west-1", "portal.sso.eu-west-1", "sts.us-east-1"] {
        assert!(finding.what.contains(&format!("{host}.amazonaws.com")), "{}", finding.what);
    }
    assert_eq!(finding.what.matches("sts.us-east-1").count(), 1, "{}", finding.what);
}

/// Without a network, every question has the same reason, so that it is one item on the screen.
#[test]
fn no_network_is_one_reason() {
    let second = CONFIG
        .replace("corp", "lab")
        .replace("profile dev", "profile lab")
        .replace("eu-central-1", "eu-west-1");
    let corp = SessionKey::Named("corp".into());
    let machine = all(Hop::Host, Obstacle::NoRoute)
        .config(&format!("{CONFIG}\n{second}"))
        .token(&corp, Ok(crate::testing::token(8, true)))
        .identity("dev", Err(Why::Error("portal.sso.eu-central-1 could not be reached".into())));
    let results = crate::run_all(&machine.facts(), |_| true);
    let unknown: std::collections::BTreeSet<String> = results
        .iter()
        .flat_map(|result| &result.subjects)
        .filter_map(|result| match &result.outcome {
            Outcome::Unknown(why) if *why != Why::NotAsked => Some(why.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(unknown.len(), 1, "{unknown:?}");
}

/// No text of a finding contains a password, whatever the proxy's address.
#[test]
fn the_password_of_a_proxy_is_not_repeated() {
    let machine = all(Hop::Proxy, Obstacle::ProxyStatus(407, vec![]))
        .env("HTTPS_PROXY", "http://mira:canary-password@proxy.corp.example:3128");
    let result = crate::run(&super::CHECK, &machine.facts(), &[]);
    let text = format!("{:?} {:?}", result.findings(), result.findings()[0].remedies[0].words);
    assert!(text.contains("proxy.corp.example") && !text.contains("canary-password"), "{text}");
}
