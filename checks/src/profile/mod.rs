//! The profile.

pub(crate) mod credential_process;
pub(crate) mod profile_chain;
pub(crate) mod profile_exists;
pub(crate) mod profile_fields;
pub(crate) mod profile_region;

pub(crate) use profile_fields::{accept_account, accept_role};
