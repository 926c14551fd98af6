//! What every command works with: the machine, the printer, the prompts, and the preset.

use std::path::PathBuf;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use facts::Preset;
use machine::System;
use tokio::runtime::Runtime;

use crate::cli::{Color, Global};
use crate::error::CommandError;
use crate::terminal::{Printer, Prompter, prompt};

/// The running program.
pub(crate) struct App {
    /// The machine.
    pub(crate) system: System,
    /// Where output goes.
    pub(crate) printer: Arc<Printer>,
    /// The prompts; none in a pipe or with `--no-input`.
    pub(crate) prompter: Option<Arc<dyn Prompter>>,
    /// The support team's preset.
    pub(crate) preset: Option<Arc<Preset>>,
    /// The file of `--preset`.
    pub(crate) preset_flag: Option<PathBuf>,
    runtime: OnceLock<Runtime>,
    /// Whether Ctrl-C was pressed; the next question or wait checks it.
    stopped: Arc<AtomicBool>,
}

impl App {
    /// Builds the program for `system` from the global flags.
    ///
    /// # Errors
    /// The preset cannot be read (2).
    pub(crate) fn new(
        system: System,
        global: &Global,
    ) -> Result<Self, Box<(Printer, CommandError)>> {
        let preset = match collect::find_preset(&system, global.preset.as_deref()) {
            Ok(preset) => preset.map(Arc::new),
            Err(error) => {
                let printer = Printer::new(global.color, global.quiet, global.verbose);
                return Err(Box::new((printer, CommandError::usage(error.to_string()))));
            }
        };
        let mut app = Self::without_looking_for_a_preset(system, global);
        app.preset = preset;
        Ok(app)
    }

    /// The same without reading a preset, for the command that checks presets.
    pub(crate) fn without_looking_for_a_preset(system: System, global: &Global) -> Self {
        let printer = Printer::new(global.color, global.quiet, global.verbose);
        let stopped = Arc::new(AtomicBool::new(false));
        let prompter: Option<Arc<dyn Prompter>> = if printer.can_ask() && !global.no_input {
            Some(Arc::new(prompt::Terminal::new(
                global.color != Color::Never && printer.err_has_colour(),
                Arc::clone(&stopped),
            )))
        } else {
            None
        };
        Self {
            system,
            printer: Arc::new(printer),
            prompter,
            preset: None,
            preset_flag: global.preset.clone(),
            runtime: OnceLock::new(),
            stopped,
        }
    }

    /// The same program on another machine, such as an overlay of this one.
    pub(crate) fn on(&self, system: System) -> Self {
        Self {
            system,
            printer: Arc::clone(&self.printer),
            prompter: self.prompter.clone(),
            preset: self.preset.clone(),
            preset_flag: self.preset_flag.clone(),
            runtime: OnceLock::new(),
            stopped: Arc::clone(&self.stopped),
        }
    }

    /// The same program without a preset, which a practice machine does not have.
    #[cfg(feature = "demo")]
    pub(crate) fn without_preset(mut self) -> Self {
        self.preset = None;
        self
    }

    /// Runs a future to completion on a runtime that is created when first needed. After the first
    /// listener for Ctrl-C, the system no longer ends the program by itself, so this listens from
    /// then on.
    ///
    /// # Errors
    /// The operating system provides no threads; interrupted.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, CommandError> {
        let runtime = match self.runtime.get() {
            Some(runtime) => runtime,
            None => {
                let made = start_runtime().map_err(|why| {
                    CommandError::failed(format!("could not start a thread for the network: {why}"))
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
                // A result that is ready wins over Ctrl-C.
                biased;
                output = future => Ok(output),
                () = interrupted() => Err(CommandError::interrupted("stopped")),
            }
        })
    }

    /// The shell for commands to paste.
    pub(crate) fn shell(&self) -> facts::Shell {
        facts::Shell::of(self.system.environment())
    }

    /// The home folder, for writing paths with `~`.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.system.home().ok()
    }

    /// A path shortened with `~`.
    pub(crate) fn path(&self, path: &std::path::Path) -> String {
        facts::tilde(path, self.home().as_deref())
    }
}

/// Starts the two threads of the network.
fn start_runtime() -> Result<Runtime, String> {
    // The library stops with a defect where the system gives no thread.
    let thread = std::thread::Builder::new().spawn(|| ()).map_err(|error| error.to_string())?;
    let _ = thread.join();
    let build =
        || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match std::panic::catch_unwind(build) {
        Ok(made) => made.map_err(|error| error.to_string()),
        Err(_) => Err("the system gave none".to_owned()),
    }
}

/// Waits for Ctrl-C; forever if the system does not report it.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A collector that waits for a dead disk or host must not keep the program running.
            runtime.shutdown_background();
        }
    }
}
