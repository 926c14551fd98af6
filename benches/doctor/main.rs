//! Measures how fast the doctor is against the limits in docs/performance.md.
//!
//! `cargo bench --bench doctor` runs the release build of the program many times, interleaved with
//! what it is compared with, and prints medians, ratios and PASS or OVER. It exits with 1 if any
//! is over. A number as argument sets the number of rounds (default 15); `offline`, `online` and
//! `setup` choose parts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs
)]

mod homes;
mod latency;
mod measure;
mod offline;
mod setup;

use std::path::PathBuf;
use std::process::ExitCode;

use measure::Verdicts;

/// The parts that can be chosen.
const PARTS: [&str; 3] = ["offline", "online", "setup"];

fn main() -> ExitCode {
    // `cargo bench` passes `--bench` on; what remains may be the number of rounds, and parts.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds =
        arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(15_usize).max(3);
    let names = |part: &str| arguments.iter().any(|word| word == part);
    let wants = |part: &str| names(part) || !PARTS.into_iter().any(names);
    let is_known = |word: &&String| {
        word.starts_with("--") || word.parse::<usize>().is_ok() || PARTS.contains(&word.as_str())
    };
    if let Some(word) = arguments.iter().find(|word| !is_known(word)) {
        println!("there is no part {word}; choose from {}", PARTS.join(", "));
        return ExitCode::from(2);
    }
    let program = PathBuf::from(env!("CARGO_BIN_EXE_aws-onboard"));
    let mut verdicts = Verdicts::default();
    if cfg!(debug_assertions) {
        println!("A debug build: the figures below say nothing. Use `cargo bench`.\n");
    }
    println!(
        "{rounds} rounds, medians of wall time, {} processors\n",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    if wants("offline") {
        offline::against_the_aws_cli(&program, rounds, &mut verdicts);
        offline::large_files(&program, rounds, &mut verdicts);
        offline::many_faults(&program, rounds.min(7), &mut verdicts);
    }
    if wants("online") {
        latency::against_the_simulator(&program, rounds, &mut verdicts);
    }
    if wants("setup") {
        setup::whole_runs(&program, &mut verdicts);
    }
    verdicts.close()
}
