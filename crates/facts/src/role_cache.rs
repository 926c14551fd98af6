//! The role credentials that the AWS CLI caches in `~/.aws/cli/cache`, as found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::{CacheFault, Secret};

/// The AWS CLI takes cached credentials until so long before their end
/// (`botocore/credentials.py`, `RefreshableCredentials._advisory_refresh_timeout`).
const REFRESH_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The folder of cached credentials.
#[derive(Clone, Debug, Default)]
pub struct RoleCache {
    /// `~/.aws/cli/cache`.
    pub folder: PathBuf,
    /// Single sign-on credentials (`ProviderType` is `sso`), and unreadable files with such a
    /// name, by file name. Only the name identifies their session: [`crate::role_cache_name`].
    pub entries: BTreeMap<String, CachedRole>,
    /// How many files more there are, which were not read.
    pub unread: usize,
}

/// One file of the AWS CLI's cache.
#[derive(Clone, Debug)]
pub struct CachedRole {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` where the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// The credentials, or what is wrong with the file.
    pub credentials: Result<RoleCredentials, CacheFault>,
}

/// Credentials of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleCredentials {
    /// The access key identifier.
    pub key_id: Secret,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub session_token: Secret,
    /// When they end.
    pub expires_at: Timestamp,
}

impl RoleCredentials {
    /// Whether the AWS CLI would still take them at `now`, rather than ask for new ones.
    pub fn would_be_used(&self, now: Timestamp) -> bool {
        self.expires_at.duration_since(now) > REFRESH_WINDOW
    }

    /// Whether they have ended at `now`.
    pub fn have_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}
