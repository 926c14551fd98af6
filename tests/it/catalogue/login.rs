//! Rows L01 to L09: the sign-in itself.
//!
//! L02 needs a machine where no program can listen on loopback, so the unit tests of `env-browser`
//! cover it.

use identity_center_sim::Account;

use crate::HOURS;

use super::row::{Case, Row, SOUND, row, sound_but};

/// A sign-in without renewal, so the next one needs a browser.
fn before_the_next_sign_in() -> Case {
    Case::files(SOUND, "").signed_in("corp", false, HOURS)
}

pub fn rows() -> Vec<Row> {
    vec![
        row("L01", "env-browser", "over SSH", || {
            before_the_next_sign_in().env("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
        })
        .notes(),
        row("L01b", "env-browser", "a codespace", || {
            before_the_next_sign_in()
                .env("CODESPACES", "true")
                .env("BROWSER", "/vscode/bin/helpers/browser.sh")
        })
        .notes(),
        row("L01c", "env-browser", "no display and no BROWSER", before_the_next_sign_in).notes(),
        row("L08", "cli-version", "version 2.21, without a display", || {
            before_the_next_sign_in().with(|machine| {
                machine
                    .home
                    .program("aws", "echo 'aws-cli/2.21.3 Python/3.12.6 Linux/6.8 exe/x86_64'");
            })
        })
        .notes(),
        row("L05", "role-assigned", "the browser signed in somebody with another account", || {
            Case::files(SOUND, "").with(|machine| {
                machine.simulator.set(|world| {
                    world.person = "somebody@example.org".to_owned();
                    world.accounts = vec![Account::new("999988887777", "theirs", &["PowerUser"])];
                });
            })
        })
        .at(8),
        row("L09", "role-assigned", "signed in, and the role was never assigned", || {
            Case::files(&sound_but("PowerUser", "Administrator"), "")
        })
        .at(9),
    ]
}
