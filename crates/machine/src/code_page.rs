//! Windows' ANSI code page.

use crate::system::System;

/// The number of the code page in which Python opens text files (`locale.getencoding`); `None` on
/// other systems, on a practice machine, and if it is unknown.
pub fn code_page(system: &System) -> Option<u32> {
    if system.is_real() { read() } else { None }
}

/// What `GetACP` returns at the start of a program.
#[cfg(windows)]
fn read() -> Option<u32> {
    let key = r"SYSTEM\CurrentControlSet\Control\Nls\CodePage";
    let key = windows_registry::LOCAL_MACHINE.open(key).ok()?;
    key.get_string("ACP").ok()?.parse().ok()
}

#[cfg(not(windows))]
const fn read() -> Option<u32> {
    None
}
