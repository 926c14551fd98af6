//! Rows R01 to R07: accounts, roles and calls.

use super::row::Row;

pub fn rows() -> Vec<Row> {
    vec![]
}
