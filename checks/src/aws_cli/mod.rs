//! The AWS CLI itself.

pub(crate) mod cli_installed;
pub(crate) mod cli_pager;
pub(crate) mod cli_plugins;
pub(crate) mod cli_shadowed;
pub(crate) mod cli_version;
mod install;
mod regressions;
