//! Rows T01 to T16: the token and its cache.

use super::row::{Case, Row, SOUND, row};

pub fn rows() -> Vec<Row> {
    vec![
        row("T01", "token-present", "nobody has signed in", || {
            Case::files(SOUND, "").signed_out()
        })
        .heals_with(&["token-present.remedy=sign-in"]),
    ]
}
