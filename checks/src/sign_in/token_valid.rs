//! `token-valid`.
