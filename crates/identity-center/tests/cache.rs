//! The token cache: its bytes, its names, its modes, and every kind of invalid content.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use facts::{CacheFault, SessionKey, Token};
use identity_center::cache::{self, Registration};
use proptest::prelude::*;

const CORP: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn token() -> Token {
    Token {
        access_token: "aoaAAAAA".into(),
        expires_at: "2030-06-01T12:30:00.987Z".parse().unwrap(),
        refresh_token: Some("aorAAAAA".into()),
        client_id: Some("client".into()),
        client_secret: Some("sëcret".into()),
        registration_expires_at: Some("2030-08-30T12:30:00Z".parse().unwrap()),
        region: Some("us-east-1".into()),
        start_url: Some("https://d-123.awsapps.com/start".into()),
    }
}

// The order of fields, the separators and the times: FACTS, section 3.
const TOKEN: &str = r#"{"startUrl": "https://d-123.awsapps.com/start", "region": "us-east-1", "accessToken": "aoaAAAAA", "expiresAt": "2030-06-01T12:30:00Z", "clientId": "client", "clientSecret": "s\u00ebcret", "registrationExpiresAt": "2030-08-30T12:30:00Z", "refreshToken": "aorAAAAA"}"#;

#[test]
fn a_token_is_written_as_the_aws_cli_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = cache::write(folder.path(), &corp(), &token()).unwrap();
    assert_eq!(path, folder.path().join(CORP));
    assert_eq!(fs::read_to_string(&path).unwrap(), TOKEN);
    let read = cache::read(&path).unwrap().token.unwrap();
    assert_eq!(read, Token { expires_at: "2030-06-01T12:30:00Z".parse().unwrap(), ..token() });
    assert_eq!(common::names(folder.path()), [CORP]);
}

#[test]
fn what_a_token_lacks_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let bare = Token {
        refresh_token: None,
        client_id: None,
        client_secret: None,
        registration_expires_at: None,
        region: None,
        start_url: None,
        ..token()
    };
    let path = cache::write(folder.path(), &corp(), &bare).unwrap();
    let expected = r#"{"accessToken": "aoaAAAAA", "expiresAt": "2030-06-01T12:30:00Z"}"#;
    assert_eq!(fs::read_to_string(path).unwrap(), expected);
}

#[test]
fn a_legacy_token_is_named_by_its_start_url() {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://d-123.awsapps.com/start";
    let path = cache::write(folder.path(), &SessionKey::Legacy(url.into()), &token()).unwrap();
    assert_eq!(path, folder.path().join(facts::token_cache_name(url)));
}

#[test]
fn a_registration_is_named_and_written_as_the_aws_cli_does() {
    let url = "https://d-123.awsapps.com/start";
    let scopes = vec!["sso:account:access".to_owned()];
    // Measured with AWS CLI 2.36.7 (FACTS, section 3).
    let name = cache::registration_name(Some("corp"), url, "us-east-1", &scopes);
    assert_eq!(name, "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json");
    assert_ne!(cache::registration_name(None, url, "us-east-1", &[]), name);

    let folder = tempfile::tempdir().unwrap();
    let mut registration = Registration {
        client_id: "client".into(),
        client_secret: "secret".into(),
        expires_at: "2030-08-30T12:30:00Z".parse().unwrap(),
        scopes,
        grant_types: Vec::new(),
    };
    let path = cache::write_registration(folder.path(), &name, &registration).unwrap();
    let expected = r#"{"clientId": "client", "clientSecret": "secret", "expiresAt": "2030-08-30T12:30:00Z", "scopes": ["sso:account:access"]}"#;
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(cache::read_registration(&path).unwrap(), registration);

    registration.grant_types = vec!["authorization_code".into(), "refresh_token".into()];
    cache::write_registration(folder.path(), &name, &registration).unwrap();
    assert_eq!(cache::read_registration(&path).unwrap(), registration);
    fs::write(&path, "{").unwrap();
    assert_eq!(cache::read_registration(&path), None);
}

#[cfg(unix)]
#[test]
fn what_is_written_is_private_whatever_lay_there() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".aws/sso/cache");
    let path = cache::write(&folder, &corp(), &token()).unwrap();
    for folder in [".aws", ".aws/sso", ".aws/sso/cache"] {
        let mode = home.path().join(folder).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{folder}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(cache::read(&path).unwrap().mode, Some(0o644));
    cache::write(&folder, &corp(), &token()).unwrap();
    assert_eq!(cache::read(&path).unwrap().mode, Some(0o600));
    // An existing folder keeps its mode, which is the user's choice.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    cache::write(&folder, &corp(), &token()).unwrap();
    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o755);
}

#[cfg(unix)]
#[test]
fn nothing_that_lies_there_stops_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| cache::read(&folder.path().join(name));
    assert!(read("nothing").is_none());
    assert!(read("nothing/below").is_none());

    fs::create_dir(folder.path().join("folder")).unwrap();
    let fault = read("folder").unwrap().token.unwrap_err();
    assert_eq!(fault, CacheFault::Unreadable("it is a folder".into()));

    let made =
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap();
    assert!(made.success());
    assert!(matches!(read("pipe").unwrap().token, Err(CacheFault::Unreadable(_))));

    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero")).unwrap();
    assert!(matches!(read("zero").unwrap().token, Err(CacheFault::Unreadable(_))));
    std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
    assert!(matches!(read("loop").unwrap().token, Err(CacheFault::Unreadable(_))));
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
    assert!(read("dangling").is_none());

    fs::write(folder.path().join("large"), vec![b' '; 1024 * 1024 + 1]).unwrap();
    assert_eq!(read("large").unwrap().token, Err(CacheFault::TooLarge));
}

#[test]
fn garbage_is_told_apart() {
    let fault = |text: &[u8]| cache::parse(text).unwrap_err();
    for text in [
        &b""[..],
        b"{",
        b"{}}",
        b"null",
        b"[]",
        b"\"accessToken\"",
        b"\xef\xbb\xbf{\"accessToken\": \"a\", \"expiresAt\": \"2030-01-01T00:00:00Z\"}",
        b"{\"accessToken\": \"\xff\"}",
        b"{'accessToken': 'a'}",
    ] {
        assert_eq!(fault(text), CacheFault::NotJson, "{}", String::from_utf8_lossy(text));
    }
    let deep = "[".repeat(200_000);
    assert_eq!(fault(deep.as_bytes()), CacheFault::NotJson);
    assert_eq!(fault(&vec![b'['; 2 * 1024 * 1024]), CacheFault::TooLarge);
    assert_eq!(fault(b"{}"), CacheFault::Missing("accessToken"));
    assert_eq!(
        fault(br#"{"accessToken": 1, "expiresAt": "2030-01-01T00:00:00Z"}"#),
        CacheFault::Missing("accessToken")
    );
    assert_eq!(fault(br#"{"accessToken": "a"}"#), CacheFault::Missing("expiresAt"));
    for time in ["1906547400", "null", "\"\"", "\"soon\"", "\"2030-01-01T00:00:00\"", "{}", "true"]
    {
        let text = format!(r#"{{"accessToken": "a", "expiresAt": {time}}}"#);
        assert_eq!(fault(text.as_bytes()), CacheFault::BadTime, "{time}");
    }
}

#[test]
fn what_is_optional_and_strange_is_left_out() {
    let text = br#"{"accessToken": "a", "expiresAt": "2030-01-01T00:00:00Z", "refreshToken": 5, "clientId": null,
        "registrationExpiresAt": "2030-01-01T00:00:00", "region": [], "startUrl": "", "somethingNew": {"a": 1}}"#;
    let token = cache::parse(text).unwrap();
    assert_eq!(
        (&token.refresh_token, &token.client_id, token.registration_expires_at),
        (&None, &None, None)
    );
    assert_eq!((&token.region, &token.start_url), (&None, &None));
}

#[test]
fn a_token_shows_no_secret() {
    let shown = format!("{:?}", cache::parse(TOKEN.as_bytes()).unwrap());
    for secret in ["aoaAAAAA", "aorAAAAA", "sëcret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

fn garbage() -> impl Strategy<Value = Vec<u8>> {
    let time = prop_oneof![
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[T t][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{0,12})?)?( ?(Z|UTC|gmt|[+-][0-9]{2}:?[0-9]{2}))?",
        "\\PC{0,80}",
    ];
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        // A truncated file.
        (0..TOKEN.len()).prop_map(|end| TOKEN.as_bytes()[..end].to_vec()),
        // A file with one byte changed.
        (0..TOKEN.len(), any::<u8>()).prop_map(|(at, byte)| {
            let mut bytes = TOKEN.as_bytes().to_vec();
            bytes[at] = byte;
            bytes
        }),
        time.prop_map(|time| {
            let time = serde_json::Value::from(time);
            format!(
                r#"{{"accessToken": "a", "expiresAt": {time}, "registrationExpiresAt": {time}}}"#
            )
            .into_bytes()
        }),
    ]
}

proptest! {
    #[test]
    fn no_file_ends_the_program(bytes in garbage()) {
        let _ = cache::parse(&bytes);
    }

    #[test]
    fn what_is_written_is_read(access in "\\PC{1,40}", url in any::<String>(), seconds in -62_000_000_000_i64..250_000_000_000) {
        let folder = tempfile::tempdir().unwrap();
        let written = Token {
            access_token: access.as_str().into(),
            expires_at: jiff::Timestamp::from_second(seconds).unwrap(),
            start_url: Some(url).filter(|url| !url.is_empty()),
            ..token()
        };
        let path = cache::write(folder.path(), &corp(), &written).unwrap();
        prop_assert!(fs::read(&path).unwrap().iter().all(|byte| (b' '..=b'~').contains(byte)));
        prop_assert_eq!(cache::read(&path).unwrap().token.unwrap(), written);
    }
}
