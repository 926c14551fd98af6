//! Rows T01 to T19: the token and its cache, and the sign-in of `aws login`.

use std::fs;
use std::time::Duration;

use super::config::open_home;
use super::row::{Case, Row, SOUND, row};
use crate::common::home::set_mode;
use crate::common::machine::{LAB_URL, legacy_profile};

const SIGN_IN: &str = "token-present.remedy=sign-in";

/// A profile that `aws login` has written.
const CONSOLE: &str =
    "[default]\nlogin_session = arn:aws:iam::111122223333:user/mira\nregion = eu-central-1\n";

/// That profile with the file of its sign-in, changed.
fn console_sign_in(change: impl FnOnce(&str) -> String) -> Case {
    Case::files(CONSOLE, "").with(|machine| {
        machine.home.sign_in_to_console("arn:aws:iam::111122223333:user/mira", change);
    })
}

/// A signed-in machine with a different token file.
fn token_file(change: impl FnOnce(String) -> String) -> Case {
    Case::files(SOUND, "").with(|machine| {
        let path = machine.home.token("corp");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, change(text)).unwrap();
    })
}

/// Changes one field of a token file.
fn with_field(text: &str, name: &str, value: &str) -> String {
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).unwrap();
    assert!(fields.contains_key(name), "{name}");
    fields.insert(name.to_owned(), value.into());
    serde_json::to_string(&fields).unwrap()
}

/// The credentials that the AWS CLI caches for the role of `dev`; these keys never worked.
fn cached_role(expiration: &str) -> Case {
    let name = facts::role_cache_name(
        &facts::SessionKey::Named("corp".into()),
        "111122223333",
        "PowerUser",
    );
    let text = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "SessionToken": "gone", "Expiration": "{expiration}", "AccountId": "111122223333"}}}}"#
    );
    Case::files(SOUND, "").with(|machine| {
        machine.home.put(format!(".aws/cli/cache/{name}"), text.as_bytes());
    })
}

pub fn rows() -> Vec<Row> {
    let mut rows = tokens();
    rows.extend(files());
    rows.extend(beside());
    rows
}

fn tokens() -> Vec<Row> {
    vec![
        row("T01", "token-present", "nobody has signed in", || {
            Case::files(SOUND, "").signed_out()
        })
        .heals_with(&[SIGN_IN]),
        row("T02", "token-valid", "a token that has ended, without a refresh token", || {
            Case::files(SOUND, "").signed_in("corp", false, Duration::ZERO)
        })
        .heals_with(&["token-valid.remedy=sign-in"]),
        row("T03", "token-valid", "a token that has ended, and AWS does not renew it", || {
            Case::files(SOUND, "")
                .signed_in("corp", true, Duration::ZERO)
                .with(|machine| machine.simulator.set(|world| world.faults.refresh_refused = true))
        })
        .heals_with(&["token-valid.remedy=sign-in"]),
        row("T04", "token-accepted", "a token that the portal does not know any more", || {
            token_file(|text| with_field(&text, "accessToken", "revoked-by-an-administrator"))
        })
        .heals_with(&["token-accepted.remedy=sign-in"]),
        row("T05", "token-registration", "token and client registration have ended", || {
            Case::files(SOUND, "")
                .signed_in("corp", true, Duration::ZERO)
                .with(|machine| {
                    let path = machine.home.token("corp");
                    let text = fs::read_to_string(&path).unwrap();
                    let text = with_field(&text, "registrationExpiresAt", "2020-01-01T00:00:00Z");
                    fs::write(&path, text).unwrap();
                })
        })
        .heals_with(&["token-registration.remedy=sign-in"]),
        row("T06", "token-registration", "a registration for a browser, and AWS CLI 2.9.19", || {
            Case::files(SOUND, "").with(|machine| {
                let name = identity_center::cache::registration_name(
                    Some("corp"),
                    LAB_URL,
                    "us-east-1",
                    &["sso:account:access".to_owned()],
                );
                let text = br#"{"clientId": "c", "clientSecret": "s", "expiresAt": "2099-01-01T00:00:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}"#;
                machine.home.put(format!(".aws/sso/cache/{name}"), text);
                machine.home.program("aws", "#!/bin/sh\necho aws-cli/2.9.19 Python/3.11.2 Linux/6.1\n");
            })
        })
        .warns()
        .heals(),
        row("T14", "token-origin", "a token of another region than sso_region", || {
            token_file(|text| with_field(&text, "region", "eu-west-1"))
        })
        .at(3)
        .heals_with(&["token-origin.remedy=sign-in"]),
    ]
}

fn files() -> Vec<Row> {
    vec![
        row("T07", "token-cache", "a token file that was cut off", || {
            token_file(|text| text[..text.len() / 2].to_owned())
        })
        .heals_with(&[SIGN_IN]),
        row("T07b", "token-cache", "an empty token file", || token_file(|_| String::new()))
            .heals_with(&[SIGN_IN]),
        row("T08", "token-cache", "a token file without accessToken", || {
            token_file(|text| text.replace("accessToken", "token"))
        })
        .heals_with(&[SIGN_IN]),
        row("T08b", "token-cache", "a token file without expiresAt", || {
            token_file(|text| text.replace("expiresAt", "ends"))
        })
        .heals_with(&[SIGN_IN]),
        row("T09", "token-cache", "expiresAt ends in UTC", || {
            token_file(|text| with_field(&text, "expiresAt", "2099-01-01T00:00:00UTC"))
        })
        .warns()
        .heals_with(&["token-cache.remedy=sign-in"]),
        // A file of root in a user's cache needs two users, so the check's unit tests cover it.
        row("T11", "token-cache", "nobody can read the token's file: it is a folder", || {
            Case::files(SOUND, "").signed_out().with(|machine| {
                fs::create_dir(machine.home.token("corp")).unwrap();
            })
        }),
    ]
}

fn beside() -> Vec<Row> {
    vec![
        row(
            "T10",
            "token-present",
            "a profile without the session: its token has another name",
            || {
                let old = format!("{SOUND}\n{}", legacy_profile("old", LAB_URL));
                Case::files(&old, "")
            },
        )
        // This is why it has a different name.
        .beside(&["sso-format"])
        .heals_with(&[SIGN_IN]),
        row("T12", "role-cache", "cached credentials with an hour left that STS refuses", || {
            cached_role("2099-01-01T00:00:00Z")
        })
        .heals(),
        row("T12b", "role-cache", "cached credentials that have ended", || {
            cached_role("2020-01-01T00:00:00Z")
        })
        .notes()
        .heals_with(&["role-cache.remedy=set-aside"]),
        row("T12c", "role-cache", "cached credentials that were cut off", || {
            cached_role("2099-01-01T00:00:00Z").with(|machine| {
                let folder = machine.home.path().join(".aws/cli/cache");
                for file in fs::read_dir(folder).unwrap() {
                    fs::write(file.unwrap().path(), "{\"ProviderType\"").unwrap();
                }
            })
        })
        .heals(),
        row("T13", "token-cache", "Kiro's own sign-in to the same portal has ended", || {
            Case::files(SOUND, "").with(|machine| {
                let ended = machine.simulator.issue_token(true, Duration::ZERO);
                let text = ended.cache_file(LAB_URL, "us-east-1");
                machine.home.put(".aws/sso/cache/kiro-auth-token.json", text.as_bytes());
            })
        })
        .notes(),
        row(
            "T15",
            "files-readable",
            "a folder that cannot be written, above the cached roles",
            || {
                Case::files(SOUND, "").with(|machine| {
                    let folder = machine.home.path().join(".aws/cli");
                    std::fs::create_dir_all(&folder).unwrap();
                    set_mode(&folder, 0o555);
                })
            },
        )
        .warns()
        .heals(),
        row("T16", "files-private", "a token that every user can read", || {
            Case::files(SOUND, "").with(|machine| {
                open_home(machine);
                set_mode(&machine.home.token("corp"), 0o644);
            })
        })
        .warns()
        .heals(),
        row("T17", "login-valid", "a login_session without a sign-in", || Case::files(CONSOLE, ""))
            .at(2),
        row("T18", "login-valid", "a sign-in of aws login that ended long ago", || {
            console_sign_in(|text| text.replace("2099", "2020"))
        })
        .at(2),
        row("T19", "login-cache", "a sign-in of aws login that was cut off", || {
            console_sign_in(|text| text[..40].to_owned())
        })
        .at(2),
    ]
}
