//! The profile.

pub(crate) mod profile_exists;
pub(crate) mod profile_fields;
#[cfg(test)]
mod profile_fields_cases;
pub(crate) mod profile_region;
#[cfg(test)]
mod profile_region_cases;
mod shapes;
