//! Opens an address in a browser, or a new mail in the user's mail program. Neither gets any of the
//! user's credentials.
//!
//! The library that finds the browser hands the whole environment of its own process on, so it runs
//! in another process of this program, with a bare environment.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// The program of this system that opens a `mailto:` address, with the arguments before it.
#[cfg(target_os = "macos")]
const MAIL_OPENER: &[&str] = &["open"];
#[cfg(windows)]
const MAIL_OPENER: &[&str] = &["rundll32", "url.dll,FileProtocolHandler"];
#[cfg(not(any(target_os = "macos", windows)))]
const MAIL_OPENER: &[&str] = &["xdg-open"];

/// After this time, a program that still runs has opened the mail: some stay until it is closed.
const MAX_OPENING: Duration = Duration::from_secs(3);

/// Opens a `mailto:` address in the user's mail program.
///
/// # Errors
/// The address is another one; there is no program that opens it, or that program fails at once.
#[expect(clippy::disallowed_methods, reason = "this is the place where a mail program is started")]
pub fn open_mail(address: &str) -> std::io::Result<()> {
    if !address.starts_with("mailto:") {
        return Err(std::io::Error::other("not an email address"));
    }
    let variables: Vec<_> = std::env::vars_os().collect();
    let bare = bare_environment(&variables, Purpose::Browser);
    let mut child = Command::new(MAIL_OPENER[0])
        .args(&MAIL_OPENER[1..])
        .arg(address)
        .env_clear()
        .envs(bare.map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    while started.elapsed() < MAX_OPENING {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(std::io::Error::other(status.to_string())),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    Ok(())
}
