//! The sign-in.

pub(crate) mod token_present;
pub(crate) mod token_valid;
