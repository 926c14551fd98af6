//! The profile.

pub(crate) mod profile_exists;
pub(crate) mod profile_fields;
pub(crate) mod profile_region;
