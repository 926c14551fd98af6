//! A time limit for calls that cannot be interrupted.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a look at the file system may take: a dead network mount answers never.
pub const FILE_LIMIT: Duration = Duration::from_secs(5);

/// Runs `work` on a thread of its own and waits at most `limit` for it. A thread that hangs in the
/// kernel is left behind: nothing can end it, and the program must not wait for it.
pub fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    start(work).wait(limit)
}

/// Work under way on a thread of its own.
pub struct Started<T>(Option<mpsc::Receiver<T>>);

/// Starts `work`, so that several pieces of it can run together.
pub fn start<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Started<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().name("look".into()).spawn(move || {
        // Nobody listens any more once the limit has passed.
        let _ = sender.send(work());
    });
    Started(spawned.ok().map(|_| receiver))
}

impl<T> Started<T> {
    /// What came of it; `None` if there was no answer within `limit`.
    pub fn wait(self, limit: Duration) -> Option<T> {
        self.0?.recv_timeout(limit).ok()
    }
}

/// The words for work that gave no answer.
pub fn no_answer(limit: Duration) -> String {
    format!("no answer within {} s", limit.as_secs_f32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_hangs_does_not_hang_its_caller() {
        let (hold, wait) = mpsc::channel::<()>();
        let answer = within(Duration::from_millis(30), move || wait.recv().is_ok());
        assert_eq!(answer, None);
        drop(hold);
        assert_eq!(within(Duration::from_secs(30), || 7), Some(7));
    }
}
