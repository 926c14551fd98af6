//! What the cache of `aws login` contains, as far as a chain depends on it.

use std::collections::BTreeMap;
use std::fmt;

use facts::{CacheFault, Facts};
use jiff::Timestamp;

/// The sign-ins of `aws login`, by the value of `login_session`. One that is absent here is
/// unknown.
pub type Logins = BTreeMap<String, Login>;

/// What the facts tell about the sign-ins that the profiles name. A file that this program cannot
/// read is unknown; one that no AWS tool can use counts as missing.
pub fn logins_of(facts: &Facts) -> Logins {
    let Ok(cache) = &facts.logins else {
        return Logins::new();
    };
    let sessions = facts.profiles().filter_map(|profile| profile.text("login_session"));
    sessions
        .filter_map(|session| {
            let login = match cache.entries.get(session).map(|entry| &entry.keys) {
                None => Login::Missing,
                Some(Err(CacheFault::Unreadable(_))) => return None,
                Some(Err(_)) => Login::Missing,
                Some(Ok(keys)) => Login::Cached {
                    access_key_id: Some(keys.key_id.expose().clone()),
                    expires_at: keys.expires_at,
                    can_be_renewed: keys.may_renew(facts.now),
                },
            };
            Some((session.to_owned(), login))
        })
        .collect()
}

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
