//! What checks share and the rest of the program does not use.

pub(crate) mod bridge;
pub(crate) mod cli;
pub(crate) mod command;
pub(crate) mod edits;
pub(crate) mod guides;
pub(crate) mod key_form;
pub(crate) mod needs;
pub(crate) mod no_profile;
pub(crate) mod origin;
pub(crate) mod tools;
pub(crate) mod words;
