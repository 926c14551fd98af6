//! An sso-session, or its equivalent in a legacy profile.

use sha1::{Digest, Sha1};

use aws_files::{FileKind, Section};

use crate::{Facts, clean_line};

/// What identifies a sign-in in the token cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SessionKey {
    /// `[sso-session NAME]`.
    Named(String),
    /// A legacy profile's start URL, exactly as written.
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
#[derive(Clone)]
pub struct Session<'a> {
    /// The session's machine.
    pub facts: &'a Facts,
    /// Its identity in the token cache.
    pub key: SessionKey,
    /// Its section; `None` for a legacy profile, and for an undefined name.
    pub section: Option<&'a Section>,
    /// `sso_start_url`, as written.
    pub start_url: Option<String>,
    /// `sso_region`, as written.
    pub region: Option<String>,
    /// `sso_registration_scopes`, split at commas.
    pub scopes: Vec<String>,
}

impl Session<'_> {
    /// Whether everything that a sign-in needs is present.
    pub fn is_complete(&self) -> bool {
        self.start_url.as_ref().is_some_and(|url| !url.is_empty())
            && self.region.as_ref().is_some_and(|region| !region.is_empty())
    }

    /// What a sign-in needs and the files do not have, as a sentence without a period; `None` if it
    /// is complete.
    pub fn what_is_missing(&self) -> Option<String> {
        if self.is_complete() {
            return None;
        }
        let name = clean_line(self.key.name());
        if self.section.is_none() && matches!(self.key, SessionKey::Named(_)) {
            let config = self.facts.shown(self.facts.files().path(FileKind::Config));
            return Some(format!("there is no section [sso-session {name}] in {config}"));
        }
        let lacks = |value: &Option<String>| value.as_ref().is_none_or(String::is_empty);
        let keys = match (lacks(&self.start_url), lacks(&self.region)) {
            (true, true) => "no sso_start_url and no sso_region",
            (true, false) => "no sso_start_url",
            _ => "no sso_region",
        };
        Some(format!("{name} has {keys}"))
    }
}

/// SHA-1 of `key` in hexadecimal with `.json` (`botocore/utils.py`, `SSOTokenLoader`).
pub fn token_cache_name(key: &str) -> String {
    let mut name = String::with_capacity(45);
    for byte in Sha1::digest(key.as_bytes()) {
        for digit in [byte >> 4, byte & 0x0f] {
            name.extend(char::from_digit(digit.into(), 16));
        }
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
    let args = format!(
        r#"{{"accountId":{},"roleName":{},"{field}":{}}}"#,
        quoted(account),
        quoted(role),
        quoted(value)
    );
    token_cache_name(&args)
}

/// A string as Python's `json.dumps` writes it: all but printable ASCII as `\\uXXXX`
/// (`json/encoder.py`, `ESCAPE_ASCII`).
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in serde_json::Value::from(text).to_string().chars() {
        if matches!(c, ' '..='~') {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_session_is_named_as_botocore_names_it() {
        assert_eq!(token_cache_name("corp"), "ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    }

    // Expected: botocore's SSOCredentialFetcher._create_cache_key for the same.
    #[test]
    fn role_credentials_are_named_as_the_aws_cli_names_them() {
        let corp = SessionKey::Named("corp".into());
        let name = |key: &SessionKey, role| role_cache_name(key, "111111111111", role);
        assert_eq!(name(&corp, "ReadOnly"), "e83cab308910340ce11a566ebf0b9e96b40f6c39.json");
        let accented = SessionKey::Named("é😀\u{7f}".into());
        assert_eq!(name(&accented, "Rôle"), "88dfb69ea13efe3f9ed340104bc7480ee8de5772.json");
        let legacy = SessionKey::Legacy("https://d-123.awsapps.com/start".into());
        assert_eq!(name(&legacy, "ReadOnly"), "62fa4c9f63209601956df5f81cf33654c132b04a.json");
    }
}
