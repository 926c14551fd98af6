//! The command of the client matrix: `cargo run -p aws-onboard-client-matrix -- --help`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use client_matrix::client::{CLIENTS, Client};
use client_matrix::compare::differences;
use client_matrix::drive::{Driver, Folders};
use client_matrix::generated::{Dice, by_id, drawn, systematic};
use client_matrix::handmade::handmade;
use client_matrix::home::lay_out;
use client_matrix::machine::Machine;
use client_matrix::model::Modelled;
use client_matrix::observed::Observed;
use client_matrix::report::{Pair, agreement, both_sides, defects, page};
use client_matrix::stage::Stage;

#[derive(Parser)]
#[command(about = "Run real AWS clients on made machines, and compare the model with them")]
struct Arguments {
    /// Only these clients (default: all that are installed)
    #[arg(long, value_delimiter = ',')]
    clients: Vec<String>,
    /// Only machines whose name contains this
    #[arg(long)]
    machines: Option<String>,
    /// The seed of the drawn machines and of the sample (default: 1; with --sample, the time)
    #[arg(long)]
    seed: Option<u64>,
    /// How many machines to draw beside the systematic ones
    #[arg(long, default_value_t = 60)]
    drawn: usize,
    /// Run only this many pairs, drawn by the seed
    #[arg(long)]
    sample: Option<usize>,
    /// A process for every machine, even where one could serve them all
    #[arg(long)]
    fresh: bool,
    /// Install the clients (those of --clients, if given), and do nothing else
    #[arg(long)]
    install: bool,
    /// Run nothing: compare the model with the observations in this file
    #[arg(long)]
    observations: Vec<PathBuf>,
    /// Write the observations here, one JSON line each
    #[arg(long)]
    output: Option<PathBuf>,
    /// Print every disagreement
    #[arg(long)]
    verbose: bool,
    /// Write docs/clients.md
    #[arg(long)]
    write_docs: bool,
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

/// The folders, from CLIENTS_DIR or below cargo's target folder.
fn folders() -> Folders {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let clients = std::env::var_os("CLIENTS_DIR").map(PathBuf::from).unwrap_or_else(|| {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| source.join("../../target"), PathBuf::from)
            .join("clients")
    });
    let clients = std::path::absolute(&clients).unwrap_or(clients);
    Folders { clients, drivers: source.join("drivers") }
}

fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let folders = folders();
    if arguments.install {
        let status = std::process::Command::new("bash")
            .arg(folders.drivers.join("install.sh"))
            .arg(&folders.clients)
            .args(&arguments.clients)
            .status()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let seed = arguments.seed.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        arguments.sample.and(now.ok()).map_or(1, |now| now.as_secs())
    });
    let mut machines: Vec<Machine> = systematic();
    machines.extend(handmade().map_err(|line| io::Error::other(format!("{line:?}")))?);
    machines.extend(drawn(seed, arguments.drawn));
    if let Some(part) = &arguments.machines {
        machines.retain(|machine| machine.id.contains(part.as_str()));
    }
    println!("seed {seed}, {} machines", machines.len());
    let mut is_incomplete = false;
    let observed = if arguments.observations.is_empty() {
        let mut clients = Vec::new();
        for client in CLIENTS {
            let is_named = arguments.clients.iter().any(|id| id == client.id);
            if !is_named && !arguments.clients.is_empty() {
                continue;
            }
            if folders.has(client) {
                clients.push(client);
            } else if client.is_required && std::env::var_os("CI").is_some() {
                println!("MISSING: {} ({}) is required", client.name, client.id);
                is_incomplete = true;
            } else {
                println!("SKIP: {} ({}) is not installed", client.name, client.id);
            }
        }
        observe(&plan(&clients, &machines, arguments.sample, seed), &folders, arguments.fresh)?
    } else {
        read_observations(&arguments.observations)?
    };
    if let Some(path) = &arguments.output {
        let mut text = String::new();
        for observed in &observed {
            text.push_str(&serde_json::to_string(observed)?);
            text.push('\n');
        }
        std::fs::write(path, text)?;
    }
    let pairs = compare(observed, &machines)?;
    let is_right = print_agreement(&pairs, arguments.verbose);
    if arguments.write_docs {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/clients.md");
        std::fs::write(path, page(&pairs, seed))?;
    }
    Ok(if is_right && !is_incomplete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Which machines each client runs on: all, or a sample that gives every client its share.
fn plan<'a>(
    clients: &[&'static Client],
    machines: &'a [Machine],
    sample: Option<usize>,
    seed: u64,
) -> Vec<(&'static Client, Vec<&'a Machine>)> {
    let mut dice = Dice::new(seed);
    let share = sample.map(|sample| sample.div_ceil(clients.len().max(1)));
    clients
        .iter()
        .map(|client| {
            let mut machines: Vec<&Machine> =
                machines.iter().filter(|machine| client.can_run_on(machine)).collect();
            if let Some(share) = share {
                dice.shuffle(&mut machines);
                machines.truncate(share);
            }
            (*client, machines)
        })
        .collect()
}

/// Runs the clients, two at a time: most wait for their own start.
fn observe(
    plan: &[(&'static Client, Vec<&Machine>)],
    folders: &Folders,
    fresh: bool,
) -> io::Result<Vec<Observed>> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> io::Result<Vec<Observed>> {
        let mut all = Vec::new();
        loop {
            let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some((client, machines)) = plan.get(index) else {
                return Ok(all);
            };
            let begin = Instant::now();
            let mut driver = Driver::new(client, folders, fresh)?;
            for machine in machines {
                all.extend(driver.observe(machine)?);
            }
            let seconds = begin.elapsed().as_secs_f32();
            println!("{}: {} machines in {seconds:.1} s", client.id, machines.len());
        }
    };
    std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for worker in workers {
            let observed = worker.join().map_err(|_| io::Error::other("a worker panicked"))?;
            all.extend(observed?);
        }
        Ok(all)
    })
}

fn read_observations(paths: &[PathBuf]) -> io::Result<Vec<Observed>> {
    let mut all = Vec::new();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines() {
            all.push(serde_json::from_str(line)?);
        }
    }
    Ok(all)
}

/// Asks the model about every observation, machine by machine.
fn compare(observed: Vec<Observed>, machines: &[Machine]) -> io::Result<Vec<Pair>> {
    let mut stage = Stage::open()?;
    let mut by_machine: BTreeMap<String, Vec<Observed>> = BTreeMap::new();
    for observed in observed {
        by_machine.entry(observed.machine.clone()).or_default().push(observed);
    }
    let known = by_id(machines);
    let mut pairs = Vec::new();
    for (id, observed) in by_machine {
        let Some(machine) = known.get(id.as_str()) else {
            continue;
        };
        let home = stage.next_home(true);
        let environment = lay_out(machine, &home, &stage.simulator)?;
        let modelled = Modelled::read(machine, environment);
        for observed in observed {
            let client = CLIENTS.iter().find(|client| client.id == observed.client);
            if let Some(client) = client
                && let Some(predicted) = modelled.predict(client)
            {
                let differences = differences(&predicted, &observed, client.reaches_services);
                pairs.push(Pair { observed, predicted, differences });
            }
        }
        std::fs::remove_dir_all(home)?;
    }
    Ok(pairs)
}

/// Prints the agreement; true if every disagreement is explained.
fn print_agreement(pairs: &[Pair], is_verbose: bool) -> bool {
    let defects = defects();
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7}",
        "client", "pairs", "who", "text", "region", "all", "unsure"
    );
    for (client, count) in agreement(pairs) {
        println!(
            "{:<16} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7}",
            client.id, count.pairs, count.who, count.text, count.region, count.all, count.unsure
        );
    }
    let open: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.is_wrong())
        .filter(|pair| !defects.iter().any(|defect| defect.explains(&pair.observed)))
        .collect();
    for pair in open.iter().take(if is_verbose { usize::MAX } else { 20 }) {
        let (model, client) = both_sides(pair);
        println!("{} on {}: {:?}", pair.observed.client, pair.observed.machine, pair.differences);
        println!("    model:  {model}");
        println!("    client: {client}");
        if is_verbose {
            for line in &pair.predicted.trail {
                println!("        {line}");
            }
        }
    }
    println!("{} pairs, {} disagreements not explained", pairs.len(), open.len());
    // The form that any reader of logs knows.
    println!("{} passed, {} failed", pairs.len() - open.len(), open.len());
    open.is_empty()
}
