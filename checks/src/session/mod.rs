//! The sso-session.

pub(crate) mod questions;
pub(crate) mod sso_scopes;
pub(crate) mod sso_session_exists;
pub(crate) mod sso_session_fields;
