//! Reads a support team's `preset.ini`. It is untrusted input: it runs nothing, and anything
//! invalid is an error that names section, key and line.

mod error;
mod find;
mod keys;
mod read;
mod text;
mod values;

pub use error::PresetError;
pub use find::{find_preset, find_preset_file};
pub use read::{CheckedPreset, check_preset, check_preset_text, read_preset};
