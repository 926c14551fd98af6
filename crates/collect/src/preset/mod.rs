//! Reads a support team's `preset.ini`. It is untrusted input: it runs nothing, and anything
//! invalid is an error that names section, key and line.

mod error;
mod find;
mod read;
mod text;
mod values;

pub use error::PresetError;
pub use find::find_preset;
pub use read::read_preset;
