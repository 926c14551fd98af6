use std::sync::Arc;

use aws_files::{Document, FileKind, View};
use facts::{FileState, Subject};

use crate::Severity::Fail;
use crate::testing::{Case, Machine, finds, not_applicable, passes};
use crate::{Answers, Applicability, Outcome};

const GOOD: &str = "[default]\nregion = us-east-1\n";

fn bytes(content: &[u8]) -> Machine {
    Machine::new().file(
        FileKind::Config,
        FileState::Present {
            document: Arc::new(Document::parse(content)),
            mode: Some(0o600),
            writable: true,
            owned: true,
            link: None,
        },
    )
}

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

fn utf16(text: &str) -> Vec<u8> {
    let mut all = vec![0xFF, 0xFE];
    all.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    all
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = healthy();
    all.extend(stray());
    all.extend(headers());
    all.extend(duplicates());
    all.extend(encodings());
    all
}

fn healthy() -> Vec<Case> {
    vec![
        passes("plain", config(GOOD)),
        passes(
            "line ends of Windows",
            config("[default]\r\nregion=us-east-1\r\n"),
        ),
        passes("an empty file", config("")),
        passes(
            "comments and blank lines",
            config("# a\n\n; b\n[default]\n  # c\nregion = x\n"),
        ),
        passes("names in quotes", config("[profile 'a b']\nregion = x\n")),
        passes(
            "a legacy profile",
            config(
                "[profile a]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n",
            ),
        ),
        passes(
            "nested values",
            config(
                "[profile a]\ns3 =\n  max_concurrent_requests = 20\n  # why\n  addressing_style = path\n",
            ),
        ),
        passes(
            "a continuation",
            config("[profile a]\nsso_registration_scopes = a,\n  b\n"),
        ),
        passes(
            "a colon, which SDKs refuse",
            config("[profile a]\nregion: us-east-1\n"),
        ),
        passes(
            "a role chain and a process",
            config(
                "[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x --y\n",
            ),
        ),
        passes(
            "unknown sections",
            config("[plugins]\na = b\n[dev]\nregion = x\n"),
        ),
        passes(
            "credentials",
            Machine::new().credentials("[default]\naws_access_key_id = x\n"),
        ),
        not_applicable("no file", Machine::new()),
    ]
}

fn stray() -> Vec<Case> {
    vec![
        finds("prose at the top", config(&format!("Copy this into your config\n{GOOD}")), "before-first-section", Fail)
            .at_line(1)
            .healed_by("comment-out", &[]),
        finds("keys before the first section", config("region = us-east-1\noutput = json\n[profile a]\nregion = x\n"), "before-first-section", Fail)
            .at_line(1)
            .healed_by("comment-out", &[])
            .healed_by("under-default", &[]),
        finds("a first header without its opening bracket", config("profile a]\nregion = us-east-1\noutput = json\n"), "before-first-section", Fail)
            .at_line(1)
            .healed_by("open-header", &[]),
        finds("pasted prose", config(&format!("{GOOD}And then you\n  run this:\nit works\n[profile b]\n")), "stray-line", Fail)
            .at_line(3)
            .healed_by("comment-out", &[]),
        finds("a later header without its opening bracket", config(&format!("{GOOD}profile b]\noutput = json\n")), "stray-line", Fail)
            .at_line(3)
            .healed_by("open-header", &[]),
        finds("no equals sign", config("[sso-session corp]\nsso_region  us-east-1\nsso_start_url https://d-1.awsapps.com/start\n"), "stray-line", Fail)
            .at_line(2)
            .healed_by("insert-equals", &[])
            .healed_by("comment-out", &[]),
        finds("no equals sign, and the key is there already", config("[sso-session corp]\nsso_region = a\nsso_region us-east-1\n"), "stray-line", Fail)
            .at_line(3)
            .healed_by("comment-out", &[]),
        finds("no key", config(&format!("{GOOD}= x\n")), "stray-line", Fail)
            .at_line(3)
            .healed_by("comment-out", &[]),
        finds("a bad nested line", config("[profile a]\ns3 =\n  max_concurrent_requests\n  addressing_style = path\n"), "nested-line", Fail)
            .at_line(3)
            .healed_by("comment-out", &[]),
        finds("a value below its key", config("[profile a]\nregion =\n  us-east-1\n"), "nested-line", Fail)
            .at_line(3)
            .healed_by("comment-out", &[]),
        finds("in the credentials file", Machine::new().config(GOOD).credentials("[a]\nxyz\n"), "stray-line", Fail)
            .at_line(2)
            .healed_by("comment-out", &[]),
    ]
}

fn headers() -> Vec<Case> {
    vec![
        finds(
            "no closing bracket",
            config(&format!("{GOOD}[profile b\nregion = x\n")),
            "header",
            Fail,
        )
        .at_line(3)
        .healed_by("close-header", &[]),
        finds(
            "no closing bracket in the credentials",
            Machine::new().credentials("[b\naws_access_key_id = x\n"),
            "header",
            Fail,
        )
        .at_line(1)
        .healed_by("close-header", &[]),
        finds(
            "no closing bracket, and more than a name",
            config("[profile b c\nregion = x\n"),
            "header",
            Fail,
        )
        .at_line(1)
        .healed_by("name-header", &[("header", "profile b")]),
        finds("no name", config("[]\nregion = x\n"), "header", Fail)
            .at_line(1)
            .healed_by("name-header", &[("header", "[default]")]),
        finds(
            "no name in the credentials",
            Machine::new().credentials("[]\naws_access_key_id = x\n"),
            "header",
            Fail,
        )
        .at_line(1)
        .healed_by("name-header", &[("header", "dev")]),
    ]
}

fn duplicates() -> Vec<Case> {
    vec![
        finds("an equal key", config("[default]\nregion = x\noutput = json\nRegion = x\n"), "duplicate-key", Fail)
            .at_line(4)
            .healed_by("remove-copy", &[]),
        finds("a key with two values", config("[default]\nregion = x\nregion = y\n"), "duplicate-key", Fail)
            .at_line(3)
            .healed_by("keep-one", &[("line", "2")])
            .healed_by("keep-one", &[("line", "3")]),
        finds("equal sections", config(&format!("{GOOD}\n{GOOD}")), "duplicate-section", Fail)
            .at_line(4)
            .healed_by("merge", &[]),
        finds("disjoint sections", config(&format!("{GOOD}[default]\r\noutput = json\r\n")), "duplicate-section", Fail)
            .at_line(3)
            .healed_by("merge", &[]),
        finds("sections that differ", config("[profile a]\nregion = x\noutput = json\n[profile b]\n[profile a]\nregion = y\noutput = json\n"), "duplicate-section", Fail)
            .at_line(5)
            .healed_by("merge-choosing", &[("keep", "first")])
            .healed_by("merge-choosing", &[("keep", "last")]),
    ]
}

fn encodings() -> Vec<Case> {
    vec![
        finds(
            "a byte order mark",
            config(&format!("\u{feff}{GOOD}")),
            "byte-order-mark",
            Fail,
        )
        .at_line(1)
        .healed_by("strip-mark", &[]),
        finds("UTF-16", bytes(&utf16(GOOD)), "utf-16", Fail)
            .at_line(1)
            .healed_by("convert", &[]),
        finds(
            "Windows-1252",
            bytes(b"[default]\n# f\xfcr M\xfcller\nregion = x\n# 5 \x80\n"),
            "not-utf-8",
            Fail,
        )
        .at_line(2)
        .healed_by("from-windows-1252", &[]),
    ]
}

fn found(machine: &Machine) -> Vec<crate::Finding> {
    match super::examine(&machine.facts(), &Subject::File(FileKind::Config)) {
        Outcome::Found(found) => found,
        other => panic!("{other:?}"),
    }
}

/// What the first remedy makes of the file.
fn after(machine: &Machine, remedy: &str, answers: &Answers) -> String {
    let found = found(machine);
    let remedy = found[0]
        .remedies
        .iter()
        .find(|one| one.id == remedy)
        .expect("it is offered");
    let plan = remedy.plan(&machine.facts(), answers).expect("a plan");
    let facts = machine.after(&plan).facts();
    let document = facts.files().config.document().expect("a file");
    String::from_utf8_lossy(document.as_bytes()).into_owned()
}

#[test]
fn every_remedy_of_a_single_fault_makes_the_aws_cli_accept_the_file() {
    for case in cases() {
        let crate::testing::Expect::Finds(expected) = &case.expect else {
            continue;
        };
        for (id, answers) in &expected.healed_by {
            let facts = case.machine.facts();
            for kind in [FileKind::Config, FileKind::Credentials] {
                let Outcome::Found(found) = super::examine(&facts, &Subject::File(kind)) else {
                    continue;
                };
                let answers: Answers = answers
                    .iter()
                    .map(|(key, value)| (*key, (*value).to_owned()))
                    .collect();
                let remedy = found[0]
                    .remedies
                    .iter()
                    .find(|remedy| remedy.id == *id)
                    .expect("it is offered");
                let plan = remedy.plan(&facts, &answers).expect("a plan");
                let healed = case.machine.after(&plan).facts();
                let rejection = &healed.files().file(kind).reading(View::Cli).rejection;
                assert!(rejection.is_none(), "{}: {id}: {rejection:?}", case.name);
            }
        }
    }
}

#[test]
fn what_stays_and_what_goes_is_what_was_said() {
    let none = Answers::new();
    let keep = |side: &str| Answers::from([("keep", side.to_owned())]);
    let differing = config("[profile a]\nregion = x\n[profile a]\nregion = y\noutput = json\n");
    assert_eq!(
        after(&differing, "merge-choosing", &keep("first")),
        "[profile a]\nregion = x\n# region = y\noutput = json\n"
    );
    assert_eq!(
        after(&differing, "merge-choosing", &keep("last")),
        "[profile a]\n# region = x\nregion = y\noutput = json\n"
    );
    let twice = config("[default]\nregion = x\nregion = y\n");
    assert_eq!(
        after(
            &twice,
            "keep-one",
            &Answers::from([("line", "3".to_owned())])
        ),
        "[default]\n# region = x\nregion = y\n"
    );
    assert_eq!(
        after(
            &bytes(b"[default]\n# f\xfcr \x93x\x94\n"),
            "from-windows-1252",
            &none
        ),
        "[default]\n# für “x”\n"
    );
    assert_eq!(
        after(
            &config("[a]\nsso_region\tus-east-1\n"),
            "insert-equals",
            &none
        ),
        "[a]\nsso_region = us-east-1\n"
    );
}

#[test]
fn a_file_of_faults_names_twenty_and_counts_the_rest() {
    let text: String = (0..200).map(|n| format!("x{n}\n\n")).collect();
    let found = found(&config(&format!("[default]\n{text}")));
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].code, "more");
    assert!(found[20].brief.contains("180"), "{}", found[20].brief);
    let remedies = found.iter().flat_map(|finding| &finding.remedies);
    assert!(remedies.clone().count() >= 20);
    for remedy in remedies {
        assert_eq!(remedy.applicability, Applicability::Safe);
    }
}

#[test]
fn a_key_in_two_copies_of_a_section_is_one_finding() {
    let found = found(&config("[default]\nregion = x\n[default]\nregion = y\n"));
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["duplicate-section"]);
}

#[test]
fn two_secrets_to_choose_from_are_masked() {
    let text = "[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_secret_access_key = short\n";
    let found = found(&config(text));
    let shown = format!("{found:?}");
    assert!(
        !shown.contains("wJalr") && !shown.contains("short"),
        "{shown}"
    );
}

#[test]
fn a_very_long_file_of_faults_is_read_in_linear_time() {
    let text: String = (0..20_000).map(|_| "[default]\nregion = x\n\n").collect();
    assert_eq!(found(&config(&text)).len(), 21);
}
