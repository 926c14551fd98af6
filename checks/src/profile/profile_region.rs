//! `profile-region`.
