//! The remedies for a program that cannot use a profile: an update or a setting, which are only
//! shown; a bridge, which is written after it was asked for; keys for this shell.

use facts::{Facts, Profile, Shell, split_command};
use program_clients::{Bridge, Needs, ProgramAnswer};

use super::answers::{name_all, name_of, short_name};
use super::update::{Update, update};
use crate::kit::bridge::{aws_cli, bridges, is_given_by_this_program};
use crate::kit::command::{option_value, program_name};
use crate::{Finding, Remedy};

/// Look for a bridge among at most this many profiles.
const MAX_COMPARED: usize = 1_000;

/// The bridge to a profile that is there already: a profile whose `credential_process` asks the
/// AWS CLI or this program for the credentials of that profile.
fn find_bridge<'a>(profile: &Profile<'a>) -> Option<Profile<'a>> {
    let facts = profile.facts();
    facts.profiles().take(MAX_COMPARED).find(|other| {
        let Some(command) = other.text("credential_process") else { return false };
        let Ok(words) = split_command(command, facts.os) else { return false };
        let gives = match words.first().map(|word| program_name(word)) {
            Some("aws") => words.iter().any(|word| word == "export-credentials"),
            Some("aws-onboard") => words.iter().any(|word| word == "credentials"),
            _ => false,
        };
        let named = option_value(&words, &["--profile"]);
        gives && named == Some(profile.name) && other.name != profile.name
    })
}

/// Whether only the profile has to be named that was made for this program; the finding then is a
/// note.
pub(super) fn use_the_bridge(profile: &Profile<'_>, group: &[&ProgramAnswer]) -> Option<Finding> {
    let knows = |answer: &&ProgramAnswer| answer.bridges.contains(&Bridge::Process);
    let bridge = find_bridge(profile).filter(|_| group.iter().all(knows))?;
    let facts = profile.facts();
    let export = facts.shell.export("AWS_PROFILE", &bridge.to_string());
    let use_it = if group.len() == 1 { "uses" } else { "use" };
    Some(
        Finding::worth_knowing("use-the-bridge", format!("{} {use_it} {bridge}", name_of(&group[0].program)))
            .what(format!(
                "{} cannot use the profile {profile}, but can use the profile {bridge}, which gets its credentials.",
                name_all(facts, group)
            ))
            .why("A program that does not know the profile's kind of credentials can still run a command that gives them.")
            .at(bridge.place("credential_process"), "gives the same credentials")
            .next(format!("for this program: {export}"))
            .offer(Remedy::guide("use-bridge", format!("Use {bridge} for this program")).word(export)),
    )
}

/// Adds what helps, best first, and the first of them as the next step.
pub(super) fn offer(finding: Finding, profile: &Profile<'_>, answer: &ProgramAnswer) -> Finding {
    let facts = profile.facts();
    let mut next: Option<String> = None;
    let mut finding = finding;
    if let Some(update) = update(answer) {
        let title = match &answer.needs {
            Some(Needs::Module(name)) => format!("Install {name}"),
            _ => format!("Update {}", short_name(&answer.program)),
        };
        next = Some(first_step(facts, answer, &update));
        let mut guide = Remedy::guide("update", title);
        for words in &update.words {
            guide = guide.word(words.clone());
        }
        for command in update.commands {
            guide = guide.command(command);
        }
        finding = finding.offer(guide);
    }
    if let Some(Needs::Setting(setting)) = &answer.needs
        && let Some((name, value)) = setting.split_once('=').filter(|(name, _)| is_variable(name))
    {
        let export = facts.shell.export(name, value);
        next.get_or_insert_with(|| export.clone());
        finding =
            finding.offer(Remedy::guide("set-variable", format!("Set {name}")).word(export).word(
                format!("To make this permanent, set it in {}.", facts.shell.start_up_files()),
            ));
    }
    if matches!(answer.needs, Some(Needs::AwsCli)) {
        next.get_or_insert_with(|| "install the AWS CLI, or put it on PATH".to_owned());
    }
    let bridges = if answer.bridges.contains(&Bridge::Process) { bridges(profile) } else { vec![] };
    for bridge in bridges {
        next.get_or_insert_with(|| {
            "give it a profile of its own: aws-onboard doctor --fix".to_owned()
        });
        finding = finding.offer(bridge);
    }
    let keys = keys_command(profile).filter(|_| answer.bridges.contains(&Bridge::Environment));
    if let Some(command) = keys {
        next.get_or_insert_with(|| format!("give it keys for this shell: {command}"));
        finding = finding.offer(
            Remedy::guide("keys-for-this-shell", "Give it keys for this shell")
                .word(command)
                .word("The keys expire after some hours; then run it again."),
        );
    }
    finding
        .next(next.unwrap_or_else(|| "give this program a profile with keys or a role".to_owned()))
}

/// How to update or complete a program that cannot use a profile, in one line: a command of its
/// ecosystem, or words; `None` where the data tell none.
pub fn how_to_update(facts: &Facts, answer: &ProgramAnswer) -> Option<String> {
    update(answer).map(|update| first_step(facts, answer, &update))
}

/// The next step in one line: the command, with what comes before it; or what to update.
fn first_step(facts: &Facts, answer: &ProgramAnswer, update: &Update) -> String {
    let name = short_name(&answer.program);
    let command = update.commands.first().map(|command| facts.shell.command(command));
    match (&answer.needs, command) {
        (_, Some(command)) if update.words.is_empty() => command,
        (Some(Needs::Version { since, .. }), Some(command)) => {
            format!("allow version >= {since}, then run {command}")
        }
        (Some(Needs::Module(module)), _) => format!("add {module} to the program"),
        (Some(Needs::Version { since, is_own: true, .. }), None) => {
            format!("update {name} to {since} or newer")
        }
        (Some(Needs::Version { of, since, .. }), None) => {
            format!("update {name}, so that it has {of} {since} or newer")
        }
        _ => format!("update {name}"),
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// The line that puts the profile's keys into this shell; `None` in cmd, which cannot run the output
/// of a program.
fn keys_command(profile: &Profile<'_>) -> Option<String> {
    let shell = profile.facts().shell;
    let format = match shell {
        Shell::Posix => "env",
        Shell::Fish => "fish",
        Shell::PowerShell => "powershell",
        Shell::Cmd => return None,
    };
    let mut command = if is_given_by_this_program(profile) {
        vec!["aws-onboard", "credentials"]
    } else if aws_cli(profile.facts(), false).is_some() {
        vec!["aws", "configure", "export-credentials"]
    } else {
        return None;
    };
    command.extend(["--profile", profile.name, "--format", format]);
    let command = shell.command(&command);
    Some(match shell {
        Shell::Fish => format!("{command} | source"),
        Shell::PowerShell => format!("{command} | Invoke-Expression"),
        Shell::Posix | Shell::Cmd => format!("eval \"$({command})\""),
    })
}
