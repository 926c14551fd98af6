//! Completes what is typed in a shell: commands, options, and the names of profiles and sessions.
//! It reads the AWS files and nothing else; no network, no credentials.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use clap::{Arg, Command, ValueHint};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, PathCompleter, ValueCompleter};
use clap_complete::env::Shells;
use collect::Names;
use machine::System;

use crate::command_line;

/// The variable in which a shell's script says that it asks for completions, and which shell it is.
pub(crate) const VARIABLE: &str = "AWS_ONBOARD_COMPLETE";
/// Wait at most this long for the AWS files, so that the answer is there within 50 ms.
const MAX_WAIT_FOR_FILES: Duration = Duration::from_millis(40);

/// Where the script of each shell goes; at the end of the help of `completions`.
pub(crate) const WHERE_TO_PUT_IT: &str = "\
Where to put it:
  bash        mkdir -p ~/.local/share/bash-completion/completions
              aws-onboard completions bash > ~/.local/share/bash-completion/completions/aws-onboard
  zsh         mkdir -p ~/.zfunc
              aws-onboard completions zsh > ~/.zfunc/_aws-onboard
              and in ~/.zshrc, before compinit: fpath=(~/.zfunc $fpath)
  fish        mkdir -p ~/.config/fish/completions
              aws-onboard completions fish > ~/.config/fish/completions/aws-onboard.fish
  PowerShell  in the file $PROFILE:
              aws-onboard completions powershell | Out-String | Invoke-Expression
Then open a new terminal. Profiles and sessions are completed too; they are read when you press Tab.";

/// Answers a shell that asks for completions; whether one does.
pub(crate) fn answer_shell(arguments: impl Iterator<Item = OsString>) -> bool {
    let system = System::real();
    let Some(shell) = system.variable(VARIABLE).and_then(|shell| shell.to_str()) else {
        return false;
    };
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(shell) else {
        return false;
    };
    let words: Vec<OsString> = arguments.skip_while(|argument| argument != "--").skip(1).collect();
    // Without words there is nothing to complete, and the crate would fail.
    if words.is_empty() {
        return false;
    }
    let mut program = add_values(command_line::program(), &Source::new(&system));
    let folder = system.current_folder().ok();
    let mut answer = Vec::new();
    // Where nothing can be completed, the shell gets nothing.
    if shell.write_complete(&mut program, words, folder.as_deref(), &mut answer).is_ok() {
        let mut out = std::io::stdout();
        let _ = out.write_all(&answer).and_then(|()| out.flush());
    }
    true
}

/// The names of this machine, read when they are first needed.
#[derive(Clone)]
struct Source {
    system: System,
    names: Arc<OnceLock<Names>>,
}

impl Source {
    fn new(system: &System) -> Self {
        Self { system: system.clone(), names: Arc::default() }
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| collect::read_names(&self.system, MAX_WAIT_FOR_FILES))
    }
}

/// Adds the values that only this program knows to the options of a command and its subcommands.
fn add_values(command: Command, source: &Source) -> Command {
    let is_man = command.get_name() == "man";
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "profile" | "word" => from_source(argument, source, |names| &names.profiles),
        "session" => from_source(argument, source, |names| &names.sessions),
        "only" | "skip" => {
            from_list(argument, || checks::registry().iter().map(|check| check.id).collect())
        }
        "region" | "sso_region" => from_list(argument, || facts::REGIONS.to_vec()),
        "program" => from_list(argument, || {
            program_table::programs().iter().map(|program| program.id).collect()
        }),
        "command" if is_man => from_list(argument, command_line::command_names),
        #[cfg(feature = "demo")]
        "scenario" => from_list(argument, crate::commands::scenario_names),
        _ => plain_paths(argument),
    });
    command.mut_subcommands(|inner| add_values(inner, source))
}

fn from_source(argument: Arg, source: &Source, which: fn(&Names) -> &Vec<String>) -> Arg {
    let source = source.clone();
    argument.add(ArgValueCandidates::new(move || {
        let names: BTreeSet<&String> = which(source.names()).iter().collect();
        let typed = names.into_iter().filter(|name| can_be_typed(name));
        typed.map(|name| CompletionCandidate::new(name.clone())).collect()
    }))
}

/// Offers only files whose names bash can insert as they are, as [`can_be_typed`] does.
fn plain_paths(argument: Arg) -> Arg {
    let is_path = matches!(
        argument.get_value_hint(),
        ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath
    );
    if !is_path {
        return argument;
    }
    argument.add(ArgValueCompleter::new(|typed: &OsStr| {
        let all = PathCompleter::any().complete(typed);
        let is_plain = |path: &str| path.chars().all(|c| is_plain(c) || c == '~');
        all.into_iter()
            .filter(|one| one.get_value().to_str().is_some_and(is_plain))
            .collect::<Vec<_>>()
    }))
}

fn from_list(argument: Arg, list: fn() -> Vec<&'static str>) -> Arg {
    argument.add(ArgValueCandidates::new(move || {
        list().into_iter().map(CompletionCandidate::new).collect()
    }))
}

/// Whether no shell gives this character a meaning inside of a word.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-/.%@:+,".contains(c)
}

/// Whether a name of a file can be put on a command line as it is: bash inserts a candidate without
/// quotes, so that a name with `$(…)` would run, and a pasted key is no name to show.
fn can_be_typed(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['-', '@'])
        && name.chars().all(is_plain)
        && facts::mask_secrets(name) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_need_no_quotes_and_hold_no_secret_are_offered() {
        for name in ["dev", "Prod-ReadOnly", "a/b.c", "x_1%@y:+", "team,eu"] {
            assert!(can_be_typed(name), "{name}");
        }
        for name in [
            "",
            "-v",
            "@args",
            "my dev",
            "$(touch x)",
            "`x`",
            "a;b",
            "a*",
            "größe",
            "a\u{1b}[31m",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ] {
            assert!(!can_be_typed(name), "{name}");
        }
    }

    #[test]
    fn every_option_for_a_profile_or_a_session_has_their_names() {
        let source = Source::new(&System::new(Vec::new()));
        let program = add_values(command_line::program(), &source);
        let mut seen = 0;
        for command in program.get_subcommands() {
            for argument in command.get_arguments() {
                let wants_names =
                    matches!(argument.get_id().as_str(), "profile" | "word" | "session");
                let has = argument.get::<ArgValueCandidates>().is_some();
                assert!(has || !wants_names, "{} {argument}", command.get_name());
                seen += usize::from(wants_names);
            }
        }
        assert!(seen > 15, "{seen}");
    }
}
