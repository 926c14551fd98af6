//! The command of the client matrix: `cargo run -p aws-onboard-client-matrix -- --help`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use client_matrix::client::CLIENTS;
use client_matrix::drive::{Driver, Folders};
use client_matrix::generated::{drawn, systematic};
use client_matrix::handmade::handmade;
use client_matrix::machine::Machine;
use client_matrix::observed::Observed;

#[derive(Parser)]
#[command(about = "Run real AWS clients on made machines against the simulator")]
struct Arguments {
    /// Only these clients (default: all that are installed)
    #[arg(long, value_delimiter = ',')]
    clients: Vec<String>,
    /// Only machines whose name contains this
    #[arg(long)]
    machines: Option<String>,
    /// The seed of the drawn machines
    #[arg(long)]
    seed: Option<u64>,
    /// How many machines to draw beside the systematic ones
    #[arg(long, default_value_t = 60)]
    drawn: usize,
    /// A process for every machine, even where one could serve them all
    #[arg(long)]
    fresh: bool,
    /// Write the observations here, one JSON line each
    #[arg(long)]
    output: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = Folders {
        clients: std::env::var_os("CLIENTS_DIR").map_or_else(
            || {
                std::env::var_os("CARGO_TARGET_DIR")
                    .map_or_else(|| source.join("../../target"), PathBuf::from)
                    .join("clients")
            },
            PathBuf::from,
        ),
        drivers: source.join("drivers"),
    };
    let seed = arguments.seed.unwrap_or(1);
    let mut machines: Vec<Machine> = systematic();
    machines.extend(handmade().map_err(|line| io::Error::other(format!("{line:?}")))?);
    machines.extend(drawn(seed, arguments.drawn));
    if let Some(part) = &arguments.machines {
        machines.retain(|machine| machine.id.contains(part.as_str()));
    }
    println!("seed {seed}, {} machines", machines.len());
    let mut all: Vec<Observed> = Vec::new();
    for client in CLIENTS {
        if !arguments.clients.is_empty() && !arguments.clients.iter().any(|id| id == client.id) {
            continue;
        }
        if !folders.has(client) {
            println!("SKIP: {} is not installed", client.id);
            continue;
        }
        let begin = std::time::Instant::now();
        let mut driver = Driver::new(client, &folders, arguments.fresh)?;
        let before = all.len();
        for machine in &machines {
            all.extend(driver.observe(machine)?);
        }
        println!("{}: {} machines in {:?}", client.id, all.len() - before, begin.elapsed());
    }
    if let Some(path) = &arguments.output {
        let mut text = String::new();
        for observed in &all {
            text.push_str(&serde_json::to_string(observed)?);
            text.push('\n');
        }
        std::fs::write(path, text)?;
    }
    Ok(ExitCode::SUCCESS)
}
