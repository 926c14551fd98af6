//! Undoes changes from the journal and the backups.

mod error;
mod newest;
mod preview;
mod restore;

pub use error::UndoError;
pub use newest::{Undone, UndoneFile, undo};
pub use preview::{Preview, PreviewedFile, last_undo_preview};
pub(crate) use restore::unified_diff_masked;
