//! Keys that lie in the AWS files.

mod keys;
pub(crate) mod precedence;
#[cfg(test)]
mod precedence_cases;
pub(crate) mod static_keys;
