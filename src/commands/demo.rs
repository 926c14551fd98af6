//! `demo`: a broken machine to practice on. It runs this program with a temporary home and a
//! simulated IAM Identity Center on loopback, and never touches the user's own files.

mod scenario;

use std::ffi::OsString;
use std::path::Path;

use colored::Colorize;
use identity_center_sim::Simulator;
use machine::System;
use scenario::Scenario;

use crate::app::App;
use crate::cli::{Command, Demo, Doctor};
use crate::command_line;
use crate::error::{CommandError, OK};
use crate::terminal::text::wrap;

/// Try at most this often to remove a home that is being written to.
const MAX_TRIES: usize = 20;

/// The names of the practice machines.
pub(crate) fn scenario_names() -> Vec<&'static str> {
    scenario::ALL.iter().map(|scenario| scenario.name).collect()
}

/// Runs the doctor, or the given command, on the practice machine.
///
/// # Errors
/// There is no such scenario, or the temporary home or the simulator cannot be created.
pub(crate) fn run(app: &App, args: &Demo) -> Result<u8, CommandError> {
    if args.list {
        for scenario in scenario::ALL {
            app.printer.data(&format!("{}  {}", scenario.name.bold(), scenario.about.dimmed()));
        }
        return Ok(OK);
    }
    let scenario = scenario::find(args.scenario.as_deref())?;
    let home = tempfile::Builder::new().prefix("aws-onboard-demo-").tempdir().map_err(|error| {
        CommandError::failed(format!("could not create a temporary home folder: {error}"))
    })?;
    let folder = home.path().to_owned();
    machine::do_before_a_signal_ends(move || remove(&folder)).map_err(|error| {
        CommandError::failed(format!("could not prepare for a closed terminal: {error}"))
    })?;
    let simulator = Simulator::start_blocking((scenario.world)()).map_err(|error| {
        CommandError::failed(format!("the simulated sign-in could not start: {error}"))
    })?;
    scenario.lay_out(home.path()).map_err(|error| {
        CommandError::failed(format!("could not set up the practice machine: {error}"))
    })?;
    let variables = variables(app.system.variables(), home.path(), &simulator);
    introduce(app, scenario, home.path());
    let machine = System::practice(variables);
    let outcome = if args.command.is_empty() {
        let mut practice = app.on(machine).practicing(scenario.name);
        practice.preset = None;
        super::dispatch(&practice, Some(Command::Doctor(Doctor::default())))
    } else {
        own_command(app, machine, scenario, &args.command)
    };
    let here = app.on(System::practice(Vec::new())).practicing(scenario.name);
    outcome.map_err(|error| CommandError {
        hint: error.hint.map(|hint| here.commands_here(&hint)),
        ..error
    })
}

/// Removes the home while the program may still be writing there.
fn remove(home: &Path) {
    for _ in 0..MAX_TRIES {
        if std::fs::remove_dir_all(home).is_ok() || !home.exists() {
            return;
        }
    }
}

/// The environment of the practice machine: the user's own without AWS settings and proxies, with
/// a different home, and with AWS endpoints on loopback.
fn variables(
    own: &[(OsString, OsString)],
    home: &Path,
    simulator: &Simulator,
) -> Vec<(OsString, OsString)> {
    let foreign = |name: &str| {
        let upper = name.to_ascii_uppercase();
        upper.starts_with("AWS_")
            || upper.ends_with("_PROXY")
            || upper.starts_with("XDG_")
            || matches!(
                upper.as_str(),
                "HOME"
                    | "USERPROFILE"
                    | "HOMEDRIVE"
                    | "HOMEPATH"
                    | "APPDATA"
                    | "LOCALAPPDATA"
                    | "REQUESTS_CA_BUNDLE"
                    | "CURL_CA_BUNDLE"
            )
    };
    let mut variables: Vec<(OsString, OsString)> =
        own.iter().filter(|(name, _)| !name.to_str().is_some_and(foreign)).cloned().collect();
    for name in ["HOME", "USERPROFILE"] {
        variables.push((name.into(), home.into()));
    }
    variables.push(("AWS_EC2_METADATA_DISABLED".into(), "true".into()));
    variables.push(("NO_PROXY".into(), "127.0.0.1,localhost".into()));
    variables.extend(
        simulator.environment().into_iter().map(|(name, value)| (name.into(), value.into())),
    );
    variables
}

fn introduce(app: &App, scenario: &Scenario, home: &Path) {
    let printer = &app.printer;
    if printer.quiet() {
        return;
    }
    printer.say(&wrap(&format!("A practice machine: {}", scenario.about), "", printer.width()));
    printer.say(&format!("  Home     {}   (removed when this ends)", home.display()));
    printer.say("  Sign-in  simulated on this computer; it confirms itself after a few seconds");
    printer.say("It does not read or write your own files, and nothing leaves this computer.");
    printer.say("");
}

/// Runs `demo -- doctor --fix`: a command of this program on the practice machine.
fn own_command(
    app: &App,
    machine: System,
    scenario: &Scenario,
    words: &[String],
) -> Result<u8, CommandError> {
    let argv = std::iter::once("aws-onboard").chain(words.iter().map(String::as_str));
    let cli = match command_line::parse(argv) {
        Ok(cli) => cli,
        Err(error) => return Ok(crate::error::usage(&error)),
    };
    if matches!(cli.command, Some(Command::Demo(_))) {
        return Err(CommandError::usage("you cannot run demo inside the demo"));
    }
    let inner = App::new(machine, &cli.global).map_err(|failed| failed.1)?;
    let mut inner = inner.practicing(scenario.name);
    // A global flag applies on either side of `--`.
    if app.prompter.is_none() {
        inner.prompter = None;
    }
    super::dispatch(&inner, cli.command)
}
