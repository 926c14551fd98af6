//! Rows E01 to E21: the AWS CLI, PATH and the environment.

use crate::common::Home;

use super::row::{Case, Row, SOUND, row, world};

pub fn rows() -> Vec<Row> {
    vec![row("E01", "cli-installed", "no `aws` on PATH", || {
        Case::on(Home::empty(), world()).with(|machine| {
            machine.home.put(".aws/config", SOUND.as_bytes());
        })
    })]
}
