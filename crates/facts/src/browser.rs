//! Whether a browser sign-in can redirect to this machine.

use crate::{Facts, Os};

/// Why a browser cannot be redirected to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoReturn {
    /// The user is on another machine, connected over SSH.
    Ssh,
    /// A codespace: the browser is on the user's own machine.
    Codespaces,
    /// A container without a browser.
    Container,
    /// Windows Subsystem for Linux without a program that opens the Windows browser.
    Wsl,
    /// No display, and no BROWSER.
    NoDisplay,
    /// Nothing can listen on the loopback address; contains the system's message.
    Loopback(String),
}

impl Facts {
    /// Why a browser on the user's computer cannot reach a page that a program on this one serves;
    /// `None` if it can (FAILURES L01, L02, E20). Sign-in and its messages both depend on it.
    pub fn no_return(&self) -> Option<NoReturn> {
        let environment = self.environment();
        let set = |name: &str| environment.non_empty(name).is_some();
        if set("CODESPACES") {
            return Some(NoReturn::Codespaces);
        }
        if set("SSH_CONNECTION") || set("SSH_TTY") {
            return Some(NoReturn::Ssh);
        }
        if set("CONTAINER") {
            return Some(NoReturn::Container);
        }
        // WSL has no browser of its own; a handler named in BROWSER opens the Windows one.
        if set("WSL_DISTRO_NAME") && !set("BROWSER") {
            return Some(NoReturn::Wsl);
        }
        if !self.has_browser() {
            return Some(if self.surroundings.container.is_some() {
                NoReturn::Container
            } else {
                NoReturn::NoDisplay
            });
        }
        match &self.surroundings.loopback {
            Ok(Some(words)) => Some(NoReturn::Loopback(words.clone())),
            _ => None,
        }
    }

    /// Whether a browser can open where the user is: on Linux only with a display or a BROWSER, so
    /// that no text browser takes over the terminal.
    pub fn has_browser(&self) -> bool {
        let set = |name: &&str| self.environment().non_empty(name).is_some();
        match self.os {
            Os::MacOs | Os::Windows => !set(&"SSH_CONNECTION"),
            Os::Linux | Os::Other => ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"].iter().any(set),
        }
    }
}
