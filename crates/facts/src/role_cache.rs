//! The role credentials that the AWS CLI caches in `~/.aws/cli/cache`, as found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::{CacheFault, Secret};

/// How long before expiry the AWS CLI stops using cached credentials (`botocore/credentials.py`,
/// `RefreshableCredentials._advisory_refresh_timeout`).
const REFRESH_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The folder of cached credentials.
#[derive(Clone, Debug, Default)]
pub struct RoleCache {
    /// `~/.aws/cli/cache`.
    pub folder: PathBuf,
    /// Single sign-on credentials (`ProviderType` is `sso`), and unreadable files with such a
    /// name, by file name. Only the name identifies their session: [`crate::role_cache_name`].
    pub entries: BTreeMap<String, CachedRole>,
    /// The number of further files, which were not read.
    pub unread: usize,
}

/// One file of the AWS CLI's cache.
#[derive(Clone, Debug)]
pub struct CachedRole {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` if the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// The credentials, or what is wrong with the file.
    pub credentials: Result<RoleCredentials, CacheFault>,
}

/// Role credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleCredentials {
    /// The access key ID.
    pub key_id: Secret,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub session_token: Secret,
    /// When they expire.
    pub expires_at: Timestamp,
}

impl RoleCredentials {
    /// Whether the AWS CLI would still use them at `now` instead of requesting new ones.
    pub fn would_be_used(&self, now: Timestamp) -> bool {
        self.expires_at.duration_since(now) > REFRESH_WINDOW
    }

    /// Whether they have expired at `now`.
    pub fn have_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}
