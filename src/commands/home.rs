//! Without a command: the help.

use clap::CommandFactory;

use crate::app::App;
use crate::cli::Cli;
use crate::error::{CommandError, OK};

/// Prints the help.
///
/// # Errors
/// None; the type is that of every command.
#[expect(clippy::unnecessary_wraps, reason = "the type of every command")]
pub(crate) fn run(app: &App) -> Result<u8, CommandError> {
    let help = Cli::command().render_help();
    app.printer.data(help.ansi().to_string().trim_end());
    Ok(OK)
}
