//! Reads the operating system's own proxy setting.

use facts::ProxySettings;

use crate::system::System;

/// The proxy of Windows' Internet options or of macOS' network settings; `None` on Linux, where
/// there is none, and on a practice machine.
pub fn system_proxy(system: &System) -> Option<ProxySettings> {
    if system.is_real() { read() } else { None }
}

/// The key that Python reads (`urllib.request.getproxies_registry`).
#[cfg(windows)]
fn read() -> Option<ProxySettings> {
    let key = windows_registry::CURRENT_USER
        .open(r"Software\Microsoft\Windows\CurrentVersion\Internet Settings")
        .ok()?;
    let options = facts::InternetOptions {
        is_enabled: key.get_u32("ProxyEnable").is_ok_and(|value| value != 0),
        server: key.get_string("ProxyServer").unwrap_or_default(),
        overrides: key.get_string("ProxyOverride").unwrap_or_default(),
    };
    options.proxy()
}

/// The system's own program, which prints what Python asks the system's library for.
#[cfg(target_os = "macos")]
#[expect(clippy::disallowed_methods, reason = "a program of the system, by its whole path")]
fn read() -> Option<ProxySettings> {
    let output = std::process::Command::new("/usr/sbin/scutil")
        .arg("--proxy")
        .env_clear()
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    facts::read_scutil(&String::from_utf8_lossy(&output.stdout))
}

#[cfg(not(any(windows, target_os = "macos")))]
const fn read() -> Option<ProxySettings> {
    None
}
