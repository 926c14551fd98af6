//! Machines for `cli-shadowed`.

use facts::{VersionOutput, Why};

use crate::Outcome;
use crate::testing::{Case, Machine, cases, version};

const SESSION: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1234567890.awsapps.com/start\n";

fn two(first: &str, second: &str) -> Machine {
    Machine::new()
        .without_aws()
        .aws("/usr/bin/aws", Ok(version(first)))
        .aws("/opt/v2/aws", Ok(version(second)))
        .config(SESSION)
}

pub(super) fn cases() -> Vec<Case> {
    let broken = Ok(VersionOutput::Other("pyenv: aws: command not found".into()));
    cases! {
        "the newest runs": two("2.36.7", "2.9.19")
            => passes;
        "version 1 behind": two("2.36.7", "1.46.3")
            => passes;
        "the same twice": two("2.36.7", "2.36.7")
            => passes;
        "one behind that is broken": two("2.9.19", "2.9.19").aws("/x/aws", broken.clone())
            => passes;
        "one alone": Machine::new().config(SESSION)
            => not_applicable;
        "the first is broken": Machine::new().without_aws().aws("/x/aws", broken).aws("/y/aws", Ok(version("2.36.7")))
            => not_applicable;
        "not asked": Machine::new()
                    .without_aws()
                    .aws("/x/aws", Err(Why::NotAsked))
                    .aws("/y/aws", Err(Why::NotAsked))
            => unknown;
        "version 1 first": two("1.46.3", "2.36.7")
            => warn "hidden";
        "an old version 1 first": two("1.22.34", "2.36.7")
            => fail "hidden";
        "before sso-session first": two("2.8.13", "2.36.7")
            => fail "hidden";
        "older, and good enough": two("2.9.19", "2.36.7")
            => note "older-first";
    }
}

#[test]
fn the_line_for_the_shell_is_given() {
    let facts = two("1.22.34", "2.36.7").env("SHELL", "/bin/zsh").facts();
    let Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine)
    else {
        panic!("nothing found")
    };
    assert_eq!(found[0].next, "put /opt/v2 first in PATH: its aws is 2.36.7");
    assert_eq!(found[0].remedies[0].words[0], "export PATH=\"/opt/v2:$PATH\"");
}
