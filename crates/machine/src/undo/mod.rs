//! Undoes changes from the journal and the backups, one run of the program at a time.

mod error;
mod preview;
mod restore;
mod run;
mod undo_run;

pub use error::UndoError;
pub use preview::{Preview, PreviewedFile, preview_of_undo};
pub(crate) use restore::unified_diff_masked;
pub use run::{Run, runs};
pub use undo_run::{LeftAlone, Undone, UndoneChange, UndoneFile, undo_run};
