//! The redactor on one machine that has everything.

use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Document, FileKind};

use super::*;
use crate::{
    AwsFile, AwsFiles, Contact, Environment, FileLocation, FileState, Locations, Origin, Preset,
    Request,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzCANARYKEY";
const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://Lab-Portal.awsapps.com/start
sso_region = us-east-1

[profile team-blue]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser

[profile region]
sso_session = corp
[profile console]
login_session = arn:aws:iam::111122223333:user/kathleen
";

fn present(text: &str) -> FileState {
    FileState::Present {
        document: Arc::new(Document::parse(text.as_bytes())),
        mode: Some(0o600),
        writable: true,
        owned: true,
        link: None,
    }
}

fn facts() -> Facts {
    facts_with(&[])
}

fn facts_with(variables: &[(&str, &str)]) -> Facts {
    let home = PathBuf::from("/home/mira");
    let location =
        |name: &str| FileLocation { path: home.join(".aws").join(name), origin: Origin::Default };
    let locations = Locations {
        config: location("config"),
        credentials: location("credentials"),
        token_cache: home.join(".aws/sso/cache"),
        role_cache: home.join(".aws/cli/cache"),
        login_cache: home.join(".aws/login/cache"),
    };
    let credentials = format!("[default]\naws_secret_access_key = {SECRET}\n");
    let files = AwsFiles::new(
        AwsFile::new(FileKind::Config, locations.config.path.clone(), present(CONFIG)),
        AwsFile::new(
            FileKind::Credentials,
            locations.credentials.path.clone(),
            present(&credentials),
        ),
    );
    let known = [
        ("HTTPS_PROXY", "http://mira:p%40ss-w0rd@proxy.lab.example:3128"),
        ("USER", "mira"),
        ("AWS_MYSTERY", "swordfish"),
    ];
    let all = known.iter().chain(variables);
    let environment =
        Environment::from_variables(all.map(|(name, value)| (name.into(), value.into())));
    let mut facts = Facts::new(
        "2026-11-23T09:00:00Z".parse().unwrap(),
        Request::default(),
        Arc::new(environment),
        Ok(home),
        locations,
        files,
    );
    facts.host = Some("blue-laptop.lab.example".into());
    facts.preset = Some(Arc::new(Preset {
        name: "laboratory".into(),
        contact: Some(Contact { name: Some("Lab Helpdesk".into()), ..Contact::default() }),
        ..Preset::default()
    }));
    facts
}

#[test]
fn in_public_every_name_is_a_placeholder_and_the_same_one() {
    let redactor = Redactor::new(&facts(), Readers::Public);
    for (text, wanted) in [
        ("The profile team-blue uses corp.", "The profile {profile-1} uses {session-1}."),
        ("TEAM-BLUE again", "{profile-1} again"),
        // A name inside a word does not match; an ordinary word stays.
        ("corporate; the region", "corporate; the region"),
        ("111122223333 and 1111-2222-3333", "{account-1} and {account-2}"),
        (
            "https://lab-portal.awsapps.com/start and d-1234567890",
            "https://{portal-1}.awsapps.com/start and {portal-2}",
        ),
        (
            "/home/mira/.aws/config, /home/mira-old/x, /Users/kim/y",
            "~/.aws/config, /home/{user-3}/x, /Users/{user-4}/y",
        ),
        (
            "c:\\users\\kim\\x, C:/users/ola/y, C:\\Users\\Jo\\z, see /users/page",
            "c:\\users\\{user-4}\\x, C:/users/{user-6}/y, C:\\Users\\{user-5}\\z, see /users/page",
        ),
        (
            "\\\\fs01\\mira$\\.aws, \\\\\\\\fs01\\\\team\\\\x, \\\\wsl$\\Debian, C:\\\\a\\\\b, \\\\fs01\\Users\\ida, \\\\?\\UNC\\fs01\\mira$\\y",
            "\\\\{site-2}\\{site-3}\\.aws, \\\\\\\\{site-2}\\\\{site-4}\\\\x, \\\\wsl$\\Debian, C:\\\\a\\\\b, \\\\{site-2}\\Users\\{user-7}, \\\\?\\UNC\\{site-2}\\{site-3}\\y",
        ),
        ("ask mira@lab.example now", "ask {email-1} now"),
        (
            "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira@lab.example",
            "arn:aws:sts::{account-1}:assumed-role/AWSReservedSSO_{role-1}_0123456789abcdef/{email-1}",
        ),
        (
            "http://mira:pw@proxy.lab.example:3128/ through blue-laptop",
            "http://…@{site-1}:3128/ through {host-2}",
        ),
        (
            "https://oidc.us-east-1.amazonaws.com/token?code=abc",
            "https://oidc.us-east-1.amazonaws.com/token?…",
        ),
        (
            "session arn:aws:iam::111122223333:user/kathleen now",
            "session arn:aws:iam::{account-1}:user/{user-2} now",
        ),
        ("Lab Helpdesk of laboratory", "{team-2} of {team-1}"),
        (
            "request 5c1e0000-1111-2222-3333-444455556666",
            "request 5c1e0000-1111-2222-3333-444455556666",
        ),
    ] {
        let once = redactor.text(text);
        assert_eq!(once, wanted);
        assert_eq!(redactor.text(&once), wanted, "a second time");
    }
    assert_eq!(redactor.name(NameKind::Profile, "region"), "{profile-2}");
    assert_eq!(redactor.name(NameKind::Profile, "default"), "default");
}

/// On Windows the user's name may be another than that of the home folder.
#[test]
fn every_variable_with_the_user_s_name_is_asked() {
    for variable in ["USERNAME", "LOGNAME", "SUDO_USER"] {
        let redactor = Redactor::new(&facts_with(&[(variable, "kowalska")]), Readers::Support);
        assert_eq!(redactor.text("as kowalska"), "as {user-2}", "{variable}");
    }
}

#[test]
fn a_support_desk_keeps_what_it_needs() {
    let redactor = Redactor::new(&facts(), Readers::Support);
    let text = "team-blue, corp, 111122223333 as PowerUser, mira@lab.example, https://lab-portal.awsapps.com/start";
    assert_eq!(redactor.text(text), text);
    assert_eq!(redactor.text("/home/mira/x on blue-laptop"), "~/x on {host-2}");
    assert!(!redactor.text(SECRET).contains("wJalr"));
}

#[test]
fn known_secrets_go_in_whatever_form_and_in_parts() {
    let redactor = Redactor::new(&facts(), Readers::Support);
    let base64 = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(format!("x:{SECRET}"))
    };
    for text in [
        SECRET.to_owned(),
        SECRET[3..30].to_owned(),
        SECRET.replace('/', "%2F").replace('+', "%2b"),
        base64,
        "p%40ss-w0rd and p@ss-w0rd".to_owned(),
    ] {
        let shown = redactor.text(&format!("it said {text} here"));
        for part in ["UtnFEMI", "MDENG", "ss-w0rd", "lyWFV0"] {
            assert!(!shown.contains(part), "{shown}");
        }
        assert!(shown.contains("it said") && shown.contains("here"), "{shown}");
    }
}

#[test]
fn values_are_shown_by_the_allow_list_alone() {
    let redactor = Redactor::new(&facts(), Readers::Public);
    for (key, value, shown) in [
        ("region", "us-east-1a", Some("us-east-1a")),
        ("region", "us-east-1 # home", Some("us-east-1 # …")),
        ("sso_session", "\"corp\"", Some("\"{session-1}\"")),
        ("colour", "blue", None),
        ("my_password", "hunter22", None),
        ("aws_secret_access_key", "x", None),
        ("aws_access_key_id", "AKIAIOSFODNN7EXAMPLE", Some("AKIA…MPLE")),
        ("aws_access_key_id", "wJalrXUtnFEMI", Some("…")),
        ("credential_process", "/home/mira/bin/get --token abc", Some("~/bin/get …")),
    ] {
        assert_eq!(redactor.value(key, value).as_deref(), shown, "{key}");
    }
    assert_eq!(redactor.variable("AWS_MYSTERY", "swordfish"), None);
    assert_eq!(redactor.unreadable("regon us-east-1 hunter22 = x"), "… us-east-1 … = x");
    assert_eq!(redactor.header(FileKind::Config, "profile team-blue"), "profile {profile-1}");
    assert_eq!(redactor.header(FileKind::Config, "default"), "default");
    assert_eq!(redactor.proxy("mira:pw@proxy.lab.example:3128"), "http://{site-1}:3128/");
    let removed = redactor.removed();
    let of =
        |what: &str| removed.iter().find(|one| one.what.starts_with(what)).map(|one| one.count);
    assert_eq!(of("values in the AWS files"), Some(4), "{removed:?}");
    assert_eq!(of("value of an environment variable"), Some(1));
}

#[test]
fn marks_follow_what_stands_in_their_place() {
    let redactor = Redactor::new(&facts(), Readers::Public);
    let line = "sso_session = corp and team-blue";
    let at = |word: &str| line.find(word).unwrap()..line.find(word).unwrap() + word.len();
    let (text, marks) = redactor.line(line, &[at("corp"), at("team-blue"), at("sso_session")]);
    assert_eq!(text, "sso_session = {session-1} and {profile-1}");
    let shown: Vec<&str> = marks.into_iter().map(|mark| &text[mark]).collect();
    assert_eq!(shown, ["{session-1}", "{profile-1}", "sso_session"]);
}

/// Every encoding of a secret is found in the bytes, and the report names its kind, not its value.
#[test]
fn the_last_look_finds_a_secret_however_it_is_written() {
    use base64::Engine;
    let redactor = Redactor::new(&facts(), Readers::Support);
    let utf16: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // No part is long enough to match alone.
    let parts: Vec<&str> =
        (0..SECRET.len()).step_by(8).map(|at| &SECRET[at..(at + 8).min(SECRET.len())]).collect();
    let split: String =
        parts.iter().enumerate().map(|(line, part)| format!("  {line} │ {part}\n")).collect();
    let cells = format!("<td>{}</td>", parts.join("</td>\n<td>"));
    let references: String = SECRET.bytes().map(|b| format!("&#{b};")).collect();
    let escapes: String = SECRET.bytes().map(|b| format!("\\u{b:04x}")).collect();
    let base64 = base64::engine::general_purpose::STANDARD.encode(format!("ab{SECRET}"));
    for (bytes, how) in [
        (SECRET.as_bytes().to_vec(), ""),
        (SECRET.as_bytes()[2..25].to_vec(), ""),
        (
            SECRET.replace('/', "%2F").replace('+', "%2B").into_bytes(),
            // Matches by a part without punctuation.
            "",
        ),
        (base64.into_bytes(), "(in base64)"),
        (utf16, "(in UTF-16)"),
        (split.into_bytes(), "(split"),
        (cells.into_bytes(), "(split"),
        (references.into_bytes(), "(split"),
        (escapes.into_bytes(), "(split"),
    ] {
        let leak = redactor.leak(&bytes).unwrap_or_else(|| panic!("{how}"));
        let words = leak.to_string();
        assert!(words.starts_with("a secret access key"), "{words}");
        assert!(words.contains(how), "{words}");
        assert!(!words.contains("wJalr"));
    }
    assert_eq!(
        redactor.leak(b"x AKIAIOSFODNN7EXAMPLE y").map(|leak| leak.kind),
        Some("an access key identifier")
    );
    assert_eq!(redactor.leak(b"AKIA\xe2\x80\xa6MPLE and a proxy's password"), None);
}

#[test]
fn nothing_of_it_is_in_its_debug() {
    let redactor = Redactor::new(&facts(), Readers::Public);
    assert!(!format!("{redactor:?}").contains("wJalr"));
}
