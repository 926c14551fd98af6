//! The arguments of `preset`, for support teams.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `preset`.
#[derive(Args, Debug)]
pub(crate) struct Preset {
    #[command(subcommand)]
    pub(crate) command: PresetCommand,
}

/// What to do with a preset.
#[derive(Subcommand, Debug)]
pub(crate) enum PresetCommand {
    /// Find every mistake in a preset, with its line
    #[command(
        after_help = "Exit status: 0 without mistakes, 1 with mistakes, 2 if the file cannot be read.\n\nExamples:\n  aws-onboard preset check team.ini\n  aws-onboard preset check"
    )]
    Check(PresetCheck),
    /// Write a preset from your answers
    #[command(
        after_help = "Examples:\n  aws-onboard preset new\n  aws-onboard preset new team.ini"
    )]
    New(PresetNew),
}

/// `preset check`.
#[derive(Args, Debug)]
pub(crate) struct PresetCheck {
    /// The preset [default: the one that aws-onboard uses on this computer]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// `preset new`.
#[derive(Args, Debug)]
pub(crate) struct PresetNew {
    /// The file to write; it must not exist
    #[arg(value_name = "FILE", default_value = "preset.ini")]
    pub(crate) file: PathBuf,
}
