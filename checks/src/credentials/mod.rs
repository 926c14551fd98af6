//! Keys in the AWS files.

mod keys;
pub(crate) mod precedence;
pub(crate) mod profile_credentials;
pub(crate) mod static_keys;
