//! Who each program on a machine would be, and what it lacks.
//!
//! `programs` finds programs; `credential-chain` answers for an SDK of some version with some
//! modules. This crate is between them: it makes the clients that a found program may be, asks the
//! chain for each, and adds what the table of programs knows.
//!
//! A program whose SDK or version is not known is every client that it may be. Where their answers
//! differ, what they differ in is unknown, never a guess.
//!
//! - [`parse_asked`] reads `PROGRAM[@VERSION]`.
//! - [`answer_programs`] answers for the programs found here, or for the one that was asked about.
//!
//! Nothing here reads a file or starts a program.

mod answer;
mod asked;
mod clients;
mod differs;
mod merge;
mod needs;
mod own_code;
mod reach;
#[cfg(test)]
mod tests;
mod versions;

pub use answer::{Answers, ProgramAnswer, Question, RegionAnswer, answer_programs};
pub use asked::{Asked, AskedError, AskedProgram, command_name, find_by_command, parse_asked};
pub use differs::{CliAnswer, Differs};
pub use needs::{Bridge, Needs};
