//! All checks on one machine: causes are found, consequences are not repeated, and a healthy
//! machine has no findings.

use std::fmt::Write as _;
use std::time::Duration;

use facts::{SessionKey, Why};

use super::{Machine, identity, token};
use crate::{CheckResult, Outcome, Skip, run_all};
use facts::IdentityAnswer;

fn examine(machine: &Machine) -> Vec<CheckResult> {
    run_all(&machine.facts(), |_| true)
}

/// `check: code` for every finding.
fn found(results: &[CheckResult]) -> Vec<String> {
    let of = |result: &CheckResult| {
        let findings = result.findings();
        let codes = findings.iter().map(|finding| finding.code);
        codes.map(|code| format!("{}: {code}", result.id)).collect::<Vec<_>>()
    };
    results.iter().flat_map(of).collect()
}

fn blocker(results: &[CheckResult], id: &str) -> Option<&'static str> {
    let result = results.iter().find(|result| result.id == id)?;
    match result.outcome() {
        Outcome::Skipped(Skip::BlockedBy(root)) => Some(root),
        _ => None,
    }
}

/// Every profile is signed in to `corp`, and STS returns the identity that it names.
fn healthy(profiles: usize) -> Machine {
    let mut text = String::from(
        "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n",
    );
    let mut machine = Machine::new();
    for n in 0..profiles {
        write!(
            text,
            "\n[profile p{n}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = us-east-1\n"
        )
        .expect("a string takes it");
        let answer = IdentityAnswer::Identity(identity("111122223333", "PowerUser"));
        machine = machine.identity(&format!("p{n}"), Ok(answer));
    }
    let corp = SessionKey::Named("corp".into());
    machine.config(&text).token(&corp, Ok(token(8, true)))
}

#[test]
fn a_healthy_machine_has_no_finding_and_nothing_unknown() {
    for profiles in [1, 3] {
        let results = examine(&healthy(profiles));
        assert_eq!(found(&results), Vec::<String>::new());
        for result in &results {
            assert!(
                !matches!(result.outcome(), Outcome::Unknown(_)),
                "{}: {:?}",
                result.id,
                result.outcome()
            );
        }
    }
}

#[test]
fn the_wiki_page_has_its_causes_and_no_consequence() {
    let machine = Machine::new().config(
        "\
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
sso_registration_scopes = sso:account:access
",
    );
    let results = examine(&machine);
    assert_eq!(
        found(&results),
        [
            "sso-session-exists: not-defined",
            // The address is an example, whatever the session is called.
            "sso-start-url: example",
            "profile-region: no-region"
        ]
    );
    for id in ["token-present", "token-valid", "caller-identity"] {
        assert_eq!(blocker(&results, id), Some("sso-session-exists"), "{id}");
    }
}

#[test]
fn a_misspelt_key_is_one_finding() {
    let text = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1

[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";
    for (key, wrong) in [
        ("sso_session = ", "sso_sesion = "),
        ("sso_account_id", "sso-account-id"),
        ("sso_role_name", "sso_rolename"),
        ("region = us-east-1\n\n", "regoin = us-east-1\n\n"),
        ("sso_start_url", "sso_star_url"),
        ("start\nsso_region", "start\nsso_regio"),
        ("sso_registration_scopes", "sso_registration_scope"),
    ] {
        let corp = SessionKey::Named("corp".into());
        let misspelt = text.replacen(key, wrong, 1);
        assert_ne!(misspelt, text, "{wrong}");
        let answer = IdentityAnswer::Identity(identity("111122223333", "PowerUser"));
        let machine = Machine::new()
            .config(&misspelt)
            .token(&corp, Ok(token(8, true)))
            .identity("dev", Ok(answer));
        let results = examine(&machine);
        assert_eq!(found(&results), ["config-keys: misspelt"], "{wrong}");
    }
}

#[test]
fn who_is_not_signed_in_is_told_so_once() {
    let machine = healthy(3).without_tokens();
    let results = examine(&machine);
    assert_eq!(found(&results), ["token-present: not-signed-in"]);
    for id in ["token-valid", "caller-identity"] {
        assert_eq!(blocker(&results, id), Some("token-present"), "{id}");
    }
}

#[test]
fn what_could_not_be_asked_is_unknown_and_no_fault() {
    let machine = healthy(1).identity("p0", Err(Why::TimedOut(Duration::from_secs(10))));
    let results = examine(&machine);
    assert_eq!(found(&results), Vec::<String>::new());
    let identity = results.iter().find(|result| result.id == "caller-identity");
    let outcome = identity.map(CheckResult::outcome);
    assert!(matches!(outcome, Some(Outcome::Unknown(_))), "{outcome:?}");
}

#[test]
fn ten_thousand_profiles_with_a_fault_each_are_examined() {
    let mut text = String::new();
    for n in 0..10_000 {
        // Rotates through the faults, with a different one in each session.
        let fields = match n % 5 {
            0 => "sso_session = s",
            1 => "sso_start_url = https://d-1.awsapps.com/start/",
            2 => "sso_account_id = 11112222333\nsso_session = gone",
            3 => "sso_role_name = R\nx = ",
            _ => "region = us-east-1 # home\nsso_session = s",
        };
        writeln!(text, "[profile p{n}]\n{fields}{n}\n[sso-session s{n}]")
            .expect("a string takes it");
    }
    // A check that compares pairs would be noticed here, since this takes only a second or two.
    let results = examine(&Machine::new().config(&text));
    assert!(found(&results).len() > 10_000);
}

#[test]
fn a_profile_in_two_pieces_is_one_fault() {
    // As the AWS CLI leaves it when it corrects the region of a session.
    let text = "\
[default]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
[profile default]
sso_region = us-east-1
";
    let results = examine(&Machine::new().config(text).profile("default"));
    assert_eq!(found(&results), ["config-duplicates: default-twice"]);
    assert_eq!(blocker(&results, "profile-exists"), Some("config-duplicates"));
}

/// A fault in the text of a file is reported once, and its consequences are not.
const WHOLE: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1

[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";

/// A change of it, the profile that is named, and the expected findings.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("[profile dev]", "[dev]", "", "config-sections: not-recognised"),
    ("[profile dev]", "[dev]", "dev", "config-sections: not-recognised"),
    ("[profile dev]", "[ profile dev ]", "dev", "config-sections: not-recognised"),
    ("[profile dev]", "[profile\u{a0}dev]", "dev", "config-lookalikes: in-header"),
    ("[profile dev]", "[profile dev] # see [ops]", "dev", "config-sections: text-behind"),
    ("[profile dev]\n", "[profile dev] ", "dev", "config-sections: text-behind"),
    ("[sso-session corp]", "[sso_session corp]", "", "config-sections: not-recognised"),
    ("[sso-session corp]", "[profile corp]", "dev", "config-sections: profile-for-session"),
    ("[sso-session corp]", "[sso-session corp\u{200b}]", "", "config-lookalikes: in-header"),
    ("= corp", "= corp # ours", "", "config-values: comment"),
    ("= corp", "= 'corp'", "", "config-values: quotes"),
    ("= corp", "= corp\u{200b}", "", "config-lookalikes: in-value"),
    ("= us-east-1\n\n", "= us-east-1 # home\n\n", "", "config-values: comment"),
    ("= us-east-1\n\n", "= “us-east-1”\n\n", "", "config-lookalikes: in-value"),
    ("= us-east-1\nsso_reg", "= us-east-1 # home\nsso_reg", "", "config-values: comment"),
    ("= https", "= “https", "", "config-lookalikes: in-value"),
    ("= 111122223333", "= \"111122223333\"", "", "config-values: quotes"),
    ("region = us-east-1\n\n", "  region = us-east-1\n\n", "", "config-indentation: swallowed"),
    ("sso_region", "  sso_region", "", "config-indentation: swallowed"),
    ("sso_account_id", "\tsso_account_id", "", "config-indentation: swallowed"),
    ("[sso-session corp]", "  [sso-session corp]", "", "config-indentation: swallowed"),
    ("[sso-session corp]", "\u{feff}[sso-session corp]", "", "config-lookalikes: hidden-line"),
    ("[sso-session corp]", "sso-session corp]", "", "config-syntax: stray-line"),
    ("[profile dev]", "profile dev]", "dev", "config-syntax: before-first-section"),
    ("[profile dev]", "profile dev]", "", "config-syntax: before-first-section"),
    ("[profile dev]", "\u{200b}[profile dev]", "", "config-lookalikes: hidden-line"),
    ("[profile dev]", "\u{200b}[profile dev]", "dev", "config-lookalikes: hidden-line"),
];

#[test]
fn a_fault_of_the_text_is_one_fault() {
    let corp = SessionKey::Named("corp".into());
    let mut wrong = Vec::new();
    for (from, to, name, expected) in FAULTS {
        let text = WHOLE.replacen(from, to, 1);
        assert_ne!(text, WHOLE, "{from}");
        let machine = Machine::new().config(&text).token(&corp, Ok(token(8, true)));
        let machine = match *name {
            "" => machine,
            name => machine.profile(name),
        };
        let found = found(&examine(&machine));
        if found != [*expected] {
            wrong.push(format!("{to:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// If the run is about another profile, nothing is blocked, and nothing is reported twice.
#[test]
fn a_fault_of_the_text_elsewhere_is_one_warning() {
    let other = "
[profile ops]
sso_session = other
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1

[sso-session other]
sso_start_url = https://d-0987654321.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";
    let key = SessionKey::Named("other".into());
    let mut wrong = Vec::new();
    for (from, to, _, expected) in FAULTS {
        let text = format!("{}{other}", WHOLE.replacen(from, to, 1));
        let machine = Machine::new().config(&text).profile("ops");
        let mut token = token(8, true);
        token.start_url = Some("https://d-0987654321.awsapps.com/start".into());
        let found = found(&examine(&machine.token(&key, Ok(token))));
        if found != [*expected] {
            wrong.push(format!("{to:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One fault, one finding: no other check of the files reports what `config-names`, `config-keys`
/// or `config-portable` finds.
#[test]
fn what_only_some_tools_read_is_told_by_one_check() {
    for id in ["config-names", "config-keys", "config-portable"] {
        let Some(check) = crate::find(id) else { panic!("{id}") };
        for case in (check.cases)() {
            if !matches!(case.expect, super::Expect::Finds(_)) {
                continue;
            }
            let results = examine(&case.machine);
            let finding: Vec<&str> = results
                .iter()
                .filter(|result| result.id.starts_with("config-") && !result.findings().is_empty())
                .map(|result| result.id)
                .collect();
            assert_eq!(finding, [id], "{}", case.name);
        }
    }
}

#[test]
fn the_only_profile_in_another_sections_value_is_one_fault() {
    let (profile, session) = WHOLE.split_at(WHOLE.find("[sso-session").expect("it is there"));
    for name in ["", "dev"] {
        let machine = Machine::new().config(&format!("{session}\n  {profile}"));
        let machine = match name {
            "" => machine,
            name => machine.profile(name),
        };
        let results = examine(&machine);
        assert_eq!(found(&results), ["config-indentation: swallowed"], "{name}");
    }
}
