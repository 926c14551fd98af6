//! `files-readable`: the AWS files are regular files that the user can read and write.

use std::path::{Path, PathBuf};

use aws_files::FileKind;
use facts::{Facts, FileState, Os, Permissions, Subject, Text, Why, clean_line};

use super::config_managed::Keeper;
use crate::check::Examine;
use crate::sign_in::remedies::{self, take_over};
use crate::{Check, Finding, Group, Need, Outcome, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "files-readable",
    label: "readable files",
    title: "The AWS files exist and you can read and write them",
    group: Group::Files,
    since: "0.1.0",
    requires: &[Need::Check("env-home")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = [FileKind::Config, FileKind::Credentials]
        .into_iter()
        .filter(|kind| {
            let missing = matches!(facts.files().file(*kind).state, FileState::Missing);
            !missing || dangling(facts, *kind).is_some()
        })
        .map(Subject::File)
        .collect();
    if closed_folder(facts).is_some() {
        subjects.push(Subject::Machine);
    }
    subjects
}

/// The target of an AWS file that is a broken link.
pub(crate) fn dangling(facts: &Facts, kind: FileKind) -> Option<&Path> {
    let access = facts.access.as_ref().ok()?;
    access.dangling.get(&kind).map(PathBuf::as_path)
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::File(kind) = *subject else {
        return match closed_folder(facts) {
            Some(closed) => Outcome::Found(vec![folders::finding(facts, &closed)]),
            None => Outcome::Passed(String::new()),
        };
    };
    let file = facts.files().file(kind);
    let path = &*file.path;
    let look = Look { facts, kind, path, shown: facts.shown(path) };
    let found = match &file.state {
        FileState::Missing => match dangling(facts, kind) {
            Some(target) => Some(look.dangling(target)),
            None => return Outcome::Skipped(Skip::NotApplicable),
        },
        // The usual way to switch a file off on purpose.
        FileState::NotAFile(_) if facts::is_null_device(path) => None,
        FileState::NotAFile(what) => Some(look.not_a_file(what)),
        FileState::Unreadable { why, denied: false } => {
            return Outcome::Unknown(Why::Error(clean_line(why)));
        }
        FileState::Unreadable { denied: true, .. } => Some(look.denied()),
        FileState::TooLarge { size, limit } => Some(look.too_large(*size, *limit)),
        // `config-managed` reports files of a dotfile manager.
        FileState::Present { writable: false, owned, mode, .. }
            if Keeper::of(facts, kind).is_none() =>
        {
            look.read_only(*owned, *mode)
        }
        FileState::Present { .. } => None,
    };
    found.map_or(Outcome::Passed(look.shown), |finding| Outcome::Found(vec![finding]))
}

struct Look<'a> {
    facts: &'a Facts,
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

    /// The config file is needed; the other one only if a profile in scope is not in the config.
    fn severity(&self) -> Severity {
        let needed =
            self.kind == FileKind::Config || self.facts.profiles_in_scope().next().is_none();
        Severity::fail_if(needed)
    }

    /// A finding about a file that tools can do without.
    fn lost(&self, code: &'static str, brief: String, what: String) -> Finding {
        let finding =
            Finding::will_bite(code, brief).severity(self.severity()).what(what).why(format!(
                "The AWS CLI and boto3 silently continue as if the {} were empty.",
                self.word()
            ));
        let scope = self.facts.scope();
        match scope.profiles.first().filter(|_| scope.reason.is_named()) {
            Some(name) if name != "default" => {
                finding.says(format!("The config profile ({}) could not be found", Text(name)))
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
            return finding.next(format!("set {} to a file", self.variable())).offer(
                Remedy::guide("variable", format!("Correct {}", self.variable()))
                    .word("To use the file in your home folder again:")
                    .word(self.facts.shell.unset(self.variable())),
            );
        }
        let aside = format!("{}.aside", self.path.display());
        let guide = Remedy::guide("move-away", "Move it away");
        finding.next("move it away, so that a file can replace it").offer(match self.facts.os {
            Os::Windows => guide.command(["move", &self.path.to_string_lossy(), &aside]),
            _ => guide.command(["mv", &self.path.to_string_lossy(), &aside]),
        })
    }

    /// AWS tools read it, so it is only a warning: nothing in it was checked.
    fn too_large(&self, size: u64, limit: u64) -> Finding {
        let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
        Finding::will_bite("too-large", format!("the {} is {} MiB", self.word(), mebibytes(size)))
            .what(format!(
                "{} is {} MiB; this program reads at most {} MiB.",
                self.shown,
                mebibytes(size),
                mebibytes(limit)
            ))
            .why("An AWS file is hardly ever this large; nothing in it was checked.")
            .next(format!("check that it is the {}", self.word()))
            .offer(Remedy::guide("look", "See how it starts").command(self.show_start()).word(
                format!("If it is a different file, correct {} or move it away.", self.variable()),
            ))
    }

    fn denied(&self) -> Finding {
        let metadata = self.facts.files().file(self.kind).metadata;
        let finding = self.lost(
            "unreadable",
            format!("the {} cannot be read", self.word()),
            format!("You do not have permission to read {}.", self.shown),
        );
        if let Some((folder, permissions)) = self.folder() {
            match permissions.mode {
                Some(mode) if permissions.owned && mode & 0o100 == 0 => {
                    return finding
                        .next("give yourself access to its folder")
                        .offer(folders::set_mode(folder, mode));
                }
                _ if !permissions.owned && metadata.owned.is_none() => {
                    return finding
                        .next("take ownership of its folder")
                        .offer(take_over(self.facts, folder, true));
                }
                _ => {}
            }
        }
        match (metadata.owned, metadata.mode) {
            (Some(true), Some(mode)) if mode & 0o400 == 0 => finding
                .next("give yourself permission to read and write it")
                .offer(self.set_mode(mode)),
            (Some(false), _) => finding.next("take ownership of the file").offer(self.take_over()),
            _ => finding
                .next("see who owns it, and take ownership")
                .offer(self.take_over())
                .offer(self.open_mode()),
        }
    }

    /// It can be read but not written.
    fn read_only(&self, owned: bool, mode: Option<u32>) -> Option<Finding> {
        let at_home = self.facts.home.as_ref().is_ok_and(|home| self.path.starts_with(home));
        if !owned && !at_home {
            // The administrator's file, for all users of the machine.
            return None;
        }
        let by_mode = mode.is_some_and(|mode| mode & 0o200 == 0);
        if owned && !by_mode && mode.is_some() && closed_folder(self.facts).is_some() {
            // The folder is the cause, and is reported for the machine.
            return None;
        }
        let finding = Finding::will_bite("read-only", format!("the {} cannot be written", self.word())).what(format!("You can read {}, but not write it.", self.shown))
        .why("Its contents work, but neither aws configure nor aws-onboard can add or fix anything in it.");
        Some(match (owned, mode) {
            (true, Some(mode)) if mode & 0o200 == 0 => finding
                .next("give yourself permission to write it")
                .offer(self.set_mode(mode)),
            (true, Some(_)) => finding
                .next("make its folder writable, if you want to change it here")
                .offer(
                    Remedy::guide("mount", "Make its folder writable")
                        .word("The file's mode allows writing, but its folder does not, or the disk or the container's volume is read-only.")
                        .word("Change a volume mounted with :ro at its source. Signing in also writes to ~/.aws/sso/cache."),
                ),
            (_, None) => finding
                .next("remove its read-only attribute")
                .offer(
                    Remedy::guide("attribute", "Remove the attribute")
                        .command(["attrib", "-R", &self.path.to_string_lossy()]),
                ),
            (false, Some(_)) => finding
                .next("take ownership of the file")
                .offer(self.take_over()),
        })
    }

    /// Adds reading and writing for the owner; the other bits do not change.
    fn set_mode(&self, mode: u32) -> Remedy {
        remedies::set_mode("set-mode", self.path, (mode & 0o7777) | 0o600)
    }

    /// The folder that contains the file, and what is known about it.
    fn folder(&self) -> Option<(&Path, &Permissions)> {
        let folder = self.path.parent()?;
        Some((folder, self.facts.access.as_ref().ok()?.of(folder)?))
    }

    /// The command that shows the beginning of the file; `more.com` is the same in both shells of
    /// Windows.
    fn show_start(&self) -> Vec<String> {
        let words: &[&str] = match self.facts.os {
            Os::Windows => &["more.com"],
            _ => &["head", "-c", "300"],
        };
        let path = self.path.to_string_lossy();
        words.iter().copied().chain([path.as_ref()]).map(str::to_owned).collect()
    }

    /// A broken link.
    fn dangling(&self, target: &Path) -> Finding {
        let shown = self.facts.shown(target);
        let guide = Remedy::guide("restore", "Restore the file it points to, or remove the link");
        self.lost(
            "dangling",
            format!("the {} is a broken link", self.word()),
            format!("{} is a link to {shown}, which does not exist.", self.shown),
        )
        .next("restore the file that the link points to, or remove the link")
        .offer(match self.facts.os {
            Os::Windows => {
                guide.command(["dir".to_owned(), self.path.to_string_lossy().into_owned()])
            }
            _ => guide.command([
                "ls".to_owned(),
                "-l".to_owned(),
                self.path.to_string_lossy().into_owned(),
            ]),
        })
    }

    fn take_over(&self) -> Remedy {
        take_over(self.facts, self.path, false)
    }

    fn open_mode(&self) -> Remedy {
        let guide = Remedy::guide("open-mode", "Give yourself permission to read and write");
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
mod cases;
mod folders;

use folders::closed_folder;
