//! The file of a sign-in of `aws login`, read as botocore reads it.

use facts::{CacheFault, LoginKeys};
use serde_json::Value;

use super::file;
use super::time;
use super::token::{secret, text};

/// Reads a file of `~/.aws/login/cache`.
///
/// # Errors
/// What stops the AWS CLI (`botocore/credentials.py`, `LoginCredentialFetcher`): a field is
/// missing, or the file is no JSON object.
pub fn parse_login(bytes: &[u8]) -> Result<LoginKeys, CacheFault> {
    if bytes.len() as u64 > file::MAX_FILE_BYTES {
        return Err(CacheFault::TooLarge);
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(bytes) else {
        return Err(CacheFault::NotJson);
    };
    let Some(Value::Object(keys)) = fields.get("accessToken") else {
        return Err(CacheFault::Missing("accessToken"));
    };
    let key = |name| secret(keys, name).ok_or(CacheFault::Missing(name));
    let own = |name| secret(&fields, name).ok_or(CacheFault::Missing(name));
    own("clientId")?;
    let expires_at = text(keys, "expiresAt").ok_or(CacheFault::Missing("expiresAt"))?;
    Ok(LoginKeys {
        key_id: key("accessKeyId")?,
        secret: key("secretAccessKey")?,
        session_token: key("sessionToken")?,
        expires_at: time::read(expires_at).ok_or(CacheFault::BadTime)?,
        account: text(keys, "accountId").ok_or(CacheFault::Missing("accountId"))?.to_owned(),
        refresh_token: own("refreshToken")?,
        dpop_key: own("dpopKey")?,
        id_token: secret(&fields, "idToken"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // As AWS CLI 2.36.7 writes it (awscli/customizations/login/utils.py), with made-up values.
    const WRITTEN: &str = r#"{"accessToken": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "s", "sessionToken": "t", "accountId": "111122223333", "expiresAt": "2030-01-01T00:00:00Z"}, "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "r", "idToken": "i", "dpopKey": "d"}"#;

    #[test]
    fn a_sign_in_is_read_as_the_aws_cli_writes_it() {
        let found = parse_login(WRITTEN.as_bytes()).unwrap();
        assert_eq!(found.expires_at.to_string(), "2030-01-01T00:00:00Z");
        assert_eq!(found.account, "111122223333");
        assert!(!format!("{found:?}").contains("ASIA"));
    }

    #[test]
    fn what_stops_the_aws_cli_is_told() {
        for (text, fault) in [
            ("", CacheFault::NotJson),
            ("[]", CacheFault::NotJson),
            (&WRITTEN[..90], CacheFault::NotJson),
            ("{}", CacheFault::Missing("accessToken")),
            (&WRITTEN.replace("refreshToken", "other"), CacheFault::Missing("refreshToken")),
            (&WRITTEN.replace("dpopKey", "other"), CacheFault::Missing("dpopKey")),
            (&WRITTEN.replace("clientId", "other"), CacheFault::Missing("clientId")),
            (&WRITTEN.replace("accountId", "other"), CacheFault::Missing("accountId")),
            (&WRITTEN.replace("sessionToken", "other"), CacheFault::Missing("sessionToken")),
            (&WRITTEN.replace("2030-01-01T00:00:00Z", "soon"), CacheFault::BadTime),
        ] {
            assert_eq!(parse_login(text.as_bytes()), Err(fault), "{text}");
        }
    }
}
