//! The sign-in.

pub(crate) mod remedies;
pub(crate) mod role_cache;
#[cfg(test)]
mod role_cache_cases;
pub(crate) mod token_cache;
#[cfg(test)]
mod token_cache_cases;
mod token_files;
pub(crate) mod token_origin;
#[cfg(test)]
mod token_origin_cases;
pub(crate) mod token_present;
pub(crate) mod token_registration;
#[cfg(test)]
mod token_registration_cases;
pub(crate) mod token_valid;
#[cfg(test)]
mod token_valid_cases;
