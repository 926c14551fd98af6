//! Who AWS takes the person for.

pub(crate) mod caller_identity;
#[cfg(test)]
mod caller_identity_cases;
mod no_access;
