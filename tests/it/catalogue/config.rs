//! Rows C01 to C31: the AWS files.

use super::row::{Case, Row, row, sound_but};

pub fn rows() -> Vec<Row> {
    vec![
        row(
            "C13",
            "sso-session-exists",
            "the profile names a session with a typo",
            || Case::files(&sound_but("sso_session = corp", "sso_session = crop"), ""),
        )
        .at(7)
        .heals(),
    ]
}
