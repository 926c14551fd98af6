//! Checks that every row of docs/failures.md is tested with the check named for it, and generates
//! docs/catalogue-coverage.md with `UPDATE_DOCS=1 cargo test --test it coverage`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use super::all;
use super::row::Row;
use crate::common::{Home, program};

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

/// Rows that are found by another check than the first that their cause names.
const SECOND: &[(&str, &str)] = &[
    ("C06", "config-sections"),
    ("C07", "config-values"),
    ("C17", "sso-format"),
    ("C28", "files-private"),
    ("C30", "files-readable"),
    ("E16", "endpoints-reachable"),
];

/// A row is found by a check that the table of error texts names for it; a row may have two, of
/// which the one that fits the concrete form reports it (docs/judgement.md, *Two names for one
/// row*).
#[test]
fn coverage_is_by_the_checks_that_the_error_texts_name() {
    let mut wrong = Vec::new();
    for row in all() {
        let id = base(row.id);
        let cause = explain::find_cause(id).unwrap_or_else(|| panic!("{id} has no cause"));
        // The text of R07 proves itself, so its cause names no check.
        let first = if id == "R07" { Some(&"caller-identity") } else { cause.checks.first() };
        if first != Some(&row.check) && !SECOND.contains(&(id, row.check)) {
            wrong.push(format!("{}: {} instead of {first:?}", row.id, row.check));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
