//! The state of a sign-in is never overstated: signed in, expired and may renew itself, signed out.

use std::path::PathBuf;
use std::time::Duration;

use identity_center_sim::{Operation, Rubbish, RubbishKind};
use serde_json::Value;

use crate::common::home::mode;
use crate::common::machine::healthy_config;
use crate::common::schema::assert_fits;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Machine, Outcome};
use crate::sign_in_out::{operations, token_of, two_sessions};
use crate::statuses::nobody;

const SCHEMA: &str = include_str!("../../docs/schema/status.schema.json");

/// A machine with the profile `dev` and an expired token.
pub fn expired(refreshable: bool) -> Machine {
    let machine = Machine::signed_out();
    machine.sign_in("corp", refreshable, Duration::ZERO);
    machine
}

fn refused_list(machine: &Machine) -> PathBuf {
    machine.home.state().join("refused-renewals.json")
}

/// `status --format json`, which matches its schema and says the same as the other formats.
#[track_caller]
pub fn status(machine: &Machine, more: &[&str], expected: i32) -> Value {
    let with = |args: &[&'static str]| [&["status"], args, more].concat();
    let value = machine.run(&with(&["--format", "json"])).run().status(expected).json();
    assert_fits(SCHEMA, &value);
    value
}

#[track_caller]
fn says(machine: &Machine, args: &[&str], expected: i32, words: &str) -> Outcome {
    let outcome = machine.run(args).run().status(expected);
    assert!(outcome.both().contains(words), "{args:?}: {words:?} is not in {outcome:?}");
    outcome
}

#[test]
fn three_states_and_their_statuses_without_the_network() {
    let machine = Machine::healthy();
    let value = status(&machine, &[], 0);
    assert_eq!((&value["state"], &value["signed_in"]), (&"signed_in".into(), &true.into()));
    let profile = &value["profiles"][0];
    assert_eq!((&profile["renews"], &profile["accepted"]), (&true.into(), &false.into()));
    // The end of the registration is in the JSON, where its name says so, and on no screen.
    assert!(profile["renewable_until"].is_string());
    let outcome = says(&machine, &["status"], 0, "signed in, renews itself\n");
    assert!(!outcome.stdout.contains("until"), "{outcome:?}");

    machine.sign_in("corp", false, crate::HOURS);
    assert_eq!(status(&machine, &[], 0)["profiles"][0]["renews"], false);
    says(&machine, &["status"], 0, "signed in, 7 h 59 min left");

    let machine = expired(true);
    let value = status(&machine, &[], 4);
    assert_eq!((&value["state"], &value["signed_in"]), (&"may_renew".into(), &false.into()));
    says(&machine, &["status"], 4, "ago, may renew itself");
    says(&machine, &["status", "--short"], 4, "may-renew\n");

    let machine = expired(false);
    let value = status(&machine, &[], 1);
    assert_eq!(value["state"], "signed_out");
    assert_eq!(value["profiles"][0]["cause"], "expired");
    says(&machine, &["status"], 1, "signed out: expired");
    std::fs::remove_file(machine.home.token("corp")).unwrap();
    assert_eq!(status(&machine, &[], 1)["profiles"][0]["cause"], "no_token");
    says(&machine, &["status"], 1, "signed out\n");
    machine.home.put(".aws/sso/cache/x", b"");
    std::fs::write(machine.home.token("corp"), b"{").unwrap();
    assert_eq!(status(&machine, &[], 1)["profiles"][0]["cause"], "unusable_token");
    assert!(machine.simulator.calls().is_empty());
}

/// Signed out, unknown, may renew itself, signed in: the first of these that any profile has.
#[test]
fn the_worst_of_several_profiles_counts() {
    let machine = two_sessions();
    let states = |first: &str, second: &str| {
        for (session, state) in [("corp", first), ("lab", second)] {
            let path = machine.home.token(session);
            let _ = std::fs::remove_dir_all(&path);
            let _ = std::fs::remove_file(&path);
            match state {
                "in" => machine.sign_in(session, true, crate::HOURS),
                "renews" => machine.sign_in(session, true, Duration::ZERO),
                // No program can say what a folder in this place holds.
                "unknown" => std::fs::create_dir(&path).unwrap(),
                _ => {}
            }
        }
    };
    for (first, second, expected, word) in [
        ("in", "in", 0, "signed-in"),
        ("in", "renews", 4, "may-renew"),
        ("unknown", "renews", 3, "unknown"),
        ("renews", "out", 1, "signed-out"),
        ("out", "unknown", 1, "signed-out"),
    ] {
        for (first, second) in [(first, second), (second, first)] {
            states(first, second);
            status(&machine, &[], expected);
            says(&machine, &["status", "--short"], expected, word);
        }
    }
}

/// Every command knows the refusal without the network, until there is another token.
#[test]
fn a_refused_renewal_is_remembered() {
    let machine = expired(true);
    let token = token_of(&machine.home.token("corp"));
    machine.simulator.set(|world| world.faults.refresh_refused = true);
    says(&machine, &["doctor"], 1, "AWS did not renew it");
    assert_eq!(operations(&machine), [Operation::CreateToken]);

    let list = refused_list(&machine);
    assert_eq!(mode(&list), 0o600);
    let text = token_of(&list);
    let fields: Value = serde_json::from_str(&token).unwrap();
    for name in ["accessToken", "refreshToken", "clientId", "clientSecret"] {
        let secret = fields[name].as_str().unwrap();
        assert!(!text.contains(secret) && !text.contains(&secret[..20]), "{name} is in {text}");
    }

    let value = status(&machine, &[], 1);
    assert_eq!(value["profiles"][0]["cause"], "renewal_refused");
    says(&machine, &["status"], 1, "signed out: AWS refused to renew it");
    says(&machine, &["doctor", "--offline"], 1, "AWS did not renew it");
    says(&machine, &["doctor"], 1, "AWS refused to renew it");
    let text = "Token has expired and refresh failed";
    says(&machine, &["explain", text], 0, "AWS did not renew it");
    let report = ["report", "--for", "support", "--offline", "--out", "-"];
    says(&machine, &report, 0, "expired, and AWS refused to renew it");
    assert_eq!(machine.simulator.calls().len(), 1, "nobody asked again");

    // Another token that has expired may renew itself.
    machine.sign_in("corp", true, Duration::ZERO);
    status(&machine, &[], 4);
    std::fs::write(machine.home.token("corp"), &token).unwrap();
    status(&machine, &[], 1);
    // The same token in another region is another question.
    let config = healthy_config(&["dev"]).replace("us-east-1", "eu-west-1");
    machine.home.put(".aws/config", config.as_bytes());
    status(&machine, &[], 4);
    machine.home.put(".aws/config", healthy_config(&["dev"]).as_bytes());

    // `login` does not try to renew it, and the new token makes the memory useless.
    let running = machine.run(&["login"]).start();
    machine.approve_next();
    running.wait().status(0);
    let asked = operations(&machine);
    assert_eq!(asked[1..3], [Operation::RegisterClient, Operation::StartDeviceAuthorization]);
    assert!(!list.exists());
    status(&machine, &[], 0);
}

/// Only `invalid_grant` is the end of a sign-in, and only a run that may renew asks.
#[test]
fn what_is_no_refusal_is_not_remembered() {
    let machine = expired(true);
    let before = snapshot(&machine.home.path());
    machine.simulator.set(|world| world.faults.refresh_refused = true);
    machine.run(&["doctor", "--offline"]).run();
    machine.run(&["doctor", "--fix", "--yes", "--no-input", "--dry-run"]).run();
    machine.run(&["status"]).run().status(4);
    assert!(machine.simulator.calls().is_empty());
    assert_same(&before, &snapshot(&machine.home.path()));
    machine.simulator.set(|world| world.faults.refresh_refused = false);

    for kind in [RubbishKind::Status500, RubbishKind::Html, RubbishKind::Nothing] {
        machine.simulator.set(|world| {
            world.faults.rubbish = Some(Rubbish::at(Operation::CreateToken, kind));
        });
        machine.run(&["doctor"]).run();
        machine.run(&["status", "--check"]).run().status(3);
    }
    let unreachable = machine.run(&["doctor"]).env("AWS_ENDPOINT_URL_SSO_OIDC", nobody());
    unreachable.run();
    assert!(!machine.home.state().exists());
    status(&machine, &[], 4);
}

#[test]
fn check_asks_the_portal_once() {
    let machine = Machine::healthy();
    let value = status(&machine, &["--check"], 0);
    assert_eq!(value["asked_aws"], true);
    assert_eq!(value["profiles"][0]["accepted"], true);
    assert_eq!(operations(&machine), [Operation::ListAccounts]);
    says(&machine, &["status", "--check"], 0, "renews itself (accepted just now)");

    machine.simulator.set(|world| world.faults.revoked = true);
    assert_eq!(status(&machine, &["--check"], 1)["profiles"][0]["cause"], "rejected");
    says(&machine, &["status", "--check"], 1, "signed out: the portal rejects the token");
    machine.simulator.set(|world| world.faults.revoked = false);
    let unreachable = machine.run(&["status", "--check"]).env("AWS_ENDPOINT_URL_SSO", nobody());
    let outcome = unreachable.run().status(3);
    assert!(outcome.stdout.contains("could not be reached"), "{outcome:?}");

    let machine = expired(true);
    says(&machine, &["status", "--check"], 0, "accepted just now");
    assert_eq!(operations(&machine), [Operation::CreateToken, Operation::ListAccounts]);
    let machine = expired(true);
    machine.simulator.set(|world| world.faults.refresh_refused = true);
    assert_eq!(status(&machine, &["--check"], 1)["profiles"][0]["cause"], "renewal_refused");
    status(&machine, &["--check"], 1);
    assert_eq!(operations(&machine), [Operation::CreateToken]);
    let machine = expired(false);
    status(&machine, &["--check"], 1);
    assert!(machine.simulator.calls().is_empty());
}

#[test]
fn within_and_short_are_for_prompts_and_scripts() {
    let machine = Machine::signed_out();
    machine.sign_in("corp", false, Duration::from_secs(600));
    for (within, expected, word) in
        [("5m", 0, "signed-in"), ("30m", 1, "ends-soon"), ("1h30m", 1, "ends-soon")]
    {
        let args = ["status", "--short", "--within", within];
        let outcome = says(&machine, &args, expected, word);
        assert_eq!(outcome.both(), format!("{word}\n"));
        let value = status(&machine, &["--within", within], expected);
        assert_eq!(value["state"], "signed_in", "the sign-in is alive");
    }
    // One that renews itself does not end then.
    machine.sign_in("corp", true, Duration::from_secs(600));
    says(&machine, &["status", "--short", "--within", "30m"], 0, "signed-in");
    machine.sign_in("corp", true, Duration::ZERO);
    says(&machine, &["status", "--short", "--within", "30m"], 4, "may-renew");
    says(&machine, &["status", "--within", "soon"], 2, "30m");
    says(&machine, &["status", "--short", "--format", "json"], 2, "--short");
    let keys = Machine::with_files("[default]\nregion = us-east-1\n", "");
    says(&keys, &["status", "--short"], 1, "no-sso");
}

/// Three runs find the same expired token. Its refresh token works once, so AWS refuses the two
/// that ask last; none of them says that the sign-in is over.
#[test]
fn runs_at_once_do_not_accuse_a_sign_in_that_another_has_just_renewed() {
    let machine = expired(true);
    for round in 1..=3 {
        machine.sign_in("corp", true, Duration::ZERO);
        let args: [&[&str]; 4] =
            [&["doctor"], &["doctor", "--format", "json"], &["status", "--check"], &["login"]];
        let running: Vec<_> = args.iter().map(|args| machine.run(args).start()).collect();
        for run in running {
            let outcome = run.wait().status(0);
            assert!(!outcome.both().contains("did not renew it"), "{outcome:?}");
        }
        assert_eq!(machine.simulator.count(Operation::CreateToken), round, "they take turns");
        assert!(!refused_list(&machine).exists());
    }
}
