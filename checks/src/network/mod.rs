//! The connection to AWS: whether it works, which authority issued the certificates, and AWS's
//! time.

pub(crate) mod clock;
pub(crate) mod endpoints_reachable;
mod obstacles;
pub(crate) mod tls_trust;
mod untrusted;
mod ways;

pub(crate) use endpoints_reachable::name_cause;
