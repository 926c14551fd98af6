use aws_files::{FileKind, View};
use facts::Subject;

use crate::testing::{Case, Machine, cases, config_text, facts_after_fix, found_in_config};
use crate::{Answers, Applicability, Outcome};

const GOOD: &str = "[default]\nregion = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "each once": config(&format!("{GOOD}[profile a]\nregion = x\n[sso-session a]\nsso_region = x\n"))
            => passes;
        "one key in two sections, and nested": config("[profile a]\nregion = x\ns3 =\n  region = y\n[profile b]\nregion = x\n")
            => passes;
        "one name in both files": config(GOOD).credentials("[default]\naws_access_key_id = x\n")
            => passes;
        "a profile and a session of one name": config("[profile a]\n[sso-session a]\n[a]\n")
            => passes;
        "a header without its opening bracket is another check's": config("[default]\nregion = x\nprofile b]\nregion = y\n")
            => passes;
        "a header that a value has swallowed, too": config("[default]\nregion = x\n  [profile b]\nregion = y\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "an equal key": config("[default]\nregion = x\noutput = json\nRegion = x\n")
            => fail "duplicate-key" @ 4,
            heals "remove-copy";
        "a key with two values": config("[default]\nregion = x\nregion = y\n")
            => fail "duplicate-key" @ 3,
            heals "keep-one" (line = "2"),
            heals "keep-one" (line = "3");
        "equal sections": config(&format!("{GOOD}\n{GOOD}"))
            => fail "duplicate-section" @ 4,
            heals "merge";
        "disjoint sections": config(&format!("{GOOD}[default]\r\noutput = json\r\n"))
            => fail "duplicate-section" @ 3,
            heals "merge";
        "sections that differ": config("[profile a]\nregion = x\noutput = json\n[profile b]\n[profile a]\nregion = y\noutput = json\n")
            => fail "duplicate-section" @ 5,
            heals "merge-choosing" (keep = "first"),
            heals "merge-choosing" (keep = "last");
        "an equal section in the credentials file": Machine::new().credentials("[a]\nregion = x\n[a]\nregion = x\n")
            => fail "duplicate-section" @ 3,
            heals "merge";
        "what the AWS CLI writes when it corrects a region": config("[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = R\n[profile default]\noutput = json\n")
            => fail "default-twice" @ 1,
            heals "merge";
        "the other way round": config("[profile default]\nregion = x\n[default]\noutput = json\n")
            => fail "default-twice" @ 1,
            heals "merge";
        "nothing is lost": config("[default]\nregion = x\n[profile default]\nregion = x\noutput = json\n")
            => warn "default-twice" @ 1,
            heals "merge";
        "the two differ": config("[default]\nregion = x\n[profile default]\nregion = y\n")
            => fail "default-twice" @ 1,
            heals "merge-choosing" (keep = "first"),
            heals "merge-choosing" (keep = "last");
        "another profile was named": config("[default]\nregion = x\n[profile default]\noutput = json\n[profile b]\n").profile("b")
            => warn "default-twice" @ 1,
            heals "merge";
        "two spaces": config("[profile a]\nregion = x\n[profile  a]\noutput = json\n").profile("a")
            => fail "same-name" @ 1,
            heals "merge";
        "quotes, and keys beside single sign-on": config("[sso-session s]\n[profile a]\naws_access_key_id = x\n[profile \"a\"]\nsso_session = s\n")
            => fail "same-name" @ 2,
            heals "merge";
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
fn what_stays_and_what_goes_is_what_was_said() {
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
        after(&twice, "keep-one", &Answers::from([("line", "3".to_owned())])),
        "[default]\n# region = x\nregion = y\n"
    );
}

/// In either order, the merge keeps the header that every tool knows.
#[test]
fn the_default_profile_keeps_its_own_header() {
    let none = Answers::new();
    let text = "[profile default]\nregion = x\n[profile b]\noutput = json\n[default]\nregion = x\noutput = text\n";
    assert_eq!(
        after(&config(text), "merge", &none),
        "[profile b]\noutput = json\n[default]\nregion = x\noutput = text\n"
    );
    let text = "[default]\nregion = x\n[profile default]\nregion = y\n";
    let keep = Answers::from([("keep", "first".to_owned())]);
    assert_eq!(
        after(&config(text), "merge-choosing", &keep),
        "[default]\nregion = x\n# region = y\n"
    );
}

#[test]
fn two_identities_are_not_merged_without_a_question() {
    let text =
        "[profile a]\naws_access_key_id = x\n[profile  a]\nsso_session = s\n[sso-session s]\n";
    let found = found(&config(text));
    assert_eq!(found[0].remedies[0].applicability, Applicability::Ask);
}

#[test]
fn every_merge_leaves_a_file_that_the_aws_cli_reads_as_the_sdks_do() {
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
                let remedies = &found[0].remedies;
                let remedy = remedies.iter().find(|remedy| remedy.id == *id);
                let answers =
                    answers.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
                let plan = remedy.expect("it is offered").plan(&facts, &answers);
                let healed = case.machine.after(&plan.expect("a plan")).facts();
                let file = healed.files().file(kind);
                let [cli, sdk] = [View::Cli, View::Sdk].map(|view| file.reading(view));
                assert!(cli.rejection.is_none(), "{}: {id}", case.name);
                for (name, profile) in &sdk.profiles {
                    let of = |section: &aws_files::Section| {
                        let values = section.properties.values();
                        values
                            .map(|property| (property.key.clone(), property.value.clone()))
                            .collect::<std::collections::BTreeMap<_, _>>()
                    };
                    assert!(of(&cli.profiles[name]) == of(profile), "{}: {id}: {name}", case.name);
                }
            }
        }
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
    assert!(!shown.contains("wJalr") && !shown.contains("short"), "{shown}");
}

#[test]
fn ten_thousand_copies_are_read_in_linear_time() {
    let sections: String =
        (0..10_000).map(|n| format!("[profile a{n}]\nregion = x\nregion = x\n")).collect();
    assert_eq!(found(&config(&sections)).len(), 21);
    let one: String = (0..20_000).map(|_| "[default]\nregion = x\n\n").collect();
    assert_eq!(found(&config(&one)).len(), 21);
}
