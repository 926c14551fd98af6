//! Checks that every row of docs/failures.md is tested with the check named for it, and generates
//! docs/catalogue-coverage.md with `UPDATE_DOCS=1 cargo test --test it coverage`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use super::all;
use super::row::Row;
use crate::common::{Home, program};

/// Each check, its healthy state, and the rows that it must find. A row may be listed for two
/// checks: the one that fits the concrete form reports it (docs/judgement.md, *Two names for one
/// row*).
const CHECKS: &[(&str, &str, &[&str])] = &[
    ("cli-installed", "The AWS CLI is installed", &["E01"]),
    (
        "cli-version",
        "The AWS CLI is version 2 and new enough for this configuration",
        &["E03", "L08", "U05", "U06"],
    ),
    ("cli-shadowed", "The first `aws` on PATH is the newest one", &["E02"]),
    ("cli-plugins", "No plugin of AWS CLI v1 is configured", &["E19"]),
    ("cli-pager", "The AWS CLI's pager exists", &["E18"]),
    ("env-credentials", "No credentials in the environment override the profile", &["E04", "E05"]),
    ("env-profile", "AWS_PROFILE names a profile that exists", &["E06", "E07", "E08"]),
    (
        "env-files",
        "AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point to the intended files",
        &["E09"],
    ),
    ("env-home", "The home folder is yours", &["E10"]),
    ("env-endpoints", "No endpoint setting sends sign-in elsewhere", &["E11", "E12", "E13"]),
    ("env-ca-bundle", "The configured CA bundle exists and contains certificates", &["E15"]),
    ("env-proxy", "The proxy settings let AWS and the sign-in callback through", &["E16"]),
    ("env-browser", "A browser sign-in can return to this machine", &["E20", "E21", "L01", "L02"]),
    (
        "files-readable",
        "The AWS files exist and you can read and write them",
        &["C28", "C30", "T15"],
    ),
    ("config-template", "Nothing of a template is left to fill in", &["C32"]),
    (
        "files-private",
        "Credentials, config and the token cache are private to you",
        &["C28", "T16"],
    ),
    ("files-encoding", "The AWS files are UTF-8 without a byte order mark", &["C04", "C05"]),
    ("config-syntax", "Every line is one that the AWS CLI can parse", &["C03"]),
    ("config-duplicates", "No section or key is defined twice", &["C01", "C02", "C11"]),
    (
        "config-lookalikes",
        "No name or value contains an invisible character, a smart quote or a look-alike",
        &["C06", "C07"],
    ),
    (
        "config-sections",
        "Every section header is one that the AWS CLI recognizes",
        &["C06", "C09", "C10", "C22"],
    ),
    ("config-names", "Profile and session names work in every SDK", &["C20", "C21"]),
    ("config-keys", "Every key is known and spelled correctly", &["C16"]),
    ("config-values", "Nothing else has become part of a value", &["C07", "C08"]),
    ("config-indentation", "No indented line has been swallowed by the value above it", &["C29"]),
    ("config-portable", "The AWS CLI and the SDKs read these files alike", &[]),
    ("config-managed", "No file is managed by a dotfile manager", &["C30"]),
    (
        "static-keys",
        "The AWS files contain no stale long-term or pasted keys",
        &["S02", "S03", "S04", "S05", "S06"],
    ),
    (
        "precedence",
        "Every tool would use the same identity for this profile",
        &["S01", "C25", "C27"],
    ),
    ("sso-session-exists", "The profile's sso-session is defined", &["C13"]),
    ("sso-session-fields", "The sso-session has every required field", &["C14"]),
    (
        "sso-session-consistent",
        "Profile and sso-session do not contradict or repeat each other (equal copies: the Rust SDK refuses them)",
        &["C12"],
    ),
    (
        "sso-start-url",
        "The start URL is an access portal's, and not the example of some instructions",
        &["U03", "U04", "U07", "U09", "U10", "C31"],
    ),
    ("sso-region", "The SSO region is the portal's region", &["C19", "U01", "U02", "U08", "U13"]),
    ("sso-scopes", "The session asks for a token that can be refreshed", &["C17"]),
    ("sso-format", "The profile uses an sso-session rather than the legacy fields", &["C17"]),
    ("sso-multi-region", "Each portal is used in one region", &["U11"]),
    ("sso-session-unique", "One portal has one sso-session", &[]),
    (
        "preset-agrees",
        "The sso-session is the one that the preset names, with its URL, region and scopes",
        &[],
    ),
    ("profile-exists", "There is a profile to check", &[]),
    ("profile-fields", "The profile names an account and a role", &["C15", "R04"]),
    ("profile-region", "The profile has a region", &["C18"]),
    ("profile-chain", "Every source_profile exists and the chain ends", &["C23", "C24"]),
    ("profile-credentials", "The profile has a source of credentials", &["C33"]),
    ("credential-process", "The credential_process command can be found", &["C26"]),
    (
        "token-cache",
        "The token cache can be read and every entry is whole",
        &["T07", "T08", "T09", "T11", "T13"],
    ),
    ("token-present", "This session is signed in", &["T01", "T10"]),
    ("token-valid", "The token has not expired, or can be refreshed", &["T02", "T03"]),
    (
        "token-registration",
        "The client registration is current and of the right kind",
        &["T05", "T06"],
    ),
    ("token-origin", "The token was issued for this start URL and region", &["T14"]),
    ("login-cache", "The sign-ins of aws login can be read and are whole", &["T19"]),
    ("login-valid", "The profile's sign-in with aws login has not ended", &["T17", "T18"]),
    ("role-cache", "No stale role credentials are cached", &["T12"]),
    (
        "endpoints-reachable",
        "The sign-in, portal and STS endpoints can be reached",
        &["C19", "E16"],
    ),
    ("tls-trust", "The certificates come from a trusted authority", &["E14"]),
    ("clock", "The clock agrees with AWS", &["E17"]),
    ("token-accepted", "The access portal accepts the token", &["T04"]),
    (
        "role-assigned",
        "The account and the role are assigned to you",
        &["R01", "R02", "R03", "L05", "L09"],
    ),
    (
        "caller-identity",
        "GetCallerIdentity returns this account and this role",
        &["U12", "R07", "L05"],
    ),
    ("program-version", "The programs in use know the profile's kind of credentials", &[]),
    ("program-modules", "The programs in use have the modules that the profile needs", &[]),
    ("program-identity", "The programs in use act as the AWS CLI does", &[]),
    ("program-region", "The programs of this project use the AWS CLI's region", &[]),
];

/// Rows without a check: error texts that `explain` covers.
const EXPLAINED: &[(&str, &str)] = &[
    ("A01", "I got no invitation e-mail"),
    ("A02", "I forgot my password for the portal"),
    ("A03", "I lost my phone with the authenticator"),
    ("A04", "my PIV badge is not read, there is no certificate prompt"),
    ("A05", "You do not have any applications"),
    ("A06", "the portal opens as somebody else"),
    (
        "L03",
        "The pending authorization to retrieve an SSO token has expired. The login flow to retrieve an SSO token must be restarted.",
    ),
    ("L04", "Error loading authorization code: State parameter does not match expected value."),
    ("L06", "Your administrator has not given this user access: SAML assertion, user not found"),
    ("L07", "the device page asks for a code that is not filled in"),
    (
        "R05",
        "An error occurred (TooManyRequestsException) when calling the ListAccountRoles operation: HTTP 429",
    ),
    ("R06", "TypeError: cannot read emailAddress of an account without e-mail: null"),
];

/// Rows that no Linux machine can reproduce, with their check and the reason; unit tests of the
/// check cover them.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("E21", "env-browser", "Git Bash on Windows: not built on Linux; a case of the check"),
    (
        "L02",
        "env-browser",
        "nothing can listen on 127.0.0.1: not built end to end, since the simulator listens there; a case of the check",
    ),
];

/// Returns `C13` for `C13b`.
fn base(id: &str) -> &str {
    &id[..3]
}

fn page_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/catalogue-coverage.md")
}

fn failures() -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/failures.md");
    let text = std::fs::read_to_string(path).unwrap();
    let is_row = |word: &&str| {
        word.len() == 3
            && word.as_bytes()[0].is_ascii_uppercase()
            && word.as_bytes()[1..].iter().all(u8::is_ascii_digit)
    };
    text.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(is_row)
        .map(str::to_owned)
        .collect()
}

#[test]
fn coverage_is_whole() {
    let built: BTreeSet<String> = all().iter().map(|row| base(row.id).to_owned()).collect();
    let explained: BTreeSet<&str> = EXPLAINED.iter().map(|(id, _)| *id).collect();
    let failures = failures();
    assert!(failures.len() > 100, "{failures:?}");
    let missing: Vec<&String> = failures
        .iter()
        .filter(|id| !built.contains(*id) && !explained.contains(id.as_str()))
        .filter(|id| !ELSEWHERE.iter().any(|(row, _, _)| row == id))
        .collect();
    assert!(missing.is_empty(), "not walked: {missing:?}");
    for id in &built {
        assert!(failures.contains(id), "{id} is no row");
    }
}

#[test]
fn coverage_is_by_the_checks_that_are_named_for_the_rows() {
    let mut wrong = Vec::new();
    for row in all() {
        let named = CHECKS
            .iter()
            .filter(|(_, _, rows)| rows.contains(&base(row.id)))
            .map(|(check, _, _)| *check)
            .collect::<Vec<_>>();
        if !named.contains(&row.check) {
            wrong.push(format!("{}: {} instead of {named:?}", row.id, row.check));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn coverage_of_the_checks_is_the_registry() {
    let registry: BTreeMap<&str, &str> =
        checks::registry().iter().map(|check| (check.id, check.title)).collect();
    let named: BTreeMap<&str, &str> =
        CHECKS.iter().map(|(check, title, _)| (*check, *title)).collect();
    assert_eq!(registry, named);
}

#[test]
fn coverage_of_words_is_explained() {
    let home = Home::with_aws();
    for (id, text) in EXPLAINED {
        let outcome = program(&home, &["explain", "--generic", text]).run();
        assert_eq!(outcome.status, 0, "{id}: {outcome:?}");
        let page = program(&home, &["explain", id]).run().status(0);
        let first = page.stdout.lines().next().unwrap_or_default();
        assert!(!first.is_empty(), "{id}");
    }
}

const HEAD: &str = "\
<!-- Made from tests/it/catalogue by `UPDATE_DOCS=1 cargo test --test it coverage`; edit there. -->

# How the failures are covered

Each row of [failures](failures.md) is built as a machine, in one way or several; the built program is run
on it, and must say one thing: the check, how bad it is, the line. Where the fault is healed, looking again
finds nothing, and botocore and the AWS CLI answer as that profile where the row is about one that can. A
fault that the person has to fix is *guided*: the finding has the words or the commands.

The machines are Linux. Rows that belong to Windows, macOS or WSL are built by what such a system shows
of itself (variables, files), and say so.

| Row | Check | How it is built | Found | Ends |
|---|---|---|---|---|
";

fn line(row: &Row) -> String {
    format!(
        "| {} | [{}](checks/{}.md) | {} | {}{} | {} |",
        row.id,
        row.check,
        row.check,
        row.built,
        row.severity,
        row.line.map_or_else(String::new, |line| format!(", line {line}")),
        row.ends()
    )
}

fn page() -> String {
    let mut lines: Vec<(String, String)> =
        all().iter().map(|row| (row.id.to_owned(), line(row))).collect();
    lines.extend(EXPLAINED.iter().map(|(id, text)| {
        let words = format!("| {id} | `explain` | the text: {text} | | explained |");
        ((*id).to_owned(), words)
    }));
    lines.extend(ELSEWHERE.iter().map(|(id, check, why)| {
        let words = format!("| {id} | [{check}](checks/{check}.md) | {why} | | |");
        ((*id).to_owned(), words)
    }));
    let order = failures();
    let place = |id: &str| order.iter().position(|row| row == base(id));
    lines.sort_by_key(|(id, _)| (place(id), id.clone()));
    let mut page = HEAD.to_owned();
    for (_, line) in lines {
        writeln!(page, "{line}").unwrap();
    }
    page
}

#[test]
fn coverage_page_is_what_the_rows_say() {
    let text = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(page_path(), &text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(page_path()).unwrap_or_default();
    assert_eq!(
        committed.replace("\r\n", "\n"),
        text,
        "UPDATE_DOCS=1 cargo test --test it coverage"
    );
}
