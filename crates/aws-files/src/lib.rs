//! The AWS shared-file dialect, lossless: read, locate, view, edit.
mod cli;
mod document;
mod edit;
mod encoding;
mod fault;
mod lines;
mod location;
mod merge;
mod names;
mod python;
mod reading;
mod sdk;
mod tolerant;

pub use document::{Document, Lines};
pub use edit::{Edit, EditError};
pub use encoding::Encoding;
pub use fault::{ByView, Fault, FaultKind, IgnoredBy, RejectedBy};
pub use lines::{Line, LineEnding, LineKind};
pub use location::Location;
pub use merge::{MergedProfile, merge};
pub use reading::{FileKind, Property, Reading, Section, Value, View, read};
