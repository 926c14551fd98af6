//! The AWS CLI's caches: the whole token folder and role credentials folder.

use facts::{CacheFault, OtherContent, SessionKey, TimeForm, Writer};

use crate::{Collect, Home};

const TOKEN: &[u8] = br#"{"startUrl": "https://d-123.awsapps.com/start", "region": "us-east-1", "accessToken": "c4n4ry", "expiresAt": "2030-01-01T00:00:00UTC"}"#;
const REGISTRATION: &[u8] = br#"{"clientId": "c", "clientSecret": "c4n4ry", "expiresAt": "2030-01-01T00:00:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}"#;
const CONFIG: &[u8] = b"[profile dev]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = ReadOnly\n[sso-session corp]\nsso_start_url = https://d-123.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n";
/// The name that botocore gives the registration of that session (FACTS, section 3).
const OF_CORP: &str = "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json";

fn put(home: &Home, name: &str, bytes: &[u8]) {
    home.put(&format!(".aws/sso/cache/{name}"), bytes);
}

#[test]
fn every_file_of_the_token_cache_is_told_apart() {
    let home = Home::new();
    home.put(".aws/config", CONFIG);
    let corp = SessionKey::Named("corp".into());
    put(&home, &corp.cache_name(), TOKEN);
    put(&home, OF_CORP, REGISTRATION);
    put(&home, "kiro-auth-token.json", TOKEN);
    put(&home, "botocore-client-id-us-east-1.json", REGISTRATION);
    put(&home, "0123456789abcdef0123456789abcdef01234567.json", b"{");
    put(&home, "settings.json", b"{\"theme\": 1}");
    put(&home, "notes.txt", b"not JSON, and nobody's business");
    let cache = home.facts().tokens.unwrap();
    assert_eq!(cache.unread, 0);
    assert_eq!(cache.state.owned, Some(true));
    let entry = &cache.entries[&corp.cache_name()];
    assert_eq!(entry.time_form, TimeForm::Python);
    assert_eq!((entry.owned, entry.writable), (Some(true), Some(true)));
    let registration = cache.registrations[&corp].registration.as_ref().unwrap();
    assert!(registration.is_for_a_browser());
    let others: Vec<(String, Writer, &str)> = cache
        .others
        .iter()
        .map(|other| {
            let content = match &other.content {
                OtherContent::Token(_) => "token",
                OtherContent::Registration(_) => "registration",
                OtherContent::Something => "something",
                OtherContent::Faulty(CacheFault::NotJson) => "broken",
                OtherContent::Faulty(_) => "faulty",
            };
            let name = other.path.file_name().unwrap().to_string_lossy();
            (name.into_owned(), other.writer, content)
        })
        .collect();
    let expected = [
        ("0123456789abcdef0123456789abcdef01234567.json", Writer::Aws, "broken"),
        ("botocore-client-id-us-east-1.json", Writer::Aws, "registration"),
        ("kiro-auth-token.json", Writer::Tool("Kiro"), "token"),
        ("settings.json", Writer::Unknown, "something"),
    ];
    assert_eq!(others, expected.map(|(name, writer, what)| (name.to_owned(), writer, what)));
    assert!(!format!("{cache:?}").contains("c4n4ry"));
}

#[test]
fn a_folder_with_too_much_in_it_is_read_in_part_and_says_so() {
    let home = Home::new();
    home.put(".aws/config", CONFIG);
    for number in 0..1010 {
        put(&home, &format!("{number}.json"), b"{}");
    }
    let cache = home.facts().tokens.unwrap();
    assert_eq!((cache.others.len(), cache.unread), (1000, 10));
}

#[test]
fn only_credentials_of_single_sign_on_are_taken_from_the_role_cache() {
    let home = Home::new();
    home.put(".aws/config", CONFIG);
    let corp = SessionKey::Named("corp".into());
    let name = facts::role_cache_name(&corp, "111111111111", "ReadOnly");
    let of = |provider: &str| {
        format!(
            r#"{{"ProviderType": "{provider}", "Credentials": {{"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "c4n4ry", "SessionToken": "c4n4ry", "Expiration": "2026-05-04T13:00:00Z"}}}}"#
        )
    };
    let put = |name: &str, text: &str| home.put(&format!(".aws/cli/cache/{name}"), text.as_bytes());
    put(&name, &of("sso"));
    put("assumed.json", &of("assume-role"));
    put("cut.json", "{");
    put("session.db", "SQLite format 3");
    let facts = home.facts();
    let cache = facts.role_cache.unwrap();
    let names: Vec<&String> = cache.entries.keys().collect();
    assert_eq!(names, ["cut.json", name.as_str()]);
    let credentials = cache.entries[&name].credentials.as_ref().unwrap();
    assert!(credentials.would_be_used(facts.now));
    assert_eq!(cache.entries["cut.json"].credentials, Err(CacheFault::NotJson));
    assert!(!format!("{cache:?}").contains("c4n4ry"));
}

/// As AWS CLI 2.36.7 writes it (awscli/customizations/login/utils.py), with made-up values.
const LOGIN: &[u8] = br#"{"accessToken": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "c4n4ry", "sessionToken": "c4n4ry", "accountId": "111122223333", "expiresAt": "2030-01-01T00:00:00Z"}, "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "c4n4ry", "idToken": "c4n4ry", "dpopKey": "c4n4ry"}"#;

#[test]
fn sign_ins_of_aws_login_are_found_under_the_name_that_the_aws_cli_gives_them() {
    let session = "arn:aws:iam::111122223333:user/build";
    let home = Home::new();
    home.put(".aws/config", format!("[profile build]\nlogin_session = {session}\n").as_bytes());
    let name = facts::login_cache_name(session);
    assert_eq!(home.facts().login_entry(session).unwrap().map(|_| ()), None);
    home.put(&format!(".aws/login/cache/{name}"), LOGIN);
    home.put(".aws/login/cache/another.json", LOGIN);
    let facts = home.facts();
    let cache = facts.logins.as_ref().unwrap();
    assert_eq!(cache.entries.keys().collect::<Vec<_>>(), [session]);
    let entry = facts.login_entry(session).unwrap().unwrap();
    assert_eq!(entry.owned, Some(true));
    assert_eq!(entry.keys.as_ref().unwrap().account, "111122223333");
    assert!(facts.access.as_ref().unwrap().of(&entry.path).is_some());
    assert!(!format!("{cache:?}").contains("c4n4ry"));
}

#[test]
fn the_cache_of_aws_login_is_read_where_its_variable_says() {
    let session = "arn:aws:iam::111122223333:user/build";
    let config = format!("[profile build]\nlogin_session = {session}\n");
    let home = Home::with(&[("AWS_LOGIN_CACHE_DIRECTORY", "$HOME/logins")]);
    home.put(".aws/config", config.as_bytes());
    home.put(&format!("logins/{}", facts::login_cache_name(session)), LOGIN);
    assert!(home.facts().login_entry(session).unwrap().is_some());
    let home = Home::with(&[("AWS_LOGIN_CACHE_DIRECTORY", "")]);
    home.put(".aws/config", config.as_bytes());
    assert!(home.facts().logins.is_err());
}
