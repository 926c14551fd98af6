//! The AWS files as files, and their syntax.

pub(crate) mod config_syntax;
mod duplicates;
mod encoding;
pub(crate) mod files_readable;
mod lines;
