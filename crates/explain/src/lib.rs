//! What an error text means: a reader that finds the texts of the table (`error_texts`) in a
//! paste, and a judge that determines which of their causes applies to a machine whose facts are
//! known.
//!
//! Everything here is pure. The program reads the paste, collects the facts and prints.

mod example;
mod here;
mod names;
mod nearest;
mod other;
mod read;
mod voice;

pub use error_texts::{
    Category, Cause, ErrorText, Fault, Kind, Meaning, Run, Source, Speaker, find_cause, find_row,
    meanings_of_cause,
};
pub use here::{About, Here, Now, Standing, about, generic, judge};
pub use names::{Name, is_placeholder};
pub use other::ServiceAnswer;
pub use read::{Match, Reading, read};
pub use voice::Voice;
