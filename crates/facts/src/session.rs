//! An sso-session, or what stands in for one in a legacy profile.

use sha1::{Digest, Sha1};

use aws_files::Section;

/// What the token cache knows a sign-in by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SessionKey {
    /// `[sso-session NAME]`.
    Named(String),
    /// A legacy profile's start URL, exactly as it is written.
    Legacy(String),
}

impl SessionKey {
    /// The name of the session, or the start URL of a legacy one.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) | Self::Legacy(name) => name,
        }
    }

    /// The file name of its token in `~/.aws/sso/cache`.
    pub fn cache_name(&self) -> String {
        token_cache_name(self.name())
    }
}

impl std::fmt::Display for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The portal that a profile signs in to, with every value as the AWS CLI would use it.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    /// What the token cache knows it by.
    pub key: SessionKey,
    /// Its section; `None` for a legacy profile, and for a name that no section defines.
    pub section: Option<&'a Section>,
    /// `sso_start_url`, as written.
    pub start_url: Option<String>,
    /// `sso_region`, as written.
    pub region: Option<String>,
    /// `sso_registration_scopes`, split at commas.
    pub scopes: Vec<String>,
}

impl Session<'_> {
    /// Whether everything that a sign-in needs is there.
    pub fn is_complete(&self) -> bool {
        self.start_url.as_ref().is_some_and(|url| !url.is_empty())
            && self
                .region
                .as_ref()
                .is_some_and(|region| !region.is_empty())
    }
}

/// SHA-1 of `key` in hexadecimal with `.json` (`botocore/utils.py`, `SSOTokenLoader`).
pub fn token_cache_name(key: &str) -> String {
    let mut name = String::with_capacity(45);
    for byte in Sha1::digest(key.as_bytes()) {
        name.push_str(&format!("{byte:02x}"));
    }
    name.push_str(".json");
    name
}

/// The file name of cached role credentials in `~/.aws/cli/cache`
/// (`botocore/credentials.py`, `SSOCredentialFetcher._create_cache_key`).
pub fn role_cache_name(key: &SessionKey, account: &str, role: &str) -> String {
    let (field, value) = match key {
        SessionKey::Named(name) => ("sessionName", name),
        SessionKey::Legacy(url) => ("startUrl", url),
    };
    let quote = |text: &str| serde_json::Value::from(text).to_string();
    let args = format!(
        r#"{{"accountId":{},"roleName":{},"{field}":{}}}"#,
        quote(account),
        quote(role),
        quote(value)
    );
    token_cache_name(&args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_session_is_named_as_botocore_names_it() {
        assert_eq!(
            token_cache_name("corp"),
            "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
        );
    }
}
