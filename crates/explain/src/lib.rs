//! What an error text means. A table of the texts that AWS tools print ([`Text`]) and of what
//! causes them ([`Cause`], mostly a row of FAILURES); a reader that finds them in whatever a person
//! pastes; and the judgement of which cause it is on a machine whose facts are known.
//!
//! Everything here is pure. The program reads the paste, collects the facts and prints.

mod here;
mod paste;
mod pattern;
mod read;
mod table;
mod text;

pub use here::{About, FINDINGS, Here, Now, Standing, about, generic, judge};
pub use read::{Match, Reading, read};
pub use table::{cause, causes, find_row, texts, texts_of};
pub use text::{Cause, Kind, Run, Text};
