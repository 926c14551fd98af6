//! The text to explain, from standard input.

use std::io::{IsTerminal, Read};

use crate::app::App;
use crate::error::CommandError;

/// Read at most this much from standard input: enough for a terminal's scrollback, but not a log.
const MAX_INPUT_BYTES: u64 = 1 << 20;

/// Reads the text from standard input.
///
/// # Errors
/// It cannot be read, is longer than [`MAX_INPUT_BYTES`], or is not text (2).
pub(super) fn standard_input(app: &App) -> Result<String, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() && !app.printer.quiet() {
        let end = if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D" };
        app.printer.say(&format!("Paste the text, then press {end} on a new line."));
    }
    let mut bytes = Vec::new();
    input
        .lock()
        .take(MAX_INPUT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CommandError::usage(format!("could not read standard input: {error}")))?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(
            CommandError::usage("standard input is longer than 1 MiB").hint(
                "pass only the part with the error, for example: … | tail -n 200 | aws-onboard explain -",
            ),
        );
    }
    text_of(&bytes).ok_or_else(|| {
        CommandError::usage("standard input is not text")
            .hint("pass the error message as the terminal shows it")
    })
}

/// Decodes UTF-8, or UTF-16 as PowerShell's `>` writes it; text never contains a zero byte.
fn text_of(bytes: &[u8]) -> Option<String> {
    let units = |of: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(String::from_utf16_lossy(&units(u16::from_le_bytes))),
        [0xfe, 0xff, ..] => Some(String::from_utf16_lossy(&units(u16::from_be_bytes))),
        _ if bytes.contains(&0) => None,
        _ => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn what_powershell_writes_is_read() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("aws".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(text_of(&utf16).as_deref(), Some("aws"));
        assert_eq!(text_of(b"caf\xe9").as_deref(), Some("caf\u{fffd}"));
        assert_eq!(text_of(b"\x7fELF\0\0"), None);
        assert_eq!(text_of(b"").as_deref(), Some(""));
    }
}
