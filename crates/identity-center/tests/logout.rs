//! Sign-out, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::path::{Path, PathBuf};

use common::{IMPATIENT, at, fresh, names, nobody, simulator, to};
use facts::{Secret, SessionKey, Why};
use identity_center::{accounts, cache, logout, sign_out, sign_out_all};
use identity_center_sim::{Operation, Rubbish, RubbishKind};

struct Home {
    _folder: tempfile::TempDir,
    tokens: PathBuf,
    roles: PathBuf,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let (tokens, roles) = (folder.path().join("sso"), folder.path().join("cli"));
    std::fs::create_dir(&tokens).unwrap();
    std::fs::create_dir(&roles).unwrap();
    Home { _folder: folder, tokens, roles }
}

const ROLE: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIA"}}"#;

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

#[tokio::test]
async fn a_token_is_revoked_and_a_second_time_is_no_error() {
    let simulator = simulator().await;
    let token = fresh(&simulator);
    let other = fresh(&simulator);
    for _ in 0..2 {
        assert_eq!(logout(&to(&simulator), &token.access_token).await, Ok(()));
    }
    assert!(accounts(&to(&simulator), &token).await.is_err());
    assert!(accounts(&to(&simulator), &other).await.is_ok());
    assert_eq!(logout(&to(&simulator), &Secret::from("never")).await, Ok(()));
}

#[tokio::test]
async fn what_was_not_revoked_is_said() {
    let simulator = simulator().await;
    let token = fresh(&simulator);
    let refused = logout(&at(&nobody()), &token.access_token).await;
    assert!(matches!(&refused, Err(Why::Error(text)) if text.to_lowercase().contains("refused")));
    let connection = to(&simulator).limits(IMPATIENT);
    for kind in [RubbishKind::Hang, RubbishKind::Html, RubbishKind::Nothing, RubbishKind::Status500]
    {
        simulator.set(|world| world.faults.rubbish = Some(Rubbish::everywhere(kind)));
        let answer = logout(&connection, &token.access_token).await;
        let why = answer.expect_err(&format!("{kind:?} revokes nothing"));
        assert!(!format!("{why} {why:?}").contains(token.access_token.expose().as_str()));
    }
}

#[tokio::test]
async fn signing_out_takes_what_is_the_sessions_and_leaves_the_rest() {
    let simulator = simulator().await;
    let home = home();
    let (ours, theirs) = (fresh(&simulator), fresh(&simulator));
    let path = cache::write(&home.tokens, &corp(), &ours).unwrap();
    let other = SessionKey::Named("other".into());
    cache::write(&home.tokens, &other, &theirs).unwrap();
    put(&home.tokens, "registration.json", r#"{"clientId": "c", "clientSecret": "s"}"#);
    let role = |key: &SessionKey, role| facts::role_cache_name(key, "111122223333", role);
    let own = put(&home.roles, &role(&corp(), "PowerUser"), ROLE);
    put(&home.roles, &role(&corp(), "Unlisted"), ROLE);
    put(&home.roles, &role(&other, "PowerUser"), ROLE);
    let assumed = r#"{"ProviderType": "assume-role"}"#;
    put(&home.roles, &role(&corp(), "ReadOnly"), assumed);

    let roles =
        [("111122223333", "PowerUser"), ("111122223333", "ReadOnly"), ("444455556666", "ReadOnly")];
    let done = sign_out(&to(&simulator), &corp(), &home.tokens, &home.roles, roles).await;
    assert_eq!(done.revoked, [(path.clone(), Ok(()))]);
    assert_eq!(done.removed, [path, own]);
    assert!(done.left.is_empty() && done.unread.is_empty());
    let mut expected = [other.cache_name(), "registration.json".to_owned()];
    expected.sort();
    assert_eq!(names(&home.tokens), expected);
    assert_eq!(names(&home.roles).len(), 3);
    assert!(accounts(&to(&simulator), &ours).await.is_err());
    assert!(accounts(&to(&simulator), &theirs).await.is_ok());

    let again = sign_out(&to(&simulator), &corp(), &home.tokens, &home.roles, roles).await;
    assert!(again.revoked.is_empty() && again.removed.is_empty() && again.left.is_empty());
    assert_eq!(simulator.count(Operation::Logout), 1);
}

#[tokio::test]
async fn a_portal_that_is_not_there_stops_nothing() {
    let simulator = simulator().await;
    let home = home();
    cache::write(&home.tokens, &corp(), &fresh(&simulator)).unwrap();
    put(&home.roles, "a.json", ROLE);
    let connection = at(&nobody()).limits(IMPATIENT);
    let done = sign_out(&connection, &corp(), &home.tokens, &home.roles, []).await;
    assert!(matches!(done.revoked.as_slice(), [(_, Err(_))]));
    assert_eq!(done.removed.len(), 1);
    assert!(names(&home.tokens).is_empty());

    cache::write(&home.tokens, &corp(), &fresh(&simulator)).unwrap();
    let done = sign_out_all(&connection, &home.tokens, &home.roles).await;
    assert!(matches!(done.revoked.as_slice(), [(_, Err(_))]));
    assert_eq!(done.removed.len(), 2);
    assert!(names(&home.tokens).is_empty() && names(&home.roles).is_empty());
}

#[tokio::test]
async fn everything_is_what_the_aws_cli_would_delete() {
    let simulator = simulator().await;
    let home = home();
    let tokens = [fresh(&simulator), fresh(&simulator)];
    cache::write(&home.tokens, &corp(), &tokens[0]).unwrap();
    let theirs = tokens[1].access_token.expose();
    // Another tool's token, with its own name and fields; an invalid region gets no request.
    let text = format!(r#"{{"accessToken": "{theirs}", "region": "x/../y"}}"#);
    put(&home.tokens, "toolkit", &text);
    put(&home.tokens, "number.json", r#"{"accessToken": 5}"#);
    put(&home.tokens, "registration.json", r#"{"clientId": "c"}"#);
    put(&home.tokens, "list.json", r#"["accessToken"]"#);
    put(&home.tokens, "broken.json", r#"{"accessToken": "#);
    std::fs::create_dir(home.tokens.join("folder")).unwrap();
    put(&home.roles, "a.json", ROLE);
    put(&home.roles, "b.json", r#"{"ProviderType": "assume-role"}"#);
    put(&home.roles, "session.db", "SQLite");

    let done = sign_out_all(&to(&simulator), &home.tokens, &home.roles).await;
    assert_eq!(done.revoked.len(), 2);
    assert!(done.revoked.iter().all(|(_, answer)| answer.is_ok()));
    assert_eq!(done.removed.len(), 4);
    assert!(done.left.is_empty() && done.unread.is_empty());
    assert_eq!(names(&home.tokens), ["broken.json", "folder", "list.json", "registration.json"]);
    assert_eq!(names(&home.roles), ["b.json", "session.db"]);
    for token in &tokens {
        assert!(accounts(&to(&simulator), token).await.is_err());
    }
}

/// Many tokens, and a portal that takes requests and answers none.
#[tokio::test]
async fn many_tokens_at_a_portal_that_does_not_answer_end_in_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let home = home();
    for number in 0..2_000 {
        put(&home.tokens, &format!("{number}.json"), r#"{"accessToken": "t0ken-of-nobody"}"#);
    }
    let limit = std::time::Duration::from_secs(2);
    let connection = at(&address).limits(identity_center::Limits { revoking: limit, ..IMPATIENT });
    let begun = std::time::Instant::now();
    let done = sign_out_all(&connection, &home.tokens, &home.roles).await;
    assert!(begun.elapsed() < 10 * limit, "{:?}", begun.elapsed());
    assert_eq!((done.revoked.len(), done.removed.len()), (2_000, 2_000));
    assert!(done.revoked.iter().all(|(_, answer)| answer.is_err()));
    assert!(names(&home.tokens).is_empty());
}

#[tokio::test]
async fn folders_that_are_not_there_or_cannot_be_read_are_no_end() {
    let simulator = simulator().await;
    let home = home();
    let missing = home.tokens.join("missing");
    let done = sign_out_all(&to(&simulator), &missing, &missing).await;
    assert_eq!(done, identity_center::SignedOut::default());
    let file = put(&home.tokens, "file", "");
    let done = sign_out_all(&to(&simulator), &file, &home.roles).await;
    assert!(done.left.is_empty());
    assert!(matches!(done.unread.as_slice(), [(path, _)] if *path == file), "{done:?}");
}

/// A link that leads to itself cannot be read by any user, not even by root.
#[cfg(unix)]
#[tokio::test]
async fn a_token_that_cannot_be_read_is_not_called_revoked() {
    let simulator = simulator().await;
    let home = home();
    let path = home.tokens.join(corp().cache_name());
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let done = sign_out_all(&to(&simulator), &home.tokens, &home.roles).await;
    assert!(matches!(done.unread.as_slice(), [(unread, _)] if *unread == path), "{done:?}");
    let done = sign_out(&to(&simulator), &corp(), &home.tokens, &home.roles, []).await;
    assert!(done.revoked.is_empty(), "{done:?}");
    assert!(matches!(done.unread.as_slice(), [(unread, _)] if *unread == path), "{done:?}");
    assert_eq!(done.removed, [path]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_removed_and_not_what_it_leads_to() {
    let simulator = simulator().await;
    let home = home();
    let real = put(&home.roles, "elsewhere", r#"{"accessToken": "x"}"#);
    std::os::unix::fs::symlink(&real, home.tokens.join(corp().cache_name())).unwrap();
    let done = sign_out(&to(&simulator), &corp(), &home.tokens, &home.roles, []).await;
    assert_eq!(done.removed.len(), 1);
    assert!(real.exists());
}
