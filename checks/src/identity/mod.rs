//! Who AWS takes the person for.

pub(crate) mod caller_identity;
