//! `static-keys`.
