//! What checks share and the rest of the program does not use.

pub(crate) mod bridge;
pub(crate) mod edits;
pub(crate) mod needs;
pub(crate) mod no_profile;
pub(crate) mod origin;
pub(crate) mod words;
