//! Commands to paste: what the program prints for hostile names, real shells read back unchanged.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::Machine;

/// Names of profiles with what has a meaning to a shell or to a program's options.
const NAMES: &[&str] = &[
    "-x", "~x", "a b", "a;b", "a`id`b", "$(id)", "$HOME", "a\"b", "100%", "%PATH%", "a&b", "it's",
    "a|b", "a>b", "*", "!x", "=ls", "a\\b",
];

/// The shells that are here.
fn shells() -> Vec<PathBuf> {
    let all = ["sh", "dash", "bash", "zsh", "fish"];
    let found = |name: &&str| {
        ["/bin", "/usr/bin"]
            .iter()
            .map(|folder| Path::new(folder).join(name))
            .find(|it| it.exists())
    };
    let shells: Vec<PathBuf> = all.iter().filter_map(found).collect();
    let is_ci = std::env::var_os("CI").is_some();
    assert!(
        !shells.is_empty() && (!is_ci || shells.len() == all.len()),
        "CI needs all: {shells:?}"
    );
    shells
}

/// A machine on which each of these profiles must sign in with `aws login`.
fn machine() -> Machine {
    let profile = |name: &&str| {
        // Python's rules for words, which the AWS CLI reads names by.
        let quoted = match name.contains('\'') {
            true => format!("\"{name}\""),
            false => format!("'{name}'"),
        };
        format!(
            "[profile {quoted}]\nlogin_session = arn:aws:iam::111122223333:user/x\nregion = us-east-1\n"
        )
    };
    Machine::with_files(&NAMES.iter().map(profile).collect::<String>(), "")
}

/// The words that a shell hands to `aws`, of each command in the script.
fn words_of(shell: &Path, script: &str, folder: &Path) -> Vec<Vec<String>> {
    let output = Command::new(shell)
        .args(["-c", script])
        .env_clear()
        .env("PATH", folder)
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}: {output:?}", shell.display());
    let text = String::from_utf8(output.stdout).unwrap();
    let commands = text.split_terminator("end\n");
    commands.map(|words| words.lines().map(str::to_owned).collect()).collect()
}

#[test]
fn shells_read_back_the_commands_that_are_printed() {
    let machine = machine();
    machine.home.program("show-words", "printf '%s\\n' \"$@\" end");
    for shell in shells() {
        for (index, name) in NAMES.iter().enumerate() {
            // `=` so that the flag takes a name with a dash.
            let profile = format!("--profile={name}");
            let outcome = machine.run(&["status", &profile]).env("SHELL", &shell).run().status(1);
            let (_, command) = outcome.stdout.trim_end().split_once("; run aws ").unwrap();
            let words = words_of(&shell, &format!("show-words {command}"), &machine.home.bin());
            let mut expected: Vec<String> = vec!["login".into()];
            match name.starts_with('-') {
                true => expected.push(profile),
                false => expected.extend(["--profile".to_owned(), (*name).to_owned()]),
            }
            expected.push("--remote".into());
            assert_eq!(words, [expected], "{} {index}: {command}", shell.display());
        }
    }
}

/// The lines of the program's own code, without its tests.
fn lines_of_code(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "testing" | "tests" | "target") {
                lines_of_code(&path, found);
            }
        } else if name.ends_with(".rs") && !matches!(name.as_str(), "tests.rs" | "cases.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            found.extend(code.lines().map(|line| (path.clone(), line.to_owned())));
        }
    }
}

/// One function writes commands (`Shell::command`): a name that is put into a text after an option
/// would be quoted for no shell.
#[test]
fn no_command_is_put_together_by_hand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = Vec::new();
    for folder in ["src", "checks/src", "crates"] {
        lines_of_code(&root.join(folder), &mut lines);
    }
    assert!(lines.len() > 30_000, "the code was read");
    let options = ["--profile", "--session", "--sso-session", "--account", "--role"];
    let by_hand: Vec<String> = lines
        .into_iter()
        // The value of credential_process has quoting of its own; texts and a preset's command have
        // places for names, which are filled in by that function.
        .filter(|(path, _)| {
            !path.ends_with("kit/bridge.rs")
                && !path.ends_with("preset/compose.rs")
                && !path.to_string_lossy().contains("error-texts")
        })
        .filter(|(_, line)| !line.trim_start().starts_with("//") && !line.contains(".replace("))
        .filter(|(_, line)| {
            let puts = |option: &&str| {
                let name =
                    line.split(*option).nth(1).map(|rest| rest.trim_start_matches([' ', '=']));
                name.is_some_and(|name| name.starts_with('{') && !name.starts_with("{:?}"))
            };
            options.iter().any(puts)
        })
        .map(|(path, line)| format!("{}: {}", path.display(), line.trim()))
        .collect();
    assert!(by_hand.is_empty(), "use Shell::command:\n{}", by_hand.join("\n"));
}
