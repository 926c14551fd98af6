//! Machines for `sso-session-consistent`.

use facts::{Preset, SessionKey};

use crate::Severity::{Fail, Note, Warn};
use crate::testing::{Case, Machine, cases, finds, token, version};

const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = PowerUser\n";
const URL: &str = "https://d-1234567890.awsapps.com/start";
const REGIONAL: &str = "https://ssoins-1.portal.eu-west-1.app.aws";

/// A profile with its own lines, and its session with these.
fn dev(own: &str, session: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = corp\n{own}{ROLE}[sso-session corp]\n{session}"
    ))
}

fn portal(url: &str, region: &str) -> String {
    format!("sso_start_url = {url}\nsso_region = {region}\n")
}

pub(super) fn cases() -> Vec<Case> {
    let corp = portal(URL, "us-east-1");
    let mut cases = cases! {
        "each its own": dev("region = eu-west-1\n", &corp)
            => passes;
        "equal scopes are not refused": dev("sso_registration_scopes = sso:account:access\n", &format!("{corp}sso_registration_scopes = sso:account:access\n"))
            => passes;
        "[DEFAULT] adds to both": Machine::new().config(&format!("[DEFAULT]\nsso_region = us-east-1\n[profile dev]\nsso_session = corp\n{ROLE}[sso-session corp]\nsso_start_url = {URL}\n"))
            => passes;
        "CRLF": Machine::new().config(&format!("[profile dev]\r\nsso_session = corp\r\n[sso-session corp]\r\nsso_region = us-east-1\r\nsso_start_url = {URL}\r\n"))
            => passes;
        "a role to assume": Machine::new().config(&format!("[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\nsso_session = corp\nsso_region = eu-west-1\n[sso-session corp]\n{corp}"))
            => not_applicable;
        "a legacy profile": Machine::new().config(&format!("[profile dev]\n{corp}{ROLE}"))
            => not_applicable;
        "a session that is not defined": Machine::new().config(&format!("[profile dev]\nsso_session = corp\n{corp}"))
            => not_applicable;
        "no single sign-on": Machine::new()
            => not_applicable;
    };
    cases.extend(repeated());
    cases.extend(contradicting());
    cases.extend(profile_right());
    cases
}

fn repeated() -> Vec<Case> {
    let corp = portal(URL, "us-east-1");
    let same = || dev(&corp, &corp);
    let heal = |case: Case| case.at_line(3).healed_by("drop-copies", &[]);
    vec![
        heal(finds("equal copies", same(), "repeats", Warn)),
        heal(finds("the region alone", dev("sso_region = us-east-1\n", &corp), "repeats", Warn)),
        heal(finds("not in scope", same().profile("other"), "repeats", Note)),
        heal(finds("with an old AWS CLI", same().without_aws().aws("/usr/bin/aws", Ok(version("2.7.1"))), "repeats", Warn)),
        finds("in the credentials file", Machine::new().config(&format!("[profile dev]\nsso_session = corp\n[sso-session corp]\n{corp}")).credentials("[dev]\nsso_region = us-east-1\n"), "repeats", Warn)
            .at_line(2)
            .healed_by("drop-copies", &[]),
        finds("in both files", Machine::new().config(&format!("[profile dev]\nsso_session = corp\nsso_region = us-west-2\n[sso-session corp]\n{corp}")).credentials("[dev]\nsso_region = us-east-1\n"), "repeats", Warn)
            .at_line(2)
            .healed_by("drop-copies", &[]),
    ]
}

fn contradicting() -> Vec<Case> {
    let corp = portal(URL, "us-east-1");
    let key = SessionKey::Named("corp".into());
    let heal = |case: Case| case.at_line(3).healed_by("drop-copies", &[]);
    let from_session = |case: Case| case.at_line(3).healed_by("drop-from-session", &[]);
    vec![
        heal(finds("another region", dev("sso_region = eu-west-1\n", &corp), "differs", Fail)),
        heal(finds("a slash", dev(&format!("sso_start_url = {URL}/\n"), &corp), "differs", Fail)),
        heal(finds("an empty value", dev("sso_region =\n", &corp), "differs", Fail)),
        heal(finds("both", dev(&portal("https://d-9.awsapps.com/start", "eu-west-1"), &corp), "differs", Fail)),
        heal(finds("other scopes", dev("sso_registration_scopes = codewhisperer:completions\n", &format!("{corp}sso_registration_scopes = sso:account:access\n")), "differs", Fail)),
        heal(finds("not in scope", dev("sso_region = eu-west-1\n", &corp).profile("other"), "differs", Warn)),
        heal(finds("signed in with the session", dev("sso_region = eu-west-1\n", &corp).token(&key, Ok(token(8, true))), "differs", Fail)),
        finds("without a role", Machine::new().config(&format!("[profile dev]\nsso_session = corp\nsso_region = eu-west-1\n[sso-session corp]\n{corp}")), "differs", Warn)
            .at_line(3)
            .healed_by("drop-copies", &[]),
        from_session(finds("a region in the session", dev("region = eu-west-1\n", &format!("{corp}region = us-east-1\n")), "differs", Fail)),
        finds("another role in the session", dev("", &format!("{corp}sso_role_name = Admin\n")), "differs", Fail)
            .at_line(4)
            .healed_by("drop-from-session", &[]),
        heal(finds("of both kinds", dev("sso_region = eu-west-1\n", &format!("{corp}sso_role_name = Admin\n")), "differs", Fail)),
    ]
}

fn profile_right() -> Vec<Case> {
    let corp = portal(URL, "us-east-1");
    let preset = Preset {
        start_url: Some(URL.into()),
        region: Some("eu-west-1".into()),
        ..Preset::default()
    };
    let example = portal("https://my-sso-portal.awsapps.com/start", "us-east-1");
    let other = format!(
        "{corp}[profile ops]\nsso_session = ops\n[sso-session ops]\n{}",
        portal(URL, "eu-west-1")
    );
    let both = |case: Case| {
        case.at_line(3).healed_by("move-to-session", &[]).healed_by("drop-copies", &[])
    };
    vec![
        both(finds(
            "the address says so",
            dev("sso_region = eu-west-1\n", &portal(REGIONAL, "us-east-1")),
            "differs",
            Fail,
        )),
        both(finds(
            "the session's is misspelt",
            dev("sso_region = us-east-1\n", &portal(URL, "us-eats-1")),
            "differs",
            Fail,
        )),
        both(finds(
            "the preset says so",
            dev("sso_region = eu-west-1\n", &corp).preset(preset),
            "differs",
            Fail,
        )),
        both(finds(
            "another session says so",
            dev("sso_region = eu-west-1\n", &other),
            "differs",
            Fail,
        )),
        both(finds(
            "the session has an example",
            dev(&format!("sso_start_url = {URL}\n"), &example),
            "differs",
            Fail,
        )),
    ]
}

#[test]
fn copies_are_dropped_without_a_question_only_if_the_aws_cli_reads_the_session() {
    use crate::Applicability::{Ask, Safe};
    let corp = portal(URL, "us-east-1");
    let other = "sso_region = eu-west-1\n";
    let known = |number: &str| Ok(version(number));
    for (own, number, applicability) in [
        (corp.as_str(), "1.27.9", Ask),
        (corp.as_str(), "1.27.10", Safe),
        (corp.as_str(), "2.8.13", Ask),
        (corp.as_str(), "2.9.0", Safe),
        (corp.as_str(), "", Ask),
        (other, "1.27.9", Ask),
        (other, "2.8.13", Ask),
        (other, "2.9.0", Safe),
    ] {
        // Without a number the version could not be found out.
        let version = if number.is_empty() { Err(facts::Why::NotAsked) } else { known(number) };
        let machine = dev(own, &corp).without_aws().aws("/usr/bin/aws", version);
        let subject = facts::Subject::Profile("dev".into());
        let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &subject);
        let crate::Outcome::Found(found) = outcome else { panic!("{outcome:?}") };
        let offered = found[0].remedies.iter().find(|remedy| remedy.id == "drop-copies").unwrap();
        assert_eq!(offered.applicability, applicability, "{number}: {own}");
    }
}
