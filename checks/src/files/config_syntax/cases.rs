use aws_files::{FileKind, View};
use facts::Subject;

use crate::Severity::Fail;
use crate::testing::{
    Case, Machine, config_text, finds, found_in_config, mended, not_applicable, passes,
};
use crate::{Answers, Applicability, Outcome};

const GOOD: &str = "[default]\nregion = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = healthy();
    all.extend(stray());
    all.extend(headers());
    all
}

fn healthy() -> Vec<Case> {
    vec![
        passes("plain", config(GOOD)),
        passes("line ends of Windows", config("[default]\r\nregion=us-east-1\r\n")),
        passes("an empty file", config("")),
        passes("comments and blank lines", config("# a\n\n; b\n[default]\n  # c\nregion = x\n")),
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
        passes("a continuation", config("[profile a]\nsso_registration_scopes = a,\n  b\n")),
        passes("a colon, which SDKs refuse", config("[profile a]\nregion: us-east-1\n")),
        passes(
            "a role chain and a process",
            config(
                "[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x --y\n",
            ),
        ),
        passes(
            "what stands twice is another check's",
            config("[default]\nregion = x\nregion = x\n[default]\n"),
        ),
        passes("unknown sections", config("[plugins]\na = b\n[dev]\nregion = x\n")),
        passes("credentials", Machine::new().credentials("[default]\naws_access_key_id = x\n")),
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

fn found(machine: &Machine) -> Vec<crate::Finding> {
    found_in_config(&super::CHECK, machine)
}

/// What a remedy of the first finding makes of the file.
fn after(machine: &Machine, remedy: &str, answers: &Answers) -> String {
    config_text(&mended(&super::CHECK, machine, Some(remedy), answers))
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
                let answers: Answers =
                    answers.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
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
    assert_eq!(
        after(&config("[a]\nsso_region\tus-east-1\n"), "insert-equals", &none),
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
fn a_very_long_file_of_faults_is_read_in_linear_time() {
    let text: String = (0..20_000).map(|_| "x\n\nregion = x\n").collect();
    assert_eq!(found(&config(&format!("[default]\n{text}"))).len(), 21);
}
