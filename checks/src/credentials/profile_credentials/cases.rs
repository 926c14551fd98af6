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
    let signed_in = |machine: Machine| {
        let key = facts::SessionKey::Named("corp".into());
        machine.token(&key, Ok(crate::testing::token(8, true)))
    };
    let logged_in = |machine: Machine| {
        let session = "arn:aws:iam::111122223333:user/x";
        machine.login(session, Ok(crate::testing::login_keys(60)))
    };
    let default = |rest: &str| {
        Machine::new().config(&format!("[default]\nregion = us-west-2\noutput = json\n{rest}"))
    };
    let chosen = |lines: &str| {
        Machine::new()
            .config(&format!("[profile production]\nregion = us-west-2\n{lines}"))
            .env("AWS_PROFILE", "production")
    };
    let keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n";
    let process = "credential_process = /bin/keys\n";
    let login = "login_session = arn:aws:iam::111122223333:user/x\n";
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
        "a role on the environment's keys": chosen(&format!("{arn}credential_source = Environment\n")).env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE").env("AWS_SECRET_ACCESS_KEY", "x")
            => passes;
        "a role on a container's role": chosen(&format!("{arn}credential_source = EcsContainer\n")).env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x")
            => passes;
        "a role on an instance's role, which may be one": unknown(chosen(&format!("{arn}credential_source = Ec2InstanceMetadata\n")))
            => passes;
        "a web identity": chosen(&format!("{arn}web_identity_token_file = /token\n"))
            => passes;
        "a role that is signed for with its own keys": chosen(&format!("{arn}source_profile = production\n{keys}"))
            => passes;
        "a role on the environment's keys, which are not set": chosen(&format!("{arn}credential_source = Environment\n"))
            => fail "empty-source" @ 4;
        "a role on a container's role, outside a container": chosen(&format!("{arn}credential_source = EcsContainer\n"))
            => fail "empty-source" @ 4;
        "a role on an instance's role, elsewhere": chosen(&format!("{arn}credential_source = Ec2InstanceMetadata\n"))
            => fail "empty-source" @ 4;
        "the default profile, with a role on nothing": Machine::new().config(&format!("[default]\n{arn}credential_source = Environment\n"))
            => warn "empty-source" @ 3;
        "a web identity without a role": chosen("web_identity_token_file = /token\n")
            => fail "web-identity-without-role" @ 3,
            heals "add-role" (role_arn = "arn:aws:iam::111122223333:role/Name");
        "keys and a process": chosen(&format!("{keys}{process}"))
            => warn "two-kinds" @ 5,
            heals "comment-out-other",
            heals "comment-out-used";
        "keys in the credentials file and a process": chosen(process).credentials(&format!("[production]\n{keys}"))
            => warn "two-kinds" @ 2,
            heals "comment-out-other",
            heals "comment-out-used";
        "aws login and keys": logged_in(chosen(&format!("{keys}{login}")))
            => warn "two-kinds" @ 5,
            heals "comment-out-other",
            heals "comment-out-used";
        "aws login and a process": logged_in(chosen(&format!("{login}{process}")))
            => warn "two-kinds" @ 3,
            heals "comment-out-other",
            heals "comment-out-used";
        "a role and single sign-on": signed_in(production(&format!("{arn}source_profile = production-sso\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n")))
            => warn "two-kinds" @ 3,
            heals "comment-out-other",
            heals "comment-out-used";
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
