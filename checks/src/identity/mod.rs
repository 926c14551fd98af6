//! The identity that AWS sees.

pub(crate) mod caller_identity;
mod not_assigned;
pub(crate) mod role_assigned;
pub(crate) mod token_accepted;

use facts::Facts;

/// If at most this many profiles are in scope, AWS is asked about each; otherwise about one of each
/// session (CATALOGUE, *Which profile*).
pub const MAX_IDENTITIES: usize = 5;

/// Whether AWS is asked about one profile of each session only.
fn is_sampled(facts: &Facts) -> bool {
    facts.scope().profiles.len() > MAX_IDENTITIES && !facts.request().all_profiles
}
