//! Machines for `profile-chain`.

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, cases, finds};

const ARN: &str = "role_arn = arn:aws:iam::111122223333:role/x\n";
const SSO: &str = "[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";

/// A profile that assumes a role, with these lines, and one that signs in.
fn chain(rest: &str) -> Machine {
    Machine::new().config(&format!("[profile dev]\n{ARN}{rest}{SSO}")).profile("dev")
}

/// A profile that assumes a role with another profile's credentials.
fn link(name: &str, source: &str) -> String {
    format!("[profile {name}]\n{ARN}source_profile = {source}\n")
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(faults());
    cases.extend(circles());
    cases
}

fn healthy() -> Vec<Case> {
    let all = |links: &[String]| Machine::new().config(&format!("{}{SSO}", links.concat()));
    cases! {
        "on single sign-on": chain("source_profile = sso\n")
            => passes;
        "three links": all(&[link("a", "b"), link("b", "c"), link("c", "sso")])
            => passes;
        "on keys": chain("source_profile = keys\n").credentials("[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => passes;
        "its own keys": chain("source_profile = dev\n").credentials("[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => passes;
        "on a process": Machine::new().config(&format!("{}[profile base]\ncredential_process = /bin/keys\n", link("dev", "base")))
            => passes;
        "aws-vault keeps the keys of the source": Machine::new().config(&format!("{SSO}{}[profile base]\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n", link("dev", "base"))).profile("sso")
            => note "no-credentials" @ 10;
        "the same profile itself": Machine::new().config(&format!("{}[profile base]\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n", link("dev", "base"))).profile("dev")
            => fail "no-credentials" @ 3;
        "on a web identity": Machine::new().config(&format!("{}[profile base]\n{ARN}web_identity_token_file = /token\n", link("dev", "base")))
            => passes;
        "on aws login": Machine::new().config(&format!("{}[profile base]\nlogin_session = arn:aws:iam::111122223333:user/x\n", link("dev", "base")))
            => passes;
        "on single sign-on without a role, which profile-fields tells of": Machine::new().config(&format!("{}[profile base]\nsso_session = corp\n", link("dev", "base")))
            => passes;
        "an instance's role": chain("credential_source = Ec2InstanceMetadata\n")
            => passes;
        "[default] as the source": Machine::new().config(&format!("{}[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n", link("dev", "default")))
            => passes;
        "a name in quotes": Machine::new().config(&format!("{}[profile 'my base']\ncredential_process = /bin/keys\n", link("dev", "my base")))
            => passes;
        "a web identity needs no source": Machine::new().config(&format!("[profile dev]\n{ARN}web_identity_token_file = /token\n"))
            => not_applicable;
        "source_profile without a role is not looked at": Machine::new().config("[profile dev]\nsource_profile = gone\n")
            => not_applicable;
        "a comment is config-values' business": chain("source_profile = sso # ours\n")
            => not_applicable;
        "no role": Machine::new().config(SSO)
            => not_applicable;
    }
}

fn faults() -> Vec<Case> {
    let choose = |case: Case| case.healed_by("choose-profile", &[("source_profile", "sso")]);
    let source = |case: Case| {
        case.healed_by("choose-credential-source", &[("credential_source", "Environment")])
    };
    vec![
        choose(
            finds(
                "a profile that does not exist",
                chain("source_profile = gone\n"),
                "not-found",
                Fail,
            )
            .at_line(3),
        ),
        choose(
            finds("nearly its name", chain("source_profile = ss0\n"), "not-found", Fail).at_line(3),
        ),
        choose(finds("an empty one", chain("source_profile =\n"), "not-found", Fail).at_line(3)),
        choose(
            finds(
                "not in scope",
                chain("source_profile = gone\n").profile("sso"),
                "not-found",
                Warn,
            )
            .at_line(3),
        ),
        finds(
            "not found, and nothing else is there",
            Machine::new().config(&link("dev", "gone")).profile("dev"),
            "not-found",
            Fail,
        )
        .at_line(3),
        choose(
            finds(
                "the source of a source",
                Machine::new()
                    .config(&format!("{}{}{SSO}", link("dev", "mid"), link("mid", "gone")))
                    .profile("dev"),
                "not-found",
                Fail,
            )
            .at_line(6),
        ),
        choose(finds("no source", chain(""), "no-source", Fail).at_line(1)),
        finds(
            "both",
            chain("source_profile = sso\ncredential_source = Environment\n"),
            "both-sources",
            Fail,
        )
        .at_line(3)
        .healed_by("keep-profile", &[])
        .healed_by("keep-source", &[]),
        source(
            finds(
                "small letters",
                chain("credential_source = environment\n"),
                "unknown-source",
                Fail,
            )
            .at_line(3),
        ),
        source(
            finds(
                "something else",
                chain("credential_source = keychain\n"),
                "unknown-source",
                Fail,
            )
            .at_line(3),
        ),
        choose(
            finds(
                "a source without credentials",
                Machine::new()
                    .config(&format!(
                        "{}[profile base]\nregion = us-east-1\n{SSO}",
                        link("dev", "base")
                    ))
                    .profile("dev"),
                "no-credentials",
                Fail,
            )
            .at_line(3),
        ),
    ]
}

fn circles() -> Vec<Case> {
    let choose = |case: Case| case.healed_by("choose-profile", &[("source_profile", "sso")]);
    let all = |links: &[String]| Machine::new().config(&format!("{}{SSO}", links.concat()));
    vec![
        choose(
            finds(
                "two profiles",
                all(&[link("a", "b"), link("b", "a")]).profile("b"),
                "circle",
                Fail,
            )
            .at_line(3),
        ),
        choose(
            finds(
                "three",
                all(&[link("a", "b"), link("b", "c"), link("c", "a")]).profile("a"),
                "circle",
                Fail,
            )
            .at_line(3),
        ),
        choose(finds("itself", all(&[link("a", "a")]).profile("a"), "circle", Fail).at_line(3)),
        choose(
            finds(
                "led into",
                all(&[link("dev", "a"), link("a", "b"), link("b", "a")]).profile("dev"),
                "circle",
                Fail,
            )
            .at_line(6),
        ),
        choose(
            finds("not in scope", all(&[link("a", "b"), link("b", "a")]), "circle", Warn)
                .at_line(3),
        ),
    ]
}

#[test]
fn a_source_that_a_header_hides_is_reported_by_the_check_of_headers() {
    use crate::{Outcome, Skip};
    let hidden = "credential_process = /bin/keys\n";
    for (config, credentials) in [
        (format!("{}[base]\n{hidden}", link("dev", "base")), String::new()),
        (format!("{}[ profile base ]\n{hidden}", link("dev", "base")), String::new()),
        (link("dev", "base"), format!("[profile base]\n{hidden}")),
    ] {
        let machine = Machine::new().config(&config).credentials(&credentials).profile("dev");
        let subject = facts::Subject::Profile("dev".into());
        let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &subject);
        assert!(
            matches!(outcome, Outcome::Skipped(Skip::BlockedBy("config-sections"))),
            "{config}{credentials}: {outcome:?}"
        );
    }
}
