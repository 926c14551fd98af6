//! The cache of `aws login`, `~/.aws/login/cache`, as found: keys of a console sign-in, and what
//! renews them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use aws_files::FileKind;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{CacheFault, Facts, FolderState, Known, Profile, Secret, SignInState, Why};
use crate::{ScopeReason, SignedOutBecause, join_options};

/// How long AWS renews a sign-in of `aws login` (AWS SDKs and Tools Reference Guide, "Login
/// credentials provider": the keys expire after 15 minutes and are refreshed for up to 12 hours).
const LOGIN_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Keys of a profile that every AWS tool prefers to `login_session`, whatever their values
/// (`botocore/credentials.py`, `ProfileProviderBuilder.providers`).
const BEFORE_LOGIN: [&str; 4] =
    ["role_arn", "web_identity_token_file", "sso_account_id", "sso_role_name"];

/// The cache of `aws login`.
#[derive(Clone, Debug, Default)]
pub struct LoginCache {
    /// `~/.aws/login/cache`, or what AWS_LOGIN_CACHE_DIRECTORY names.
    pub folder: PathBuf,
    /// What the system reports about it.
    pub state: FolderState,
    /// The files of the profiles' sign-ins, by the value of `login_session`; a sign-in without a
    /// file has never happened here, or was signed out.
    pub entries: BTreeMap<String, LoginEntry>,
}

/// The file of one sign-in.
#[derive(Clone, Debug)]
pub struct LoginEntry {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` if the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// Whether the user can write it; `None` if unknown.
    pub writable: Option<bool>,
    /// The keys, or what is wrong with the file.
    pub keys: Result<LoginKeys, CacheFault>,
}

impl Profile<'_> {
    /// The command that signs the profile in with `aws login`, in words: only the AWS CLI can. With
    /// `--remote` where a browser cannot return to this machine
    /// (`awscli/customizations/login/login.py`).
    pub fn aws_login_command(&self) -> Vec<String> {
        let mut command = vec!["aws", "login", "--profile", self.name];
        if self.facts().no_return().is_some() {
            command.push("--remote");
        }
        join_options(command)
    }
}

/// The keys of a sign-in, and what renews them (`awscli/customizations/login/utils.py`,
/// `_exchange_auth_code_for_access_token`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginKeys {
    /// The access key ID.
    pub key_id: Secret,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub session_token: Secret,
    /// When the keys expire: 15 minutes after they were issued.
    pub expires_at: Timestamp,
    /// The account.
    pub account: String,
    /// Renews the keys once; the answer contains the next one.
    pub refresh_token: Secret,
    /// The private key that signs a renewal (RFC 9449, DPoP).
    pub dpop_key: Secret,
    /// Who signed in, as a signed token.
    pub id_token: Option<Secret>,
}

impl LoginKeys {
    /// Whether they have expired at `now`.
    pub fn have_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// Whether AWS may still renew them at `now`. The file does not tell when the user signed in,
    /// but no tool has renewed them since, so after that time AWS renews them no more.
    pub fn may_renew(&self, now: Timestamp) -> bool {
        now.duration_since(self.expires_at) < LOGIN_LASTS
    }
}

/// The file name of a sign-in: SHA-256 of the value of `login_session` in hexadecimal with `.json`
/// (`botocore/utils.py`, `generate_login_cache_key`).
pub fn login_cache_name(login_session: &str) -> String {
    let mut name = String::with_capacity(69);
    for byte in Sha256::digest(login_session.as_bytes()) {
        for digit in [byte >> 4, byte & 0x0f] {
            name.extend(char::from_digit(digit.into(), 16));
        }
    }
    name.push_str(".json");
    name
}

impl<'a> Profile<'a> {
    /// The sign-in of `aws login` that gives this profile its credentials: `login_session`, unless
    /// the profile has a source that AWS tools prefer.
    pub fn login_session(&self) -> Option<&'a str> {
        let keys = self.get("aws_access_key_id");
        let has_stored_keys = keys.is_some_and(|(file, _)| file == FileKind::Credentials);
        let is_first = !has_stored_keys && !BEFORE_LOGIN.iter().any(|key| self.get(key).is_some());
        self.text("login_session").filter(|_| is_first)
    }
}

impl Facts {
    /// The profiles in scope whose credentials come from `aws login`, and the sources of those in
    /// scope. Where no profile was chosen and the default gives no credentials, every one.
    pub fn login_profiles(&self) -> Vec<Profile<'_>> {
        let scope = self.scope();
        let default = self.profile("default");
        let any = scope.reason == ScopeReason::Nothing
            && !default.is_some_and(|default| default.has_credentials());
        self.profiles()
            .filter(|profile| profile.login_session().is_some())
            .filter(|profile| any || self.in_scope(profile.name))
            .collect()
    }

    /// The file of a sign-in of `aws login`; `None` if it is missing.
    ///
    /// # Errors
    /// Why the cache is unknown.
    pub fn login_entry(&self, login_session: &str) -> Known<Option<&LoginEntry>> {
        let cache = self.logins.as_ref().map_err(Clone::clone)?;
        Ok(cache.entries.get(login_session))
    }

    /// The state of a sign-in of `aws login`, from its file alone.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn login_state(&self, login_session: &str) -> Known<SignInState> {
        let signed_out = |why| Ok(SignInState::SignedOut(why));
        let Some(entry) = self.login_entry(login_session)? else {
            return signed_out(SignedOutBecause::NoToken);
        };
        let keys = match &entry.keys {
            Ok(keys) => keys,
            // Whatever keeps this program from reading it may not keep others from it.
            Err(CacheFault::Unreadable(why)) => {
                return Err(Why::Error(format!("its file cannot be read: {why}")));
            }
            Err(fault) => return signed_out(SignedOutBecause::Unusable(fault.clone())),
        };
        let expires_at = keys.expires_at;
        if !keys.have_expired(self.now) {
            return Ok(SignInState::SignedIn { expires_at, renews: true, accepted: false });
        }
        if keys.may_renew(self.now) {
            return Ok(SignInState::MayRenew { expired_at: expires_at });
        }
        signed_out(SignedOutBecause::Expired(expires_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected: botocore's generate_login_cache_key for the same.
    #[test]
    fn the_file_of_a_sign_in_is_named_as_botocore_names_it() {
        assert_eq!(
            login_cache_name("arn:aws:iam::111122223333:user/build"),
            "9cd3fa932bf7d71aaa93a15e91b0697a157964ab808641a2d50f814f45b4f236.json"
        );
    }

    #[test]
    fn keys_may_be_renewed_for_twelve_hours() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let keys = LoginKeys {
            key_id: "ASIAIOSFODNN7EXAMPLE".into(),
            secret: "secret-for-tests".into(),
            session_token: "token-for-tests".into(),
            expires_at: at("2030-01-01T08:00:00Z"),
            account: "111122223333".into(),
            refresh_token: "refresh-for-tests".into(),
            dpop_key: "key-for-tests".into(),
            id_token: None,
        };
        assert!(!keys.have_expired(at("2030-01-01T07:59:59Z")));
        assert!(keys.have_expired(at("2030-01-01T08:00:00Z")));
        assert!(keys.may_renew(at("2030-01-01T19:59:59Z")));
        assert!(!keys.may_renew(at("2030-01-01T20:00:00Z")));
        assert!(!format!("{keys:?}").contains("for-tests"));
    }
}
