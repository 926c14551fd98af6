//! What the end-to-end tests stand on: homes that vanish, the built program with an environment of
//! the test's own, a real terminal, and the real AWS clients.
#![allow(dead_code, unreachable_pub)]

pub mod clients;
pub mod home;
pub mod machine;
pub mod pty;
pub mod run;
pub mod text;
pub mod tree;
pub mod web;

#[path = "../../crates/aws-files/tests/common/python.rs"]
pub mod python;

pub use home::Home;
pub use machine::{Machine, PROFILE, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS};
pub use pty::Pty;
pub use run::{Outcome, program};
