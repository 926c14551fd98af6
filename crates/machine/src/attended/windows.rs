//! Windows: standard error through a pipe. The console sends Ctrl-C to every program in it.

use std::io::{ErrorKind, Read, Write};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use super::tail::Tail;
use super::{Attended, Ended, GRACE, StartError, start};
use crate::system::System;

pub(super) fn run(system: &System, program: &Attended<'_>) -> Result<Ended, StartError> {
    // As long as this listens, Ctrl-C does not end this process before the program.
    #[cfg(windows)]
    let _listener = tokio::signal::windows::ctrl_c();
    let mut child =
        start(system, program, if program.is_kept { Stdio::piped() } else { Stdio::inherit() })?;
    let tail = Arc::new(Mutex::new(Tail::default()));
    let (ended, end) = mpsc::channel();
    if let Some(mut stream) = child.stderr.take() {
        let tail = Arc::clone(&tail);
        std::thread::spawn(move || {
            let mut buffer = [0; 16 << 10];
            loop {
                match stream.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(0) | Err(_) => break,
                    Ok(count) => {
                        let bytes = &buffer[..count];
                        tail.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
                        if std::io::stderr().write_all(bytes).is_err() {
                            break;
                        }
                    }
                }
            }
            let _ = ended.send(());
        });
    }
    let status = child.wait().map_err(StartError::System)?;
    // Programs that it left behind may keep the pipe open for any time.
    let _ = end.recv_timeout(GRACE);
    let tail = std::mem::take(&mut *tail.lock().unwrap_or_else(PoisonError::into_inner));
    let code = status.code().unwrap_or(1);
    Ok(Ended {
        // Larger statuses of Windows do not fit; they are failures.
        status: u8::try_from(code).unwrap_or(1),
        signal: None,
        // STATUS_CONTROL_C_EXIT.
        was_interrupted: code.cast_unsigned() == 0xC000_013A,
        tail: tail.into_bytes(),
    })
}
