//! The terminal: the printer, prompts, and progress.

pub(crate) mod printer;
pub(crate) mod progress;
pub(crate) mod prompt;
pub(crate) mod text;

pub(crate) use printer::Printer;
pub(crate) use prompt::{Ask, Declined, Prompter};
