//! A time limit for calls that cannot be interrupted.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
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
pub struct Pending<T>(mpsc::Receiver<T>);

/// Starts `work`, so that several pieces can run at the same time. If the system gives no thread, it
/// is done here and now: an answer without a limit is better than none, which would be taken for a
/// disk that does not respond.
pub fn start_work<T, W>(work: W) -> Pending<T>
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = Arc::new(Mutex::new(Some(work)));
    let (own, to_own) = (Arc::clone(&work), sender.clone());
    let spawned = thread::Builder::new().name("look".into()).spawn(move || run(&own, &to_own));
    if spawned.is_err() {
        run(&work, &sender);
    }
    Pending(receiver)
}

fn run<T, W: FnOnce() -> T>(work: &Mutex<Option<W>>, sender: &mpsc::SyncSender<T>) {
    let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(work) = work {
        // The receiver is dropped once the limit has passed.
        let _ = sender.send(work());
    }
}

impl<T> Pending<T> {
    /// The result; `None` if there was none within `limit`.
    pub fn wait(self, limit: Duration) -> Option<T> {
        self.0.recv_timeout(limit).ok()
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
