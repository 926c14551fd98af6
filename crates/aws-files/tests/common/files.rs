//! Generated files that look like those in `~/.aws`, including faults.

use proptest::prelude::*;
use proptest::sample::select;

const HEADERS: &[&str] = &[
    "[default]",
    "[profile a]",
    "[profile b]",
    "[profile  a]",
    "[profile\ta]",
    "[profile a ]",
    "[ profile a ]",
    "[ default ]",
    "[profile default]",
    "[profile 'a b']",
    "[profile \"c\"]",
    "[profile a b]",
    "[profile]",
    "[profile ]",
    "[sso-session s]",
    "[sso-session t]",
    "[sso-session \"s\"]",
    "[sso-sessions s]",
    "[sso_session s]",
    "[services d]",
    "[services 'e f']",
    "[DEFAULT]",
    "[Default]",
    "[Profile a]",
    "[a]",
    "[dev]",
    "[preview]",
    "[plugins]",
    "[]",
    "[profile büro]",
    "[profile a=b*]",
    "[profile a:b]",
    "[profile a # x",
    "[profile a] # me",
    "[profile a] junk",
    "[profile a] # see [b]",
    "[profile a];x",
    "[profile a",
    "[profile 'a]",
    "[profile a\\ b]",
    "[profile.a]",
    "[profilea]",
    "[profile \u{a0}]",
    "[profile\u{a0}a]",
    "[profile\u{a0} a]",
    "[profile a#b]",
    "  [profile a]",
    "\t[b]",
    "[[profile a]]",
    "[foo bar]",
    "[profile \"\"]",
    "[profile a]]",
    "[\u{1c}profile a]",
    "[profile İ]",
];

const KEYS: &[&str] = &[
    "region",
    "output",
    "sso_session",
    "sso_region",
    "sso_start_url",
    "sso_account_id",
    "Region",
    "SSO_Session",
    "s3",
    "sso",
    "a:b",
    "a b",
    "-",
    "é",
    "İ",
    "ΑΣ",
    "x#y",
    "x #y",
    "export x",
    "[x",
    "K",
    "\"k\"",
    "a.b",
    "rem hello",
];

const DELIMITERS: &[&str] =
    &[" = ", "=", " =", "= ", ": ", ":", " : ", "\t=\t", " ", "==", "\u{a0}=\u{a0}", "  =  "];

const VALUES: &[&str] = &[
    "",
    "us-east-1",
    "json",
    "s",
    "us-east-1 # home",
    "us-east-1 ; home",
    "a\t# b",
    "# nothing",
    ";x",
    "x#y",
    "https://x.awsapps.com/start#/",
    "\"quoted\"",
    "a\u{2028}b",
    "a\u{b}b",
    "\u{a0}r\u{a0}",
    "100%",
    "%(region)s",
    "a = b",
    "x\u{a0}#y",
    "\u{1c}r",
    "ü",
    "\0",
    "[x]",
    "]",
    "r ",
    "\u{c}",
    "x \u{85}",
    "\u{feff}",
];

const OTHERS: &[&str] = &[
    "",
    "",
    " ",
    "\t",
    "# c",
    "; c",
    "  # c",
    "\t; c",
    "\u{b}",
    "\u{a0}",
    "hello",
    "// c",
    "= r",
    ": r",
    "  k = v",
    "  bad",
    "    deeper = 1",
    "\tmax = 5",
    "  max = 5 # c",
    "  # max = 5",
    "  = r",
    " --flag",
    "   Key = Value",
    "\u{a0}x = 1",
    "\u{c}x = 1",
    "  a\u{2028}b = c",
    "  a = b\u{2028}c = d",
    "  [profile b]",
    "\u{1c}",
    "#",
    "[",
    "]",
    "  x:y",
    "\u{feff}",
];

const ENDINGS: &[&str] = &["\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\r"];

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => select(HEADERS).prop_map(str::to_owned),
        5 => (select(KEYS), select(DELIMITERS), select(VALUES))
            .prop_map(|(key, delimiter, value)| format!("{key}{delimiter}{value}")),
        2 => select(OTHERS).prop_map(str::to_owned),
        1 => (select(&["  ", "\t", "    "][..]), select(KEYS), select(DELIMITERS), select(VALUES))
            .prop_map(|(indent, key, delimiter, value)| format!("{indent}{key}{delimiter}{value}")),
    ]
}

/// Files of which most have some fault.
pub fn faulty() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec((line(), select(ENDINGS)), 0..14);
    (lines, any::<bool>()).prop_map(|(lines, start)| {
        let mut text = if start { "[profile a]\n".to_owned() } else { String::new() };
        for (line, ending) in lines {
            text.push_str(&line);
            text.push_str(ending);
        }
        text
    })
}

/// Lines of a few ordinary kinds, so that every dialect reads many of these files.
pub fn ordinary() -> impl Strategy<Value = String> {
    let header = select(
        &[
            "[default]",
            "[profile a]",
            "[profile b]",
            "[profile 'a b']",
            "[sso-session s]",
            "[sso-session t] # mine",
            "[services d]",
            "[plugins]",
            "[profile default]",
            "[ profile c ]",
            "[DEFAULT]",
            "[profile x] ; y",
            "[credentials]",
            "[a]",
            "[profile  b]",
            "[foo bar]",
        ][..],
    );
    let keys = &[
        "region",
        "output",
        "sso_session",
        "sso_region",
        "Role_Name",
        "s3",
        "sso",
        "x.y",
        "k_1",
        "k_2",
        "k_3",
        "k_4",
        "k_5",
        "a b",
        "ü",
    ][..];
    let property = (select(keys), select(&[" = ", "=", " =\t"][..]), select(VALUES))
        .prop_map(|(key, delimiter, value)| format!("{key}{delimiter}{value}"));
    let nested = (select(keys), prop::collection::vec((select(keys), select(VALUES)), 1..3))
        .prop_map(|(key, inner)| {
            let inner: String =
                inner.iter().map(|(key, value)| format!("\n  {key} = {value}")).collect();
            format!("{key} ={inner}")
        });
    let line = prop_oneof![
        4 => property,
        1 => nested,
        1 => select(&["", "# c", "; c", "", "  --more", "  # note"][..]).prop_map(str::to_owned),
    ];
    let section = (header, prop::collection::vec(line, 0..4));
    (prop::collection::vec(section, 0..5), select(&["\n", "\r\n"][..]), any::<bool>()).prop_map(
        |(sections, ending, last)| {
            let mut lines = Vec::new();
            for (header, section) in sections {
                lines.push(header.to_owned());
                lines.extend(section);
            }
            let mut text = lines.join("\n").replace('\n', ending);
            if last && !text.is_empty() {
                text.push_str(ending);
            }
            text
        },
    )
}

/// Both kinds.
pub fn any_file() -> impl Strategy<Value = String> {
    prop_oneof![ordinary(), faulty()]
}
