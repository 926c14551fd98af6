//! Rows S01 to S06: stale static credentials.

use std::time::{Duration, SystemTime};

use super::row::{Case, Row, SOUND, row};

/// A key pair under a header.
fn keys(header: &str, prefix: &str) -> String {
    format!(
        "[{header}]\naws_access_key_id = {prefix}IOSFODNN7EXAMPLE\n\
         aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
    )
}

pub fn rows() -> Vec<Row> {
    vec![
        row("S01", "precedence", "keys under the name of a profile of single sign-on", || {
            Case::files(SOUND, &keys("dev", "AKIA"))
        })
        .warns()
        .at(2)
        .heals_with(&["precedence.remedy=comment-out-keys"]),
        row("S02", "static-keys", "a long-term key under [default]", || {
            Case::files(SOUND, &keys("default", "AKIA"))
        })
        .warns()
        .at(2)
        .heals_with(&["static-keys.remedy=comment-out"]),
        row("S03", "static-keys", "keys of the portal, pasted two days ago", || {
            let text = format!(
                "{}aws_session_token = IQoJb3JpZ2luX2VjEXAMPLE\n",
                keys("111122223333_PowerUser", "ASIA")
            );
            Case::files(SOUND, &text).with(|machine| {
                let two_days = Duration::from_secs(2 * 24 * 3600);
                std::fs::File::options()
                    .write(true)
                    .open(machine.home.credentials())
                    .and_then(|file| file.set_modified(SystemTime::now() - two_days))
                    .unwrap();
            })
        })
        .warns()
        .at(2)
        .heals(),
        row("S04", "static-keys", "a temporary key without its session token", || {
            Case::files(SOUND, &keys("old", "ASIA"))
        })
        .warns()
        .at(2)
        .heals(),
        row("S05", "static-keys", "an identifier without its secret", || {
            Case::files(SOUND, "[old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")
        })
        .warns()
        .at(2)
        .heals(),
        row("S06", "static-keys", "keys in the config file", || {
            let text = format!("{SOUND}\n{}", keys("profile old", "AKIA"));
            Case::files(&text, "")
        })
        .warns()
        .at(13)
        .heals_with(&["static-keys.remedy=comment-out"]),
    ]
}
