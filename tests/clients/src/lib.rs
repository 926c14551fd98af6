//! Real AWS clients on made machines, against the simulator.
//!
//! A [`machine::Machine`] is two AWS files, an environment and caches; a [`client::Client`] is an
//! SDK or a program of one version, installed from its registry. [`drive::Driver`] runs one on the
//! other and tells whose key signed, as the simulated STS saw it.

// A development tool: it runs programs and writes files of its own.
#![allow(clippy::disallowed_methods)]

pub mod client;
pub mod compare;
pub mod drive;
pub mod generated;
pub mod handmade;
pub mod home;
pub mod keys;
pub mod machine;
pub mod model;
pub mod observed;
pub mod report;
pub mod sources;
pub mod stage;
