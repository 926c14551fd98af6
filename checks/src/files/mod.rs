//! The AWS files as files, and what stands in them.

pub(crate) mod config_duplicates;
pub(crate) mod config_syntax;
pub(crate) mod files_encoding;
pub(crate) mod files_readable;
mod lines;
mod one_name;
mod source;
