//! The guarded write: a change to files that is made whole or not at all, and can be taken back.

mod commit;
mod error;
mod request;
mod step;
mod target;

pub use commit::commit;
pub use error::ChangeError;
pub use request::{Change, Committed, Done, NewState};

/// The file that a path leads to, if it may be written.
pub(crate) fn target_of(
    path: &std::path::Path,
    need: crate::access::Need,
) -> Result<std::path::PathBuf, ChangeError> {
    target::Target::of(path, need).map(|target| target.path)
}
