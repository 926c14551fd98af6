//! The state of a sign-in: what can be said of it without claiming too much.

use jiff::Timestamp;

use crate::{CacheEntry, CacheFault, Facts, Known, SessionKey, Token, Why};

/// The state of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInState {
    /// The token has time left, or AWS accepted it in this run.
    SignedIn {
        /// When the token expires.
        expires_at: Timestamp,
        /// Whether AWS tools renew it then, unless the session behind it is over by then.
        renews: bool,
        /// Whether AWS accepted it in this run.
        accepted: bool,
    },
    /// The token has expired, and AWS tools try to renew it; only AWS knows whether that works.
    MayRenew {
        /// When it expired.
        expired_at: Timestamp,
    },
    /// No command works until the user signs in.
    SignedOut(SignedOutBecause),
}

/// Why a session is signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedOutBecause {
    /// There is no token.
    NoToken,
    /// No AWS tool can use the token's file.
    Unusable(CacheFault),
    /// The token expired then and cannot be renewed.
    Expired(Timestamp),
    /// The token expired then, and AWS refused to renew it.
    RenewalRefused(Timestamp),
    /// The portal rejected the token in this run, although it has time left.
    Rejected,
}

impl SignedOutBecause {
    /// The name of the reason in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoToken => "no_token",
            Self::Unusable(_) => "unusable_token",
            Self::Expired(_) => "expired",
            Self::RenewalRefused(_) => "renewal_refused",
            Self::Rejected => "rejected",
        }
    }
}

impl Facts {
    /// The session's file in the token cache; `None` if it is missing.
    ///
    /// # Errors
    /// Why the cache is unknown.
    pub fn token_entry(&self, key: &SessionKey) -> Known<Option<&CacheEntry>> {
        let cache = self.tokens.as_ref().map_err(Clone::clone)?;
        Ok(cache.entries.get(&key.cache_name()))
    }

    /// The session's token, if its file contains a usable one.
    pub fn token_of(&self, key: &SessionKey) -> Option<&Token> {
        self.token_entry(key).ok().flatten()?.token.as_ref().ok()
    }

    /// Whether AWS tools would renew the session's token, and AWS has not refused that: there is
    /// an sso-session (without one, the AWS CLI never renews; FACTS, section 3), and the token has
    /// what a renewal needs.
    pub fn may_renew(&self, key: &SessionKey) -> bool {
        let entry = self.token_entry(key).ok().flatten();
        matches!(key, SessionKey::Named(_))
            && entry.is_some_and(|entry| {
                entry.renewal_refused.is_none()
                    && entry.token.as_ref().is_ok_and(|token| token.can_be_refreshed(self.now))
            })
    }

    /// Whether the session's token has time left or may be renewed.
    pub fn is_signed_in_or_may_renew(&self, key: &SessionKey) -> bool {
        self.token_of(key).is_some_and(|token| !token.has_expired(self.now)) || self.may_renew(key)
    }

    /// The state of the sign-in to a session, from its token and from what AWS answered in this
    /// run.
    ///
    /// # Errors
    /// Why it is unknown: the token could not be read, or AWS was asked and did not answer.
    pub fn sign_in_state(&self, key: &SessionKey) -> Known<SignInState> {
        let signed_out = |why| Ok(SignInState::SignedOut(why));
        let Some(entry) = self.token_entry(key)? else {
            return signed_out(SignedOutBecause::NoToken);
        };
        let token = match &entry.token {
            Ok(token) => token,
            // Whatever keeps this program from reading it may not keep others from it.
            Err(CacheFault::Unreadable(why)) => {
                return Err(Why::Error(format!("its token cannot be read: {why}")));
            }
            Err(fault) => return signed_out(SignedOutBecause::Unusable(fault.clone())),
        };
        if !token.has_expired(self.now) {
            let accepted = match self.network.accepted.get(key) {
                None => false,
                Some(Ok(Ok(()))) => true,
                Some(Ok(Err(_))) => return signed_out(SignedOutBecause::Rejected),
                Some(Err(why)) => return Err(why.clone()),
            };
            let renews = self.may_renew(key);
            return Ok(SignInState::SignedIn { expires_at: token.expires_at, renews, accepted });
        }
        let expired_at = token.expires_at;
        if entry.renewal_refused.is_some() {
            return signed_out(SignedOutBecause::RenewalRefused(expired_at));
        }
        if !self.may_renew(key) {
            return signed_out(SignedOutBecause::Expired(expired_at));
        }
        match self.network.refreshes.get(key) {
            Some(Ok(Err(error))) if error.may_pass() => Err(Why::Service(Box::new(error.clone()))),
            Some(Ok(Err(_))) => signed_out(SignedOutBecause::RenewalRefused(expired_at)),
            Some(Err(why)) => Err(why.clone()),
            Some(Ok(Ok(()))) | None => Ok(SignInState::MayRenew { expired_at }),
        }
    }
}
