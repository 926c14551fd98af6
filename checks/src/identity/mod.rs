//! Who AWS takes the person for.

pub(crate) mod caller_identity;
#[cfg(test)]
mod caller_identity_cases;
mod not_assigned;
pub(crate) mod role_assigned;
#[cfg(test)]
mod role_assigned_cases;
pub(crate) mod token_accepted;
