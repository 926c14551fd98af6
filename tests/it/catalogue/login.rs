//! Rows L01 to L09: the sign-in itself.

use super::row::Row;

pub fn rows() -> Vec<Row> {
    vec![]
}
