//! A machine: the files and the environment that decide who a client is, and how the profile
//! reaches it.

use std::collections::BTreeMap;

use crate::keys;

/// What a client finds.
///
/// Texts may contain `{home}`, `{id LABEL}`, `{secret LABEL}` and `{keys LABEL}` (both lines of an
/// INI section), which [`Machine::fill_in`] replaces; see [`keys::LABELS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// A name that says what is special about it.
    pub id: String,
    /// `~/.aws/config`
    pub config: Option<String>,
    /// `~/.aws/credentials`
    pub credentials: Option<String>,
    /// The variables beyond HOME and PATH.
    pub environment: BTreeMap<String, String>,
    /// The profile named to the client itself (`--profile`, an argument of its constructor).
    pub profile: Option<String>,
    /// `~/.aws/sso/cache`
    pub tokens: Vec<CachedToken>,
    /// Whether `~/.aws/login/cache` has keys of [`LOGIN_SESSION`] that last another hour.
    pub is_logged_in: bool,
    /// Other files, by their path below the home folder.
    pub files: BTreeMap<String, String>,
}

/// The `login_session` of machines that use `aws login`.
pub const LOGIN_SESSION: &str = "arn:aws:iam::111122223333:user/mira";

/// A file in the token cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedToken {
    /// The text whose SHA-1 names the file: a session's name or a start URL.
    pub of: String,
    /// How long it lasts.
    pub state: TokenState,
}

/// How long a cached token lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// Eight hours more, with a refresh token.
    Valid,
    /// Eight hours more, without a refresh token, as a legacy profile has it.
    ValidPlain,
    /// Expired, with a refresh token that is still good.
    ExpiredRenewable,
    /// Expired, without a refresh token.
    Expired,
}

impl Machine {
    /// A text of this machine with everything in braces replaced.
    pub fn fill_in(text: &str, home: &str) -> String {
        let mut out = text.replace("{home}", home);
        for label in keys::LABELS {
            let (id, secret) = (keys::access_key_id(label), keys::secret_access_key(label));
            out = out
                .replace(&format!("{{id {label}}}"), &id)
                .replace(&format!("{{secret {label}}}"), &secret)
                .replace(
                    &format!("{{keys {label}}}"),
                    &format!("aws_access_key_id = {id}\naws_secret_access_key = {secret}"),
                );
        }
        out
    }
}
