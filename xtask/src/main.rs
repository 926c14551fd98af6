//! `cargo xtask new-check`: the skeleton of a check, made from the example that CONTRIBUTING.md
//! explains and that a test compiles.

// A development command writes source files and prints what it did.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

mod new_check;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Development commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the folder of a new check, its line in the registry and its row in docs/failures.md
    NewCheck(new_check::NewCheck),
}

fn main() -> ExitCode {
    let Command::NewCheck(new_check) = Arguments::parse().command;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match new_check.write(&root) {
        Ok(written) => {
            for path in written {
                println!("wrote {path}");
            }
            println!("{}", new_check::NEXT_STEPS);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
