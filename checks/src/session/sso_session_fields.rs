//! `sso-session-fields`.
