//! `preset`: helps support teams to write the file that answers their users' questions.

mod check;
mod compose;
mod new;
mod questions;

use crate::app::App;
use crate::cli::{Preset, PresetCommand};
use crate::error::CommandError;

/// Runs the command.
///
/// # Errors
/// A file cannot be read or written; interrupted.
pub(crate) fn run(app: &App, args: &Preset) -> Result<u8, CommandError> {
    match &args.command {
        PresetCommand::Check(args) => check::run(app, args),
        PresetCommand::New(args) => new::run(app, args),
    }
}
