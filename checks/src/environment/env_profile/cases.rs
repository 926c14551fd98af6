//! Machines for `env-profile`.

use aws_files::FileKind;
use facts::FileState;

use crate::Outcome;
use crate::testing::{Case, Machine, cases};

const TWO: &str = "[profile dev-account]\nsso_session = corp\n[profile prod]\nregion = us-east-1\n[sso-session corp]\n";

fn named(name: &str) -> Machine {
    Machine::new().config(TWO).env("AWS_PROFILE", name)
}

pub(super) fn cases() -> Vec<Case> {
    let silent = FileState::Unreadable { why: "no answer within 5 s".into(), denied: false };
    let default_name = |name: &str| Machine::new().config(TWO).env("AWS_DEFAULT_PROFILE", name);
    cases! {
        "not set": Machine::new().config(TWO)
            => not_applicable;
        "it exists": named("prod")
            => passes;
        "the other variable": default_name("prod")
            => passes;
        "both say the same": named("prod").env("AWS_DEFAULT_PROFILE", "prod")
            => passes;
        "another one is examined": named("gone").profile("prod")
            => passes;
        "default on a build server": Machine::new()
                    .env("AWS_PROFILE", "default")
                    .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => passes;
        "the file did not answer": named("dev").file(FileKind::Config, silent)
            => unknown;
        "a near name": named("dev-acount")
            => fail "not-found";
        "no near name": named("staging")
            => fail "not-found";
        "no profile at all": Machine::new().env("AWS_PROFILE", "dev")
            => fail "not-found";
        "by the other variable": default_name("gone")
            => fail "not-found";
        "a start-up file sets it": named("dev-acount").start_up("/home/mira/.zshrc", 12, "AWS_PROFILE", "export AWS_PROFILE=dev-acount")
            => fail "not-found" @ 12;
        "a start-up file sets it, and there is no near name": named("staging").start_up("/home/mira/work/.envrc", 1, "AWS_PROFILE", "export AWS_PROFILE=staging")
            => fail "not-found" @ 1;
        "no profile at all, and an EC2 instance": Machine::new().env("AWS_PROFILE", "dev").around(|around| around.instance = Ok(true))
            => fail "not-found";
        "set to nothing": named("")
            => fail "empty";
        "the other set to nothing": default_name("")
            => fail "empty";
        "two names": named("prod").env("AWS_DEFAULT_PROFILE", "dev-account")
            => warn "two-names";
        "two names, one of them gone": named("prod").env("AWS_DEFAULT_PROFILE", "gone")
            => warn "two-names";
    }
}

#[test]
fn the_line_to_type_is_given_in_the_shells_words() {
    let facts = named("dev-acount").env("SHELL", "/usr/bin/fish").facts();
    let subject = facts::Subject::Profile("dev-acount".into());
    let Outcome::Found(found) = crate::engine::examine(&super::CHECK, &facts, &subject) else {
        panic!("nothing found")
    };
    assert_eq!(found[0].next, "set -gx AWS_PROFILE dev-account");
    assert_eq!(
        found[0].says.as_deref(),
        Some("The config profile (dev-acount) could not be found")
    );
}
