//! `cli-shadowed`: the first `aws` on PATH is the newest one.

use facts::{AwsExecutable, AwsVersion, Facts, Subject, VersionOutput, clean_line};

use super::cli_version::{fitting_behind, judge};
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "cli-shadowed",
    label: "first aws",
    title: "The first `aws` on PATH is the newest one",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &["cli-installed"],
    wants: &[FactKey::AwsVersions],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

Where several programs called `aws` stand on PATH, the first one runs. It is compared with those
behind it.

## Why it matters

Version 1, as `pip install awscli` or a distribution brings it, often stands before version 2 and has no
`aws sso login`. The error speaks of an invalid choice, not of two versions. Where the first one does
all that the profiles need and another is newer, that is only mentioned.

## How it is put right

You put the folder of the newer one first in PATH, in your shell's start-up file, or remove the older
one. In a terminal that was open before, `hash -r` makes bash and zsh look again.

## Errors people see

- `aws: error: argument operation: Invalid choice, valid choices are:`
- `aws: error: argument command: Invalid choice, valid choices are:`
- `The profile \"NAME\" is configured to use SSO but is missing required configuration: sso_region,
  sso_start_url`
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    match &facts.aws {
        Ok(all) if all.len() > 1 => vec![Subject::Machine],
        _ => Vec::new(),
    }
}

fn version(aws: &AwsExecutable) -> Option<&AwsVersion> {
    match &aws.version {
        Ok(VersionOutput::Aws(version)) => Some(version),
        _ => None,
    }
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Ok([first, behind @ ..]) = facts.aws.as_deref() else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some(runs) = version(first) else {
        return match &first.version {
            // `cli-version` says what the first one does instead of printing its version.
            Ok(_) => Outcome::Skipped(Skip::NotApplicable),
            Err(why) => Outcome::Unknown(why.clone()),
        };
    };
    let all = facts.aws.as_deref().unwrap_or_default();
    if let Some(fault) = judge(facts, subject, runs)
        && let Some((other, found)) = fitting_behind(facts, subject, all)
    {
        return Outcome::Found(vec![hidden(facts, subject, fault, first, other, found)]);
    }
    // One behind that cannot say its version cannot be told to be newer.
    let newest = behind
        .iter()
        .filter_map(|other| Some((other, version(other)?)))
        .max_by_key(|(_, found)| *found)
        .filter(|(_, found)| numbers(found) > numbers(runs));
    match newest {
        Some((other, found)) => {
            Outcome::Found(vec![older_first(facts, subject, first, runs, other, found)])
        }
        None => Outcome::Passed(facts.shown(&first.path)),
    }
}

const fn numbers(version: &AwsVersion) -> (u64, u64, u64) {
    (version.0.major, version.0.minor, version.0.patch)
}

/// The first one cannot serve these profiles, one behind it can.
fn hidden(
    facts: &Facts,
    subject: &Subject,
    fault: Finding,
    first: &AwsExecutable,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let (here, there) = (facts.shown(&first.path), facts.shown(&other.path));
    let finding = Finding::new(
        "hidden",
        fault.severity,
        subject,
        format!("{}, and hides {found}", fault.brief),
        format!("{here} runs, and hides {there}, which is version {found}."),
    )
    .why(format!("{} {}", fault.what, fault.why));
    let finding = match fault.says {
        Some(says) => finding.says(says),
        None => finding,
    };
    put_first(facts, finding, other, found)
}

/// The first one does what these profiles need; another is newer.
fn older_first(
    facts: &Facts,
    subject: &Subject,
    first: &AwsExecutable,
    runs: &AwsVersion,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let (here, there) = (facts.shown(&first.path), facts.shown(&other.path));
    let finding = Finding::new(
        "older-first",
        Severity::Note,
        subject,
        format!("{runs} runs, {found} is behind it"),
        format!("{here} is version {runs} and runs; {there} is version {found}."),
    )
    .why("The one that runs does what these profiles need. What you read about a newer version does not hold for it.");
    put_first(facts, finding, other, found)
}

fn put_first(
    facts: &Facts,
    finding: Finding,
    other: &AwsExecutable,
    found: &AwsVersion,
) -> Finding {
    let folder = other
        .path
        .parent()
        .map_or_else(String::new, |folder| clean_line(&folder.to_string_lossy()));
    finding.next(format!("put {folder} first in PATH: its aws is {found}")).offer(
        Remedy::guide("path-order", format!("Use the {found} that is here already"))
            .word(facts.shell.prepend_path(&folder))
            .word(format!(
                "To keep it, put the line at the end of a start-up file of your shell: {}.",
                facts.shell.start_up_files()
            ))
            .word("Or remove the other one, if nothing needs it."),
    )
}

#[cfg(test)]
mod tests {
    use facts::{VersionOutput, Why};

    use crate::Outcome;
    use crate::Severity::{Fail, Note, Warn};
    use crate::testing::{Case, Machine, finds, not_applicable, passes, unknown, version};

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
        vec![
            passes("the newest runs", two("2.36.7", "2.9.19")),
            passes("version 1 behind", two("2.36.7", "1.46.3")),
            passes("the same twice", two("2.36.7", "2.36.7")),
            passes(
                "one behind that is broken",
                two("2.9.19", "2.9.19").aws("/x/aws", broken.clone()),
            ),
            not_applicable("one alone", Machine::new().config(SESSION)),
            not_applicable(
                "the first is broken",
                Machine::new()
                    .without_aws()
                    .aws("/x/aws", broken)
                    .aws("/y/aws", Ok(version("2.36.7"))),
            ),
            unknown(
                "not asked",
                Machine::new()
                    .without_aws()
                    .aws("/x/aws", Err(Why::NotAsked))
                    .aws("/y/aws", Err(Why::NotAsked)),
            ),
            finds("version 1 first", two("1.46.3", "2.36.7"), "hidden", Warn),
            finds("an old version 1 first", two("1.22.34", "2.36.7"), "hidden", Fail),
            finds("before sso-session first", two("2.8.13", "2.36.7"), "hidden", Fail),
            finds("older, and good enough", two("2.9.19", "2.36.7"), "older-first", Note),
        ]
    }

    #[test]
    fn the_line_for_the_shell_is_given() {
        let facts = two("1.22.34", "2.36.7").env("SHELL", "/bin/zsh").facts();
        let Outcome::Found(found) = super::examine(&facts, &facts::Subject::Machine) else {
            panic!("nothing found")
        };
        assert_eq!(found[0].next, "put /opt/v2 first in PATH: its aws is 2.36.7");
        assert_eq!(found[0].remedies[0].words[0], "export PATH=\"/opt/v2:$PATH\"");
    }
}
