//! A time limit for calls that cannot be interrupted.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Wait at most this long for the file system; a dead network mount never responds.
pub const FILE_LIMIT: Duration = Duration::from_secs(5);

/// Runs `work` on its own thread and waits at most `limit` for it. A thread that hangs in the
/// kernel is abandoned, because it cannot be killed.
pub fn run_within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    start_work(work).wait(limit)
}

/// Work in progress on its own thread.
pub struct Pending<T>(Option<mpsc::Receiver<T>>);

/// Starts `work`, so that several pieces can run at the same time.
pub fn start_work<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Pending<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().name("look".into()).spawn(move || {
        // The receiver is dropped once the limit has passed.
        let _ = sender.send(work());
    });
    Pending(spawned.ok().map(|_| receiver))
}

impl<T> Pending<T> {
    /// The result; `None` if there was none within `limit`.
    pub fn wait(self, limit: Duration) -> Option<T> {
        self.0?.recv_timeout(limit).ok()
    }
}

/// The text for work that did not finish in time.
pub fn no_answer_words(limit: Duration) -> String {
    format!("no answer within {} s", limit.as_secs_f32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_hangs_does_not_hang_its_caller() {
        let (hold, wait) = mpsc::channel::<()>();
        let answer = run_within(Duration::from_millis(30), move || wait.recv().is_ok());
        assert_eq!(answer, None);
        drop(hold);
        assert_eq!(run_within(Duration::from_secs(30), || 7), Some(7));
    }
}
