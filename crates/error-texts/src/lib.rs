//! The one table of error texts: what AWS tools print ([`ErrorText`]), what it means
//! ([`Meaning`]) and what causes it ([`Cause`], mostly a row of FAILURES); and the matching of
//! its patterns against a paste.
//!
//! The crate is pure and depends on no other crate of the workspace: the checks name the texts
//! that their faults cause, and `explain` reads pastes with it.

#![forbid(unsafe_code)]

mod category;
mod clean;
mod index;
mod lookup;
mod manual;
mod paste;
mod pattern;
mod remedy;
mod row;
mod table;

pub use category::{Category, Fault};
pub use index::find_all;
pub use lookup::{
    causes, find_cause, find_row, find_text, meanings, meanings_of_cause, meanings_of_check,
    patterns, texts, texts_of_check,
};
pub use manual::manual_section;
pub use paste::{Paste, is_quote, squeeze_text};
pub use pattern::{Pattern, PatternMatch};
pub use remedy::{remedy_for, remedy_on_windows};
pub use row::{Cause, ErrorText, Kind, Meaning, Run, Source, Speaker, TextId};
pub use table::bare_hash;
