//! `completions`: generates completions for five shells from the command-line definition.

use crate::app::App;
use crate::cli::Completions;
use crate::command_line;
use crate::error::{CommandError, OK};

/// Prints the script.
///
/// # Errors
/// None; all commands return this type.
#[expect(clippy::unnecessary_wraps, reason = "the type of every command")]
pub(crate) fn run(app: &App, args: &Completions) -> Result<u8, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line::program(), "aws-onboard", &mut script);
    app.printer.program_data(String::from_utf8_lossy(&script).trim_end());
    Ok(OK)
}
