//! What checks share and no other part of the program knows.

pub(crate) mod edits;
pub(crate) mod needs;
pub(crate) mod words;
