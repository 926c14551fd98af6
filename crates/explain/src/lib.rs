//! What an error text means: a reader that finds the texts of the table (`error_texts`) in a
//! paste, and a judge that determines which of their causes applies to a machine whose facts are
//! known.
//!
//! Everything here is pure. The program reads the paste, collects the facts and prints.

mod here;
mod read;

pub use error_texts::{
    Cause, ErrorText, Kind, Meaning, Run, find_cause, find_row, meanings_of_cause,
};
pub use here::{About, Here, Now, Standing, about, generic, judge};
pub use read::{Match, Reading, read};
