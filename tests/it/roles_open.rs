//! `roles`, `open`, and the program without a command.

use identity_center_sim::{Operation, Rubbish, RubbishKind};
use serde_json::json;

use crate::common::machine::{START_URL, healthy_config, three_roles};
use crate::common::pty::{CTRL_C, ESC};
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Home, Machine};

#[test]
fn what_is_assigned_as_json_and_for_people() {
    let machine = Machine::new(Home::with_files(&healthy_config(&["dev"]), ""), three_roles());
    machine.sign_in("corp", true, crate::HOURS);
    machine.simulator.set(|world| world.accounts[1].email = Some("prod@example.org".into()));
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&["roles", "--format", "json"]).run().status(0);
    let json = outcome.json();
    assert!(json["schema_version"].is_u64() || json["schema_version"].is_string());
    assert_eq!(json["sso_session"], "corp");
    assert_eq!(
        json["accounts"],
        json!([
            {"id": "111122223333", "name": "Dev Account", "email": null,
             "roles": ["PowerUser", "ReadOnly"]},
            {"id": "444455556666", "name": "Prod", "email": "prod@example.org",
             "roles": ["ReadOnly"]},
        ])
    );
    let outcome = machine.run(&["roles"]).run().status(0);
    assert_eq!(
        outcome.stdout,
        "Dev Account  111122223333  PowerUser\n\
         Dev Account  111122223333  ReadOnly\n\
         Prod         444455556666  ReadOnly\n"
    );
    assert_same(&before, &snapshot(&machine.home.path()));
}

/// Lists 250 accounts in the portal's order, over several pages and with occasional throttling,
/// without losing any.
#[test]
fn none_is_lost_over_pages_and_pauses() {
    let machine = Machine::new(
        Home::with_files(&healthy_config(&["dev"]), ""),
        identity_center_sim::World::many(250, 2),
    );
    machine.sign_in("corp", true, crate::HOURS);
    machine.simulator.set(|world| world.faults.throttle_per_second = Some(60));
    let outcome = machine.run(&["roles", "--format", "json"]).run().status(0);
    let json = outcome.json();
    let accounts = json["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 250);
    assert_eq!(accounts[0]["name"], "account-0001");
    assert_eq!(accounts[249]["name"], "account-0250");
    for account in accounts {
        assert_eq!(account["roles"], json!(["Role001", "Role002"]));
    }
    let calls = machine.simulator.calls();
    assert!(calls.iter().any(|call| call.status == 429), "it was refused");
    assert_eq!(outcome.stderr, "", "and that is nobody's business");
}

#[test]
fn nobody_is_signed_in_or_the_portal_is_away() {
    let machine = Machine::signed_out();
    let outcome = machine.run(&["roles"]).run().status(1);
    assert!(outcome.stderr.contains("aws-onboard login"), "{outcome:?}");
    assert!(machine.simulator.calls().is_empty());
    let machine = Machine::healthy();
    let outcome =
        machine.run(&["roles"]).env("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1").run().status(3);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains("did not list your accounts"), "{outcome:?}");
}

/// An account whose roles the portal did not list is not one without roles.
#[test]
fn what_the_portal_did_not_list_is_unknown() {
    let machine = Machine::new(Home::with_files(&healthy_config(&["dev"]), ""), three_roles());
    machine.sign_in("corp", true, crate::HOURS);
    let rubbish = Rubbish::at(Operation::ListAccountRoles, RubbishKind::Status500);
    machine.simulator.set(|world| world.faults.rubbish = Some(rubbish));
    let outcome = machine.run(&["roles"]).run().status(3);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains("? Prod (444455556666): "), "{outcome:?}");
    let json = machine.run(&["roles", "--format", "json"]).run().status(3).json();
    assert_eq!(json["accounts"], json!([]));
    assert_eq!(json["unknown_accounts"], json!(["111122223333", "444455556666"]));
    let setup = ["setup", "--no-input", "--yes", "--all-roles", "--session", "corp"];
    let outcome = machine.run(&setup).run().status(3);
    assert!(outcome.stderr.contains("did not list your roles in 2 accounts"), "{outcome:?}");
    assert!(!outcome.stderr.contains("you have no accounts"), "{outcome:?}");
    machine.simulator.set(|world| {
        world.faults.rubbish = None;
        world.faults.roles_unlisted = vec!["444455556666".to_owned()];
    });
    let json = machine.run(&["roles", "--format", "json"]).run().status(3).json();
    assert_eq!(json["accounts"][0]["id"], "111122223333");
    assert_eq!(json["unknown_accounts"], json!(["444455556666"]));
}

/// A cache that cannot be read may contain the sign-in.
#[test]
fn an_unreadable_cache_is_not_a_missing_sign_in() {
    let machine = Machine::healthy();
    let folder = machine.home.path().join(".aws/sso/cache");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "").unwrap();
    let outcome = machine.run(&["roles"]).run().status(3);
    assert!(outcome.stderr.contains("the sign-in to corp is unknown"), "{outcome:?}");
}

#[test]
fn the_portal_and_the_console_of_a_profile() {
    let config = healthy_config(&["dev"]).replace("= PowerUser", "= Power User+Ops/é");
    let machine = Machine::with_files(&config, "");
    let portal = START_URL.to_lowercase();
    let outcome = machine.run(&["open", "--print"]).run().status(0);
    assert_eq!(outcome.stdout, format!("{portal}\n"));
    let outcome = machine.run(&["open", "--print", "--profile", "dev"]).run().status(0);
    assert_eq!(
        outcome.stdout,
        format!(
            "{portal}/#/console?account_id=111122223333&role_name=Power%20User%2BOps%2F%C3%A9\n"
        )
    );
    assert!(machine.simulator.calls().is_empty());
    let outcome = machine.run(&["open", "--print", "--profile", "nobody"]).run().status(2);
    assert!(outcome.stderr.contains("there is no profile \"nobody\""), "{outcome:?}");
    let keys = Machine::with_files("[profile keys]\nregion = us-east-1\n", "");
    keys.run(&["open", "--print", "--profile", "keys"]).run().status(1);
}

/// The browser opens the printed address, and only if it is a web address.
#[test]
fn the_browser_is_given_the_address() {
    for (url, opens) in [(START_URL, true), ("file:///etc/passwd", false)] {
        let config = healthy_config(&["dev"]).replace(START_URL, url);
        let machine = Machine::with_files(&config, "");
        let address = machine.home.beside("browser").join("address");
        let browser = machine
            .home
            .program("browser", &format!("printf '%s' \"$1\" > '{}'", address.display()));
        let outcome = machine.run(&["open"]).env("DISPLAY", ":99").env("BROWSER", browser).run();
        if opens {
            let outcome = outcome.status(0);
            let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
            let mut given = String::new();
            while given.is_empty() && std::time::Instant::now() < deadline {
                given = std::fs::read_to_string(&address).unwrap_or_default();
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            assert_eq!(format!("{given}\n"), outcome.stdout);
        } else {
            std::thread::sleep(std::time::Duration::from_millis(300));
            assert!(!address.exists());
        }
    }
}

#[test]
fn without_a_command_a_pipe_gets_the_help() {
    let machine = Machine::healthy();
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&[]).run().status(0);
    for command in ["setup", "doctor", "login", "logout", "roles", "open"] {
        assert!(outcome.stdout.contains(&format!("\n  {command} ")), "{command}");
    }
    assert_eq!(outcome.stderr, "");
    // A question would need an answer.
    let mut terminal = machine.terminal(&["--no-input"]);
    terminal.exits_with(0);
    assert!(terminal.transcript().contains("Usage:"));
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn without_a_command_a_terminal_gets_status_and_a_menu() {
    let machine = Machine::healthy();
    let mut terminal = machine.terminal(&[]);
    terminal.wait_for("signed in").wait_for("What would you like to do?").wait_for("Nothing");
    terminal.pick("> List my accounts and roles").wait_for("111122223333");
    terminal.exits_with(0);
    // The rest is one entry further.
    let mut terminal = machine.terminal(&[]);
    terminal.wait_for("What would you like to do?").pick("> More…");
    terminal
        .wait_for("Explain an error message")
        .pick("> Check this computer and fix problems")
        .wait_for("Ready: dev is 111122223333 as PowerUser");
    terminal.exits_with(0);
    for (key, status) in [(ESC, 0), (CTRL_C, 130)] {
        let mut terminal = machine.terminal(&[]);
        terminal.wait_for("What would you like to do?").wait_for_screen("> Nothing").send(key);
        terminal.exits_with(status);
    }
}
