//! The way to AWS: whether it is open, who vouches for the other side, and what time it is there.

pub(crate) mod clock;
pub(crate) mod endpoints_reachable;
#[cfg(test)]
mod endpoints_reachable_cases;
mod obstacles;
pub(crate) mod tls_trust;
#[cfg(test)]
mod tls_trust_cases;
mod untrusted;
mod ways;
