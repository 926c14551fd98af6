//! The only places that format an examination: for people, for programs.

pub(crate) mod diff;
pub(crate) mod explanation;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod manual;
pub(crate) mod snippet;
pub(crate) mod source;
