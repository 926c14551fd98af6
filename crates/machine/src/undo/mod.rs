//! Undoes changes from the journal and the backups, one run of the program at a time.

mod error;
mod newest;
mod preview;
mod restore;
mod run;

pub use error::UndoError;
pub use newest::{LeftAlone, Undone, UndoneChange, UndoneFile, undo, undo_run};
pub use preview::{Preview, PreviewedFile, last_undo_preview, preview_of_undo};
pub(crate) use restore::unified_diff_masked;
pub use run::{Run, runs};
