use aws_files::{FileKind, View};
use facts::Subject;

use crate::testing::{Case, Machine, cases, config_text, facts_after_fix, found_in_config};
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
    cases! {
        "plain": config(GOOD)
            => passes;
        "line ends of Windows": config("[default]\r\nregion=us-east-1\r\n")
            => passes;
        "an empty file": config("")
            => passes;
        "comments and blank lines": config("# a\n\n; b\n[default]\n  # c\nregion = x\n")
            => passes;
        "names in quotes": config("[profile 'a b']\nregion = x\n")
            => passes;
        "a legacy profile": config(
                    "[profile a]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n",
                )
            => passes;
        "nested values": config(
                    "[profile a]\ns3 =\n  max_concurrent_requests = 20\n  # why\n  addressing_style = path\n",
                )
            => passes;
        "a continuation": config("[profile a]\nsso_registration_scopes = a,\n  b\n")
            => passes;
        "a colon, which SDKs refuse": config("[profile a]\nregion: us-east-1\n")
            => passes;
        "a role chain and a process": config(
                    "[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x --y\n",
                )
            => passes;
        "what stands twice is another check's": config("[default]\nregion = x\nregion = x\n[default]\n")
            => passes;
        "unknown sections": config("[plugins]\na = b\n[dev]\nregion = x\n")
            => passes;
        "credentials": Machine::new().credentials("[default]\naws_access_key_id = x\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
    }
}

fn stray() -> Vec<Case> {
    cases! {
        "line numbers before every line": config("1 [default]\n2 region = us-east-1\n")
            => fail "before-first-section" @ 1,
            heals "remove-marks";
        "a diff": config("+[default]\n+\n+region = us-east-1\n")
            => fail "before-first-section" @ 1,
            heals "remove-marks";
        "a quotation": config("> [default]\n> region = us-east-1\n")
            => fail "before-first-section" @ 1,
            heals "remove-marks";
        "YAML": config("profile dev:\n  sso_session: corp\n  region: us-east-1\n[default]\nregion = us-east-1\n")
            => fail "before-first-section" @ 1,
            heals "comment-out";
        "prose at the top": config(&format!("Copy this into your config\n{GOOD}"))
            => fail "before-first-section" @ 1,
            heals "comment-out";
        "keys before the first section": config("region = us-east-1\noutput = json\n[profile a]\nregion = x\n")
            => fail "before-first-section" @ 1,
            heals "comment-out",
            heals "under-default";
        "a first header without its opening bracket": config("profile a]\nregion = us-east-1\noutput = json\n")
            => fail "before-first-section" @ 1,
            heals "open-header";
        "pasted prose": config(&format!("{GOOD}And then you\n  run this:\nit works\n[profile b]\n"))
            => fail "stray-line" @ 3,
            heals "comment-out";
        "a later header without its opening bracket": config(&format!("{GOOD}profile b]\noutput = json\n"))
            => fail "stray-line" @ 3,
            heals "open-header";
        "no equals sign": config("[sso-session corp]\nsso_region  us-east-1\nsso_start_url https://d-1.awsapps.com/start\n")
            => fail "stray-line" @ 2,
            heals "insert-equals",
            heals "comment-out";
        "no equals sign, and the key is there already": config("[sso-session corp]\nsso_region = a\nsso_region us-east-1\n")
            => fail "stray-line" @ 3,
            heals "comment-out";
        "no key": config(&format!("{GOOD}= x\n"))
            => fail "stray-line" @ 3,
            heals "comment-out";
        "a bad nested line": config("[profile a]\ns3 =\n  max_concurrent_requests\n  addressing_style = path\n")
            => fail "nested-line" @ 3,
            heals "comment-out";
        "a value below its key": config("[profile a]\nregion =\n  us-east-1\n")
            => fail "nested-line" @ 3,
            heals "comment-out";
        "in the credentials file": Machine::new().config(GOOD).credentials("[a]\nxyz\n")
            => fail "stray-line" @ 2,
            heals "comment-out";
    }
}

fn headers() -> Vec<Case> {
    cases! {
        "no closing bracket": config(&format!("{GOOD}[profile b\nregion = x\n"))
            => fail "header" @ 3,
            heals "close-header";
        "no closing bracket in the credentials": Machine::new().credentials("[b\naws_access_key_id = x\n")
            => fail "header" @ 1,
            heals "close-header";
        "no closing bracket, and more than a name": config("[profile b c\nregion = x\n")
            => fail "header" @ 1,
            heals "name-header" (header = "profile b");
        "no name": config("[]\nregion = x\n")
            => fail "header" @ 1,
            heals "name-header" (header = "[default]");
        "no name in the credentials": Machine::new().credentials("[]\naws_access_key_id = x\n")
            => fail "header" @ 1,
            heals "name-header" (header = "dev");
    }
}

fn found(machine: &Machine) -> Vec<crate::Finding> {
    found_in_config(&super::CHECK, machine)
}

/// The file after a remedy of the first finding.
fn after(machine: &Machine, remedy: &str, answers: &Answers) -> String {
    config_text(&facts_after_fix(&super::CHECK, machine, Some(remedy), answers))
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
                let Outcome::Found(found) =
                    crate::engine::examine(&super::CHECK, &facts, &Subject::File(kind))
                else {
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

/// What sets something is never made a comment without a question.
#[test]
fn settings_are_not_commented_out_without_a_question() {
    for text in [
        "1 [default]\n2 region = us-east-1\n",
        "+[default]\n+region = us-east-1\n",
        "> [default]\n> region = us-east-1\n",
        "profile dev:\n  sso_session: corp\n[default]\nregion = us-east-1\n",
        "[default]\nregion = us-east-1\n- output = json\n> [profile dev]\n",
    ] {
        for finding in found_in_config(&super::CHECK, &config(text)) {
            for remedy in finding.remedies {
                assert_ne!(remedy.applicability, Applicability::Safe, "{text}: {}", remedy.id);
            }
        }
    }
}
