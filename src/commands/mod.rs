//! One module for each command.

mod checks;
mod completions;
mod credentials;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod explain;
mod home;
mod login;
mod login_again;
mod logout;
mod man;
mod open;
mod preset;
mod profiles;
pub(crate) mod report;
mod roles;
mod run;
mod status;
mod undo;
mod which;
mod whom_to_ask;
mod within;

use machine::System;

#[cfg(feature = "demo")]
pub(crate) use self::demo::scenario_names;
pub(crate) use self::status::parse_duration;
pub(crate) use self::whom_to_ask::contact_words;

use crate::app::App;
use crate::cli::{Cli, Command, Global};
use crate::error::{CommandError, FOUND, INCOMPLETE, MAY_RENEW, OK};

/// Runs the command line, and returns the exit status.
pub(crate) fn run(cli: Cli) -> u8 {
    match within::limit_of(&cli) {
        Some(limit) => within::run(limit, cli),
        None => run_on(System::real(), &cli.global, cli.command),
    }
}

/// Runs a command on a machine.
pub(crate) fn run_on(system: System, global: &Global, command: Option<Command>) -> u8 {
    let made = match &command {
        // It may be about a preset that cannot be read.
        Some(Command::Preset(_)) => Ok(App::without_looking_for_a_preset(system, global)),
        _ => App::new(system, global),
    };
    let app = match made {
        Ok(app) => app,
        Err(failed) => {
            let (printer, error) = *failed;
            printer.error(&error);
            return error.status;
        }
    };
    let status = dispatch(&app, command).unwrap_or_else(|error| {
        app.printer.error(&error);
        error.status
    });
    match app.printer.unwritten() {
        // A worse status says more than a missing output does.
        Some(why) if matches!(status, OK | INCOMPLETE | MAY_RENEW) => {
            app.printer.error(&crate::error::unwritten(why));
            FOUND
        }
        Some(why) => {
            app.printer.error(&crate::error::unwritten(why));
            status
        }
        None => status,
    }
}

fn dispatch(app: &App, command: Option<Command>) -> Result<u8, CommandError> {
    match command {
        None => home::run(app),
        Some(Command::Setup(args)) => crate::setup::walk::run(app, &args),
        Some(Command::Doctor(args)) => doctor::run(app, &args),
        Some(Command::Report(args)) => report::run(app, &args),
        Some(Command::Login(args)) => login::run(app, &args),
        Some(Command::Logout(args)) => logout::run(app, &args),
        Some(Command::Roles(args)) => roles::run(app, &args),
        Some(Command::Open(args)) => open::run(app, &args),
        Some(Command::Credentials(args)) => credentials::run(app, &args),
        Some(Command::Status(args)) => status::run(app, &args),
        Some(Command::Which(args)) => which::run(app, &args),
        Some(Command::Profiles(args)) => profiles::run(app, &args),
        Some(Command::Checks(args)) => checks::run(app, &args),
        Some(Command::Explain(args)) => explain::run(app, &args),
        Some(Command::Run(args)) => run::run(app, &args),
        Some(Command::Undo(args)) => undo::run(app, &args),
        #[cfg(feature = "demo")]
        Some(Command::Demo(args)) => demo::run(app, &args),
        Some(Command::Preset(args)) => preset::run(app, &args),
        Some(Command::Completions(args)) => completions::run(app, &args),
        Some(Command::Man(args)) => man::run(app, &args),
    }
}
