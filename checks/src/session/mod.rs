//! The sso-session.

mod misplaced;
mod portal_of_profile;
mod portals;
pub(crate) mod preset_agrees;
#[cfg(test)]
mod preset_agrees_cases;
mod preset_differences;
pub mod questions;
pub(crate) mod sso_scopes;
pub(crate) mod sso_session_exists;
#[cfg(test)]
mod sso_session_exists_cases;
pub(crate) mod sso_session_fields;
#[cfg(test)]
mod sso_session_fields_cases;
pub(crate) mod sso_session_unique;
#[cfg(test)]
mod sso_session_unique_cases;
