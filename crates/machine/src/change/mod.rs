//! The guarded write: a change to files that is made completely or not at all, and can be undone.

mod commit;
mod error;
mod request;
mod step;
mod target;

pub use commit::commit;
pub use error::ChangeError;
pub use request::{Change, Committed, Done, NewState};
pub(crate) use target::Target;
