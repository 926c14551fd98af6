//! The token cache, `~/.aws/sso/cache`, as it was found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::Secret;

/// How long before its end botocore refreshes a token (`botocore/tokens.py`, `_REFRESH_WINDOW`).
const REFRESH_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// A token with what is needed to renew it (FACTS section 3; `botocore/tokens.py`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The portal's bearer token.
    pub access_token: Secret,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Renews it without a browser, where the session's scopes allowed one.
    pub refresh_token: Option<Secret>,
    /// The client registration that the token belongs to.
    pub client_id: Option<Secret>,
    /// The registration's secret.
    pub client_secret: Option<Secret>,
    /// When the registration ends; a refresh is not possible after it.
    pub registration_expires_at: Option<Timestamp>,
    /// The region that issued it, as the file says; no client compares it (FACTS section 3).
    pub region: Option<String>,
    /// The start URL that it was issued for, as the file says.
    pub start_url: Option<String>,
}

impl Token {
    /// Whether it has ended at `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// Whether everything that a refresh needs is there and still holds at `now`.
    pub fn can_be_refreshed(&self, now: Timestamp) -> bool {
        self.refresh_token.is_some()
            && self.client_id.is_some()
            && self.client_secret.is_some()
            && self.registration_expires_at.is_some_and(|end| end > now)
    }

    /// Whether an AWS command would try to refresh it now: less than 15 minutes are left.
    pub fn is_due_for_refresh(&self, now: Timestamp) -> bool {
        self.expires_at.duration_since(now) < REFRESH_WINDOW
    }
}

/// One file of the token cache.
#[derive(Clone, Debug)]
pub struct CacheEntry {
    /// Where it lies.
    pub path: PathBuf,
    /// Unix permission bits; `None` where the system has none.
    pub mode: Option<u32>,
    /// The token, or what is wrong with the file.
    pub token: Result<Token, CacheFault>,
}

/// Why a cache file gives no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheFault {
    /// It could not be read; the text says why.
    Unreadable(String),
    /// It is not JSON, or not an object: cut off, empty, another format.
    NotJson,
    /// It lacks `accessToken` or `expiresAt`, or they are not text: the named field.
    Missing(&'static str),
    /// `expiresAt` is not a time that the AWS CLI reads.
    BadTime,
    /// It is larger than any token (1 MiB).
    TooLarge,
}

impl std::fmt::Display for CacheFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::NotJson => f.write_str("it is not a whole JSON object"),
            Self::Missing(field) => write!(f, "it has no {field}"),
            Self::BadTime => f.write_str("its expiresAt is not a time that the AWS CLI reads"),
            Self::TooLarge => f.write_str("it is larger than a token can be"),
        }
    }
}

/// The folder of tokens: only the entries of sessions that the AWS files name, by cache name.
#[derive(Clone, Debug, Default)]
pub struct TokenCache {
    /// `~/.aws/sso/cache`, whatever AWS_CONFIG_FILE says.
    pub folder: PathBuf,
    /// Entries by file name (`<sha1>.json`); a session without an entry has not been signed in to.
    pub entries: BTreeMap<String, CacheEntry>,
}
