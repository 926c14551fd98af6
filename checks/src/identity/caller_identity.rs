//! `caller-identity`.
