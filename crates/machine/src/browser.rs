//! Opens an address in a browser that gets none of the user's credentials.
//!
//! The library that finds the browser hands the whole environment of its own process on, so it runs
//! in another process of this program, with a bare environment.

use std::process::{Command, Stdio};

use crate::child_environment::{Purpose, bare_environment};

/// The only argument, before the address, with which this program opens an address.
pub const OPEN_ADDRESS: &str = "--open-address-in-browser";

/// Starts this program again with [`OPEN_ADDRESS`] and a bare environment, and waits until it has
/// started the browser. The environment is that of this process, even on a practice machine: the
/// browser is the user's own.
///
/// # Errors
/// The process cannot be started.
#[expect(clippy::disallowed_methods, reason = "this is the place where a browser is started")]
pub fn open_in_browser(address: &str) -> std::io::Result<()> {
    let variables: Vec<_> = std::env::vars_os().collect();
    let bare = bare_environment(&variables, Purpose::Browser);
    Command::new(std::env::current_exe()?)
        .args([OPEN_ADDRESS, address])
        .env_clear()
        .envs(bare.map(|(name, value)| (name, value)))
        // A browser for the terminal takes it over.
        .stdin(Stdio::inherit())
        .status()
        .map(|_| ())
}
