//! Machines for `env-credentials`.

use crate::Outcome;
use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const LONG: &str = "AKIAIOSFODNN7EXAMPLE";
const SHORT: &str = "ASIAIOSFODNN7EXAMPLE";

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
