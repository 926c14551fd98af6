//! Helpers for the end-to-end tests: temporary homes, the built program in a controlled
//! environment, a real terminal, and the real AWS clients.
#![allow(dead_code, unreachable_pub)]

pub mod botocore;
pub mod clients;
pub mod files;
pub mod home;
pub mod machine;
pub mod pty;
pub mod run;
pub mod schema;
pub mod text;
pub mod tree;
pub mod web;

/// Whether to run the long version of the tests: `AWS_ONBOARD_LONG_TESTS=1 cargo test`.
pub fn is_long_run() -> bool {
    std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some()
}

#[path = "../../crates/aws-files/tests/common/python.rs"]
pub mod python;

pub use home::Home;
pub use machine::{Machine, PROFILE, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS};
pub use pty::Pty;
pub use run::{Outcome, one_line, program};
