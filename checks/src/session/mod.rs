//! The sso-session.

mod copies;
pub mod migration;
mod misplaced;
mod portal_of_profile;
mod portals;
pub(crate) mod preset_agrees;
#[cfg(test)]
mod preset_agrees_cases;
mod preset_differences;
pub mod questions;
mod region_faults;
mod region_judgement;
pub(crate) mod sso_format;
#[cfg(test)]
mod sso_format_cases;
pub(crate) mod sso_multi_region;
#[cfg(test)]
mod sso_multi_region_cases;
pub(crate) mod sso_region;
#[cfg(test)]
mod sso_region_cases;
pub(crate) mod sso_scopes;
pub(crate) mod sso_session_consistent;
#[cfg(test)]
mod sso_session_consistent_cases;
pub(crate) mod sso_session_exists;
#[cfg(test)]
mod sso_session_exists_cases;
pub(crate) mod sso_session_fields;
#[cfg(test)]
mod sso_session_fields_cases;
pub(crate) mod sso_session_unique;
#[cfg(test)]
mod sso_session_unique_cases;
pub(crate) mod sso_start_url;
#[cfg(test)]
mod sso_start_url_cases;
mod start_url_faults;
mod start_url_spelling;

pub(crate) use portals::lead_to;
