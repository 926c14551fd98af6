//! Machines for `sso-format`.

use facts::{Facts, Preset, SessionKey};

use crate::Severity::Note;
use crate::testing::{Case, Machine, finds, not_applicable, passes, token, version};
use crate::{Finding, Outcome};

const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = PowerUser\n";
const URL: &str = "https://d-1234567890.awsapps.com/start";

fn legacy(names: &[&str]) -> String {
    let one = |name: &&str| {
        format!("[profile {name}]\nsso_start_url = {URL}\nsso_region = us-east-1\n{ROLE}")
    };
    names.iter().map(one).collect()
}

fn machine(text: &str) -> Machine {
    Machine::new().config(text)
}

pub(super) fn cases() -> Vec<Case> {
    let key = SessionKey::Legacy(URL.into());
    let heal = |case: Case| case.at_line(2).healed_by("migrate", &[]);
    let preset = Preset {
        session: Some("corp".into()),
        start_url: Some(format!("{URL}/")),
        scopes: vec!["sso:account:access".into(), "codewhisperer:completions".into()],
        ..Preset::default()
    };
    let session = |region: &str| {
        format!("[sso-session corp]\nsso_start_url = {URL}/#/\nsso_region = {region}\n")
    };
    vec![
        passes(
            "a session",
            machine(&format!("[profile dev]\nsso_session = corp\n{ROLE}{}", session("us-east-1"))),
        ),
        not_applicable(
            "no region is another check's",
            machine(&format!("[profile dev]\nsso_start_url = {URL}\n")),
        ),
        not_applicable(
            "a role to assume",
            machine(&format!(
                "[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\nsso_start_url = {URL}\nsso_region = us-east-1\n"
            )),
        ),
        not_applicable("no single sign-on", Machine::new()),
        heal(finds("one profile", machine(&legacy(&["dev"])), "legacy", Note)),
        heal(finds(
            "three profiles, one portal",
            machine(&legacy(&["a", "b", "c"])),
            "legacy",
            Note,
        )),
        heal(finds("CRLF", machine(&legacy(&["dev"]).replace('\n', "\r\n")), "legacy", Note)),
        heal(finds(
            "signed in",
            machine(&legacy(&["dev"])).token(&key, Ok(token(8, false))),
            "legacy",
            Note,
        )),
        heal(finds(
            "an old AWS CLI",
            machine(&legacy(&["dev"])).without_aws().aws("/usr/bin/aws", Ok(version("2.7.1"))),
            "legacy",
            Note,
        )),
        heal(finds(
            "a session of the portal is there",
            machine(&format!("{}{}", legacy(&["dev"]), session("us-east-1"))),
            "legacy",
            Note,
        )),
        heal(finds(
            "one in another region is not it",
            machine(&format!("{}{}", legacy(&["dev"]), session("eu-west-1"))),
            "legacy",
            Note,
        )),
        heal(finds("with a preset", machine(&legacy(&["dev"])).preset(preset), "legacy", Note)),
        heal(finds(
            "in the credentials file",
            Machine::new().credentials(&format!(
                "[dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n{ROLE}"
            )),
            "legacy",
            Note,
        )),
        heal(finds(
            "in both files",
            machine(&legacy(&["dev"])).credentials(&format!("[dev]\nsso_start_url = {URL}\n")),
            "legacy",
            Note,
        )),
        finds(
            "named by [DEFAULT] for all",
            machine(&format!(
                "[DEFAULT]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile dev]\n{ROLE}"
            )),
            "legacy",
            Note,
        )
        .at_line(2),
        heal(finds("not in scope", machine(&legacy(&["dev"])).profile("other"), "legacy", Note)),
    ]
}

fn found(facts: &Facts) -> Finding {
    match crate::run(&super::CHECK, facts, &[]).outcome() {
        Outcome::Found(findings) => findings.into_iter().next().expect("a finding"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_profile_names_the_session_in_the_place_of_its_address() {
    let machine = machine(&legacy(&["a", "b"]));
    let facts = machine.facts();
    let plan = found(&facts).remedies[0].plan(&facts, &crate::Answers::new()).expect("a plan");
    let after = machine.after(&plan).facts();
    let document = after.files().config.document().expect("a file");
    assert_eq!(
        String::from_utf8_lossy(document.as_bytes()),
        format!(
            "[profile a]\nsso_session = my-sso\n{ROLE}[profile b]\nsso_session = my-sso\n{ROLE}\n[sso-session my-sso]\nsso_start_url = {URL}\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n"
        )
    );
}
