//! The identity that AWS sees.

pub(crate) mod caller_identity;
mod not_assigned;
pub(crate) mod role_assigned;
pub(crate) mod token_accepted;
