//! Keys while the program waits for the browser: Enter opens it, or opens it again; Esc goes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossterm::event::{self, Event};

use crate::terminal::Key;

/// How often the thread looks whether it should end.
const TICK: Duration = Duration::from_millis(50);

/// Runs an action at each Enter, and another at Esc, until dropped. Nothing that is typed is shown;
/// Ctrl-C still interrupts the program.
pub(super) struct WaitingKeys {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl WaitingKeys {
    /// Starts to watch; without a thread or a terminal, the key does nothing.
    pub(super) fn watch(
        on_enter: impl Fn() + Send + 'static,
        on_esc: impl Fn() + Send + 'static,
    ) -> Self {
        #[cfg(unix)]
        let before = hide_input();
        let ended = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&ended);
        let thread = std::thread::Builder::new()
            .name("waiting-keys".to_owned())
            .spawn(move || {
                while !end.load(Ordering::Relaxed) {
                    match event::poll(TICK) {
                        Ok(true) => {}
                        Ok(false) => continue,
                        Err(_) => break,
                    }
                    let Ok(Event::Key(key)) = event::read() else {
                        continue;
                    };
                    match crate::terminal::meaning(key) {
                        Some(Key::Enter) => on_enter(),
                        Some(Key::Esc) => on_esc(),
                        _ => {}
                    }
                }
            })
            .ok();
        Self {
            ended,
            thread,
            #[cfg(unix)]
            before,
        }
    }
}

impl Drop for WaitingKeys {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It ends within a tick.
            let _ = thread.join();
        }
        #[cfg(unix)]
        if let Some(before) = &self.before {
            let input = std::io::stdin();
            // A terminal that is gone needs no other mode.
            let _ =
                rustix::termios::tcsetattr(&input, rustix::termios::OptionalActions::Now, before);
        }
    }
}

/// Switches off echo and line editing, but not the signals, and returns the mode before. Windows
/// reports keys without it.
#[cfg(unix)]
fn hide_input() -> Option<rustix::termios::Termios> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let input = std::io::stdin();
    let before = tcgetattr(&input).ok()?;
    let mut quiet = before.clone();
    quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON);
    tcsetattr(&input, OptionalActions::Now, &quiet).ok()?;
    Some(before)
}
