//! The way to AWS: whether it is open, who vouches for the other side, and what time it is there.

pub(crate) mod clock;
pub(crate) mod endpoints_reachable;
mod obstacles;
pub(crate) mod tls_trust;
mod untrusted;
mod ways;
