//! The AWS CLI itself.

pub(crate) mod cli_installed;
pub(crate) mod cli_version;
mod install;
mod regressions;
