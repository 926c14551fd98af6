//! `cli-installed`.
