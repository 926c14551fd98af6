//! Rows T01 to T16: the token and its cache.

use super::config::open_home;
use super::row::{Case, Row, SOUND, row};
use crate::common::home::set_mode;

pub fn rows() -> Vec<Row> {
    vec![
        row("T01", "token-present", "nobody has signed in", || {
            Case::files(SOUND, "").signed_out()
        })
        .heals_with(&["token-present.remedy=sign-in"]),
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
        row(
            "T16",
            "files-private",
            "a token that every user can read",
            || {
                Case::files(SOUND, "").with(|machine| {
                    open_home(machine);
                    set_mode(&machine.home.token("corp"), 0o644);
                })
            },
        )
        .warns()
        .heals(),
    ]
}
