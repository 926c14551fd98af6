//! `sso-scopes`.
