//! What every command works with: the machine, the printer, the prompts, and the preset.

use std::path::PathBuf;

use std::sync::{Arc, OnceLock};

use facts::Preset;
use machine::System;
use tokio::runtime::Runtime;

use crate::cli::{Color, Global};
use crate::error::CommandError;
use crate::terminal::{Interruption, Printer, Prompter, prompt};

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
    /// The scenario of the practice machine that this is about.
    practice: Option<&'static str>,
    /// The file of `--preset`.
    pub(crate) preset_flag: Option<PathBuf>,
    runtime: OnceLock<Runtime>,
    /// Ctrl-C while no question is open.
    interruption: Arc<Interruption>,
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
                if system.is_real() {
                    crate::terminal::glyphs::decide(&system);
                }
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
        if system.is_real() {
            crate::terminal::glyphs::decide(&system);
        }
        let printer = Printer::new(global.color, global.quiet, global.verbose);
        let interruption = Arc::new(Interruption::default());
        let prompter: Option<Arc<dyn Prompter>> = if printer.can_ask() && !global.no_input {
            Some(Arc::new(prompt::Terminal::new(
                global.color != Color::Never && printer.err_has_color(),
                Arc::clone(&interruption),
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
            practice: None,
            runtime: OnceLock::new(),
            interruption,
        }
    }

    /// A program without a preset and prompts, on an empty machine with a terminal of this width.
    #[cfg(test)]
    pub(crate) fn for_test(columns: usize, verbose: bool) -> Self {
        Self {
            system: System::new(vec![("HOME".into(), "/home/mira".into())]),
            printer: Arc::new(Printer::of_width(columns, verbose)),
            prompter: None,
            preset: None,
            preset_flag: None,
            practice: None,
            runtime: OnceLock::new(),
            interruption: Arc::default(),
        }
    }

    /// The same program on another machine, such as an overlay of this one.
    pub(crate) fn on(&self, system: System) -> Self {
        Self {
            system,
            printer: Arc::clone(&self.printer),
            prompter: self.prompter.clone(),
            preset: self.preset.clone(),
            practice: self.practice,
            preset_flag: self.preset_flag.clone(),
            runtime: OnceLock::new(),
            interruption: Arc::clone(&self.interruption),
        }
    }

    /// The same program on the practice machine of a scenario.
    #[cfg(feature = "demo")]
    pub(crate) fn practicing(mut self, scenario: &'static str) -> Self {
        self.practice = Some(scenario);
        self
    }

    /// A text that names a command of this program, as the command works here: a practice machine
    /// ends with the run, so its commands begin with `aws-onboard demo`.
    pub(crate) fn commands_here(&self, text: &str) -> String {
        match self.practice {
            Some(scenario) => {
                text.replace("aws-onboard ", &format!("aws-onboard demo {scenario} -- "))
            }
            None => text.to_owned(),
        }
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
                let interruption = Arc::clone(&self.interruption);
                let printer = Arc::clone(&self.printer);
                made.spawn(async move {
                    interrupted().await;
                    interruption.take(&printer);
                });
                self.runtime.get_or_init(|| made)
            }
        };
        if self.interruption.has_come() {
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
