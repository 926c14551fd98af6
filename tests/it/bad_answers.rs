//! Servers that return garbage, half a response, or nothing; proxies that refuse; and invalid
//! trust stores. An unknown result is never reported as broken.

use std::io::{Read, Write};
use std::time::Duration;

use identity_center_sim::{Operation, Rubbish, RubbishKind};

use crate::common::machine::healthy_config;
use crate::common::{Machine, Outcome};
use crate::json::assert_valid;
use crate::sign_in_state::expired;
use crate::statuses::nobody;

const KINDS: [RubbishKind; 6] = [
    RubbishKind::NotJson,
    RubbishKind::HalfBody,
    RubbishKind::Nothing,
    RubbishKind::Hang,
    RubbishKind::Status500,
    RubbishKind::Html,
];

const JSON: &[&str] = &["doctor", "--format", "json", "--timeout", "4"];
const SOON: Duration = Duration::from_secs(60);

/// Each kind of garbage for each of these operations, in parallel because most of the time is
/// waiting.
fn each_kind(operations: &[Operation], machine: fn() -> Machine, test: fn(&Machine, RubbishKind)) {
    std::thread::scope(|scope| {
        for operation in operations {
            for kind in KINDS {
                scope.spawn(move || {
                    let machine = machine();
                    machine.simulator.set(|world| {
                        world.faults.rubbish = Some(Rubbish::at(*operation, kind));
                    });
                    test(&machine, kind);
                });
            }
        }
    });
}

fn asked(machine: &Machine, args: &[&str]) -> Outcome {
    machine.run(args).within(SOON).run()
}

#[test]
fn who_one_is_stays_unknown() {
    let operations = [Operation::GetRoleCredentials, Operation::GetCallerIdentity];
    each_kind(&operations, Machine::healthy, |machine, kind| {
        let outcome = asked(machine, JSON);
        assert_eq!(outcome.status, 3, "{kind:?}: {outcome:?}");
        assert_valid(&outcome);
        assert_eq!(outcome.outcome_of("caller-identity"), "unknown", "{kind:?}");
        let check = outcome.check("caller-identity");
        let reason = check["reason"].as_str().unwrap();
        assert!(!reason.is_empty(), "{kind:?}");
        assert_eq!(outcome.json()["outcome"], "incomplete");
    });
}

/// The list of roles is requested only after a refusal, and the refusal is still reported.
#[test]
fn a_refused_role_is_told_without_the_list_of_roles() {
    let stranger = || {
        let machine = Machine::healthy();
        let config = healthy_config(&["dev"]).replace("PowerUser", "Admin");
        machine.home.put(".aws/config", config.as_bytes());
        machine
    };
    let lists = [Operation::ListAccountRoles, Operation::ListAccounts];
    each_kind(&lists, stranger, |machine, kind| {
        let outcome = asked(machine, JSON);
        assert_eq!(outcome.status, 1, "{kind:?}: {outcome:?}");
        assert_valid(&outcome);
        assert_eq!(outcome.outcome_of("role-assigned"), "found", "{kind:?}");
    });
}

/// If a renewal gets no response, the sign-in is not reported as broken, and the token stays.
#[test]
fn a_refresh_that_is_not_answered_loses_nothing() {
    each_kind(
        &[Operation::CreateToken],
        || expired(true),
        |machine, kind| {
            let token = std::fs::read(machine.home.token("corp")).unwrap();
            let outcome = asked(machine, JSON);
            assert_eq!(outcome.status, 3, "{kind:?}: {outcome:?}");
            assert_valid(&outcome);
            // An internal error is a response too: the renewal failed, for now.
            match outcome.outcome_of("token-valid").as_str() {
                "unknown" => {}
                "found" => {
                    assert_eq!(outcome.check("token-valid")["findings"][0]["severity"], "warn");
                }
                other => panic!("{kind:?}: {other}"),
            }
            let left = std::fs::read(machine.home.token("corp")).unwrap();
            assert!(left == token, "{kind:?}: the token has changed");
        },
    );
}

/// If the service aborts a sign-in, this is reported, and no token is written, whole or partial.
#[test]
fn a_sign_in_that_breaks_off_leaves_no_token() {
    let signed_out = || {
        let machine = Machine::signed_out();
        machine.simulator.set(|world| world.device_code_lifetime = Duration::from_secs(1));
        machine
    };
    let operations =
        [Operation::RegisterClient, Operation::StartDeviceAuthorization, Operation::CreateToken];
    each_kind(&operations, signed_out, |machine, kind| {
        let args = [
            "doctor",
            "--fix",
            "--yes",
            "--no-input",
            "--timeout",
            "5",
            "--answer",
            "token-present.remedy=sign-in",
        ];
        let outcome = asked(machine, &args);
        // What does not answer is ended by --timeout.
        let is_late = outcome.status == 3 && outcome.stderr.contains("within --timeout");
        let is_told = outcome.status == 1 && outcome.stderr.contains("not signed in:");
        assert!(is_late || is_told, "{kind:?}: {outcome:?}");
        assert!(!machine.home.token("corp").exists(), "{kind:?}");
    });
}

#[test]
fn a_throttled_portal_is_asked_again() {
    let machine = Machine::healthy();
    machine.simulator.set(|world| world.faults.throttle_first = 1);
    asked(&machine, &["doctor"]).status(0);
}

/// A revoked token is a finding, because that response is certain.
#[test]
fn a_revoked_token_is_a_finding() {
    let machine = Machine::healthy();
    machine.simulator.set(|world| world.faults.revoked = true);
    let outcome = asked(&machine, JSON).status(1);
    assert_valid(&outcome);
    assert_eq!(outcome.outcome_of("token-accepted"), "found");
}

#[test]
fn a_proxy_that_nobody_is_behind() {
    let machine = Machine::healthy();
    let outcome = machine.run(JSON).env("http_proxy", nobody()).run().status(1);
    let finding = &outcome.check("endpoints-reachable")["findings"][0];
    assert_eq!(finding["code"], "proxy-refused");
    assert_eq!(outcome.check("caller-identity")["blocked_by"], "endpoints-reachable");
    assert!(machine.simulator.calls().is_empty(), "the proxy is honoured");
    // `no_proxy` is honored too.
    machine.run(JSON).env("http_proxy", nobody()).env("no_proxy", "127.0.0.1").run().status(0);
    assert!(!machine.simulator.calls().is_empty());
}

#[test]
fn a_proxy_that_refuses() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 6\r\n\r\nno way",
            );
        }
    });
    let machine = Machine::healthy();
    let outcome = machine
        .run(JSON)
        .env("http_proxy", format!("http://mira:canary-password@{address}"))
        .within(SOON)
        .run()
        .status(3);
    assert_valid(&outcome);
    assert_eq!(outcome.outcome_of("caller-identity"), "unknown");
    assert!(!outcome.both().contains("canary-password"));
    assert!(machine.simulator.calls().is_empty());
}

#[test]
fn a_proxy_setting_that_is_nonsense() {
    let machine = Machine::healthy();
    for value in ["::::", "http://", "ftp://x", "http://[::1", "http://a:b@c@d:99999", "\u{7f}"] {
        let outcome = machine.run(JSON).env("http_proxy", value).within(SOON).run();
        assert_valid(&outcome);
        assert!([0, 1, 3].contains(&outcome.status), "{value:?}: {outcome:?}");
    }
}

#[test]
fn a_trust_store_that_is_none() {
    let machine = Machine::healthy();
    let home = &machine.home;
    for path in [
        home.path().join("missing.pem"),
        home.put("empty.pem", b""),
        home.put("text.pem", b"this is no certificate\n"),
        home.put("broken.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        home.put("half.pem", b"-----BEGIN CERTIFICATE-----\nMIIB"),
        home.beside("folder.pem"),
    ] {
        let outcome = machine.run(JSON).env("AWS_CA_BUNDLE", &path).within(SOON).run();
        assert_valid(&outcome);
        // A bundle with a broken certificate may work for other tools, so it is only a warning.
        assert!([1, 3].contains(&outcome.status), "{}: {outcome:?}", path.display());
        let reason = outcome.check("env-ca-bundle")["findings"].to_string();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(reason.contains(name), "{name}: {reason}");
    }
}

#[test]
fn an_endpoint_that_is_no_address() {
    let machine = Machine::healthy();
    for value in ["", "nonsense", "http://", "file:///etc/passwd", "http://[", "http://127.0.0.1:0"]
    {
        let outcome = machine.run(JSON).env("AWS_ENDPOINT_URL_STS", value).within(SOON).run();
        assert_valid(&outcome);
        assert!([0, 1, 3].contains(&outcome.status), "{value:?}: {outcome:?}");
    }
}

/// One missing response does not affect the others.
#[test]
fn who_has_answered_counts_when_the_time_is_up() {
    let machine = Machine::healthy();
    let url = machine.simulator.url();
    let config = format!(
        "{}services = answering\n\n[profile other]\nsso_session = corp\n\
         sso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = eu-central-1\n\
         services = silent\n\n[services answering]\nsso =\n  endpoint_url = {url}\nsts =\n  \
         endpoint_url = {url}\n\n[services silent]\nsso =\n  endpoint_url = {}\n",
        healthy_config(&["dev"]),
        silent()
    );
    machine.home.put(".aws/config", config.as_bytes());
    let mut program = machine.run(JSON);
    // The variables would override the sections.
    for (name, _) in machine.simulator.environment() {
        program = program.without(&name);
    }
    let outcome = program.within(SOON).run().status(3);
    let check = outcome.check("caller-identity");
    let unknown: Vec<&str> = check["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|subject| subject["subject"].as_str().unwrap())
        .collect();
    assert_eq!(unknown, ["profile:other"], "{check:#}");
}

/// An address that accepts everything and never responds.
fn silent() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming().flatten() {
            kept.push(stream);
        }
    });
    format!("http://{address}")
}
