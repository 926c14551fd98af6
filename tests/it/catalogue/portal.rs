//! Rows U01 to U13: start URL, region and partition.

use super::row::Row;

pub fn rows() -> Vec<Row> {
    vec![]
}
