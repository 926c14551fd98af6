//! What every command works with: the machine, the printer, somebody to ask, the preset.

use std::path::PathBuf;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use facts::Preset;
use machine::System;
use tokio::runtime::Runtime;

use crate::cli::{Color, Global};
use crate::error::CommandError;
use crate::terminal::{Printer, Prompter, prompt};

/// The program at work.
pub(crate) struct App {
    /// The machine.
    pub(crate) system: System,
    /// Where things are printed.
    pub(crate) printer: Arc<Printer>,
    /// Somebody to ask; nobody in a pipe and with `--no-input`.
    pub(crate) prompter: Option<Arc<dyn Prompter>>,
    /// The support team's preset.
    pub(crate) preset: Option<Arc<Preset>>,
    runtime: OnceLock<Runtime>,
    /// Whether Ctrl-C came; the next question or wait sees it.
    stopped: Arc<AtomicBool>,
}

impl App {
    /// The program on `system`, as the global flags say.
    ///
    /// # Errors
    /// The preset cannot be read (2).
    pub(crate) fn new(
        system: System,
        global: &Global,
    ) -> Result<Self, Box<(Printer, CommandError)>> {
        let printer = Printer::new(global.color, global.quiet, global.verbose);
        let preset = match collect::find_preset(&system, global.preset.as_deref()) {
            Ok(preset) => preset.map(Arc::new),
            Err(error) => return Err(Box::new((printer, CommandError::usage(error.to_string())))),
        };
        let stopped = Arc::new(AtomicBool::new(false));
        let prompter: Option<Arc<dyn Prompter>> = if printer.can_ask() && !global.no_input {
            Some(Arc::new(prompt::Terminal::new(
                global.color != Color::Never && printer.err_has_colour(),
                Arc::clone(&stopped),
            )))
        } else {
            None
        };
        Ok(Self {
            system,
            printer: Arc::new(printer),
            prompter,
            preset,
            runtime: OnceLock::new(),
            stopped,
        })
    }

    /// The same program on another machine, such as an overlay of this one.
    pub(crate) fn on(&self, system: System) -> Self {
        Self {
            system,
            printer: Arc::clone(&self.printer),
            prompter: self.prompter.clone(),
            preset: self.preset.clone(),
            runtime: OnceLock::new(),
            stopped: Arc::clone(&self.stopped),
        }
    }

    /// The same program without a preset: a practice machine has none.
    #[cfg(feature = "demo")]
    pub(crate) fn without_preset(mut self) -> Self {
        self.preset = None;
        self
    }

    /// Runs something asynchronous to its end. The runtime is made when it is first needed: an
    /// offline examination does without. Ctrl-C ends it: once anything has listened for that, the
    /// system does not end the program by itself any more, so that it is listened for from then on.
    ///
    /// # Errors
    /// The operating system gives no threads; interrupted.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, CommandError> {
        let runtime = match self.runtime.get() {
            Some(runtime) => runtime,
            None => {
                let made = tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(2)
                    .enable_all()
                    .build()
                    .map_err(|error| {
                        CommandError::failed(format!(
                            "could not start a thread for the network: {error}"
                        ))
                    })?;
                let stopped = Arc::clone(&self.stopped);
                made.spawn(async move {
                    interrupted().await;
                    stopped.store(true, Ordering::Relaxed);
                });
                self.runtime.get_or_init(|| made)
            }
        };
        if self.stopped.load(Ordering::Relaxed) {
            return Err(CommandError::interrupted("stopped"));
        }
        runtime.block_on(async {
            tokio::select! {
                // An answer that is there counts.
                biased;
                output = future => Ok(output),
                () = interrupted() => Err(CommandError::interrupted("stopped")),
            }
        })
    }

    /// The home folder, for writing paths with `~`.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.system.home().ok()
    }

    /// A path as a person writes it.
    pub(crate) fn path(&self, path: &std::path::Path) -> String {
        facts::tilde(path, self.home().as_deref())
    }
}

/// Ctrl-C; never where the system does not tell.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A collector that is still waiting for a dead disk or host must not keep the program.
            runtime.shutdown_background();
        }
    }
}
