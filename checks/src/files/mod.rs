//! The AWS files as files, and what stands in them.

mod behind_header;
pub(crate) mod config_duplicates;
pub(crate) mod config_indentation;
#[cfg(test)]
mod config_indentation_cases;
pub(crate) mod config_keys;
#[cfg(test)]
mod config_keys_cases;
pub(crate) mod config_lookalikes;
#[cfg(test)]
mod config_lookalikes_cases;
pub(crate) mod config_managed;
#[cfg(test)]
mod config_managed_cases;
pub(crate) mod config_names;
#[cfg(test)]
mod config_names_cases;
pub(crate) mod config_portable;
#[cfg(test)]
mod config_portable_cases;
pub(crate) mod config_sections;
#[cfg(test)]
mod config_sections_cases;
pub(crate) mod config_syntax;
pub(crate) mod config_values;
#[cfg(test)]
mod config_values_cases;
mod credentials_names;
pub(crate) mod files_encoding;
pub(crate) mod files_private;
#[cfg(test)]
mod files_private_cases;
pub(crate) mod files_readable;
mod headers;
mod known_keys;
pub(crate) mod lines;
mod lookalike_headers;
mod lookalike_values;
mod lookalikes;
mod lost;
mod one_name;
mod portable;
mod python_default;
mod run_on;
mod source;
mod values;
