//! The sign-in.

pub(crate) mod remedies;
pub(crate) mod token_present;
pub(crate) mod token_valid;
#[cfg(test)]
mod token_valid_cases;
