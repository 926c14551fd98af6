//! What to do about a program that cannot use the profile.

use facts::{FoundProgram, Text};
use program_clients::{Bridge, Needs, ProgramAnswer};

use super::Shown;

/// What to do, best first; each is a command to paste or a sentence.
pub(super) fn fixes(shown: &Shown<'_>, answer: &ProgramAnswer) -> Vec<String> {
    let program = &answer.program;
    let mut fixes: Vec<String> = match answer.needs_now() {
        Some(Needs::Version { .. } | Needs::Module(_)) => {
            checks::how_to_update(shown.facts, answer).into_iter().collect()
        }
        Some(Needs::Setting(setting)) => vec![match setting.split_once('=') {
            Some((name, value)) if name.starts_with("AWS_") => {
                shown.facts.shell.export(name, value)
            }
            _ => format!("set {setting} in its own settings"),
        }],
        Some(Needs::AwsCli) => vec!["install the AWS CLI, so that it is on PATH".to_owned()],
        Some(Needs::Keys { .. }) | None => Vec::new(),
    };
    let lacks_something = matches!(
        answer.needs_now(),
        Some(Needs::Version { .. } | Needs::Module(_) | Needs::Keys { .. })
    );
    // A program that names a profile itself may ignore keys in the environment.
    if lacks_something
        && answer.bridges.contains(&Bridge::Environment)
        && program.profile.is_none()
        && let Some(profile) = shown.facts.profile(shown.profile())
        && checks::is_given_by_this_program(&profile)
    {
        let words = ["aws-onboard", "run", "--credentials", "--profile", profile.name, "--"];
        let run = Text(&shown.facts.shell.command(&words)).to_string();
        fixes.push(format!("{run} {}", command(program)));
    }
    fixes
}

/// How a shell starts it.
fn command(program: &FoundProgram) -> String {
    let row = program_table::find_program(&program.id);
    match row.and_then(|row| row.found_by.path.first()) {
        Some(command) => (*command).to_owned(),
        None if program.id == "terraform-provider-aws" => "terraform plan".to_owned(),
        None => "COMMAND".to_owned(),
    }
}
