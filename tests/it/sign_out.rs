//! `logout`: one session only, everything with `--all`, and any response from the portal.

use std::path::{Path, PathBuf};

use identity_center_sim::Operation;

use crate::common::home::{is_root, set_mode};
use crate::common::{Machine, python};
use crate::sign_in_out::{nobody_is_signed_in, operations, token_of, two_sessions};

/// A token of another tool that belongs to no session here, and cached role credentials.
fn bystanders(machine: &Machine) -> Vec<PathBuf> {
    let other = machine.simulator.issue_token(false, crate::HOURS);
    let text = other.cache_file("https://other.awsapps.com/start", "us-east-1");
    let key = |session: &str| facts::SessionKey::Named(session.to_owned());
    let credentials = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAX", "SecretAccessKey": "x", "SessionToken": "x", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let role = |session| facts::role_cache_name(&key(session), "111122223333", "PowerUser");
    [
        (".aws/sso/cache/other-tool.json".to_owned(), text.as_str()),
        (format!(".aws/cli/cache/{}", role("corp")), credentials),
        (format!(".aws/cli/cache/{}", role("lab")), credentials),
        (
            ".aws/cli/cache/0123456789012345678901234567890123456789.json".to_owned(),
            r#"{"Credentials": {"AccessKeyId": "ASIAY"}}"#,
        ),
    ]
    .map(|(name, text)| machine.home.put(&name, text.as_bytes()))
    .into()
}

fn there(paths: &[PathBuf]) -> Vec<bool> {
    paths.iter().map(|path| path.exists()).collect()
}

/// Without a token there is nothing to revoke, and the keys of the roles are valid all the same.
#[test]
fn role_credentials_are_removed_even_where_no_token_is_left() {
    let machine = two_sessions();
    let all = bystanders(&machine);
    for session in ["corp", "lab"] {
        std::fs::remove_file(machine.home.token(session)).unwrap();
    }
    machine.run(&["logout"]).run().status(0);
    assert_eq!(there(&all), [true, false, false, true]);
    assert!(operations(&machine).is_empty(), "no token, no request");
    let outcome = machine.run(&["logout"]).run().status(0);
    assert!(outcome.both().contains("Already signed out"), "{outcome:?}");
    // Nothing is said of a computer that has no session.
    let none = Machine::with_files("[default]\nregion = us-east-1\n", "");
    let outcome = none.run(&["logout"]).run().status(1);
    assert!(outcome.stderr.contains("logout --all"), "{outcome:?}");
}

#[test]
fn one_session_is_signed_out_and_nothing_else() {
    let machine = two_sessions();
    let bystanders = bystanders(&machine);
    let token = token_of(&machine.home.token("corp"));
    let outcome = machine.run(&["logout", "--session", "corp"]).run().status(0);
    assert!(outcome.both().contains("signed out of corp"), "{outcome:?}");
    assert_eq!(operations(&machine), [Operation::Logout]);
    assert!(!machine.home.token("corp").exists());
    assert!(machine.home.token("lab").exists());
    assert_eq!(there(&bystanders), [true, false, true, true]);
    // The token is revoked, even for someone who kept a copy.
    machine.home.put(machine.home.token("corp"), token.as_bytes());
    let outcome = machine.run(&["roles", "--session", "corp"]).run().status(1);
    assert!(outcome.stderr.contains("ended the sign-in"), "{outcome:?}");
    machine.run(&["roles", "--session", "lab"]).run().status(0);
    machine.run(&["logout", "--session", "corp"]).run().status(0);
    // The second time, there is nothing to do.
    let outcome = machine.run(&["logout", "--session", "corp"]).run().status(0);
    assert!(outcome.both().contains("Already signed out"), "{outcome:?}");
}

#[test]
fn all_is_everything() {
    let machine = two_sessions();
    let bystanders = bystanders(&machine);
    let registration = machine.home.put(
        ".aws/sso/cache/botocore-client-id-us-east-1.json",
        br#"{"clientId": "a", "clientSecret": "b", "expiresAt": "2099-01-01T00:00:00Z"}"#,
    );
    machine.run(&["logout", "--all"]).run().status(0);
    assert_eq!(machine.simulator.count(Operation::Logout), 3);
    // Files that are not part of single sign-on stay: the last of the four.
    assert_eq!(there(&bystanders), [false, false, false, true]);
    assert!(registration.exists());
    nobody_is_signed_in(&machine);
}

#[test]
fn a_portal_that_cannot_be_reached_stops_nothing() {
    for args in [&["logout"][..], &["logout", "--all"]] {
        let machine = Machine::healthy();
        let outcome =
            machine.run(args).env("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1").run().status(3);
        assert!(outcome.stderr.contains("was not revoked at the portal"), "{outcome:?}");
        assert!(outcome.stderr.contains("Removed from this computer"), "{outcome:?}");
        assert!(!machine.home.token("corp").exists());
        assert_eq!(machine.simulator.count(Operation::Logout), 0);
    }
}

/// If files cannot be deleted, the sign-in is revoked and the remaining files are named.
#[test]
fn a_token_that_cannot_be_removed_is_told() {
    let machine = Machine::healthy();
    let token = machine.home.token("corp");
    let folder = token.parent().unwrap();
    let mut run = machine.run(&["logout"]);
    if is_root() {
        // Root bypasses permissions, so the program runs as another user.
        if !Path::new("/usr/bin/setpriv").exists() {
            return python::skip("no setpriv, and permissions do not count for root");
        }
        let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        for path in token.ancestors().skip(1).take(5) {
            set_mode(path, 0o755);
        }
        set_mode(&token, 0o644);
        set_mode(&machine.home.config(), 0o644);
        set_mode(&machine.home.bin(), 0o755);
        run = run.through(&nobody);
    } else {
        set_mode(folder, 0o500);
    }
    let outcome = run.run().status(1);
    set_mode(folder, 0o700);
    assert!(outcome.stderr.contains("could not be removed"), "{outcome:?}");
    assert_eq!(machine.simulator.count(Operation::Logout), 1);
    assert!(token.exists());
}

/// A link that leads to itself cannot be read by any user, not even by root.
#[test]
fn a_file_that_cannot_be_read_may_be_a_sign_in_that_is_left() {
    let machine = Machine::healthy();
    let path = machine.home.token("corp").with_file_name("other-tool.json");
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let outcome = machine.run(&["logout", "--all"]).run().status(3);
    assert!(outcome.stderr.contains("other-tool.json could not be read"), "{outcome:?}");
    assert!(!outcome.both().contains("signed out of every session"), "{outcome:?}");
    assert!(!machine.home.token("corp").exists());
}

/// Only where there is something to choose: one session is signed in, or none.
#[test]
fn a_session_that_is_signed_out_is_no_choice() {
    let machine = two_sessions();
    std::fs::remove_file(machine.home.token("corp")).unwrap();
    let outcome = machine.run(&["logout"]).run().status(0);
    assert!(outcome.stderr.contains("signed out of lab"), "{outcome:?}");
    let outcome = machine.run(&["logout"]).run().status(0);
    assert!(outcome.stderr.contains("Already signed out"), "{outcome:?}");
}
