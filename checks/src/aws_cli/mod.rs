//! The AWS CLI itself.

pub(crate) mod cli_installed;
pub(crate) mod cli_version;
