//! Rows S01 to S06: stale static credentials.

use super::row::Row;

pub fn rows() -> Vec<Row> {
    vec![]
}
