//! Role credentials, as the AWS CLI caches them (FACTS, section 3, *Role cache*).

use std::io;
use std::path::{Path, PathBuf};

use facts::{CacheFault, RoleCredentials};
use serde_json::Value;

use super::file::{self, Content};
use super::json::{object, quoted};
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

/// The single sign-on credentials in a file of `~/.aws/cli/cache`; `None` if there are none.
pub fn read_role_credentials(path: &Path) -> Option<RoleCredentials> {
    match file::content(path)? {
        Content::Bytes(bytes, _) => parse_role_credentials(&bytes).ok().flatten(),
        Content::TooLarge(_) | Content::Unreadable(..) => None,
    }
}

/// Writes credentials of single sign-on where and as the AWS CLI caches them
/// (`botocore/credentials.py`, `SSOCredentialFetcher._get_credentials`): atomically, readable only
/// by the user. `name` is [`facts::role_cache_name`].
///
/// # Errors
/// The system's error.
pub fn write_role_credentials(
    folder: &Path,
    name: &str,
    credentials: &RoleCredentials,
    account: &str,
) -> io::Result<PathBuf> {
    let keys = object(&[
        ("AccessKeyId", quoted(credentials.key_id.expose())),
        ("SecretAccessKey", quoted(credentials.secret.expose())),
        ("SessionToken", quoted(credentials.session_token.expose())),
        ("Expiration", quoted(&time::written(credentials.expires_at))),
        ("AccountId", quoted(account)),
    ]);
    let text = object(&[("ProviderType", quoted("sso")), ("Credentials", keys)]);
    file::write(folder, name, &text)
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
    fn credentials_are_written_as_the_aws_cli_writes_them() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("cli/cache");
        let found = parse_role_credentials(WRITTEN.as_bytes()).unwrap().unwrap();
        let path = write_role_credentials(&inner, "x.json", &found, "111122223333").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), WRITTEN);
        assert_eq!(read_role_credentials(&path), Some(found));
        assert_eq!(std::fs::read_dir(&inner).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
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
