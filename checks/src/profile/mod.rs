//! The profile.

pub(crate) mod credential_process;
#[cfg(test)]
mod credential_process_cases;
pub(crate) mod profile_chain;
#[cfg(test)]
mod profile_chain_cases;
pub(crate) mod profile_exists;
pub(crate) mod profile_fields;
#[cfg(test)]
mod profile_fields_cases;
pub(crate) mod profile_region;
#[cfg(test)]
mod profile_region_cases;
mod shapes;
