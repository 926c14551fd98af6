//! The subject of a check.

use aws_files::FileKind;

use crate::{Facts, SessionKey};

/// The subject of an outcome: a check runs once for each of its subjects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// This computer.
    Machine,
    /// The config or the credentials file.
    File(FileKind),
    /// An sso-session, or a legacy profile's portal.
    Session(SessionKey),
    /// A profile.
    Profile(String),
}

impl Subject {
    /// Whether this run is about it; the computer and whole files always are.
    pub fn is_in_scope(&self, facts: &Facts) -> bool {
        match self {
            Self::Machine | Self::File(_) => true,
            Self::Session(key) => facts.session_in_scope(key),
            Self::Profile(name) => facts.in_scope(name),
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Machine => f.write_str("machine"),
            Self::File(FileKind::Config) => f.write_str("file config"),
            Self::File(FileKind::Credentials) => f.write_str("file credentials"),
            Self::Session(key) => write!(f, "sso-session {key}"),
            Self::Profile(name) => write!(f, "profile {name}"),
        }
    }
}
