//! `cli-installed`: the AWS CLI is installed.

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

/// It is installed, in a folder that is not on PATH.
fn not_on_path(facts: &Facts, path: &Path) -> Finding {
    let shown = facts.shown(path);
    let folder = path.parent().unwrap_or(path);
    let line = facts.shell.prepend_path(&clean_line(&folder.to_string_lossy()));
    Finding::will_bite("not-on-path", format!("in {shown}, not on PATH"))
        .what(format!("The AWS CLI is installed in {shown}, which is not on PATH."))
        .why(
            "Signing in works without it, but the aws commands in most instructions are not found.",
        )
        .says_from("The shell", "aws: command not found")
        .next(format!("add its folder to PATH: {line}"))
        .offer(
            Remedy::guide("path-line", "Add its folder to PATH")
                .word(line)
                .word(format!(
                    "To make this permanent, add the line to a shell start-up file: {}.",
                    facts.shell.start_up_files()
                ))
                .word("If you have just installed it, try a new terminal."),
        )
}

fn not_found(facts: &Facts) -> Finding {
    let finding = Finding::will_bite("not-found", "not installed, or not on PATH")
        .what("The AWS CLI is not on PATH.")
        .why("Signing in works without it, but the aws commands in most instructions do not.")
        .next("install the AWS CLI, version 2");
    install::offer(facts, finding, Purpose::Install)
}
