//! `profile-fields`.
