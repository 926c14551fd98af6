//! The terminal: the printer, prompts, and progress.

mod choice;
mod field;
pub(crate) mod fit;
mod frame;
pub(crate) mod glyphs;
mod interruption;
mod json_writer;
mod keys;
mod line;
mod look;
mod picker;
pub(crate) mod printer;
pub(crate) mod progress;
pub(crate) mod prompt;
pub(crate) mod text;

pub(crate) use field::Field;
pub(crate) use interruption::Interruption;
pub(crate) use keys::{Key, meaning};
pub(crate) use picker::List;
pub(crate) use printer::Printer;
pub(crate) use prompt::{Ask, Declined, Prompter, unless_interrupted};

/// The terminal's columns and rows; 80 and 24 if it does not tell.
pub(crate) fn size() -> (usize, usize) {
    frame::Frame::size()
}
