//! `cli-pager`: the program in which the AWS CLI shows its output exists.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind};
use facts::{AwsExecutable, Facts, Os, Pager, PagerFrom, Profile, Text, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::kit::cli::first_cli;
use crate::kit::edits::put_in_profile;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "cli-pager",
    label: "pager",
    title: "The AWS CLI's pager exists",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &[Need::Check("cli-installed")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn applies(facts: &Facts) -> bool {
    // Version 1 uses the pager only for its help.
    let pages = |first: &AwsExecutable| first.aws_version().is_none_or(|it| it.0.major >= 2);
    first_cli(facts).is_some_and(pages) && facts.os != Os::Windows
}

/// What is wrong with a pager.
enum Fault {
    Missing(String),
    Unreadable,
}

fn fault(facts: &Facts, pager: &Pager) -> Option<Fault> {
    // Without a terminal, the AWS CLI does not use its default pager.
    if pager.command.is_empty()
        || (pager.from == PagerFrom::Default && !facts.surroundings.interactive)
    {
        return None;
    }
    let Some(program) = pager.program() else {
        return Some(Fault::Unreadable).filter(|_| !pager.command.trim().is_empty());
    };
    let found = facts.surroundings.programs.get(&program);
    matches!(found, Some(Ok(None))).then_some(Fault::Missing(program))
}

fn examine(facts: &Facts) -> Outcome {
    let profiles: Vec<Profile<'_>> = facts.profiles_in_scope().collect();
    let pagers = || {
        let of_profiles = profiles.iter().map(|profile| facts.pager(Some(*profile)));
        let alone = profiles.is_empty().then(|| facts.pager(None));
        of_profiles.chain(alone)
    };
    let Some((pager, fault)) =
        pagers().find_map(|pager| fault(facts, &pager).map(|fault| (pager, fault)))
    else {
        let pager = facts.pager(profiles.first().copied());
        return Outcome::Passed(clean_line(&pager.command));
    };
    Outcome::Found(vec![finding(facts, &pager, &fault)])
}

fn finding(facts: &Facts, pager: &Pager, fault: &Fault) -> Finding {
    let set_by = match pager.from {
        PagerFrom::Variable(name) => format!("{name} names"),
        PagerFrom::Profile(..) => "cli_pager names".into(),
        PagerFrom::Default => "The AWS CLI uses".into(),
    };
    let finding = match fault {
        Fault::Missing(program) => {
            let shown = clean_line(program);
            Finding::will_bite("missing", format!("the pager {shown} is not on PATH")).what(format!("{set_by} {shown} to show output in a terminal, but it is not on PATH."))
            .says(format!(
                "Unable to redirect output to pager. Received the following error when opening pager: [Errno 2] No such file or directory: '{shown}'"
            ))
        }
        Fault::Unreadable => Finding::will_bite("unreadable", "the pager command has an unclosed quote").what(format!("{set_by} the command {}, which has an unclosed quote.", Text(&pager.command)))
        .says("No closing quotation"),
    }
    .why("In a terminal, every command shows this error instead of its output. Scripts are not affected.");
    let finding = match pager.from {
        PagerFrom::Profile(file, location) => {
            finding.at(Place::of(facts, file, location), "this program is used")
        }
        _ => finding,
    };
    offer(facts, finding, pager, fault)
}

fn offer(facts: &Facts, finding: Finding, pager: &Pager, fault: &Fault) -> Finding {
    let by_variable = Remedy::guide("variable", "Turn off paging in this terminal")
        .word(facts.shell.export("AWS_PAGER", ""));
    let finding = match pager.from {
        PagerFrom::Variable("AWS_PAGER") => finding
            .next("set AWS_PAGER to another program, or turn off paging")
            .offer(by_variable.word(format!(
                "A shell start-up file sets AWS_PAGER: {}.",
                facts.shell.start_up_files()
            ))),
        _ if facts.profiles_in_scope().next().is_none() => {
            finding.next("turn off paging, or install the program").offer(by_variable)
        }
        _ => finding
            .next("turn off paging with cli_pager, or install the program")
            .offer(Remedy::new(
                "switch-off",
                Applicability::Safe,
                "Turn off paging with an empty cli_pager in the profile",
                |facts, _| Ok(Plan::edits(switched_off(facts))),
            ))
            .offer(by_variable),
    };
    let Fault::Missing(program) = fault else {
        return finding;
    };
    let program = clean_line(program);
    let install = Remedy::guide("install", format!("Install {program}"));
    finding.offer(match facts.os {
        Os::MacOs => install.command(["brew", "install", &program]),
        _ => install
            .word(format!("Debian, Ubuntu: sudo apt-get install {program}"))
            .word(format!("Fedora, Amazon Linux: sudo dnf install {program}"))
            .word(format!("Alpine: apk add {program}")),
    })
}

/// Sets an empty `cli_pager` in every profile in scope whose pager is wrong.
fn switched_off(facts: &Facts) -> Vec<(FileKind, Edit)> {
    facts
        .profiles_in_scope()
        .filter(|profile| fault(facts, &facts.pager(Some(*profile))).is_some())
        .filter_map(|profile| put_in_profile(&profile, "cli_pager", ""))
        .collect()
}
