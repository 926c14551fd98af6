//! From a fresh laptop to a verified AWS identity, and what is wrong with AWS single sign-on,
//! named at its line and put right. This file parses, runs, and ends with the exit status.

mod answers;
mod app;
mod assigned;
mod changes;
mod cli;
mod commands;
mod error;
mod examine;
mod record;
mod render;
mod report;
mod setup;
mod sign_in;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // A defect is one line and status 70, without what the program was looking at (error.rs).
    std::panic::set_hook(Box::new(|_| {}));
    let status = std::panic::catch_unwind(|| match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli),
        Err(error) => error::usage(&error),
    });
    ExitCode::from(status.unwrap_or_else(|_| error::defect()))
}
