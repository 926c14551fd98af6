//! The identity that AWS sees.

pub(crate) mod caller_identity;
mod not_assigned;
pub(crate) mod role_assigned;
pub(crate) mod token_accepted;

use facts::Facts;

/// If at most this many profiles are in scope, each is checked (CATALOGUE, *Which profile*).
const MAX_ASKED: usize = 5;

/// Whether AWS is asked about one profile of each session only.
fn is_sampled(facts: &Facts) -> bool {
    facts.scope().profiles.len() > MAX_ASKED && !facts.request().all_profiles
}
