//! The arguments of `undo`.

use clap::Args;

/// `undo`.
#[derive(Args, Debug)]
pub(crate) struct Undo {
    /// The number of a run in --list [default: the last run]
    #[arg(value_name = "N", conflicts_with_all = ["list", "forget"])]
    pub(crate) number: Option<usize>,
    /// List what can be undone, newest first
    #[arg(long, conflicts_with = "forget")]
    pub(crate) list: bool,
    /// Erase every backup (backups may contain keys); nothing can be undone afterwards
    #[arg(long)]
    pub(crate) forget: bool,
    /// With --forget: erase without asking
    #[arg(long, short = 'y', requires = "forget")]
    pub(crate) yes: bool,
}
