//! `files-readable`.
