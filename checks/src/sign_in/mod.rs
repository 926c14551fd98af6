//! The sign-in.

pub(crate) mod remedies;
pub(crate) mod role_cache;
pub(crate) mod token_cache;
#[cfg(test)]
mod token_cache_cases;
pub(crate) mod token_origin;
pub(crate) mod token_present;
pub(crate) mod token_registration;
pub(crate) mod token_valid;
#[cfg(test)]
mod token_valid_cases;
