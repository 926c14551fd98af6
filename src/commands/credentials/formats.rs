//! The credentials as a program reads them.

use facts::{Secret, Shell};
use serde_json::{Value, json};

use super::Given;
use crate::cli::CredentialsFormat;
use crate::record::seconds;
use crate::render::json::{SCHEMA_VERSION, to_json};

/// The whole output, without a line end at its end.
pub(super) fn text(format: CredentialsFormat, given: &Given) -> Secret {
    Secret::new(match format {
        CredentialsFormat::Process => to_json(&process(given)),
        CredentialsFormat::Json => to_json(&json(given)),
        CredentialsFormat::Env => exports(Shell::Posix, given),
        CredentialsFormat::Fish => exports(Shell::Fish, given),
        CredentialsFormat::Powershell => exports(Shell::PowerShell, given),
    })
}

/// The answer of a `credential_process` (AWS SDKs and Tools Reference Guide, "Process credential
/// provider").
fn process(given: &Given) -> Value {
    json!({
        "Version": 1,
        "AccessKeyId": given.keys.key_id.expose(),
        "SecretAccessKey": given.keys.secret.expose(),
        "SessionToken": given.keys.session_token.expose(),
        "Expiration": seconds(given.keys.expires_at),
    })
}

fn json(given: &Given) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "profile": given.profile,
        "account": given.account,
        "role": given.role,
        "access_key_id": given.keys.key_id.expose(),
        "secret_access_key": given.keys.secret.expose(),
        "session_token": given.keys.session_token.expose(),
        "expires_at": seconds(given.keys.expires_at),
    })
}

/// The variables that every SDK reads, and the one that `aws configure export-credentials` adds.
fn exports(shell: Shell, given: &Given) -> String {
    let expires = seconds(given.keys.expires_at);
    [
        ("AWS_ACCESS_KEY_ID", given.keys.key_id.expose()),
        ("AWS_SECRET_ACCESS_KEY", given.keys.secret.expose()),
        ("AWS_SESSION_TOKEN", given.keys.session_token.expose()),
        // botocore reads the old name first.
        ("AWS_SECURITY_TOKEN", given.keys.session_token.expose()),
        ("AWS_CREDENTIAL_EXPIRATION", &expires),
    ]
    .map(|(name, value)| shell.export(name, value))
    .join("\n")
}

#[cfg(test)]
mod tests {
    use facts::RoleCredentials;

    use super::*;

    fn given() -> Given {
        Given {
            profile: "dev".into(),
            account: "111122223333".into(),
            role: Some("ReadOnly".into()),
            keys: RoleCredentials {
                key_id: "ASIAIOSFODNN7EXAMPLE".into(),
                secret: "s/e+c=ret".into(),
                session_token: "to$ken".into(),
                expires_at: "2030-01-01T00:00:00Z".parse().unwrap(),
            },
        }
    }

    #[test]
    fn each_format_is_read_by_its_program() {
        let text = |format| text(format, &given()).expose().clone();
        let process: Value = serde_json::from_str(&text(CredentialsFormat::Process)).unwrap();
        assert_eq!(
            process,
            json!({"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "s/e+c=ret", "SessionToken": "to$ken", "Expiration": "2030-01-01T00:00:00Z"})
        );
        let value: Value = serde_json::from_str(&text(CredentialsFormat::Json)).unwrap();
        assert_eq!((&value["profile"], &value["role"]), (&"dev".into(), &"ReadOnly".into()));
        assert_eq!(
            text(CredentialsFormat::Env),
            "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=s/e+c=ret\nexport AWS_SESSION_TOKEN='to$ken'\nexport AWS_SECURITY_TOKEN='to$ken'\nexport AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z"
        );
        assert!(text(CredentialsFormat::Fish).contains("set -gx AWS_SESSION_TOKEN 'to$ken'"));
        let powershell = text(CredentialsFormat::Powershell);
        assert!(powershell.contains("$env:AWS_SESSION_TOKEN = 'to$ken'"));
    }
}
