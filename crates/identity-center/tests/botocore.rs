//! botocore and this crate read each other's token cache.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod common;
#[path = "../../aws-files/tests/common/python.rs"]
#[allow(dead_code)]
mod python;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use facts::{SessionKey, Token};
use identity_center::{Event, cache};
use identity_center_sim::{Approval, IssuedToken, Operation, Simulator, World};
use jiff::Timestamp;
use serde_json::Value;

/// Runs a script and parses the JSON that it prints; `None` without Python.
struct Python {
    program: PathBuf,
    home: tempfile::TempDir,
}

impl Python {
    fn new() -> Option<Self> {
        let requirements = include_str!("../../../tests/requirements.txt");
        match python::interpreter(env!("CARGO_TARGET_TMPDIR"), requirements) {
            Ok(program) => Some(Self { program, home: tempfile::tempdir().unwrap() }),
            Err(why) => {
                python::skip(&format!("no Python with botocore: {why}"));
                None
            }
        }
    }

    fn cache(&self) -> PathBuf {
        self.home.path().join(".aws/sso/cache")
    }

    fn run(&self, script: &str, input: &Value, environment: &[(String, String)]) -> Value {
        let home = self.home.path();
        let output = python::clean(Command::new(&self.program))
            .args(["-c", script, &input.to_string()])
            .current_dir(home)
            .env("HOME", home)
            .env("USERPROFILE", home)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            // The simulator is on this machine.
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn write_config(home: &Path, start_url: &str) {
    let config = format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = us-east-1\n\n\
         [sso-session corp]\nsso_start_url = {start_url}\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n"
    );
    std::fs::create_dir_all(home.join(".aws")).unwrap();
    std::fs::write(home.join(".aws/config"), config).unwrap();
}

fn token(simulator: &Simulator, issued: &IssuedToken) -> Token {
    common::token(simulator, issued)
}

const REFRESH: &str = r#"
import json, botocore.session, botocore.tokens
session = botocore.session.Session(profile="dev")
token = botocore.tokens.SSOTokenProvider(session).load_token().get_frozen_token()
print(json.dumps({"token": token.token}))
"#;

const IDENTITY: &str = r#"
import json, botocore.session
session = botocore.session.Session(profile="dev")
print(json.dumps(session.create_client("sts").get_caller_identity()["Arn"]))
"#;

/// botocore uses and refreshes a token that we wrote, and we read, use and refresh what it wrote.
#[test]
fn a_token_goes_back_and_forth() {
    let Some(python) = Python::new() else { return };
    let simulator = Simulator::start_blocking(World::science_cloud()).unwrap();
    write_config(python.home.path(), &simulator.world().start_url);
    let key = SessionKey::Named("corp".into());

    let ours = token(&simulator, &simulator.issue_token(true, Duration::from_secs(3600)));
    let path = cache::write(&python.cache(), &key, &ours).unwrap();
    let arn = python.run(IDENTITY, &Value::Null, &simulator.environment());
    assert!(arn.as_str().unwrap().ends_with("/mira@example.org"), "{arn}");

    let due = token(&simulator, &simulator.issue_token(true, Duration::from_secs(60)));
    cache::write(&python.cache(), &key, &due).unwrap();
    let answer = python.run(REFRESH, &Value::Null, &simulator.environment());
    assert_eq!(simulator.count(Operation::CreateToken), 1);

    let theirs = cache::read(&path).unwrap().token.unwrap();
    assert_eq!(answer["token"].as_str(), Some(theirs.access_token.expose().as_str()));
    assert_ne!(theirs.access_token, due.access_token);
    assert_eq!(theirs.client_id, due.client_id);
    assert_eq!(theirs.registration_expires_at, due.registration_expires_at);
    assert_eq!(theirs.start_url, due.start_url);

    // Writing it again yields the same file, byte for byte.
    let left = std::fs::read_to_string(&path).unwrap();
    cache::write(&python.cache(), &key, &theirs).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), left);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let renewed = runtime
        .block_on(identity_center::refresh(&common::to(&simulator), &theirs, Timestamp::now()))
        .unwrap();
    cache::write(&python.cache(), &key, &renewed).unwrap();
    let answer = python.run(REFRESH, &Value::Null, &simulator.environment());
    assert_eq!(answer["token"].as_str(), Some(renewed.access_token.expose().as_str()));
}

const TIMES: &str = r#"
import json, sys, datetime, dateutil.parser
from dateutil.tz import tzutc
now = datetime.datetime.now(tzutc())
found = []
for text in json.loads(sys.argv[1]):
    try:
        time = dateutil.parser.parse(text)
        (time - now).total_seconds()
        found.append(int(time.timestamp() // 1))
    except Exception:
        found.append(None)
print(json.dumps(found))
"#;

/// botocore reads the same time as we do; a time that crashes botocore is invalid for us.
#[test]
fn a_time_is_what_botocore_takes_it_for() {
    let Some(python) = Python::new() else { return };
    let mut times: Vec<String> = Vec::new();
    for day in ["2030-06-01", "20300601", "2030-02-29", "2028-02-29", "2030-13-01", "2030-00-10"] {
        for between in ["T", "t", " ", "  "] {
            for time in [
                "12:30:00",
                "123000",
                "12:30",
                "24:00:00",
                "12:30:60",
                "12:30:00.5",
                "12:30:00.1234567",
                "12:30:00,5",
            ] {
                for zone in [
                    "", "Z", "z", " Z", "UTC", " UTC", " GMT", "+00:00", "-00:00", "+0200",
                    " +02:00", "-11", "+25:00", "[UTC]",
                ] {
                    times.push(format!("{day}{between}{time}{zone}"));
                }
            }
        }
    }
    let others = [
        "",
        " ",
        "1906547400",
        "2030-06-01",
        "2030-06-01Z",
        "tomorrow",
        "now",
        "Z",
        "UTC",
        "T",
        "Sat, 01 Jun 2030 12:30:00 GMT",
        "Sat, 01 Jun 2030 12:30:00 +0200",
        "01 Jun 2030 12:30:00 +0000",
        "Sat, 01 Jun 2030 12:30:00",
        "2030-06-01T12:30:00Z2030-06-01T12:30:00Z",
        "2030-06-01T12:30:00ZZ",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2030-06-01T12:30:00+",
        " 2030-06-01T12:30:00Z ",
        "2030-06-01T12:30:00Z\n",
    ];
    times.extend(others.map(str::to_owned));
    let theirs = python.run(TIMES, &Value::from(times.clone()), &[]);
    let mut differ = Vec::new();
    for (time, theirs) in times.iter().zip(theirs.as_array().unwrap()) {
        let text =
            format!(r#"{{"accessToken": "a", "expiresAt": {}}}"#, Value::from(time.as_str()));
        let ours = cache::parse(text.as_bytes()).ok().map(|token| token.expires_at.as_second());
        // jiff's range ends a day before Python's.
        let theirs = theirs.as_i64().map(|second| second.min(Timestamp::MAX.as_second()));
        if ours != theirs {
            differ.push(format!("{time:?}: botocore {theirs:?}, here {ours:?}"));
        }
    }
    assert!(differ.is_empty(), "{} of {}:\n{}", differ.len(), times.len(), differ.join("\n"));
}

const DUMPS: &str = r#"
import json, sys
path = json.loads(sys.argv[1])
with open(path, encoding="ascii", newline="") as file:
    text = file.read()
token = json.loads(text)
print(json.dumps({"same": json.dumps(token) == text, "startUrl": token["startUrl"], "order": list(token)}))
"#;

/// For any token content, the file is what Python's `json.dumps` would write.
#[test]
fn the_bytes_are_those_of_python() {
    let Some(python) = Python::new() else { return };
    let all: String = (0..=0x2ff_u32)
        .chain([0x2028, 0xfeff, 0xfffd, 0x1f600, 0x10ffff])
        .filter_map(char::from_u32)
        .collect();
    let token = Token {
        access_token: "a\"\\/b".into(),
        expires_at: "2030-06-01T12:30:00Z".parse().unwrap(),
        refresh_token: Some("r".into()),
        client_id: Some("c".into()),
        client_secret: Some("s".into()),
        registration_expires_at: Some("2030-06-01T12:30:00Z".parse().unwrap()),
        region: Some("us-east-1".into()),
        start_url: Some(all.clone()),
    };
    let path = cache::write(&python.cache(), &SessionKey::Named("corp".into()), &token).unwrap();
    let answer = python.run(DUMPS, &Value::from(path.to_str().unwrap()), &[]);
    assert_eq!(answer["same"], true);
    assert_eq!(answer["startUrl"].as_str(), Some(all.as_str()));
}

const NAMES: &str = r#"
import hashlib, json, sys
found = []
for session, url, region, scopes in json.loads(sys.argv[1]):
    args = {"tool": "botocore", "startUrl": url, "region": region, "scopes": scopes, "session_name": session}
    found.append(hashlib.sha1(json.dumps(args, sort_keys=True).encode("utf-8")).hexdigest() + ".json")
print(json.dumps(found))
"#;

/// Names of registrations, by Python's implementation of the rule.
#[test]
fn the_names_of_registrations_are_those_of_python() {
    let Some(python) = Python::new() else { return };
    let url = "https://d-123.awsapps.com/start#/";
    let scopes = ["sso:account:access".to_owned(), "codewhisperer:completions".to_owned()];
    let cases: [(Option<&str>, &[String]); 4] = [
        (Some("corp"), &scopes),
        (Some("é \"x\""), &scopes[..1]),
        (Some("corp"), &[]),
        (None, &[]),
    ];
    let input: Vec<Value> = cases
        .iter()
        .map(|(session, scopes)| {
            let scopes = if scopes.is_empty() { Value::Null } else { Value::from(scopes.to_vec()) };
            serde_json::json!([session, url, "eu-central-1", scopes])
        })
        .collect();
    let ours: Vec<String> = cases
        .iter()
        .map(|(session, scopes)| cache::registration_name(*session, url, "eu-central-1", scopes))
        .collect();
    assert_eq!(python.run(NAMES, &Value::from(input), &[]), Value::from(ours));
}

/// A browser sign-in as the AWS CLI does it: botocore uses its token and refreshes it.
#[test]
fn botocore_renews_the_token_of_a_sign_in_with_a_browser() {
    let Some(python) = Python::new() else { return };
    let simulator = Simulator::start_blocking(World {
        approval: Approval::AfterPolls(0),
        // Due from the start, so that botocore renews it at once.
        access_token_lifetime: Duration::from_secs(60),
        ..World::science_cloud()
    })
    .unwrap();
    write_config(python.home.path(), &simulator.world().start_url);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let ours = runtime.block_on(async {
        let request = common::sign_in(&simulator, &[common::SCOPE]);
        let mut on_event = |event: Event| {
            if let Event::Authorize { url, .. } = event {
                tokio::spawn(async move {
                    let sent_back = common::get(&url).await;
                    common::get(sent_back.header("location").unwrap()).await
                });
            }
        };
        let connection = common::to(&simulator);
        let folder = python.cache();
        identity_center::browser_sign_in(
            &connection,
            &request,
            &folder,
            &Timestamp::now,
            &mut on_event,
        )
        .await
        .unwrap()
    });
    let answer = python.run(REFRESH, &Value::Null, &simulator.environment());
    let path = python.cache().join(SessionKey::Named("corp".into()).cache_name());
    let theirs = cache::read(&path).unwrap().token.unwrap();
    assert_eq!(answer["token"].as_str(), Some(theirs.access_token.expose().as_str()));
    assert_ne!(theirs.access_token, ours.access_token);
    assert_eq!(theirs.client_id, ours.client_id);
    assert_eq!(simulator.count(Operation::CreateToken), 2);
    let arn = python.run(IDENTITY, &Value::Null, &simulator.environment());
    assert!(arn.as_str().unwrap().ends_with("/mira@example.org"), "{arn}");
    // The registration has the name and the content that the AWS CLI expects.
    let registration = cache::registration_name(
        Some("corp"),
        &simulator.world().start_url,
        "us-east-1",
        &[common::SCOPE.to_owned()],
    );
    let text = std::fs::read_to_string(python.cache().join(registration)).unwrap();
    assert!(
        text.ends_with(r#""grantTypes": ["authorization_code", "refresh_token"]}"#),
        "{}",
        text.len()
    );
}

const ROLE_NAMES: &str = r#"
import json, sys
from botocore.credentials import SSOCredentialFetcher
found = []
for session, url, account, role in json.loads(sys.argv[1]):
    fetcher = SSOCredentialFetcher(url, "us-east-1", role, account, None, sso_session_name=session)
    found.append(fetcher._create_cache_key() + ".json")
print(json.dumps(found))
"#;

/// Names of cached role credentials, by botocore's own code.
#[test]
fn the_names_of_role_credentials_are_those_of_botocore() {
    let Some(python) = Python::new() else { return };
    let all: String = (1..=0x2ff_u32)
        .chain([0x2028, 0xfeff, 0xfffd, 0x1f600, 0x10ffff])
        .filter_map(char::from_u32)
        .collect();
    let url = "https://d-123.awsapps.com/start#/";
    let cases = [
        (SessionKey::Named("corp".into()), "PowerUser"),
        (SessionKey::Named("é \"x\" \\ 😀\u{7f}".into()), "Rôle/a b"),
        (SessionKey::Named(all.clone()), "ReadOnly"),
        (SessionKey::Legacy(url.into()), "PowerUser"),
        (SessionKey::Legacy(format!("{url}é")), all.as_str()),
    ];
    let account = "111122223333";
    let input: Vec<Value> = cases
        .iter()
        .map(|(key, role)| match key {
            SessionKey::Named(session) => serde_json::json!([session, url, account, role]),
            SessionKey::Legacy(url) => serde_json::json!([null, url, account, role]),
        })
        .collect();
    let ours: Vec<String> =
        cases.iter().map(|(key, role)| facts::role_cache_name(key, account, role)).collect();
    assert_eq!(python.run(ROLE_NAMES, &Value::from(input), &[]), Value::from(ours));
}
