//! `files-readable`: the AWS files are files, and this person can read and write them.

use std::path::Path;

use aws_files::FileKind;
use facts::{Facts, FileState, Os, ScopeReason, Subject, Why, clean_line};

use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Severity, Skip, Step};

pub(crate) static CHECK: Check = Check {
    id: "files-readable",
    label: "readable files",
    title: "The AWS files exist and can be read and written by this person",
    group: Group::Files,
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

The config file (`~/.aws/config`, or what AWS_CONFIG_FILE says) and the credentials file
(`~/.aws/credentials`, or what AWS_SHARED_CREDENTIALS_FILE says), where they exist:

- each is a file, not a folder or a pipe
- you can read it
- you can write it, so that a sign-in set up later can be added

A missing file is no fault here: whether there is a profile is for `profile-exists` to say, and
single sign-on needs no credentials file. A link that a dotfile manager keeps, a file of the
machine's administrator outside your home folder, and `/dev/null` are taken as meant.

## Why it matters

The AWS CLI and boto3 say nothing about a file that they cannot read: they go on as if it were
empty, and then do not find the profile. It mostly happens after `sudo aws configure`, which leaves
a file that belongs to root, or when a container makes a folder where a file was to be mounted.

## How it is put right

- A file of yours whose mode forbids it: the mode is set so that you can read and write it.
- A file of somebody else's: you give it back to yourself with `sudo chown`.
- A folder or a pipe in its place: you move it away, or correct the variable that points to it.

## Errors people see

- AWS CLI, boto3: `The config profile (NAME) could not be found`
- AWS CLI, boto3: `Unable to locate credentials`
- `aws configure`: `[Errno 13] Permission denied: '/home/me/.aws/config'`
- `aws configure`: `[Errno 30] Read-only file system`
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    [FileKind::Config, FileKind::Credentials]
        .into_iter()
        .filter(|kind| !matches!(facts.files().file(*kind).state, FileState::Missing))
        .map(Subject::File)
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::File(kind) = *subject else {
        return Outcome::Passed(String::new());
    };
    let file = facts.files().file(kind);
    let path = file.path.as_path();
    let look = Look {
        facts,
        subject,
        kind,
        path,
        shown: facts.shown(path),
    };
    let found = match &file.state {
        FileState::Missing => return Outcome::Skipped(Skip::NotApplicable),
        // How a file is switched off on purpose.
        FileState::NotAFile(_) if path == Path::new("/dev/null") => None,
        FileState::NotAFile(what) => Some(look.not_a_file(what)),
        FileState::Unreadable { why, denied: false } => {
            return Outcome::Unknown(Why::Error(clean_line(why)));
        }
        FileState::Unreadable { denied: true, .. } => Some(look.denied()),
        FileState::TooLarge { size, limit } => Some(look.too_large(*size, *limit)),
        // A link into a store is kept by a dotfile manager.
        FileState::Present {
            writable: false,
            link: None,
            owned,
            mode,
            ..
        } => look.read_only(*owned, *mode),
        FileState::Present { .. } => None,
    };
    found.map_or(Outcome::Passed(look.shown), |finding| {
        Outcome::Found(vec![finding])
    })
}

struct Look<'a> {
    facts: &'a Facts,
    subject: &'a Subject,
    kind: FileKind,
    path: &'a Path,
    shown: String,
}

impl Look<'_> {
    const fn word(&self) -> &'static str {
        match self.kind {
            FileKind::Config => "config file",
            FileKind::Credentials => "credentials file",
        }
    }

    const fn variable(&self) -> &'static str {
        match self.kind {
            FileKind::Config => "AWS_CONFIG_FILE",
            FileKind::Credentials => "AWS_SHARED_CREDENTIALS_FILE",
        }
    }

    /// The config file is needed; the other one only where no profile in scope is in the config.
    fn severity(&self) -> Severity {
        let needed =
            self.kind == FileKind::Config || self.facts.profiles_in_scope().next().is_none();
        if needed {
            Severity::Fail
        } else {
            Severity::Warn
        }
    }

    /// A finding about a file that tools go on without.
    fn lost(&self, code: &'static str, brief: String, what: String) -> Finding {
        let finding = Finding::new(code, self.severity(), self.subject, brief, what).why(format!(
            "The AWS CLI and boto3 go on as if the {} were empty, without saying so.",
            self.word()
        ));
        let scope = self.facts.scope();
        match (scope.reason, scope.profiles.first()) {
            (ScopeReason::Flag | ScopeReason::Variable(_), Some(name)) if name != "default" => {
                finding.says(format!(
                    "The config profile ({}) could not be found",
                    clean_line(name)
                ))
            }
            _ => finding,
        }
    }

    fn not_a_file(&self, what: &str) -> Finding {
        let finding = self.lost(
            "not-a-file",
            format!("the {} is {what}", self.word()),
            format!("{} is {what}, not a file.", self.shown),
        );
        if self.facts.environment().is_set(self.variable()) {
            return finding
                .next(format!("let {} name a file", self.variable()))
                .offer(
                    Remedy::guide("variable", format!("Correct {}", self.variable()))
                        .word("To use the file in your home folder again:")
                        .word(self.facts.shell.unset(self.variable())),
                );
        }
        let aside = format!("{}.aside", self.path.display());
        let guide = Remedy::guide("move-away", "Move it away");
        finding
            .next("move it away, so that a file can take its place")
            .offer(match self.facts.os {
                Os::Windows => guide.command(["move", &self.path.to_string_lossy(), &aside]),
                _ => guide.command(["mv", &self.path.to_string_lossy(), &aside]),
            })
    }

    fn too_large(&self, size: u64, limit: u64) -> Finding {
        let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
        Finding::new(
            "too-large",
            self.severity(),
            self.subject,
            format!("the {} has {} MiB", self.word(), mebibytes(size)),
            format!(
                "{} has {} MiB; this program reads at most {}.",
                self.shown,
                mebibytes(size),
                mebibytes(limit)
            ),
        )
        .why("It is hardly an AWS file of this size; nothing in it was examined.")
        .next(format!("look whether it is the {}", self.word()))
        .offer(
            Remedy::guide("look", "Look at its beginning")
                .command(["head", "-c", "300", &self.path.to_string_lossy()])
                .word(format!(
                    "If it is another file, correct {} or move it away.",
                    self.variable()
                )),
        )
    }

    fn denied(&self) -> Finding {
        let metadata = self.facts.files().file(self.kind).metadata;
        let finding = self.lost(
            "unreadable",
            format!("the {} cannot be read", self.word()),
            format!("You may not read {}.", self.shown),
        );
        match (metadata.owned, metadata.mode) {
            (Some(true), Some(mode)) if mode & 0o400 == 0 => finding
                .next("let yourself read and write it")
                .offer(self.set_mode(mode)),
            (Some(false), _) => finding
                .next("make the file yours again")
                .offer(self.take_over()),
            _ => finding
                .next("look whose it is, and make it yours")
                .offer(self.take_over())
                .offer(self.open_mode()),
        }
    }

    /// It is read, and cannot be written.
    fn read_only(&self, owned: bool, mode: Option<u32>) -> Option<Finding> {
        let at_home = self
            .facts
            .home
            .as_ref()
            .is_ok_and(|home| self.path.starts_with(home));
        if !owned && !at_home {
            // The administrator's file, for all users of the machine.
            return None;
        }
        let finding = Finding::new(
            "read-only",
            Severity::Warn,
            self.subject,
            format!("the {} cannot be written", self.word()),
            format!("You may read {}, but not write it.", self.shown),
        )
        .why("What is in it works. Nothing can be added or put right in it, neither by aws configure nor here.");
        Some(match (owned, mode) {
            (true, Some(mode)) if mode & 0o200 == 0 => finding
                .next("let yourself write it")
                .offer(self.set_mode(mode)),
            (true, Some(_)) => finding
                .next("make its folder one that can be written, if it is to change here")
                .offer(
                    Remedy::guide("mount", "Make its folder writable")
                        .word("The mode of the file allows writing: its folder does not, or the disk or the container's volume is read-only.")
                        .word("A volume mounted with :ro is written where it comes from; sign-in also writes to ~/.aws/sso/cache."),
                ),
            (_, None) => finding
                .next("take its read-only attribute away")
                .offer(
                    Remedy::guide("attribute", "Take the attribute away")
                        .command(["attrib", "-R", &self.path.to_string_lossy()]),
                ),
            (false, Some(_)) => finding
                .next("make the file yours again")
                .offer(self.take_over()),
        })
    }

    /// Adds reading and writing for the owner; the other bits stay.
    fn set_mode(&self, mode: u32) -> Remedy {
        let path = self.path.to_path_buf();
        let mode = (mode & 0o7777) | 0o600;
        Remedy::new(
            "set-mode",
            Applicability::Safe,
            format!("Set its mode to {mode:04o}"),
            move |_, _| Ok(Plan::step(Step::SetMode(path.clone(), mode))),
        )
    }

    fn take_over(&self) -> Remedy {
        let guide = Remedy::guide("take-over", "Make it yours");
        let path = self.path.to_string_lossy().into_owned();
        if self.facts.os == Os::Windows {
            return guide.command(["takeown".to_owned(), "/F".to_owned(), path]);
        }
        match self.facts.environment().non_empty("USER") {
            Some(user) => {
                guide.command(["sudo".to_owned(), "chown".to_owned(), user.to_owned(), path])
            }
            None => guide
                .command([
                    "sudo".to_owned(),
                    "chown".to_owned(),
                    "YOUR-NAME".to_owned(),
                    path,
                ])
                .word("Put your user name, as `id -un` prints it, for YOUR-NAME."),
        }
    }

    fn open_mode(&self) -> Remedy {
        let guide = Remedy::guide("open-mode", "Allow yourself to read and write");
        let path = self.path.to_string_lossy().into_owned();
        if self.facts.os == Os::Windows {
            return guide.word("In its properties, under Security, give yourself Read and Write.");
        }
        let guide = match self.path.parent() {
            Some(folder) => guide.command([
                "chmod".to_owned(),
                "u+rwx".to_owned(),
                folder.to_string_lossy().into_owned(),
            ]),
            None => guide,
        };
        guide.command(["chmod".to_owned(), "u+rw".to_owned(), path])
    }
}

#[cfg(test)]
mod tests;
