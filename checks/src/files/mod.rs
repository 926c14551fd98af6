//! The AWS files and their contents.

mod behind_header;
pub(crate) mod config_duplicates;
pub(crate) mod config_indentation;
pub(crate) mod config_keys;
pub(crate) mod config_lookalikes;
pub(crate) mod config_managed;
pub(crate) mod config_names;
pub(crate) mod config_portable;
pub(crate) mod config_sections;
pub(crate) mod config_syntax;
pub(crate) mod config_template;
pub(crate) mod config_values;
mod credentials_names;
pub(crate) mod files_encoding;
pub(crate) mod files_private;
pub(crate) mod files_readable;
mod headers;
mod known_keys;
pub(crate) mod lines;
mod lookalike_headers;
mod lookalike_values;
mod lookalikes;
mod lost;
mod one_name;
mod pasted;
mod portable;
mod python_default;
mod run_on;
mod run_on_values;
pub(crate) mod source;
mod values;

pub(crate) use values::is_of_sections as is_setting;
