//! Role credentials, as the AWS CLI caches them (FACTS, section 3, *Role cache*).

use facts::{CacheFault, RoleCredentials};
use serde_json::Value;

use super::file;
use super::time;
use super::token::{secret, text};

/// Reads a file of `~/.aws/cli/cache`; `None` if it contains no single sign-on credentials. Other
/// providers (such as assume-role) store theirs in the same folder.
///
/// # Errors
/// The error that stops the AWS CLI: it prints only the file's name (`botocore/utils.py`,
/// `JSONFileCache.__getitem__`, raises a KeyError).
pub fn parse_role_credentials(bytes: &[u8]) -> Result<Option<RoleCredentials>, CacheFault> {
    if bytes.len() as u64 > file::MAX_FILE_BYTES {
        return Err(CacheFault::TooLarge);
    }
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return Err(CacheFault::NotJson);
    };
    let Value::Object(fields) = value else {
        return Err(CacheFault::NotJson);
    };
    if text(&fields, "ProviderType") != Some("sso") {
        return Ok(None);
    }
    let Some(Value::Object(keys)) = fields.get("Credentials") else {
        return Err(CacheFault::Missing("Credentials"));
    };
    let needed = |name| secret(keys, name).ok_or(CacheFault::Missing(name));
    let ends = text(keys, "Expiration").ok_or(CacheFault::Missing("Expiration"))?;
    Ok(Some(RoleCredentials {
        key_id: needed("AccessKeyId")?,
        secret: needed("SecretAccessKey")?,
        session_token: needed("SessionToken")?,
        expires_at: time::read(ends).ok_or(CacheFault::BadTime)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Written by AWS CLI 2.36.7 (FACTS, section 3), with other keys.
    const WRITTEN: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2030-01-01T00:00:00Z", "AccountId": "111122223333"}}"#;

    #[test]
    fn credentials_are_read_as_the_aws_cli_writes_them() {
        let found = parse_role_credentials(WRITTEN.as_bytes()).unwrap().unwrap();
        assert_eq!(found.expires_at.to_string(), "2030-01-01T00:00:00Z");
        assert!(!format!("{found:?}").contains("ASIA"));
    }

    #[test]
    fn what_is_of_no_use_is_told_apart_from_what_is_another_providers() {
        for (text, expected) in [
            ("", Err(CacheFault::NotJson)),
            ("[]", Err(CacheFault::NotJson)),
            (&WRITTEN[..60], Err(CacheFault::NotJson)),
            ("{}", Ok(None)),
            (r#"{"ProviderType": "assume-role"}"#, Ok(None)),
            (r#"{"ProviderType": "sso"}"#, Err(CacheFault::Missing("Credentials"))),
        ] {
            assert_eq!(parse_role_credentials(text.as_bytes()), expected, "{text}");
        }
    }
}
