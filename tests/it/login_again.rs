//! `login` believes a token only when the portal accepts it, and `login --force` starts a new
//! session.

use std::time::Duration;

use identity_center_sim::Operation;

use crate::common::Machine;
use crate::common::machine::{START_URL, legacy_profile};
use crate::common::pty::{CTRL_C, DOWN, ENTER};
use crate::common::tree::{assert_same, snapshot};
use crate::sign_in_out::{nobody_is_signed_in, operations, token_of};
use crate::sign_in_state::{expired, status};
use crate::statuses::nobody;

#[test]
fn a_token_that_was_revoked_is_not_believed() {
    let machine = Machine::healthy();
    let path = machine.home.token("corp");
    let token = token_of(&path);
    machine.run(&["logout"]).run().status(0);
    std::fs::write(&path, token).unwrap();
    let running = machine.run(&["login"]).start();
    running.wait_for("The portal ended the sign-in to corp; signing in again.");
    machine.approve_next();
    running.wait().status(0);
    status(&machine, &["--check"], 0);
}

#[test]
fn a_portal_that_does_not_answer_confirms_nothing() {
    let machine = Machine::healthy();
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&["login"]).env("AWS_ENDPOINT_URL_SSO", nobody()).run().status(3);
    assert!(outcome.stderr.contains("could not check the sign-in to corp"), "{outcome:?}");
    assert!(!outcome.stderr.contains("Already"), "{outcome:?}");
    assert_same(&before, &snapshot(&machine.home.path()));
}

/// The sign-out comes first, and the old token and its refresh token are dead.
#[test]
fn force_ends_the_session_first() {
    let machine = Machine::healthy();
    let old: serde_json::Value =
        serde_json::from_str(&token_of(&machine.home.token("corp"))).unwrap();
    let running = machine.run(&["login", "--force"]).start();
    running.wait_for("Other terminals and programs that use corp");
    running.wait_for("signed out of corp");
    machine.approve_next();
    running.wait().status(0);
    let asked = operations(&machine);
    assert_eq!(asked[..2], [Operation::Logout, Operation::RegisterClient]);
    status(&machine, &["--check"], 0);
    let new = token_of(&machine.home.token("corp"));
    for name in ["accessToken", "refreshToken"] {
        assert!(!new.contains(old[name].as_str().unwrap()), "{name}");
    }
    std::fs::write(machine.home.token("corp"), old.to_string()).unwrap();
    status(&machine, &["--check"], 1);
}

/// An expired token cannot sign out, so it is renewed for that; one that is over needs no sign-out.
#[test]
fn force_with_an_expired_token() {
    let machine = expired(true);
    let running = machine.run(&["login", "--force"]).start();
    machine.approve_next();
    running.wait().status(0);
    assert_eq!(operations(&machine)[..2], [Operation::CreateToken, Operation::Logout]);

    for machine in [expired(false), Machine::signed_out()] {
        let running = machine.run(&["login", "--force"]).start();
        machine.approve_next();
        let outcome = running.wait().status(0);
        assert!(!outcome.stderr.contains("signs you out"), "{outcome:?}");
        assert_eq!(machine.simulator.count(Operation::Logout), 0);
    }
}

#[test]
fn force_asks_on_a_terminal_and_no_changes_nothing() {
    let machine = Machine::healthy();
    let before = snapshot(&machine.home.path());
    let mut terminal = machine.terminal(&["login", "--force"]);
    terminal
        .wait_for("lose their sign-in too")
        .wait_for("Sign out of corp and sign in again?")
        .send(DOWN)
        .wait_for_screen("> No")
        .send(ENTER)
        .wait_for("nothing was changed");
    terminal.exits_with(1);
    let mut terminal = machine.terminal(&["login", "--force"]);
    terminal.wait_for("sign in again?").send(CTRL_C).wait_for("nothing was changed");
    terminal.exits_with(130);
    assert!(machine.simulator.calls().is_empty());
    assert_same(&before, &snapshot(&machine.home.path()));

    let mut terminal = machine.terminal(&["login", "--force"]);
    terminal.wait_for("sign in again?").send(ENTER).wait_for("signed out of corp");
    machine.approve_next();
    terminal.wait_for("signed in; renews itself");
    terminal.exits_with(0);
    status(&machine, &["--check"], 0);
}

#[test]
fn a_new_sign_in_that_does_not_come_about_leaves_the_user_signed_out() {
    let machine = Machine::healthy();
    let running = machine.run(&["login", "--force"]).start();
    assert!(machine.simulator.deny(&machine.next_code()));
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("denied"), "{outcome:?}");
    assert!(outcome.stderr.contains("you are now signed out of corp"), "{outcome:?}");
    nobody_is_signed_in(&machine);
    status(&machine, &[], 1);

    let machine = Machine::healthy();
    let mut terminal = machine.terminal(&["login", "--force"]);
    terminal.wait_for("sign in again?").send(ENTER).wait_for("waiting for you").send(CTRL_C);
    terminal.wait_for("you are now signed out of corp");
    terminal.exits_with(130);

    // The portal can be reached, and the sign-in service cannot.
    let machine = Machine::healthy();
    let run = machine.run(&["login", "--force"]).env("AWS_ENDPOINT_URL_SSO_OIDC", nobody());
    let outcome = run.run().status(1);
    assert!(outcome.stderr.contains("you are now signed out of corp"), "{outcome:?}");
}

/// Without an answer of the portal, the old sign-in stays.
#[test]
fn force_without_the_portal_changes_nothing() {
    let machine = Machine::healthy();
    let before = snapshot(&machine.home.path());
    let run = machine.run(&["login", "--force"]).env("AWS_ENDPOINT_URL_SSO", nobody());
    let outcome = run.run().status(3);
    assert!(outcome.stderr.contains("nothing was changed"), "{outcome:?}");
    assert_same(&before, &snapshot(&machine.home.path()));
    assert!(machine.simulator.calls().is_empty());
}

/// A sign-in without an sso-session never renews itself, whatever its file contains.
#[test]
fn a_legacy_sign_in_never_renews_itself() {
    let machine = Machine::with_files(&legacy_profile("dev", START_URL), "");
    let name = facts::SessionKey::Legacy(START_URL.to_owned()).cache_name();
    let put = |lifetime| {
        let issued = machine.simulator.issue_token(true, lifetime);
        let text = issued.cache_file(START_URL, "us-east-1");
        machine.home.put(format!(".aws/sso/cache/{name}"), text.as_bytes());
    };
    put(Duration::from_secs(3600 * 3 + 60));
    assert_eq!(status(&machine, &[], 0)["profiles"][0]["renews"], false);
    put(Duration::ZERO);
    let value = status(&machine, &[], 1);
    assert_eq!(value["profiles"][0]["cause"], "expired");
    assert!(value["profiles"][0]["renewable_until"].is_null());
}
