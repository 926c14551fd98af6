//! `cli-version`.
