//! The AWS files as files, and their syntax.

pub(crate) mod config_syntax;
pub(crate) mod files_readable;
