//! The collectors, on temporary homes: every state of a file, every fault of a program or a
//! preset, and AWS responses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::new_without_default,
    missing_docs,
    unreachable_pub
)]

mod access;
#[cfg(unix)]
mod aws_cli;
mod caches;
mod files;
#[path = "../../../machine/tests/machine/home.rs"]
mod home;
mod network;
mod overlay;
mod preset;
mod probe;
#[cfg(unix)]
#[path = "../../../aws-files/tests/common/python.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod python;

use facts::{Facts, Request};

pub use home::*;

/// Collects what is available offline.
pub trait Collect {
    /// The facts of this machine.
    fn facts(&self) -> Facts;
}

impl Collect for Home {
    fn facts(&self) -> Facts {
        collect::offline_facts(&self.system, Request::default(), None)
    }
}
