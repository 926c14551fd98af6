//! The checks: a static description and a pure function each, in one ordered registry.
//!
//! A check reads [`facts::Facts`] and returns an [`Outcome`]; a [`Finding`] carries [`Remedy`]s; a
//! remedy makes a [`Plan`] that the user sees before it happens. Nothing here reads a file, uses
//! the network or prints: `collect` and the program do that. CONTRIBUTING.md explains how to add a
//! check; the tests in `testing` enforce its rules.

mod check;
mod engine;
mod finding;
mod group;
mod harm;
mod kit;
mod registry;
mod remedy;
mod run_all;
mod safe_text;
#[cfg(test)]
mod testing;

mod aws_cli;
mod credentials;
mod environment;
mod files;
mod identity;
mod network;
mod profile;
mod programs;
mod session;
mod sign_in;

pub use check::{Check, FactKey, Group, Need};
pub use engine::{CheckResult, Overall, SubjectResult, run};
pub use facts::Place;
pub use finding::{Effect, Evidence, Finding, Outcome, Severity, Skip};
pub use harm::{Harm, find_harm};
pub use identity::MAX_IDENTITIES;
pub use kit::bridge::{bridges, is_given_by_this_program};
pub use programs::how_to_update;
pub use registry::{answer_keys, find, nearest_name, registry, suggest};
pub use remedy::{
    Accept, Answers, Applicability, Choice, Plan, PlanError, Question, QuestionKind, Remedy, Step,
};
pub use run_all::run_all;
pub use safe_text::SafeText;
pub use session::{migration, questions};
