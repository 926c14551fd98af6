//! Rows U01 to U13: start URL, region and partition.

use super::row::{Case, Row, SOUND, row};

pub fn rows() -> Vec<Row> {
    vec![row(
        "U12",
        "caller-identity",
        "STS of the profile's region knows no credentials",
        || {
            Case::files(SOUND, "").with(|machine| {
                machine
                    .simulator
                    .set(|world| world.faults.sts_unknown_key = true);
            })
        },
    )]
}
