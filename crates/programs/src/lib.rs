//! Finds the AWS CLI and the programs beside it, and their versions, without starting one.
//!
//! - [`read_aws_cli_layout`] tells the version of an AWS CLI by the layout of its installation.
//! - [`find_programs`] finds the programs that somebody in a folder uses, and which SDK each
//!   contains; [`describe_program`] tells that of one file.
//!
//! Every read goes through [`machine::System`] and is limited in files, bytes and time. What could
//! not be found out is absent, never guessed.

mod aws_cli;
mod executable;
mod found;
mod installed;
mod kubeconfig;
mod on_path;
mod project;
mod pyenv;
mod python;
mod reader;
mod search;
mod shims;
#[cfg(test)]
mod testing;
#[cfg(all(test, unix))]
#[allow(clippy::panic, reason = "tests may fail loudly; clippy sees helpers as other code")]
mod tests;

pub use aws_cli::{AwsCliLayout, read_aws_cli_layout};
pub use search::{describe_program, find_programs};
