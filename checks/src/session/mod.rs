//! The sso-session.

mod copies;
pub mod migration;
mod misplaced;
mod portal_of_profile;
mod portals;
pub(crate) mod preset_agrees;
mod preset_differences;
pub mod questions;
mod region_faults;
mod region_judgement;
pub(crate) mod sso_format;
pub(crate) mod sso_multi_region;
pub(crate) mod sso_region;
pub(crate) mod sso_scopes;
pub(crate) mod sso_session_consistent;
pub(crate) mod sso_session_exists;
pub(crate) mod sso_session_fields;
pub(crate) mod sso_session_unique;
pub(crate) mod sso_start_url;
mod start_url_faults;
mod start_url_spelling;

pub(crate) use portals::lead_to;
