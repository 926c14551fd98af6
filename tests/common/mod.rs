//! Shared by the end-to-end tests: temporary homes, the built program with an environment of the
//! test's own, a real terminal, and the real AWS clients.
#![allow(dead_code, unreachable_pub)]

pub mod botocore;
pub mod clients;
pub mod home;
pub mod machine;
pub mod pty;
pub mod run;
pub mod text;
pub mod tree;
pub mod web;

/// Whether the long form of the tests is asked for: `AWS_ONBOARD_LONG_TESTS=1 cargo test`.
pub fn is_long_run() -> bool {
    std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some()
}

#[path = "../../crates/aws-files/tests/common/python.rs"]
pub mod python;

pub use home::Home;
pub use machine::{Machine, PROFILE, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS};
pub use pty::Pty;
pub use run::{Outcome, program};
