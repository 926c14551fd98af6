//! Parses the command line: help with the commands in groups, a profile as a word, and the way from
//! a word that other tools use to the command that does it here.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use crate::cli::Cli;
use crate::terminal::text::hang;

/// The commands in the order in which people need them. A test fails if one is missing.
const GROUPS: &[(&str, &[&str])] = &[
    ("Get access", &["setup", "login", "logout", "status"]),
    ("Find and fix problems", &["doctor", "explain", "report", "undo"]),
    ("Programs beside the AWS CLI", &["which", "run", "credentials"]),
    ("Look around", &["profiles", "roles", "open", "checks"]),
    ("This program", &["demo", "preset", "completions", "man", "help"]),
];

/// Words that other tools use, and the command that does it here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("configure", "aws-onboard setup"),
    ("init", "aws-onboard setup"),
    ("install", "aws-onboard setup"),
    ("fix", "aws-onboard doctor --fix"),
    ("list", "aws-onboard profiles"),
    ("ls", "aws-onboard profiles"),
    ("accounts", "aws-onboard roles"),
    ("console", "aws-onboard open"),
    ("signin", "aws-onboard login"),
    ("signout", "aws-onboard logout"),
    ("version", "aws-onboard --version"),
    ("whoami", "aws-onboard status --check"),
    ("why", "aws-onboard explain"),
];

/// The command line as clap knows it, with the commands in groups.
pub(crate) fn program() -> clap::Command {
    let mut program = Cli::command();
    program.build();
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}{{options}}{{after-help}}",
        list_commands(&program)
    );
    program.help_template(StyledStr::from(template)).after_help(
        "A profile can be a word of its own: aws-onboard doctor dev. `aws-onboard help COMMAND` \
         has examples.",
    )
}

/// The names of the commands, in the order of the help.
pub(crate) fn command_names() -> Vec<&'static str> {
    GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect()
}

fn list_commands(program: &clap::Command) -> String {
    let header = program.get_styles().get_header();
    let literal = program.get_styles().get_literal();
    let window = terminal_size::terminal_size_of(std::io::stdout());
    let width = window.map_or(usize::MAX, |(width, _)| usize::from(width.0).max(40));
    let mut text = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(text, "{header}{title}:{header:#}");
        for command in names.iter().filter_map(|name| program.find_subcommand(name)) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let first = format!("  {literal}{:<12}{literal:#} ", command.get_name());
            let _ = writeln!(text, "{}", hang(&first, 15, &about, width));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{header}Options:{header:#}");
    text
}

/// Parses arguments, the program's name first.
///
/// # Errors
/// Wrong usage, or the help or the version was asked for.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Cli, clap::Error> {
    let matches = program().try_get_matches_from(arguments).map_err(point_elsewhere)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    if let Some(command) = &mut cli.command {
        command.settle_profile();
    }
    Ok(cli)
}

/// Adds where to go to the error about a word that is no command.
fn point_elsewhere(mut error: clap::Error) -> clap::Error {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && let Some((_, command)) = ELSEWHERE.iter().find(|(name, _)| name == word)
    {
        let tip = StyledStr::from(format!("that is `{command}` here"));
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Command;

    fn error_of(arguments: &[&str]) -> clap::Error {
        parse(arguments.iter().copied()).err().unwrap()
    }

    #[test]
    fn every_command_is_in_one_group_and_every_hint_names_a_command() {
        let program = program();
        for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
            let groups = GROUPS.iter().filter(|(_, names)| names.contains(&command.get_name()));
            assert_eq!(groups.count(), 1, "{}", command.get_name());
        }
        for (_, names) in GROUPS {
            for name in *names {
                assert!(cfg!(not(feature = "demo")) || program.find_subcommand(name).is_some());
            }
        }
        for (word, command) in ELSEWHERE {
            assert!(program.find_subcommand(word).is_none(), "{word} is a command");
            assert!(
                parse(command.split(' ')).is_ok()
                    || command.ends_with("--version")
                    || command.ends_with("explain")
            );
        }
    }

    #[test]
    fn descriptions_fit_a_terminal() {
        for command in program().get_subcommands() {
            let about = command.get_about().unwrap().to_string();
            let name = command.get_name();
            assert!(about.len() <= 65, "{name}: {about}");
        }
    }

    #[test]
    fn a_profile_is_a_word_or_an_option_and_not_both() {
        for command in ["doctor", "login", "open", "status", "report", "which", "credentials"] {
            let cli = parse(["aws-onboard", command, "dev"]).unwrap();
            let profile = match cli.command.unwrap() {
                Command::Doctor(args) => args.profile,
                Command::Login(args) => args.profile,
                Command::Open(args) => args.profile,
                Command::Status(args) => args.profile,
                Command::Report(args) => args.profile,
                Command::Which(args) => args.profile,
                Command::Credentials(args) => args.profile,
                other => panic!("{other:?}"),
            };
            assert_eq!(profile.as_deref(), Some("dev"), "{command}");
            let both = error_of(&["aws-onboard", command, "dev", "--profile", "prod"]);
            assert_eq!(both.kind(), ErrorKind::ArgumentConflict, "{command}");
        }
    }

    #[test]
    fn words_of_other_tools_point_to_the_command() {
        let text = error_of(&["aws-onboard", "whoami"]).to_string();
        assert!(text.contains("aws-onboard status --check"), "{text}");
        let text = error_of(&["aws-onboard", "docter"]).to_string();
        assert!(text.contains("doctor"), "{text}");
    }
}
