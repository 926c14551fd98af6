//! What is still done if a signal ends the program: a closed terminal, `kill`, or Ctrl-C.

use std::io;

/// Does this once a signal is about to end the program, and then lets it end as the signal would.
/// After Ctrl-C, the program has a moment to end in its own way. Does nothing on Windows, where
/// no such signal reaches a program.
///
/// # Errors
/// The system refuses to catch the signals.
#[cfg(unix)]
pub fn do_before_a_signal_ends(act: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    use std::io::Read;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;

    use rustix::process::Signal;
    use signal_hook::low_level::{emulate_default_handler, pipe};

    let act = Arc::new(act);
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let (mut wake, waker) = UnixStream::pair()?;
        pipe::register(signal.as_raw(), waker)?;
        let act = Arc::clone(&act);
        std::thread::Builder::new().spawn(move || {
            if wake.read(&mut [0]).is_err() {
                return;
            }
            if signal == Signal::INT {
                std::thread::sleep(PATIENCE);
            }
            act();
            let _ = emulate_default_handler(signal.as_raw());
        })?;
    }
    Ok(())
}

/// Does nothing: no such signal reaches a program here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn do_before_a_signal_ends(_: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    Ok(())
}

/// How long the program may take to end by itself after Ctrl-C.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(500);
