//! Machines for `profile-credentials`.

use facts::Why;

use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile production-sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";

/// A profile with these lines, chosen by AWS_PROFILE, and one that signs in.
fn production(lines: &str) -> Machine {
    Machine::new()
        .config(&format!("[profile production]\nregion = us-west-2\n{lines}{SSO}"))
        .env("AWS_PROFILE", "production")
}

pub(super) fn cases() -> Vec<Case> {
    let arn = "role_arn = arn:aws:iam::111122223333:role/x\n";
    let unknown = |machine: Machine| {
        machine.around(|around| around.instance = Err(Why::Error("no firmware".into())))
    };
    let default = |rest: &str| {
        Machine::new().config(&format!("[default]\nregion = us-west-2\noutput = json\n{rest}"))
    };
    cases! {
        "single sign-on": production("").env("AWS_PROFILE", "production-sso").profile("production-sso")
            => passes;
        "keys in the credentials file": production("").credentials("[production]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => passes;
        "a command": production("credential_process = /bin/keys\n")
            => passes;
        "a role": production(&format!("{arn}source_profile = production-sso\n"))
            => passes;
        "aws login": production("login_session = arn:aws:iam::111122223333:user/x\n")
            => passes;
        "keys in the environment": production("").env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => passes;
        "a container's role": production("").env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials")
            => passes;
        "an EC2 instance may have a role": production("").around(|around| around.instance = Ok(true))
            => not_applicable;
        "the default profile, not chosen": default("[profile dev]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "among all profiles": production("").all_profiles()
            => not_applicable;
        "only a region": production("")
            => fail "no-source" @ 1;
        "only a region, named by the flag": production("").profile("production")
            => fail "no-source" @ 1;
        "a start-up file chose it": production("").start_up("/home/mira/.bashrc", 9, "AWS_PROFILE", "export AWS_PROFILE=production")
            => fail "no-source" @ 1;
        "an EC2 instance without its metadata service": production("").env("AWS_EC2_METADATA_DISABLED", "true").around(|around| around.instance = Ok(true))
            => fail "no-source" @ 1;
        "it is not known whether this is an EC2 instance": unknown(production(""))
            => warn "no-source" @ 1;
        "no similar profile": production("").config("[profile production]\nregion = x\n[profile dev]\ncredential_process = /bin/keys\n")
            => fail "no-source" @ 1;
        "a profile of aws-vault": production("mfa_serial = arn:aws:iam::111122223333:mfa/mira\n")
            => warn "no-source" @ 1;
        "the default profile alone": default("")
            => warn "no-source" @ 1;
        "credential_source without a role": production("credential_source = Environment\n")
            => fail "no-source" @ 1;
        "a source without a role": production("source_profile = production-sso\n")
            => fail "source-without-role" @ 3,
            heals "add-role" (role_arn = "arn:aws:iam::111122223333:role/Name");
    }
}

#[test]
fn only_the_arn_of_a_role_is_accepted() {
    for arn in
        ["arn:aws:iam::111122223333:role/Name", " arn:aws-us-gov:iam::111122223333:role/a/B "]
    {
        assert_eq!(super::accept_role_arn(arn), Ok(arn.trim().to_owned()));
    }
    for text in [
        "",
        "Name",
        "arn:aws:iam::111122223333:user/Name",
        "arn:aws:iam::1234:role/Name",
        "arn:aws:sts::111122223333:role/Name",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam::111122223333:role/a b",
    ] {
        assert!(super::accept_role_arn(text).is_err(), "{text}");
    }
}

#[test]
fn the_profile_that_signs_in_is_named_in_the_shells_words() {
    let machine = production("")
        .start_up(
            "/home/mira/.config/fish/config.fish",
            4,
            "AWS_PROFILE",
            "set -gx AWS_PROFILE production",
        )
        .env("SHELL", "/usr/bin/fish");
    let subject = facts::Subject::Profile("production".into());
    let crate::Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &machine.facts(), &subject)
    else {
        panic!("nothing found")
    };
    assert_eq!(
        found[0].next,
        "set -gx AWS_PROFILE production-sso; it is set in line 4 of ~/.config/fish/config.fish"
    );
    assert_eq!(found[0].evidence[1].place.location.line, 4);
}
