//! The sso-session.

pub mod migration;
mod portals;
pub(crate) mod preset_agrees;
pub mod questions;
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

pub(crate) use portals::lead_to;
