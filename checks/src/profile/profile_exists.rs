//! `profile-exists`.
