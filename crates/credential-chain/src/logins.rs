//! What the cache of `aws login` contains, as far as a chain depends on it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

/// The sign-ins of `aws login`, by the value of `login_session`. One that is absent here is
/// unknown.
pub type Logins = BTreeMap<String, Login>;

/// One sign-in of `aws login`.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    /// There is no file for it.
    Missing,
    /// Its keys are cached.
    Cached {
        /// The access key ID.
        access_key_id: Option<String>,
        /// When the keys expire.
        expires_at: Timestamp,
        /// Whether the file has what a renewal needs.
        can_be_renewed: bool,
    },
}

/// Without the key.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Missing"),
            Self::Cached { expires_at, can_be_renewed, .. } => f
                .debug_struct("Cached")
                .field("expires_at", expires_at)
                .field("can_be_renewed", can_be_renewed)
                .finish_non_exhaustive(),
        }
    }
}
