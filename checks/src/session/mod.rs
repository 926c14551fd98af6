//! The sso-session.

mod misplaced;
mod portal_of_profile;
pub(crate) mod questions;
pub(crate) mod sso_scopes;
pub(crate) mod sso_session_exists;
#[cfg(test)]
mod sso_session_exists_cases;
pub(crate) mod sso_session_fields;
#[cfg(test)]
mod sso_session_fields_cases;
