//! Finds the AWS CLI and the programs beside it, and their versions, without starting one.
//!
//! [`read_aws_cli_layout`] tells the version of an AWS CLI by the layout of its installation.
//! Every read goes through [`machine::System`] and is limited in files, bytes and time. What could
//! not be found out is absent, never guessed.

mod aws_cli;
mod executable;
mod python;
mod reader;
#[cfg(test)]
mod testing;

pub use aws_cli::{AwsCliLayout, read_aws_cli_layout};
