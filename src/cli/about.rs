//! The arguments of the commands about this program itself.

use clap::Args;

/// `completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// `man`.
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The command that the page is about; without one, the program's own page
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// List the commands that have a page, one a line
    #[arg(long, conflicts_with = "command")]
    pub(crate) list: bool,
}
