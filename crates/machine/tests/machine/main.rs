//! The machine, on temporary homes: every way in which a change can fail or be undone, and the
//! HTTP client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::new_without_default,
    missing_docs,
    unreachable_pub
)]

mod change;
mod crash;
mod home;
mod http;
mod journal;
mod undo;

pub use home::*;
