use std::collections::BTreeMap;

use aws_files::{FileKind, Reading, Value, View};
use facts::Subject;

use crate::testing::{Case, Expect, Machine, cases};
use crate::{Answers, Applicability, Outcome};

const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(&format!("{SESSION}{text}"))
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "as the documents have it": config("# mine\n[default]\nregion = us-east-1\ns3 =\n  max_concurrent_requests = 20\n; also mine\n\n[profile dev]\nsso_session=corp\n")
            => passes;
        "a value that goes on": config("[profile a]\ncredential_process = foo\n  --bar\n")
            => passes;
        "a comment at the margin inside a nested setting": config("[profile a]\ns3 =\n# c\n  max = 5\n")
            => passes;
        "a comment behind a header": config("[profile a] # me\nregion = x\n")
            => passes;
        "a tab after the prefix": config("[profile\ta]\nregion = x\n")
            => passes;
        "quotes are for config-names": config("[profile 'a b']\nregion = x\n")
            => passes;
        "text behind a header is for config-sections": config("[profile a] sso_session = corp\nregion = x\n")
            => passes;
        "capital letters in a key of nobody's": config("[profile a]\nMyTool_Colour = blue\n")
            => passes;
        "capital letters in a nested key": config("[profile a]\ns3 =\n  Addressing_Style = path\n")
            => passes;
        "a colon in a value": config("[profile a]\nrole_arn = arn:aws:iam::1:role/x\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "a colon": config("[profile a]\nregion: us-east-1\n")
            => warn "colon" @ 5,
            heals "write-equals";
        "colons without space, and one before an =": config("[profile a]\nregion:us-east-1\nsso_start_url : https://d-1.awsapps.com/start?a=b\n")
            => warn "colon" @ 5,
            heals "write-equals";
        "a colon that hides in a key": config("[profile a]\nexternal_id:b = c\n")
            => warn "colon" @ 5,
            heals "write-equals";
        "keys indented below a header": config("[profile a]\n  region = us-east-1\n  output = json\n")
            => warn "indented-line" @ 5,
            heals "move-to-margin";
        "by tabs, with nested settings and line ends of Windows": config("[profile a]\r\n\tregion = us-east-1\r\n\ts3 =\r\n\t\tmax = 5\r\n")
            => warn "indented-line" @ 5,
            heals "move-to-margin";
        "less and less": config("[profile a]\n    region = us-east-1\n  output = json\nca_bundle = x\n")
            => warn "indented-line",
            heals "move-to-margin";
        "the first header": Machine::new().config("  [profile a]\nregion = us-east-1\n")
            => warn "indented-line" @ 1,
            heals "move-to-margin";
        "a comment below a header": config("[profile a]\n  # mine\nregion = us-east-1\n")
            => warn "indented-comment" @ 5,
            heals "move-comments";
        "a comment below a key": config("[profile a]\nregion = us-east-1\n\t; mine\noutput = json\n")
            => warn "indented-comment" @ 6,
            heals "move-comments";
        "a comment inside a nested setting": config("[profile a]\ns3 =\n  # c\n  max = 5\n")
            => warn "indented-comment" @ 6,
            heals "move-comments";
        "a comment inside a value": config("[profile a]\ncredential_process = one\n  # c\n  two\n")
            => warn "indented-comment" @ 6,
            heals "move-comments";
        "before the first section": Machine::new().config("  # mine\n[profile a]\n")
            => warn "indented-comment" @ 1,
            heals "move-comments";
        "capital letters": config("[profile a]\nSSO_Session = corp\n")
            => warn "capital-letters" @ 5,
            heals "lower-case";
        "capital letters in a session": config("").config(&SESSION.replace("sso_region", "SSO_REGION"))
            => warn "capital-letters" @ 3,
            heals "lower-case";
        "two spaces": config("[profile  a]\nregion = x\n")
            => warn "header-space" @ 4,
            heals "one-space";
        "space before the bracket": config("[profile a ]\nregion = x\n")
            => warn "header-space" @ 4,
            heals "one-space";
        "a session with two spaces, and a comment": Machine::new().config(&SESSION.replace("[sso-session corp]", "[sso-session  corp] # x"))
            => warn "header-space" @ 1,
            heals "one-space";
        "a line of a vertical tab": config("[profile a]\nregion = r\n\u{b}\noutput = json\n")
            => warn "refused-line" @ 6,
            heals "empty-line";
        "a comment before the =": config("[profile a]\nregion # mine = r\n")
            => warn "refused-line" @ 5;
        "the credentials file": config("").credentials("[dev]\n  aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")
            => warn "indented-line" @ 2,
            heals "move-to-margin";
    }
}

/// Every value of a parsed file, by its section and key.
fn values(reading: &Reading) -> BTreeMap<(String, String), String> {
    let maps = [
        ("profile", &reading.profiles),
        ("sso-session", &reading.sso_sessions),
        ("services", &reading.services),
    ];
    let mut all = BTreeMap::new();
    for (word, sections) in maps {
        for (name, section) in sections {
            for (key, property) in section.iter() {
                let text = match &property.value {
                    Value::Text(text) => text.clone(),
                    Value::Nested(nested) => nested
                        .iter()
                        .map(|(key, inner)| format!("\n{key}={:?}", inner.value))
                        .collect(),
                };
                all.insert((format!("{word} {name}"), key.to_owned()), text);
            }
        }
    }
    all
}

/// The AWS CLI reads the same as before, and the SDKs then read the same as the AWS CLI.
#[test]
fn every_remedy_leaves_what_the_aws_cli_reads_and_gives_it_to_the_sdks() {
    for case in cases() {
        let Expect::Finds(expected) = &case.expect else {
            continue;
        };
        let facts = case.machine.facts();
        for kind in [FileKind::Config, FileKind::Credentials] {
            let Outcome::Found(found) =
                crate::engine::examine(&super::CHECK, &facts, &Subject::File(kind))
            else {
                continue;
            };
            let before = facts.files().file(kind);
            let mut machine = case.machine.clone();
            for remedy in &found[0].remedies {
                if remedy.applicability == Applicability::Guide {
                    continue;
                }
                assert_eq!(remedy.applicability, Applicability::Safe, "{}", case.name);
                let plan = remedy.plan(&facts, &Answers::new()).expect("a plan");
                machine = machine.after(&plan);
                let after = machine.facts();
                let after = after.files().file(kind);
                let cli = values(after.reading(View::Cli));
                assert_eq!(values(before.reading(View::Cli)), cli, "{}", case.name);
                assert!(!cli.is_empty() || case.name.contains("before"), "{}", case.name);
                let sdk = after.reading(View::Sdk);
                assert!(sdk.rejection.is_none(), "{}: {:?}", case.name, sdk.rejection);
                assert_eq!(values(sdk), cli, "{}: {}", case.name, expected.code);
            }
        }
    }
}

#[test]
fn each_trouble_is_told_once_however_often_it_is_there() {
    let machine = config(
        "[profile a]\n  # one\nregion: x\n  # two\n[profile b]\n  output = json\n  # three\nOutput2: x\nRegion: y\n",
    );
    let facts = machine.facts();
    let Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &facts, &Subject::File(FileKind::Config))
    else {
        panic!("nothing found")
    };
    let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["colon", "indented-line", "indented-comment", "capital-letters"]);
}
