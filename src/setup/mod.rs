//! The setup wizard: runs the checks in the order of a first day, and adds what is missing.
//! Everything happens on an overlay of the machine until the one confirmation at the end.

mod change;
mod confirm;
pub(crate) mod default_profile;
pub(crate) mod draft;
mod entry;
pub(crate) mod finish;
pub(crate) mod names;
pub(crate) mod portal;
pub(crate) mod prepare;
pub(crate) mod prune;
mod recover;
pub(crate) mod roles;
pub(crate) mod summary;
pub(crate) mod walk;

use facts::Request;

use crate::app::App;
use crate::error::{CommandError, INTERRUPTED};
use crate::examine::{Examination, Options};
use crate::terminal::Declined;

/// Why a step of setup did not finish.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The user went back or interrupted.
    Declined(Declined),
    /// The command ends with this error.
    Failed(CommandError),
}

impl From<Declined> for Stopped {
    fn from(declined: Declined) -> Self {
        Self::Declined(declined)
    }
}

impl From<CommandError> for Stopped {
    fn from(error: CommandError) -> Self {
        Self::Failed(error)
    }
}

/// The choice, after a failed step, that creates a report for support.
pub(crate) const REPORT: &str = "Create a report";

/// Checks this computer as it is, and writes a report about it. If the report fails, prints why
/// and continues.
///
/// # Errors
/// Interrupted.
pub(crate) fn report(app: &App) -> Result<(), CommandError> {
    let written = Examination::new(app, Request::default(), Options::default())
        .and_then(|examination| crate::commands::report::offer(app, &examination));
    match written {
        Err(error) if error.status == INTERRUPTED => Err(error),
        Err(error) => {
            app.printer.error(&error);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
