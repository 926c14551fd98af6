//! Machines for `sso-session-unique`.

use std::fmt::Write as _;

use facts::{Facts, Preset, SessionKey};

use crate::Severity::Note;
use crate::testing::{Case, Machine, cases, finds, token};
use crate::{Finding, Outcome, QuestionKind};

const URL: &str = "https://d-1234567890.awsapps.com/start";

/// A session with these lines, and a profile for each name in `users`.
fn session(name: &str, url: &str, more: &str, users: &[&str]) -> String {
    let mut text = format!("[sso-session {name}]\nsso_start_url = {url}\n{more}");
    for user in users {
        write!(text, "[profile {user}]\nsso_session = {name}\n").expect("a string takes it");
    }
    text
}

const US: &str = "sso_region = us-east-1\nsso_registration_scopes = sso:account:access\n";
const EU: &str = "sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
const Q: &str = "sso_region = us-east-1\nsso_registration_scopes = codewhisperer:completions\n";
const BOTH: &str = "sso_region = us-east-1\nsso_registration_scopes = sso:account:access, codewhisperer:completions\n";
const NO_SCOPES: &str = "sso_region = us-east-1\n";

fn machine(sections: &[String]) -> Machine {
    Machine::new().config(&sections.concat())
}

/// The page was followed twice: `corp` has one profile, `science` has two.
fn twice() -> Machine {
    machine(&[
        session("corp", URL, US, &["dev"]),
        session("science", &format!("{URL}/#/"), US, &["ops", "lab"]),
    ])
}

pub(super) fn cases() -> Vec<Case> {
    let both = |case: Case| {
        case.at_line(1)
            .healed_by("merge", &[("keep", "corp")])
            .healed_by("merge", &[("keep", "science")])
    };
    let mut cases = cases! {
        "one": machine(&[session("corp", URL, US, &["dev"])])
            => passes;
        "two portals": machine(&[
                session("corp", URL, US, &["dev"]),
                session("other", "https://d-2.awsapps.com/start", US, &["ops"]),
            ])
            => passes;
        "no address": Machine::new().config("[sso-session corp]\nsso_region = us-east-1\n")
            => not_applicable;
        "CRLF": Machine::new().config("[sso-session corp]\r\nsso_start_url = https://d-1.awsapps.com/start\r\n[sso-session other]\r\nsso_start_url = https://d-2.awsapps.com/start\r\n")
            => passes;
        "a session for another service": machine(&[
                session("corp", URL, US, &["dev"]),
                session("q", URL, Q, &["chat"]),
            ])
            => passes;
        "two regions are another check's": machine(&[
                session("corp", URL, US, &["dev"]),
                session("science", URL, EU, &["lab"]),
            ])
            => passes;
        "two unfinished ones": machine(&[
                session("corp", "", US, &["dev"]),
                session("other", "", US, &["ops"]),
            ])
            => not_applicable;
        "two with what is no portal": machine(&[
                session("corp", "portal", US, &["dev"]),
                session("other", "portal", US, &["ops"]),
            ])
            => not_applicable;
        "a legacy profile of the same portal": machine(&[
                session("corp", URL, US, &["dev"]),
                format!("[profile old]\nsso_start_url = {URL}\nsso_region = us-east-1\n"),
            ])
            => passes;
        "AWS_PROFILE names another profile": machine(&[session("corp", URL, US, &["dev"])]).env("AWS_PROFILE", "gone")
            => passes;
        "no session": Machine::new().config("[default]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "a role chain and legacy profiles": Machine::new().config("[profile a]\nsso_start_url = https://d-1.awsapps.com/start\n[profile b]\nsource_profile = a\nrole_arn = arn:aws:iam::111122223333:role/x\n")
            => not_applicable;
        "nothing": Machine::new()
            => not_applicable;
    };
    cases.extend([
        both(finds("followed twice", twice(), "several", Note)),
        both(finds("not in scope", twice().profile("lab"), "several", Note)),
        both(finds("CRLF, twice", machine(&[
            session("corp", URL, US, &["dev"]).replace('\n', "\r\n"),
            session("science", URL, US, &[]).replace('\n', "\r\n"),
        ]), "several", Note)),
        both(finds("other capitals and a slash", machine(&[
            session("corp", "https://D-1234567890.awsapps.com/start/", US, &["dev"]),
            session("science", URL, NO_SCOPES, &["lab"]),
        ]), "several", Note)),
        both(finds("more scopes", machine(&[
            session("corp", URL, US, &["dev"]),
            session("science", URL, BOTH, &["lab"]),
        ]), "several", Note)),
        both(finds("nobody uses either", machine(&[
            session("corp", URL, US, &[]),
            session("science", URL, US, &[]),
        ]), "several", Note)),
        both(finds("a third one for another service", machine(&[
            session("corp", URL, US, &["dev"]),
            session("q", URL, Q, &["chat"]),
            session("science", URL, US, &["lab"]),
        ]), "several", Note)),
        both(finds("named in the credentials file", machine(&[
            session("corp", URL, US, &[]),
            session("science", URL, US, &[]),
        ]).credentials("[dev]\nsso_session = corp\n[lab]\nsso_session = science\n"), "several", Note)),
        both(finds("named for all profiles at once", machine(&[
            session("corp", URL, US, &[]),
            session("science", URL, US, &[]),
            "[DEFAULT]\nsso_session = corp\n[profile a]\nregion = us-east-1\n[profile b]\nregion = us-east-1\n".into(),
        ]), "several", Note)),
        finds("three, one with a quoted name", machine(&[
            session("corp", URL, US, &["dev"]),
            format!("[sso-session 'my org']\nsso_start_url = {URL}\n{US}[profile lab]\nsso_session = my org\n"),
            session("science", URL, US, &["ops"]),
        ]), "several", Note)
            .at_line(1)
            .healed_by("merge", &[("keep", "my org")])
            .healed_by("merge", &[("keep", "science")]),
    ]);
    cases
}

fn found(facts: &Facts) -> Vec<Finding> {
    match crate::run(&super::CHECK, facts, &[]).outcome() {
        Outcome::Found(findings) => findings,
        other => panic!("{other:?}"),
    }
}

fn proposed(machine: &Machine) -> (Vec<String>, Option<String>) {
    let findings = found(&machine.facts());
    let question = &findings[0].remedies[0].questions[0];
    let QuestionKind::Choice { choices, .. } = &question.kind else { panic!("{question:?}") };
    let values = choices.iter().map(|choice| choice.value.clone()).collect();
    (values, question.default.clone())
}

#[test]
fn proposed_is_the_presets_then_the_one_most_used_then_the_one_signed_in() {
    let corp = SessionKey::Named("corp".into());
    let used = twice().token(&corp, Ok(token(8, true)));
    assert_eq!(proposed(&used).1.as_deref(), Some("science"));
    let preset = Preset { session: Some("corp".into()), ..Preset::default() };
    assert_eq!(proposed(&used.preset(preset)).1.as_deref(), Some("corp"));
    let even =
        machine(&[session("science", URL, US, &["lab"]), session("corp", URL, US, &["dev"])]);
    assert_eq!(proposed(&even).1.as_deref(), Some("science"));
    let signed_in = even.token(&corp, Ok(token(8, true)));
    assert_eq!(proposed(&signed_in).1.as_deref(), Some("corp"));
}

#[test]
fn where_they_differ_the_person_chooses() {
    let machine = machine(&[
        session("corp", URL, US, &["dev"]),
        session("science", URL, BOTH, &["ops", "lab"]),
    ]);
    let (choices, default) = proposed(&machine);
    assert_eq!(choices, ["science", "corp"]);
    assert_eq!(default, None);
}

#[test]
fn what_is_kept_has_all_profiles_and_nothing_else_is_lost() {
    let machine = twice();
    let facts = machine.facts();
    let findings = found(&facts);
    let answers = [("keep", "corp".to_owned())].into();
    let plan = findings[0].remedies[0].plan(&facts, &answers).expect("a plan");
    let after = machine.after(&plan).facts();
    let names: Vec<&String> = after.files().sessions().keys().collect();
    assert_eq!(names, ["corp"]);
    let users = &after.session_users()[&SessionKey::Named("corp".into())];
    assert_eq!(users, &["dev", "ops", "lab"]);
    let unknown = [("keep", "elsewhere".to_owned())].into();
    assert!(findings[0].remedies[0].plan(&facts, &unknown).is_err());
}

#[test]
fn ten_thousand_sessions_are_told_once_a_portal() {
    let mut text = String::new();
    for n in 0..10_000 {
        let portal = format!("https://d-{}.awsapps.com/start", n % 3_000);
        text.push_str(&session(&format!("s{n}"), &portal, US, &[&format!("p{n}")]));
    }
    assert_eq!(found(&Machine::new().config(&text).facts()).len(), 3_000);
    let mut one = String::new();
    for n in 0..10_000 {
        one.push_str(&session(&format!("s{n}"), URL, US, &[&format!("p{n}")]));
    }
    let facts = Machine::new().config(&one).facts();
    let findings = found(&facts);
    assert_eq!(findings.len(), 1);
    let answers = [("keep", "s9999".to_owned())].into();
    let plan = findings[0].remedies[0].plan(&facts, &answers).expect("it can be typed");
    assert!(!plan.steps.is_empty());
}
