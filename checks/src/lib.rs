//! The checks: a static description and a pure function each, in one ordered registry.
//!
//! A check looks at [`facts::Facts`] and states an [`Outcome`]; a [`Finding`] carries [`Remedy`]s;
//! a remedy makes a [`Plan`] that a person sees before it happens. Nothing here reads a file, asks
//! the network or prints: that is `collect`'s and the program's work. How to add a check stands in
//! CONTRIBUTING.md; the tests in `testing` hold every check to it.

mod check;
mod engine;
mod finding;
mod kit;
mod registry;
mod remedy;
mod run_all;
#[cfg(test)]
mod testing;

mod aws_cli;
mod credentials;
mod environment;
mod files;
mod identity;
mod network;
mod profile;
mod session;
mod sign_in;

pub use check::{Check, FactKey, Group, Need};
pub use engine::{CheckResult, SubjectResult, run};
pub use facts::Place;
pub use finding::{Effect, Evidence, Finding, Outcome, Severity, Skip};
pub use registry::{find, registry, suggest};
pub use remedy::{
    Accept, Answers, Applicability, Choice, Plan, PlanError, Question, QuestionKind, Remedy, Step,
};
pub use run_all::run_all;
pub use session::{migration, questions};
