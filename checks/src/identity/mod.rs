//! Who AWS takes the person for.

pub(crate) mod caller_identity;
mod not_assigned;
pub(crate) mod role_assigned;
pub(crate) mod token_accepted;
