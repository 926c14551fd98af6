//! `credential-process`: the command that gives a profile its credentials can be found.

#[cfg(test)]
mod cases;

use aws_files::{FileKind, Property};
use facts::{
    CommandFault, Facts, Os, Profile, ProgramState, Subject, clean_line, mask_secrets,
    split_command,
};

use crate::Need;
use crate::check::Examine;
use crate::kit::words::about;
use crate::{Check, Finding, Group, Outcome, Place, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "credential-process",
    label: "credential_process",
    title: "The credential_process command can be found",
    group: Group::Profile,
    since: "0.2.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .profiles()
        .filter(|profile| profile.get("credential_process").is_some())
        // botocore's order of providers (FACTS, section 1).
        .filter(|profile| {
            let single_sign_on = profile.account().is_some() || profile.role().is_some();
            let before = ["role_arn", "web_identity_token_file", "login_session"];
            !single_sign_on
                && !profile.has_static_keys()
                && !before.iter().any(|key| profile.get(key).is_some())
        })
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Passed(String::new());
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    let Some((file, property)) = profile.get("credential_process") else {
        return Outcome::Passed(String::new());
    };
    let command = property.value.as_text().unwrap_or_default();
    let at = At { facts, subject, profile, file, property };
    if let Err(fault) = split_command(command, facts.os) {
        return Outcome::Found(vec![at.cannot_be_split(fault)]);
    }
    let programs = match &facts.credential_processes {
        Ok(programs) => programs,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    let Some(program) = programs.get(command) else {
        return Outcome::Unknown(facts::Why::NotAsked);
    };
    let shown = shown(&program.name);
    let found = match &program.state {
        ProgramState::Found(path) => return Outcome::Passed(facts.shown(path)),
        ProgramState::Missing => at.missing(&program.name, program.with_spaces.as_deref()),
        ProgramState::NotExecutable(path) => at
            .finding(
                "not-executable",
                &format!("{shown} may not be run"),
                format!(
                    "The credential_process of the profile {} is a file that you may not run.",
                    at.name()
                ),
            )
            .why("The program is there, but without the permission to run it.")
            .says(format!("[Errno 13] Permission denied: '{shown}'"))
            .next("make it executable")
            .offer(
                Remedy::guide("make-executable", "Make it executable")
                    .command(["chmod", "u+x", &path.to_string_lossy()])
                    .word("If it is somebody else's, ask them."),
            ),
        ProgramState::Folder(_) => at
            .finding(
                "a-folder",
                &format!("{shown} is a folder"),
                format!(
                    "The credential_process of the profile {} is a folder, not a program.",
                    at.name()
                ),
            )
            .why("A program is started, and a folder cannot be.")
            .says(format!("[Errno 13] Permission denied: '{shown}'"))
            .next("write the path of the program in it")
            .offer(at.guide("Write the program's whole path:", "/path/of/the/program")),
    };
    Outcome::Found(vec![found])
}

/// A word of the command as it may be shown: some carry a password.
fn shown(word: &str) -> String {
    mask_secrets(&clean_line(word))
}

/// What is looked at.
struct At<'a> {
    facts: &'a Facts,
    subject: &'a Subject,
    profile: Profile<'a>,
    file: FileKind,
    property: &'a Property,
}

impl At<'_> {
    fn name(&self) -> String {
        clean_line(self.profile.name)
    }

    fn finding(&self, code: &'static str, brief: &str, what: String) -> Finding {
        let severity =
            if self.facts.in_scope(self.profile.name) { Severity::Fail } else { Severity::Warn };
        let brief = about(self.facts, self.profile.name, brief);
        let place = Place::of(self.facts, self.file, self.property.location);
        Finding::new(code, severity, self.subject, brief, what).at(place, "this command")
    }

    /// The line to write.
    fn guide(&self, words: &str, command: &str) -> Remedy {
        let line = self.property.location.line;
        let path = self.facts.shown(self.facts.files().path(self.file));
        Remedy::guide("write-path", format!("Change line {line} of {path}"))
            .word(words)
            .word(format!("credential_process = {command}"))
    }

    fn missing(&self, name: &str, with_spaces: Option<&str>) -> Finding {
        let word = shown(name);
        let finding = self.finding(
            "not-found",
            &format!("{word} is not found"),
            format!(
                "The credential_process of the profile {} starts {word}, which is not there.",
                self.name()
            ),
        );
        let finding = if self.facts.os == Os::Windows {
            finding.says("[WinError 2] The system cannot find the file specified")
        } else {
            finding.says(format!("[Errno 2] No such file or directory: '{word}'"))
        };
        if let Some(path) = with_spaces {
            let path = shown(path);
            return finding
                .why("The path has spaces, and a command ends its first word at a space.")
                .next("put the path in double quotes")
                .offer(self.guide(
                    "Write the path in double quotes, and the rest behind it as before:",
                    &format!("\"{path}\" …"),
                ));
        }
        let shell_only = name.starts_with('~') || name.contains('$') || name.contains('%');
        if shell_only {
            let home = self.facts.home.as_deref().ok();
            let whole = home.and_then(|home| {
                let rest = ["~/", "$HOME/", "${HOME}/"]
                    .iter()
                    .find_map(|prefix| name.strip_prefix(prefix))?;
                Some(home.join(rest).to_string_lossy().into_owned())
            });
            let command = whole.map_or_else(
                || "/path/of/the/program …".to_owned(),
                |path| {
                    let quote = if path.contains(' ') { "\"" } else { "" };
                    format!("{quote}{}{quote} …", shown(&path))
                },
            );
            return finding
                .why("The AWS CLI and boto3 start the program without a shell, so that ~ and variables stay as they are. SDKs that use a shell (Go, Java, Rust) find it.")
                .next("write the whole path")
                .offer(self.guide("Write the whole path, without ~ and variables:", &command));
        }
        // On Linux and macOS `C:\Tools\keys` loses its backslashes.
        let written = self.property.value.as_text().unwrap_or_default();
        if self.facts.os != Os::Windows && written.contains('\\') {
            return finding
                .why("A backslash outside quotes is taken away, together with the meaning of what follows it.")
                .next("write each backslash twice, or put the path in single quotes")
                .offer(self.guide("Put the path in single quotes:", "'…' …"));
        }
        let is_path = name.contains(std::path::is_separator);
        if is_path {
            return finding
                .why("Every command with this profile asks the program for credentials first, and stops where it cannot be started.")
                .next("install the program there, or write where it is")
                .offer(self.guide("Write the program's whole path:", "/path/of/the/program …"));
        }
        let search = if self.facts.os == Os::Windows {
            vec!["where.exe".to_owned(), name.to_owned()]
        } else {
            vec!["command".to_owned(), "-v".to_owned(), name.to_owned()]
        };
        finding
            .why("It is in none of the folders of PATH. Programs that an IDE or a service starts often have another PATH than your terminal.")
            .next("install it, or write its whole path")
            .offer(
                self.guide("Write the program's whole path:", &format!("/path/of/{word} …"))
                    .command(search),
            )
    }

    fn cannot_be_split(&self, fault: CommandFault) -> Finding {
        if fault == CommandFault::Empty {
            return self
                .finding(
                    "empty",
                    "an empty credential_process",
                    format!("The credential_process of the profile {} is empty.", self.name()),
                )
                .why("The AWS CLI tries to start nothing, and stops.")
                .next("write the command, or take the line away")
                .offer(
                    self.guide("Write the command, or take the line away:", "/path/of/the/program"),
                );
        }
        let finding = self.finding(
            "open-quote",
            "the command has no end",
            format!(
                "The credential_process of the profile {} cannot be taken apart into words.",
                self.name()
            ),
        );
        match fault {
            CommandFault::LastBackslash => finding
                .why("A backslash at the end waits for a character that does not come.")
                .says("No escaped character")
                .next("take the last backslash away"),
            _ => finding
                .why(
                    "A quotation mark has no other end. An apostrophe inside a word counts as one.",
                )
                .says("No closing quotation")
                .next("close the quotation mark"),
        }
        .offer(self.guide(
            "Put a path with spaces in double quotes, both at its beginning and at its end:",
            "\"/path/of/the program\" …",
        ))
    }
}
