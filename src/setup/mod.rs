//! The first-day wizard: the doctor's checks in the order of a first day, with what is missing
//! added. Everything happens on an overlay of the machine until the one question at the end.

pub(crate) mod draft;
mod entry;
pub(crate) mod finish;
pub(crate) mod names;
pub(crate) mod portal;
pub(crate) mod prepare;
pub(crate) mod prune;
pub(crate) mod roles;
pub(crate) mod summary;
pub(crate) mod walk;
