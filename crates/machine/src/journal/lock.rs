//! Only one run of this program writes at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::write::create_folder;

use super::error::JournalError;

/// Wait at most this long for another run.
const PATIENCE: Duration = Duration::from_secs(5);

/// A lock that the system releases when this run ends, even after a crash.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "it is held, not used")] File);

impl Lock {
    /// Takes the lock of the state folder, and creates the folder if necessary.
    pub(crate) fn take(state: &Path) -> Result<Self, JournalError> {
        Self::take_within(state, PATIENCE)
    }

    fn take_within(state: &Path, patience: Duration) -> Result<Self, JournalError> {
        create_folder(state).map_err(JournalError::io(state, "creating"))?;
        let path = state.join("lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(&path).map_err(JournalError::io(&path, "opening"))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => {
                    return Err(JournalError::Busy { path });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
                // Some network file systems have no locks, so continue without one.
                Err(TryLockError::Error(error))
                    if error.kind() == std::io::ErrorKind::Unsupported =>
                {
                    return Ok(Self(file));
                }
                Err(TryLockError::Error(error)) => {
                    return Err(JournalError::io(&path, "locking")(error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_do_not_write_at_once() {
        let state = tempfile::tempdir().unwrap();
        let first = Lock::take(state.path()).unwrap();
        let second = Lock::take_within(state.path(), Duration::from_millis(10));
        assert!(matches!(second, Err(JournalError::Busy { .. })), "{second:?}");
        drop(first);
        assert!(Lock::take(state.path()).is_ok());
    }
}
