//! `cli-installed`: there is an AWS CLI.

use std::path::Path;

use facts::{Facts, Subject, clean_line};

use super::install::{self, Purpose};
use crate::{Check, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "cli-installed",
    label: "AWS CLI",
    title: "The AWS CLI is installed",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

A program called `aws` stands in one of the folders of PATH. Where none does, the folders into which
the AWS CLI is usually installed are looked at: `/usr/local/bin`, `/opt/homebrew/bin`, `/snap/bin`,
`~/.local/bin`, `~/bin`, and on Windows `C:\\Program Files\\Amazon\\AWSCLIV2`.

## Why it matters

This program signs in without the AWS CLI, and so do the SDKs and Terraform once a session is signed
in to. The commands of most instructions (`aws s3 ls`, `aws sts get-caller-identity`) do need it.

## How it is put right

Where it is installed and PATH lacks its folder, you get the line that puts the folder there. Otherwise
you install it: your support team's way where a preset says one, else AWS's own installer, or a
package of your system. Nothing is installed for you.

## Errors people see

- `aws: command not found` (bash, zsh), `fish: Unknown command: aws`
- PowerShell: `The term 'aws' is not recognized as the name of a cmdlet, function, script file, or
  operable program.`
- cmd: `'aws' is not recognized as an internal or external command`

It is often installed all the same and PATH lacks its folder, or the terminal is older than the
installation.
";

fn subjects(_: &Facts) -> Vec<Subject> {
    vec![Subject::Machine]
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    match &facts.aws {
        Err(why) => Outcome::Unknown(why.clone()),
        Ok(all) => match all.first() {
            Some(first) => Outcome::Passed(facts.shown(&first.path)),
            None => Outcome::Found(vec![match facts.surroundings.aws_elsewhere.first() {
                Some(path) => not_on_path(facts, subject, path),
                None => not_found(facts, subject),
            }]),
        },
    }
}

/// It is there, in a folder that PATH lacks.
fn not_on_path(facts: &Facts, subject: &Subject, path: &Path) -> Finding {
    let shown = facts.shown(path);
    let folder = path.parent().unwrap_or(path);
    let line = facts.shell.prepend_path(&clean_line(&folder.to_string_lossy()));
    Finding::new(
        "not-on-path",
        Severity::Warn,
        subject,
        format!("at {shown}, not on PATH"),
        format!("The AWS CLI is installed at {shown}, and PATH does not lead there."),
    )
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

fn not_found(facts: &Facts, subject: &Subject) -> Finding {
    let finding = Finding::new(
        "not-found",
        Severity::Warn,
        subject,
        "not installed, or not on PATH",
        "No folder of PATH has the AWS CLI.",
    )
    .why("Signing in works without it; the aws commands of most instructions do not.")
    .next("install the AWS CLI, version 2");
    install::offer(facts, finding, Purpose::Install)
}

#[cfg(test)]
mod tests {
    use facts::{Os, Preset, Why};

    use crate::Severity::Warn;
    use crate::testing::{Case, Machine, finds, passes, unknown};
    use crate::{Applicability, Outcome};

    pub(super) fn cases() -> Vec<Case> {
        vec![
            passes("installed", Machine::new()),
            passes(
                "installed, and it does not say its version",
                Machine::new().without_aws().aws("/usr/bin/aws", Err(Why::NotAsked)),
            ),
            passes("two of them", Machine::new().aws("/usr/bin/aws", Err(Why::NotAsked))),
            finds("none", Machine::new().without_aws(), "not-found", Warn),
            finds(
                "none on Windows",
                Machine::new().without_aws().os(Os::Windows),
                "not-found",
                Warn,
            ),
            finds(
                "installed where PATH does not lead",
                Machine::new()
                    .without_aws()
                    .around(|around| around.aws_elsewhere = vec!["/opt/homebrew/bin/aws".into()]),
                "not-on-path",
                Warn,
            ),
            unknown(
                "PATH could not be searched",
                Machine::new().aws_unknown(Why::Error("PATH is not text".into())),
            ),
        ]
    }

    #[test]
    fn every_system_has_its_own_way_and_the_teams_comes_first() {
        for os in [Os::Linux, Os::MacOs, Os::Windows, Os::Other] {
            let preset = Preset {
                install: Some("Open the software centre\nand choose \u{1b}AWS CLI".into()),
                ..Preset::default()
            };
            let machine = Machine::new().without_aws().os(os);
            let first = |machine: &Machine| {
                let facts = machine.facts();
                match super::examine(&facts, &facts::Subject::Machine) {
                    Outcome::Found(found) => found[0].remedies.clone(),
                    other => panic!("{other:?}"),
                }
            };
            let alone = first(&machine);
            assert!(
                alone.iter().all(|way| way.applicability == Applicability::Guide
                    && (!way.commands.is_empty() || !way.words.is_empty())),
                "{os:?}"
            );
            let with_team = first(&machine.preset(preset));
            assert_eq!(with_team[0].id, "team-way");
            assert_eq!(with_team[0].words, ["Open the software centre", "and choose ?AWS CLI"]);
            assert_eq!(with_team.len(), alone.len() + 1);
        }
    }
}
