//! Runs the built program against the simulator, real AWS clients, and a real terminal.
//!
//! One test program with one module for each subject, because linking takes most of the time. Unix
//! only, because the tests use homes, modes, FIFOs, and scripts.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    missing_docs,
    unreachable_pub
)]

#[path = "../common/mod.rs"]
mod common;

mod at_once;
mod aws_version;
mod bad_answers;
mod bad_files;
mod bad_programs;
mod bridge;
mod by_flags;
mod by_hand;
mod catalogue;
mod changed_meanwhile;
mod chromium;
mod completion;
mod credentials;
mod demo;
mod dependencies;
mod explain;
mod explain_cases;
mod healthy;
mod interrupted;
mod json;
mod login_again;
mod looking;
mod masking;
mod menu;
mod network;
mod newcomer;
mod pasted;
mod presets;
mod recording;
mod report;
mod roles_open;
mod root_cause;
mod run_command;
mod run_in_terminal;
mod safe;
mod screens;
mod secrets;
mod setup;
mod setup_again;
mod setup_flags;
mod setup_prune;
mod setup_steps;
mod sign_in_out;
mod sign_in_state;
mod sign_out;
mod statuses;
mod trust;
mod undo;
mod which;
mod widths;

/// Longer than any test takes.
const HOURS: std::time::Duration = std::time::Duration::from_secs(8 * 3600);
