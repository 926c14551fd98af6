//! Machines for `preset-agrees`.

use facts::{Preset, SessionKey};

use crate::Outcome;
use crate::Severity::{Note, Warn};
use crate::testing::{Case, Machine, cases, finds, token};

const URL: &str = "https://d-1234567890.awsapps.com/start";
const SCOPE: &str = "sso:account:access";
const DEV: &str = "[profile dev]\nsso_session = corp\n";
const OTHERS: &str = "[profile ops]\nsso_session = private\n[sso-session private]\nsso_start_url = https://d-9.awsapps.com/start\nsso_region = eu-west-1\n";

fn preset(url: Option<&str>, region: Option<&str>, scopes: &[&str]) -> Preset {
    Preset {
        name: "science".into(),
        session: Some("corp".into()),
        start_url: url.map(str::to_owned),
        region: region.map(str::to_owned),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ..Preset::default()
    }
}

/// A preset with every field.
fn whole() -> Preset {
    preset(Some(URL), Some("us-east-1"), &[SCOPE])
}

/// A profile of the session `name`, whose header is line 3.
fn named(name: &str, url: &str, region: &str, scopes: &str) -> Machine {
    Machine::new()
        .config(&format!(
            "[profile dev]\nsso_session = {name}\n[sso-session {name}]\nsso_start_url = {url}\nsso_region = {region}\nsso_registration_scopes = {scopes}\n"
        ))
        .preset(whole())
}

fn corp(url: &str, region: &str) -> Machine {
    named("corp", url, region, SCOPE)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = agreeing();
    cases.extend(without_a_portal());
    cases.extend(differing());
    cases
}

fn agreeing() -> Vec<Case> {
    let moved = "https://ssoins-1.portal.eu-central-1.app.aws";
    cases! {
        "as the preset says": corp(URL, "us-east-1")
            => passes;
        "the same address in other words": corp("https://D-1234567890.awsapps.com/start/#/", "us-east-1")
            => passes;
        "more scopes": named("corp", URL, "us-east-1", "sso:account:access, codewhisperer:completions")
            => passes;
        "CRLF": Machine::new().config(&format!("[profile dev]\r\nsso_session=corp\r\n[sso-session corp]\r\nsso_start_url={URL}\r\nsso_region=us-east-1\r\n")).preset(whole())
            => passes;
        "no scopes at all are another check's": Machine::new().config(&format!("{DEV}[sso-session corp]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).preset(preset(Some(URL), None, &[SCOPE, "codewhisperer:completions"]))
            => passes;
        "the preset leaves the address to the person": corp("https://d-2.awsapps.com/start", "us-east-1").preset(preset(None, Some("us-east-1"), &[SCOPE]))
            => passes;
        "the preset's address is an example": corp(URL, "us-east-1").preset(preset(Some("https://my-sso-portal.awsapps.com/start"), None, &[]))
            => passes;
        "the preset is wrong about the region": corp(moved, "eu-central-1").preset(preset(None, Some("us-east-1"), &[]))
            => passes;
        "another portal beside it": Machine::new().config(&format!("{DEV}{OTHERS}[sso-session corp]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).preset(whole())
            => passes;
        "a legacy profile": Machine::new().config(&format!("[profile dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).preset(whole())
            => passes;
        "the preset names no session": named("mine", URL, "us-east-1", SCOPE).preset(Preset { session: None, ..whole() })
            => passes;
        "another name, and the preset's is taken": Machine::new().config(&format!("[profile dev]\nsso_session = mine\n[sso-session mine]\nsso_start_url = {URL}\nsso_region = us-east-1\n[sso-session corp]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).preset(whole())
            => passes;
        "a session for another service": named("q", URL, "us-east-1", "codewhisperer:completions").preset(preset(Some(URL), None, &[SCOPE, "codewhisperer:analysis"]))
            => passes;
        "named in the credentials file": Machine::new().config(&format!("[sso-session corp]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).credentials("[dev]\nsso_session = corp\n").preset(whole())
            => passes;
    }
}

fn without_a_portal() -> Vec<Case> {
    let nameless = Preset { session: None, ..preset(None, Some("eu-west-1"), &[SCOPE]) };
    let placeholder = Preset {
        session: None,
        ..preset(Some("https://my-sso-portal.awsapps.com/start"), Some("eu-west-1"), &[])
    };
    let no_preset = Machine::new().config(&format!(
        "{DEV}[sso-session corp]\nsso_start_url = {URL}\nsso_region = eu-west-1\n"
    ));
    cases! {
        "no preset": no_preset
            => not_applicable;
        "a preset that names no portal": corp(URL, "us-east-1").preset(nameless)
            => not_applicable;
        "a preset with an example alone": corp(URL, "us-east-1").preset(placeholder)
            => not_applicable;
        "sessions of other portals": Machine::new().config(OTHERS).preset(whole())
            => not_applicable;
        "the session is not in scope": corp("https://d-2.awsapps.com/start", "eu-west-1").profile("other")
            => not_applicable;
        "the session is not defined": Machine::new().config(DEV).preset(whole())
            => not_applicable;
        "no single sign-on": Machine::new()
                    .config("[default]\ncredential_process = /bin/keys\n")
                    .preset(whole())
            => not_applicable;
        "AWS_PROFILE names a role chain's source elsewhere": Machine::new()
                    .config("[profile a]\nsource_profile = b\nrole_arn = arn:aws:iam::111122223333:role/x\n")
                    .env("AWS_PROFILE", "a")
                    .preset(whole())
            => not_applicable;
    }
}

fn differing() -> Vec<Case> {
    let key = SessionKey::Named("corp".into());
    let host = "https://ssoins-1.portal.us-east-1.app.aws";
    let elsewhere = "https://d-2.awsapps.com/start";
    let heal = |case: Case| case.healed_by("update", &[]);
    let legacy = format!(
        "[profile a]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile b]\nsso_start_url = {URL}\nsso_region = eu-west-1\n"
    );
    let other = |text: &str| Machine::new().config(text).preset(whole());
    let mut cases: Vec<Case> = cases! {
        "another region": corp(URL, "eu-west-1")
            => warn "other-region" @ 5;
        "no such region": corp(URL, "us_east_1")
            => warn "other-region" @ 5;
        "the portal's host says so, too": corp(host, "eu-west-1").preset(preset(None, Some("us-east-1"), &[]))
            => fail "other-region" @ 5;
        "another address": corp(elsewhere, "us-east-1")
            => warn "other-address" @ 4;
        "what is no portal": corp("https://corp.okta.com/app", "us-east-1")
            => warn "other-address" @ 4;
        "moved to another region": corp(elsewhere, "eu-west-1")
            => warn "other-address" @ 4;
        "moved, and the new address names its region": corp(elsewhere, "eu-west-1").preset(preset(Some(host), None, &[]))
            => warn "other-address" @ 4;
        "CRLF": Machine::new().config(&format!("[profile dev]\r\nsso_session=corp\r\n[sso-session corp]\r\nsso_start_url={elsewhere}\r\nsso_region=us-east-1\r\n")).preset(whole())
            => warn "other-address" @ 4;
        "a scope is missing": corp(URL, "us-east-1").preset(preset(Some(URL), Some("us-east-1"), &[SCOPE, "codewhisperer:completions"]))
            => note "missing-scopes" @ 6;
        "a scope of a session with another name is missing": named("mine", URL, "us-east-1", SCOPE).preset(Preset { session: None, ..preset(Some(URL), None, &["codewhisperer:completions"]) })
            => note "missing-scopes" @ 6;
        "a region for all profiles without a session": other(&legacy)
            => warn "other-region" @ 6;
        "such a profile in the credentials file": Machine::new().credentials(&format!("[default]\nsso_start_url = {URL}\nsso_region = eu-west-1\n")).preset(whole())
            => warn "other-region" @ 3;
        "another name": named("mine", URL, "us-east-1", SCOPE)
            => note "other-name" @ 3;
        "another name with a space": other(&format!("[profile dev]\nsso_session = my org\n[sso-session 'my org']\nsso_start_url = {URL}\nsso_region = us-east-1\n"))
            => note "other-name" @ 3;
        "another name, from both files": other(&format!("[profile dev]\nsso_session = mine\n[sso-session mine]\nsso_start_url = {URL}\nsso_region = us-east-1\n")).credentials("[ops]\nsso_session = mine\n")
            => note "other-name" @ 3;
        "another name, for all profiles at once": other(&format!("[DEFAULT]\nsso_session = mine\n[sso-session mine]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile a]\nregion = us-east-1\n[profile b]\nregion = us-east-1\n"))
            => note "other-name" @ 3;
    };
    // token() is for this address, in us-east-1.
    let eu = preset(Some(URL), Some("eu-west-1"), &[]);
    let away = preset(Some(elsewhere), None, &[]);
    for (name, preset, hours, severity) in [
        ("signed in there", &eu, 8, Note),
        ("signed in there, to be renewed", &eu, -1, Note),
        ("signed in at the other address", &away, 8, Note),
    ] {
        let code = if preset.region.is_some() { "other-region" } else { "other-address" };
        let machine =
            corp(URL, "us-east-1").token(&key, Ok(token(hours, true))).preset(preset.clone());
        cases.push(finds(name, machine, code, severity));
    }
    let legacy = other(&legacy).token(&SessionKey::Legacy(URL.into()), Ok(token(8, true)));
    cases.push(finds("signed in where the others are", legacy, "other-region", Warn));
    let ended = corp(URL, "us-east-1").token(&key, Ok(token(-1, false)));
    cases.push(finds("signed in there once", ended.preset(eu), "other-region", Warn));
    let foreign = corp(URL, "eu-west-1").token(&key, Ok(token(8, true)));
    cases.push(finds("signed in elsewhere", foreign, "other-region", Warn));
    let mut proven = token(8, true);
    proven.region = Some("eu-west-1".into());
    proven.start_url = Some(host.into());
    let machine = corp(host, "eu-west-1").preset(preset(None, Some("us-east-1"), &[]));
    cases.push(finds(
        "signed in against all odds",
        machine.token(&key, Ok(proven)),
        "other-region",
        Warn,
    ));
    cases.into_iter().map(heal).collect()
}

#[test]
fn an_update_sets_all_that_differs_and_leaves_the_rest() {
    let machine =
        named("corp", "https://d-2.awsapps.com/start", "eu-west-1", "sso:account:access, q:b")
            .preset(preset(Some(URL), Some("us-east-1"), &[SCOPE, "q:a"]));
    let facts = machine.facts();
    let result = crate::run(&super::CHECK, &facts, &[]);
    let finding = result.findings()[0];
    assert_eq!(finding.evidence.len(), 3);
    let plan = finding.remedies[0].plan(&facts, &Default::default()).expect("a plan");
    let after = machine.after(&plan).facts();
    let session = after.session(&SessionKey::Named("corp".into()));
    assert_eq!(session.start_url.as_deref(), Some(URL));
    assert_eq!(session.region.as_deref(), Some("us-east-1"));
    assert_eq!(session.scopes, [SCOPE, "q:b", "q:a"]);
}

#[test]
fn a_new_name_is_everywhere() {
    let machine = Machine::new()
        .config(&format!("[profile dev]\nsso_session = mine\n[profile lab]\nsso_session = mine\n[sso-session mine]\nsso_start_url = {URL}\nsso_region = us-east-1\n"))
        .credentials("[ops]\nsso_session = mine\n")
        .preset(whole());
    let facts = machine.facts();
    let result = crate::run(&super::CHECK, &facts, &[]);
    let remedy = &result.findings()[0].remedies[0];
    let plan = remedy.plan(&facts, &Default::default()).expect("a plan");
    let after = machine.after(&plan).facts();
    assert!(after.files().sessions().keys().eq(["corp"]));
    let users = &after.session_users()[&SessionKey::Named("corp".into())];
    assert_eq!(users.len(), 3);
    assert_eq!(after.session_users().len(), 1);
}

#[test]
fn an_address_and_a_name_are_two_things_to_say() {
    // The preset's portal under another name and in another region.
    let facts = named("mine", URL, "eu-west-1", SCOPE).facts();
    let result = crate::run(&super::CHECK, &facts, &[]);
    let codes: Vec<_> = result.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["other-region", "other-name"]);
    let remedies = result.findings().iter().all(|finding| finding.remedies[0].id == "update");
    assert!(remedies, "one flag chooses both");
    assert!(matches!(result.outcome(), Outcome::Found(_)));
}
