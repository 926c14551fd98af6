//! `token-present`.
