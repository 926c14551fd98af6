//! What an error text means: a reader that finds the texts of the table (`error_texts`) in a
//! paste, and a judge that determines which of their causes applies to a machine whose facts are
//! known.
//!
//! Everything here is pure. The program reads the paste, collects the facts and prints.

mod certainty;
mod example;
mod here;
mod names;
mod nearest;
mod next;
mod other;
mod read;
mod sight;
mod teller;
mod trace;
mod unchosen;
mod voice;

pub use certainty::{Certainty, certainty, certainty_of_text};
pub use error_texts::{
    Category, Cause, ErrorText, Fault, Kind, Meaning, Run, Source, Speaker, find_cause, find_row,
    find_text, meanings_of_cause,
};
pub use here::{About, Here, Standing, about, judge};
pub use names::{Name, is_placeholder};
pub use next::{Now, generic};
pub use other::ServiceAnswer;
pub use read::{Match, Reading, read};
pub use sight::Sight;
pub use teller::Teller;
pub use trace::{Trace, trace};
pub use voice::Voice;
