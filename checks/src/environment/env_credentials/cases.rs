//! Machines for `env-credentials`.

use crate::Outcome;
use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const LONG: &str = "AKIAIOSFODNN7EXAMPLE";
const SHORT: &str = "ASIAIOSFODNN7EXAMPLE";

const ARN: &str = "arn:aws:iam::111122223333:role/ci";
const WORKING: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";

/// Keys under the names that the AWS CLI does not read.
fn old_names() -> Machine {
    Machine::new().env("AWS_ACCESS_KEY", LONG).env("AWS_SECRET_KEY", "s3cr3t-s3cr3t")
}

/// Temporary keys in the environment, and the AWS CLI's cached keys of the profile in use.
fn cached(id: &str) -> Machine {
    let key = facts::SessionKey::Named("corp".into());
    let mut credentials = crate::testing::role_credentials(60);
    credentials.key_id = facts::Secret::new("ASIACACHEDKEY7EXAMPL".to_owned());
    keys(id)
        .config(WORKING)
        .env("AWS_SESSION_TOKEN", "t0ken")
        .env("AWS_PROFILE", "dev")
        .token(&key, Ok(crate::testing::token(8, true)))
        .cached_role(&key, "111122223333", "Dev", Ok(credentials))
}

fn keys(id: &str) -> Machine {
    Machine::new()
        .config(SSO)
        .env("AWS_ACCESS_KEY_ID", id)
        .env("AWS_SECRET_ACCESS_KEY", "s3cr3t-s3cr3t")
}

pub(super) fn cases() -> Vec<Case> {
    let id_alone = || Machine::new().env("AWS_ACCESS_KEY_ID", LONG);
    cases! {
        "none": Machine::new().config(SSO)
            => not_applicable;
        "set to nothing": Machine::new().config(SSO).env("AWS_ACCESS_KEY_ID", "")
            => not_applicable;
        "a build server": keys(LONG).config("[default]\nregion = us-east-1\n")
            => passes;
        "a build server without files": keys(LONG).file(aws_files::FileKind::Config, facts::FileState::Missing)
            => passes;
        "single sign-on in another profile": keys(LONG)
                    .config(&format!("{SSO}[profile keys]\nregion = us-east-1\n"))
                    .env("AWS_PROFILE", "keys")
            => passes;
        "long-term keys": keys(LONG)
            => fail "keys-win";
        "long-term keys and AWS_PROFILE": keys(LONG).env("AWS_PROFILE", "dev")
            => fail "keys-win";
        "the profile is named on the command line": keys(LONG).profile("dev")
            => warn "keys-win";
        "of another tool": keys(SHORT).env("AWS_SESSION_TOKEN", "t0ken")
            => warn "keys-win";
        "temporary, without a token": keys(SHORT)
            => fail "keys-win";
        "start-up files set them": keys(LONG)
                    .start_up("/home/mira/.zshrc", 3, "AWS_ACCESS_KEY_ID", "export AWS_ACCESS_KEY_ID=…")
                    .start_up("/home/mira/.zshrc", 4, "AWS_SECRET_ACCESS_KEY", "export AWS_SECRET_ACCESS_KEY=…")
            => fail "keys-win" @ 3;
        "with the old name of the token": keys(SHORT).env("AWS_SECURITY_TOKEN", "t0ken")
            => warn "keys-win";
        "of no form of AWS": keys("test")
            => fail "keys-win";
        "half a pair": id_alone().config(SSO)
            => fail "half-a-pair";
        "half a pair without single sign-on": id_alone()
            => fail "half-a-pair";
        "half a pair and --profile": id_alone().config(SSO).profile("dev")
            => warn "half-a-pair";
        "the keys of the profile in use, in a file": keys(LONG).credentials(&format!("[work]\naws_access_key_id = {LONG}\naws_secret_access_key = x\n")).env("AWS_PROFILE", "work")
            => passes;
        "the keys of the profile in use, as the AWS CLI cached them": cached("ASIACACHEDKEY7EXAMPL")
            => passes;
        "other keys than the AWS CLI cached": cached("ASIAOTHERKEYZ7EXAMPL")
            => warn "keys-win";
        "a chosen profile with other keys": keys(LONG).credentials("[work]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = x\n").env("AWS_PROFILE", "work")
            => fail "keys-win";
        "a chosen profile with a role on the environment's keys": keys(LONG).config("[profile ci]\nrole_arn = arn:aws:iam::111122223333:role/x\ncredential_source = Environment\n").env("AWS_PROFILE", "ci")
            => fail "keys-win";
        "the default profile has other keys": keys(LONG).config("[default]\nregion = us-east-1\n").credentials("[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = x\n")
            => note "keys-win";
        "keys that have ended": keys(SHORT).env("AWS_SESSION_TOKEN", "t0ken").env("AWS_CREDENTIAL_EXPIRATION", "2026-11-23T07:30:00+00:00")
            => fail "expired";
        "keys that have ended, without single sign-on": keys(SHORT).config("").env("AWS_CREDENTIAL_EXPIRATION", "2026-11-23T07:30:00Z")
            => fail "expired";
        "keys that last": keys(SHORT).config("").env("AWS_SESSION_TOKEN", "t0ken").env("AWS_CREDENTIAL_EXPIRATION", "2026-11-23T10:30:00Z")
            => passes;
        "quotation marks": keys("\"AKIAIOSFODNN7EXAMPLE\"").config("")
            => fail "not-a-key";
        "a line end of Windows": keys("AKIAIOSFODNN7EXAMPLE\r").config("")
            => fail "not-a-key";
        "a masked key": keys("****************MPLE").config("")
            => fail "not-a-key";
        "the two keys are swapped": keys("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").env("AWS_SECRET_ACCESS_KEY", LONG).config("")
            => fail "not-a-key";
        "a space in the secret": keys(LONG).env("AWS_SECRET_ACCESS_KEY", "wJalr XUtn").config("")
            => warn "not-a-key";
        "the old names": old_names().config(SSO)
            => warn "old-names";
        "the old names and no profile": old_names()
            => warn "old-names";
        "both names": old_names().env("AWS_ACCESS_KEY_ID", LONG).env("AWS_SECRET_ACCESS_KEY", "x")
            => passes;
        "an old name without its secret": Machine::new().config(SSO).env("AWS_ACCESS_KEY", LONG)
            => not_applicable;
        "half a pair, with the old name of the secret": id_alone().env("AWS_SECRET_KEY", "x")
            => fail "half-a-pair";
        "a role without a token": Machine::new().config(SSO).env("AWS_ROLE_ARN", ARN)
            => note "role-alone";
        "a role that a build server has assumed": keys(SHORT).env("AWS_SESSION_TOKEN", "t0ken").env("AWS_ROLE_ARN", ARN).config("")
            => passes;
        "a cluster": Machine::new().env("AWS_ROLE_ARN", ARN).env("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
            => passes;
        "a cluster and single sign-on": Machine::new().config(WORKING).env("AWS_ROLE_ARN", ARN).env("AWS_WEB_IDENTITY_TOKEN_FILE", "/token").env("AWS_PROFILE", "dev")
            => warn "web-identity-wins";
        "a cluster without a role": Machine::new().config(WORKING).env("AWS_WEB_IDENTITY_TOKEN_FILE", "/token").env("AWS_PROFILE", "dev")
            => fail "no-web-identity-role";
        "a cluster without a role, and --profile": Machine::new().config(WORKING).env("AWS_WEB_IDENTITY_TOKEN_FILE", "/token").profile("dev")
            => warn "no-web-identity-role";
        "a container": Machine::new().config(WORKING).env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1338/x")
            => passes;
        "a secret alone": Machine::new().config(SSO).env("AWS_SECRET_ACCESS_KEY", "x")
            => note "left-over";
    }
}

#[test]
fn no_value_is_shown_and_every_name_has_its_line() {
    let facts = keys(LONG).env("AWS_SESSION_TOKEN", "t0ken").env("SHELL", "/usr/bin/fish").facts();
    let Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine)
    else {
        panic!("nothing found")
    };
    let text = format!("{found:?} {:?}", found[0].remedies[0].words);
    for secret in [LONG, "s3cr3t", "t0ken"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(found[0].what.contains("AKIA…MPLE"));
    assert_eq!(
        found[0].remedies[0].words[..3],
        ["set -e AWS_ACCESS_KEY_ID", "set -e AWS_SECRET_ACCESS_KEY", "set -e AWS_SESSION_TOKEN"]
    );
}
