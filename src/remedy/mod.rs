//! Putting right: offer, plan, apply, look again.

pub(crate) mod answers;
pub(crate) mod apply;
pub(crate) mod mend;

pub(crate) use answers::FlagAnswers;
pub(crate) use mend::{Mending, Recorded};
