//! A report alone is enough for a helper: on each of these machines, all three formats contain
//! every failing check and its place. A report on very many profiles has a size limit.

use std::collections::BTreeMap;

use checks::Severity;
use facts::{
    AwsExecutable, AwsVersion, CacheEntry, CacheFault, Facts, IdentityAnswer, Readers, Secret,
    ServiceError, SessionKey, Step, Token, TokenCache, VersionOutput,
};
use jiff::SignedDuration;

use super::{Report, Sources};
use crate::examine::Examination;
use crate::record::Record;
use crate::render::{html, markdown};
use crate::testing::{self, now};

pub(super) const SOUND: &str = "\
[sso-session corp]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-central-1
";

fn token(hours: i64, refreshable: bool) -> Token {
    Token {
        access_token: Secret::from("token-of-this-test"),
        expires_at: now() + SignedDuration::from_hours(hours),
        refresh_token: refreshable.then(|| Secret::from("refresh-of-this-test")),
        client_id: Some(Secret::from("client-of-this-test")),
        client_secret: Some(Secret::from("secret-of-this-test")),
        registration_expires_at: Some(now() + SignedDuration::from_hours(24 * 60)),
        region: Some("us-east-1".into()),
        start_url: Some("https://lab-portal.awsapps.com/start".into()),
    }
}

/// A machine with these bytes as its config file, signed in to `corp`.
pub(super) fn machine(config: &[u8], credentials: &str) -> Facts {
    let mut facts = testing::machine(config, credentials.as_bytes());
    let version = AwsVersion::parse("aws-cli/2.36.7 Python/3.13").unwrap();
    facts.aws = Ok(vec![AwsExecutable {
        path: "/usr/local/bin/aws".into(),
        version: Ok(VersionOutput::Aws(version)),
        known_by: facts::VersionKnownBy::Start,
    }]);
    signed_in(&mut facts, Ok(token(8, true)));
    facts
}

fn signed_in(facts: &mut Facts, token: Result<Token, CacheFault>) {
    let name = SessionKey::Named("corp".into()).cache_name();
    let folder = facts.locations.token_cache.clone();
    let entry = CacheEntry {
        path: folder.join(&name),
        mode: Some(0o600),
        owned: Some(true),
        writable: None,
        renewal_refused: None,
        time_form: facts::TimeForm::Everyone,
        token,
    };
    facts.tokens = Ok(TokenCache {
        entries: BTreeMap::from([(name, entry)]),
        folder,
        ..TokenCache::default()
    });
}

fn but(from: &str, to: &str) -> Facts {
    assert!(SOUND.contains(from), "{from:?} is not in it");
    machine(SOUND.replace(from, to).as_bytes(), "")
}

/// The machines, each with the checks that fail or warn.
pub(crate) fn broken() -> Vec<(&'static str, Facts)> {
    let without = |line: &str| but(&format!("{line}\n"), "");
    let more = |text: &str| machine(format!("{SOUND}{text}").as_bytes(), "");
    let mut expired = but("", "");
    signed_in(&mut expired, Ok(token(-2, false)));
    let mut torn = but("", "");
    signed_in(&mut torn, Err(CacheFault::NotJson));
    let mut nobody = but("", "");
    nobody.tokens = Ok(TokenCache::default());
    let mut forbidden = but("", "");
    let error = ServiceError {
        operation: "GetRoleCredentials",
        code: "ForbiddenException".into(),
        message: "No access".into(),
        status: Some(403),
        request_id: Some("5c1e0000-aaaa-4bbb-8ccc-dddd00001111".into()),
        at: now(),
    };
    let answer = IdentityAnswer::Refused(Step::RoleCredentials, error);
    forbidden.network.identities.insert("dev".into(), Ok(answer));
    let mut bare = but("", "");
    bare.aws = Ok(Vec::new());
    let mut old = but("", "");
    old.aws = Ok(vec![AwsExecutable {
        path: "/usr/bin/aws".into(),
        version: Ok(VersionOutput::Aws(AwsVersion::parse("aws-cli/1.18.69 Python/3.8").unwrap())),
        known_by: facts::VersionKnownBy::Start,
    }]);
    vec![
        ("no such session", but("sso_session = corp", "sso_session = crop")),
        ("no region", without("region = eu-central-1")),
        ("no account", without("sso_account_id = 111122223333")),
        ("no role", without("sso_role_name = PowerUser")),
        ("no start URL", without("sso_start_url = https://lab-portal.awsapps.com/start")),
        ("no SSO region", without("sso_region = us-east-1")),
        ("a dashed account", but("111122223333", "1111-2222-3333")),
        ("a short account", but("111122223333", "11112222333")),
        ("a line of prose", more("please replace the above\n")),
        ("a profile twice", more("[profile dev]\noutput = json\n")),
        ("a key twice", more("region = us-east-1\n")),
        ("a header that nothing closes", more("[profile other\nregion = us-east-1\n")),
        ("text before the first section", machine(format!("region = x\n{SOUND}").as_bytes(), "")),
        ("not UTF-8", machine(&[SOUND.as_bytes(), b"# caf\xe9\n"].concat(), "")),
        (
            "UTF-16",
            machine(
                &[
                    &[0xFF, 0xFE][..],
                    &SOUND.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
                ]
                .concat(),
                "",
            ),
        ),
        ("no profile prefix", but("[profile dev]", "[dev]")),
        (
            "keys beside",
            machine(
                SOUND.as_bytes(),
                "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
            ),
        ),
        (
            "half a pair of keys",
            machine(SOUND.as_bytes(), "[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"),
        ),
        ("an ended sign-in", expired),
        ("a torn token", torn),
        ("nobody signed in", nobody),
        ("no access", forbidden),
        ("no AWS CLI", bare),
        ("AWS CLI 1", old),
    ]
}

/// What a report of only this examination is made from.
pub(super) fn sources_of(examination: &Examination) -> Sources<'_> {
    Sources {
        examination,
        journal: Ok(Vec::new()),
        sign_ins: Vec::new(),
        changed: BTreeMap::new(),
        now: now(),
    }
}

fn texts(facts: Facts, audience: Readers) -> (Record, Report, [(&'static str, String); 3]) {
    let examination = Examination::of_facts(facts);
    let (record, _) = Record::from_examination(&examination, &[], crate::record::Purpose::Json);
    let (report, redactor) = Report::of(&sources_of(&examination), audience);
    let all = [
        ("JSON", serde_json::to_string_pretty(&report).unwrap()),
        ("Markdown", markdown::write(&report.to_document())),
        ("HTML", html::write(&report.to_document())),
    ];
    for (format, text) in &all {
        assert_eq!(redactor.leak(text.as_bytes()), None, "{format}");
    }
    (record, report, all)
}

#[test]
fn a_helper_can_say_what_is_wrong_with_each_of_these() {
    let all = broken();
    assert!(all.len() >= 20);
    for (name, facts) in all {
        for audience in [Readers::Public, Readers::Support] {
            let (record, report, texts) = texts(facts.clone(), audience);
            let bad: Vec<_> =
                record.findings().filter(|(_, found)| found.severity > Severity::Note).collect();
            assert!(!bad.is_empty(), "{name}: nothing is found");
            let (first, _) = record.first().unwrap();
            assert!(report.head.broken.starts_with(&first.id), "{name}: {}", report.head.broken);
            for (check, found) in bad {
                for (format, text) in &texts {
                    let what = format!("{name}, {format}: {}", check.id);
                    assert!(text.contains(&check.id), "{what}");
                    assert!(text.contains(&found.code), "{what}");
                    let Some(place) = &found.location else {
                        continue;
                    };
                    let path = place.path.replace("/home/mira", "~");
                    assert!(text.contains(&path), "{what}");
                    let place = match *format {
                        "JSON" => format!("\"line\": {},\n", place.line),
                        _ => format!("line {}, column {}", place.line, place.column),
                    };
                    assert!(text.contains(&place), "{what}: {place}\n{text}");
                }
            }
        }
    }
}

#[test]
fn a_refused_call_is_told_with_all_that_aws_support_asks_for() {
    let (name, facts) = broken().into_iter().find(|(name, _)| *name == "no access").unwrap();
    let (_, report, texts) = texts(facts, Readers::Support);
    for (format, text) in texts {
        for part in [
            "GetRoleCredentials",
            "ForbiddenException",
            "No access",
            "5c1e0000-aaaa-4bbb-8ccc-dddd00001111",
            "2026-11-23T09:00:00Z",
        ] {
            assert!(text.contains(part), "{name}, {format}: {part}");
        }
    }
    assert!(
        report.head.broken.contains(
            "GetRoleCredentials returned ForbiddenException at 2026-11-23T09:00:00Z, request 5c1e"
        ),
        "{}",
        report.head.broken
    );
    assert_eq!(report.administrator.len(), 1, "{:?}", report.administrator);
    let words = report.administrator[0].words.join("\n");
    assert!(words.contains("PowerUser") && words.contains("111122223333"), "{words}");
}

#[test]
fn what_is_read_back_is_what_was_written() {
    for (name, facts) in broken() {
        let (_, report, texts) = texts(facts, Readers::Public);
        let read = super::read(name, texts[0].1.as_bytes()).unwrap();
        assert_eq!(
            serde_json::to_value(&read).unwrap(),
            serde_json::to_value(&report).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn ten_thousand_profiles_stay_below_five_megabytes_and_say_what_is_missing() {
    use std::fmt::Write as _;
    let mut config = String::new();
    for number in 0..1000 {
        write!(config, "[sso-session team-{number:04}]\nsso_start_url = https://d-{number:010}.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n").unwrap();
    }
    for number in 0..10_000 {
        // Each of them is broken in a different way.
        write!(config, "[profile account-{number:05}]\nsso_session = team-{:04}\nsso_account_id = {:012}\nsso_role_name = PowerUser\noutput = json\n\n", number % 1100, 100_000_000_000_u64 + number).unwrap();
    }
    let (_, report, texts) = texts(machine(config.as_bytes(), ""), Readers::Public);
    for (format, text) in &texts {
        assert!(text.len() < 5 << 20, "{format}: {} bytes", text.len());
        for what in
            ["profiles in scope", "sections of the config file", "findings of profile-region"]
        {
            assert!(text.contains(what), "{format}: {what}");
        }
    }
    let findings = report.examination.findings().count();
    assert!((100..=250).contains(&findings), "{findings}");
}
