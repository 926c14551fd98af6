//! Ready-made values of a made-up machine.

use std::sync::Arc;

use aws_files::Document;
use facts::{
    AwsVersion, FileState, Identity, LoginKeys, Registration, RoleCredentials, Token, VersionOutput,
};
use jiff::{SignedDuration, Timestamp};

use super::NOW;

/// A client registration that expires in this many days, for a browser or for a device.
pub(crate) fn registration(days: i64, browser: bool) -> Registration {
    let grants: &[&str] = match browser {
        true => &["authorization_code", "refresh_token"],
        false => &[],
    };
    Registration {
        client_id: "client-for-tests".into(),
        client_secret: "secret-for-tests".into(),
        expires_at: now() + SignedDuration::from_hours(24 * days),
        scopes: vec!["sso:account:access".into()],
        grant_types: grants.iter().map(|grant| (*grant).to_owned()).collect(),
    }
}

/// Role credentials that expire in this many minutes.
pub(crate) fn role_credentials(minutes: i64) -> RoleCredentials {
    RoleCredentials {
        key_id: "ASIAIOSFODNN7EXAMPLE".into(),
        secret: "secret-for-tests".into(),
        session_token: "token-for-tests".into(),
        expires_at: now() + SignedDuration::from_mins(minutes),
    }
}

/// A sign-in of `aws login`.
pub(crate) const LOGIN: &str = "arn:aws:iam::111122223333:user/build";

/// Keys of a sign-in of `aws login` that expire in this many minutes.
pub(crate) fn login_keys(minutes: i64) -> LoginKeys {
    LoginKeys {
        key_id: "ASIAIOSFODNN7EXAMPLE".into(),
        secret: "secret-for-tests".into(),
        session_token: "token-for-tests".into(),
        expires_at: now() + SignedDuration::from_mins(minutes),
        account: "111122223333".into(),
        refresh_token: "refresh-for-tests".into(),
        dpop_key: "key-for-tests".into(),
        id_token: None,
    }
}

/// The caller that STS returns for a role of IAM Identity Center.
pub(crate) fn identity(account: &str, role: &str) -> Identity {
    Identity {
        account: account.into(),
        arn: format!(
            "arn:aws:sts::{account}:assumed-role/AWSReservedSSO_{role}_0123456789abcdef/mira@example.org"
        ),
        user_id: "AROAEXAMPLE:mira@example.org".into(),
    }
}

/// The time on every made-up machine.
pub(crate) fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

/// A version as `aws --version` prints it.
pub(crate) fn version(number: &str) -> VersionOutput {
    VersionOutput::Aws(
        AwsVersion::parse(&format!("aws-cli/{number} Python/3.13")).expect("a version"),
    )
}

/// A file that belongs to the user and has this text.
pub(crate) fn present(text: &str) -> FileState {
    FileState::Present {
        document: Arc::new(Document::parse(text.as_bytes())),
        mode: Some(0o600),
        writable: true,
        owned: true,
        link: None,
    }
}

/// A token that expires in this many hours (or has expired, if negative), and whether it can be
/// renewed.
pub(crate) fn token(hours: i64, refreshable: bool) -> Token {
    Token {
        access_token: "token-for-tests".into(),
        expires_at: now() + SignedDuration::from_hours(hours),
        refresh_token: refreshable.then(|| "refresh-for-tests".into()),
        client_id: refreshable.then(|| "client-for-tests".into()),
        client_secret: refreshable.then(|| "secret-for-tests".into()),
        registration_expires_at: refreshable.then(|| now() + SignedDuration::from_hours(24 * 80)),
        region: Some("us-east-1".into()),
        start_url: Some("https://d-1234567890.awsapps.com/start".into()),
    }
}
