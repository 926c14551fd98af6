//! `credential-process`: the command that provides a profile's credentials exists.

#[cfg(test)]
mod cases;
mod loops;

use std::path::Path;

use aws_files::FileKind;
use facts::{CommandFault, Os, Profile, ProgramState, clean_line, mask_secrets, split_command};

use crate::check::Examine;
use crate::{Check, Finding, Group, Need, Outcome, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "credential-process",
    label: "credential_process",
    title: "The credential_process command can be found",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Profiles(uses_command, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Whether the profile gets its credentials from the command, by botocore's order of providers
/// (FACTS, section 1).
fn uses_command(profile: &Profile<'_>) -> bool {
    let single_sign_on = profile.account().is_some() || profile.role().is_some();
    let before = ["role_arn", "web_identity_token_file", "login_session"];
    profile.get("credential_process").is_some()
        && !single_sign_on
        && !profile.has_static_keys()
        && !before.iter().any(|key| profile.get(key).is_some())
}

fn examine(profile: &Profile<'_>) -> Outcome {
    let Some((file, property)) = profile.get("credential_process") else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let facts = profile.facts();
    let command = property.value.as_text().unwrap_or_default();
    let at = At { profile, file, line: property.location.line, command };
    if let Err(fault) = split_command(command, facts.os) {
        return at.cannot_be_split(fault).into();
    }
    let programs = match &facts.credential_processes {
        Ok(programs) => programs,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    let Some(program) = programs.get(command) else {
        return Outcome::Unknown(facts::Why::NotAsked);
    };
    let shown = shown_word(&program.name);
    match &program.state {
        ProgramState::Found(path) => loops::judge(profile, command, program)
            .map_or_else(|| Outcome::Passed(facts.shown(path)), Outcome::from),
        ProgramState::Missing => at.missing(&program.name, program.with_spaces.as_deref()).into(),
        ProgramState::BatchFile(path) => at.batch_file(&shown, path).into(),
        ProgramState::NotExecutable(path) => at
            .command_fault(
                "not-executable",
                &format!("{shown} is not executable"),
                "is a file that you cannot run",
            )
            .why("The program exists, but you do not have permission to run it.")
            .says(format!("[Errno 13] Permission denied: '{shown}'"))
            .next("make it executable")
            .offer(
                Remedy::guide("make-executable", "Make it executable")
                    .command(["chmod", "u+x", &path.to_string_lossy()])
                    .word("If you do not own the file, ask its owner."),
            )
            .into(),
        ProgramState::Folder(_) => at
            .command_fault(
                "a-folder",
                &format!("{shown} is a folder"),
                "is a folder, not a program",
            )
            .why("A folder cannot be run.")
            .says(format!("[Errno 13] Permission denied: '{shown}'"))
            .next("use the path of the program in that folder")
            .offer(at.guide("Write the program's whole path:", at.example_path()))
            .into(),
    }
}

/// A word of the command, safe to print: some words contain a password.
fn shown_word(word: &str) -> String {
    mask_secrets(&clean_line(word))
}

/// The command that is checked.
struct At<'a> {
    profile: &'a Profile<'a>,
    file: FileKind,
    line: usize,
    command: &'a str,
}

impl At<'_> {
    fn command_fault(&self, code: &'static str, brief: &str, fault: &str) -> Finding {
        let profile = self.profile;
        Finding::stops(code, profile.brief(brief))
            .what(format!("The credential_process of the profile {profile} {fault}."))
            .at(profile.place("credential_process"), "this command")
    }

    /// A path to be replaced by the person's own, in the form of this system.
    fn example_path(&self) -> &'static str {
        if self.profile.facts().os == Os::Windows {
            r"C:\path\of\the\program.exe"
        } else {
            "/path/of/the/program"
        }
    }

    /// Only a batch file has this name, and the AWS CLI starts programs without cmd.exe.
    fn batch_file(&self, word: &str, path: &Path) -> Finding {
        let whole = self.profile.facts().shown(path);
        let quoted = shown_word(&path.to_string_lossy());
        let quote = if quoted.contains(' ') { "\"" } else { "" };
        self.command_fault(
            "batch-file",
            &format!("{word} is a batch file"),
            &format!("runs {word}, and only the batch file {whole} has that name"),
        )
        .why("The AWS CLI and boto3 run the program without cmd.exe, so they look for an .exe file only. SDKs that use cmd.exe (Go, Java, Rust) find it.")
        .says("[WinError 2] The system cannot find the file specified")
        .next("write its whole path, with its ending")
        .offer(self.guide(
            "Write the whole path, and the rest behind it as before:",
            &format!("{quote}{quoted}{quote} …"),
        ))
    }

    /// The line to write.
    fn guide(&self, words: &str, command: &str) -> Remedy {
        let facts = self.profile.facts();
        let path = facts.shown(facts.files().path(self.file));
        Remedy::guide("write-path", format!("Change line {} of {path}", self.line))
            .word(words)
            .word(format!("credential_process = {command}"))
    }

    fn missing(&self, name: &str, with_spaces: Option<&str>) -> Finding {
        let facts = self.profile.facts();
        let word = shown_word(name);
        let finding = self.command_fault(
            "not-found",
            &format!("{word} not found"),
            &format!("runs {word}, which was not found"),
        );
        let finding = if facts.os == Os::Windows {
            finding.says("[WinError 2] The system cannot find the file specified")
        } else {
            finding.says(format!("[Errno 2] No such file or directory: '{word}'"))
        };
        if let Some(path) = with_spaces {
            let path = shown_word(path);
            return finding
                .why("The path contains spaces, and an unquoted space ends the program's name.")
                .next("put the path in double quotes")
                .offer(self.guide(
                    "Write the path in double quotes, and the rest behind it as before:",
                    &format!("\"{path}\" …"),
                ));
        }
        let shell_only = name.starts_with('~') || name.contains('$') || name.contains('%');
        if shell_only {
            let home = facts.home.as_deref().ok();
            let whole = home.and_then(|home| {
                let rest = ["~/", "$HOME/", "${HOME}/"]
                    .iter()
                    .find_map(|prefix| name.strip_prefix(prefix))?;
                Some(home.join(rest).to_string_lossy().into_owned())
            });
            let command = whole.map_or_else(
                || format!("{} …", self.example_path()),
                |path| {
                    let quote = if path.contains(' ') { "\"" } else { "" };
                    format!("{quote}{}{quote} …", shown_word(&path))
                },
            );
            return finding
                .why("The AWS CLI and boto3 run the program without a shell, so they do not expand ~ and variables. SDKs that use a shell (Go, Java, Rust) find it.")
                .next("write the whole path")
                .offer(self.guide("Write the whole path, without ~ and variables:", &command));
        }
        // On Linux and macOS `C:\Tools\keys` loses its backslashes.
        if facts.os != Os::Windows && self.command.contains('\\') {
            return finding
                .why("A backslash outside quotes is removed and escapes the character after it.")
                .next("write each backslash twice, or put the path in single quotes")
                .offer(self.guide("Put the path in single quotes:", "'…' …"));
        }
        let is_path = name.contains('/') || facts.os == Os::Windows && name.contains(['\\', ':']);
        if is_path {
            return finding
                .why("Every command with this profile runs this program to get credentials, and fails if it cannot be run.")
                .next("install the program there, or write where it is")
                .offer(self.guide("Write the program's whole path:", &format!("{} …", self.example_path())));
        }
        let search = if facts.os == Os::Windows {
            vec!["where.exe".to_owned(), name.to_owned()]
        } else {
            vec!["command".to_owned(), "-v".to_owned(), name.to_owned()]
        };
        let of_word = if facts.os == Os::Windows {
            let ending = if Path::new(name).extension().is_some() { "" } else { ".exe" };
            format!(r"C:\path\of\{word}{ending} …")
        } else {
            format!("/path/of/{word} …")
        };
        finding
            .why("It is not in any folder of PATH. Programs that an IDE or a service starts often have a different PATH than your terminal.")
            .next("install it, or write its whole path")
            .offer(
                self.guide("Write the program's whole path:", &of_word)
                    .command(search),
            )
    }

    fn cannot_be_split(&self, fault: CommandFault) -> Finding {
        if fault == CommandFault::Empty {
            return self
                .command_fault("empty", "an empty credential_process", "is empty")
                .why("The AWS CLI tries to run an empty command and fails.")
                .next("write the command, or remove the line")
                .offer(self.guide("Write the command, or remove the line:", self.example_path()));
        }
        let finding = self.command_fault(
            "open-quote",
            "unclosed quote or backslash",
            "cannot be split into words",
        );
        match fault {
            CommandFault::LastBackslash => finding
                .why("The command ends with a backslash, which needs a character after it.")
                .says("No escaped character")
                .next("remove the last backslash"),
            _ => finding
                .why(
                    "A quotation mark is not closed. An apostrophe inside a word counts as a quotation mark.",
                )
                .says("No closing quotation")
                .next("close the quotation mark"),
        }
        .offer(self.guide(
            "Put a path with spaces in double quotes, both at its beginning and at its end:",
            if self.profile.facts().os == Os::Windows {
                "\"C:\\path\\of\\the program.exe\" …"
            } else {
                "\"/path/of/the program\" …"
            },
        ))
    }
}
