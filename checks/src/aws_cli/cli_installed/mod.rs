//! `cli-installed`: there is an AWS CLI.

#[cfg(test)]
mod cases;

use std::path::Path;

use facts::{Facts, clean_line};

use super::install::{self, Purpose};
use crate::check::{Examine, always};
use crate::{Check, Finding, Group, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "cli-installed",
    label: "AWS CLI",
    title: "The AWS CLI is installed",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(always, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts) -> Outcome {
    match &facts.aws {
        Err(why) => Outcome::Unknown(why.clone()),
        Ok(all) => match all.first() {
            Some(first) => Outcome::Passed(facts.shown(&first.path)),
            None => Outcome::Found(vec![match facts.surroundings.aws_elsewhere.first() {
                Some(path) => not_on_path(facts, path),
                None => not_found(facts),
            }]),
        },
    }
}

/// It is there, in a folder that PATH lacks.
fn not_on_path(facts: &Facts, path: &Path) -> Finding {
    let shown = facts.shown(path);
    let folder = path.parent().unwrap_or(path);
    let line = facts.shell.prepend_path(&clean_line(&folder.to_string_lossy()));
    Finding::will_bite("not-on-path", format!("at {shown}, not on PATH"))
        .what(format!("The AWS CLI is installed at {shown}, and PATH does not lead there."))
        .why("Signing in works without it; the aws commands of most instructions are not found.")
        .says("aws: command not found")
        .next(format!("put its folder on PATH: {line}"))
        .offer(
            Remedy::guide("path-line", "Put its folder on PATH")
                .word(line)
                .word(format!(
                    "To keep it, put the line into a start-up file of your shell: {}.",
                    facts.shell.start_up_files()
                ))
                .word("If you have just installed it, a new terminal may be all it takes."),
        )
}

fn not_found(facts: &Facts) -> Finding {
    let finding = Finding::will_bite("not-found", "not installed, or not on PATH")
        .what("No folder of PATH has the AWS CLI.")
        .why("Signing in works without it; the aws commands of most instructions do not.")
        .next("install the AWS CLI, version 2");
    install::offer(facts, finding, Purpose::Install)
}
