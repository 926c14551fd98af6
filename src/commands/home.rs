//! Without a command: status and a menu on a terminal, otherwise the help.

use crate::app::App;
use crate::cli::{Command, Doctor, Login, Logout, Report, Setup, Status};
use crate::command_line;
use crate::error::{CommandError, OK};
use crate::terminal::Declined;

/// Prints the help, or asks what to do and does it.
///
/// # Errors
/// The errors of the chosen command.
pub(crate) fn run(app: &App) -> Result<u8, CommandError> {
    let Some(prompter) = app.prompter.as_ref().filter(|_| app.printer.out_is_terminal()) else {
        let help = command_line::program().render_help();
        app.printer.data(help.ansi().to_string().trim_end());
        return Ok(OK);
    };
    super::status::run(app, &Status::default())?;
    let choices = [
        "Set up this computer",
        "Check this computer and fix problems",
        "Create a report for support",
        "Sign in",
        "Sign out",
        "Show the help",
        "Nothing",
    ]
    .map(str::to_owned);
    let command = match prompter.choose("What would you like to do?", "", &choices, 1) {
        Ok(0) => Command::Setup(Setup::default()),
        Ok(1) => Command::Doctor(Doctor::default()),
        Ok(2) => Command::Report(Report::default()),
        Ok(3) => Command::Login(Login::default()),
        Ok(4) => Command::Logout(Logout::default()),
        Ok(5) => {
            app.printer.data(command_line::program().render_help().ansi().to_string().trim_end());
            return Ok(OK);
        }
        Ok(_) | Err(Declined::Skipped) => return Ok(OK),
        Err(Declined::Interrupted) => return Err(CommandError::interrupted("stopped")),
    };
    super::dispatch(app, Some(command))
}
