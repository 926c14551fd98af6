//! Keys that lie in the AWS files.

pub(crate) mod static_keys;
