//! Turns a plan into the new contents of the files, and writes them safely.

use std::path::{Path, PathBuf};

use aws_files::{Document, FileKind};
use checks::{Plan, Step};
use facts::{Facts, SessionKey};
use machine::change::{self, Change, ChangeError, Committed, Done, NewState};

use crate::app::App;
use crate::error::CommandError;
use crate::render::diff::Diff;
use crate::terminal::text::Mark;

/// A plan with every byte that it would write.
pub(crate) struct Prepared {
    /// The AWS files that change.
    pub(crate) files: Vec<FileChange>,
    /// This program's own files that are created.
    pub(crate) created: Vec<(PathBuf, Vec<u8>)>,
    /// Files that are moved into the backups.
    pub(crate) set_aside: Vec<PathBuf>,
    /// Permission bits to set.
    pub(crate) modes: Vec<(PathBuf, u32)>,
    /// What to do with AWS afterward.
    pub(crate) actions: Vec<Action>,
    /// Whether the removed text contains keys.
    pub(crate) removes_secrets: bool,
}

/// An AWS file before and after.
pub(crate) struct FileChange {
    /// Its path.
    pub(crate) path: PathBuf,
    /// `None` if the file does not exist yet.
    pub(crate) before: Option<Document>,
    /// The new contents.
    pub(crate) after: Document,
}

/// A change that was made, for the JSON.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    /// The file.
    pub(crate) path: PathBuf,
    /// The path of the backup.
    pub(crate) backup: Option<PathBuf>,
    /// The diff, masked.
    pub(crate) diff: String,
}

impl Recorded {
    /// The changes that were made of a plan.
    pub(crate) fn of(prepared: &Prepared, done: &[Done]) -> Vec<Self> {
        let diffs = prepared.diffs();
        let diff_of = |path: &Path| {
            let diff = diffs.iter().find(|(file, _)| file.path == path);
            diff.map(|(file, diff)| diff.unified(&file.path)).unwrap_or_default()
        };
        done.iter()
            .map(|change| Self {
                path: change.path.clone(),
                backup: change.backup.clone(),
                diff: diff_of(&change.path),
            })
            .collect()
    }
}

/// A fix that was asked for and failed, for the JSON and the exit status.
#[derive(Clone, Debug)]
pub(crate) struct FailedFix {
    /// The check that offers the fix.
    pub(crate) check: &'static str,
    /// The fix.
    pub(crate) remedy: &'static str,
    /// The file that was not written; none if the step was another one, such as a sign-in.
    pub(crate) path: Option<PathBuf>,
    /// Why it failed, in words that are safe to show.
    pub(crate) error: String,
}

/// Why nothing of a plan was written.
pub(crate) struct NotWritten {
    /// The file at fault.
    pub(crate) path: Option<PathBuf>,
    /// The reason in words.
    pub(crate) error: CommandError,
}

impl From<ChangeError> for NotWritten {
    fn from(error: ChangeError) -> Self {
        Self {
            path: error.path().map(Path::to_path_buf),
            error: CommandError::failed(error.to_string()),
        }
    }
}

impl From<NotWritten> for CommandError {
    fn from(why: NotWritten) -> Self {
        why.error
    }
}

/// A step that involves AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Renew the token.
    Refresh(SessionKey),
    /// Sign in.
    SignIn(SessionKey),
}

impl Prepared {
    /// Applies the plan in memory.
    ///
    /// # Errors
    /// An edit does not fit the file, which is a bug in the check and is reported as one.
    pub(crate) fn new(facts: &Facts, plan: &Plan) -> Result<Self, CommandError> {
        let mut prepared = Self {
            files: Vec::new(),
            created: Vec::new(),
            set_aside: Vec::new(),
            modes: Vec::new(),
            actions: Vec::new(),
            removes_secrets: plan.removes_secrets,
        };
        for step in &plan.steps {
            match step {
                Step::Edit { file, edits } => {
                    let before = facts.files().file(*file).document().cloned();
                    let document = before.clone().unwrap_or_else(|| Document::parse(b""));
                    let after = document.edit(edits).map_err(|error| {
                        CommandError::failed(format!(
                            "could not prepare the change of {}: {error}",
                            facts.files().path(*file).display()
                        ))
                    })?;
                    prepared.files.push(FileChange {
                        path: facts.files().path(*file).to_path_buf(),
                        before,
                        after,
                    });
                }
                Step::Create(path, bytes) => prepared.created.push((path.clone(), bytes.clone())),
                Step::SetAside(path) => prepared.set_aside.push(path.clone()),
                Step::SetMode(path, mode) => prepared.modes.push((path.clone(), *mode)),
                Step::Refresh(key) => prepared.actions.push(Action::Refresh(key.clone())),
                Step::SignIn(key) => prepared.actions.push(Action::SignIn(key.clone())),
            }
        }
        Ok(prepared)
    }

    /// The diff of each file.
    pub(crate) fn diffs(&self) -> Vec<(&FileChange, Diff)> {
        self.files.iter().map(|file| (file, Diff::new(file.before.as_ref(), &file.after))).collect()
    }

    /// Whether anything is written.
    pub(crate) fn writes(&self) -> bool {
        !(self.files.is_empty()
            && self.created.is_empty()
            && self.set_aside.is_empty()
            && self.modes.is_empty())
    }

    /// Whether signing in is the only step.
    pub(crate) fn is_sign_in(&self) -> bool {
        !self.writes() && matches!(self.actions.as_slice(), [Action::SignIn(_)])
    }

    /// Writes the changes, with a backup and a journal entry.
    ///
    /// # Errors
    /// A file changed after it was shown, or cannot be written; in both cases nothing is written.
    pub(crate) fn commit(
        &self,
        system: &machine::System,
        title: &str,
    ) -> Result<Committed, NotWritten> {
        let files = self.files.iter().map(|file| Change {
            path: file.path.clone(),
            expected: file.before.as_ref().map(|document| document.as_bytes().to_vec()),
            new: NewState::Write(file.after.as_bytes().to_vec()),
        });
        let created = self.created.iter().map(|(path, bytes)| Change {
            path: path.clone(),
            expected: None,
            new: NewState::Write(bytes.clone()),
        });
        let set_aside = self.set_aside.iter().map(|path| Change {
            path: path.clone(),
            expected: None,
            new: NewState::SetAside,
        });
        let modes = self.modes.iter().map(|(path, mode)| Change {
            path: path.clone(),
            expected: None,
            new: NewState::Mode(*mode),
        });
        let changes: Vec<Change> = created.chain(files).chain(set_aside).chain(modes).collect();
        Ok(change::commit(system, title, changes, self.removes_secrets)?)
    }
}

/// The name of one of the two files.
pub(crate) const fn file_word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Config => "config",
        FileKind::Credentials => "credentials",
    }
}

/// Reports what was written and how to undo it, and where the backup is if it contains keys.
/// `number` counts what this run has written, because `undo` undoes all of it.
pub(crate) fn say_written(app: &App, done: &[Done], holds_keys: bool, number: usize) {
    let printer = &app.printer;
    let good = Mark::Good.show();
    if app.system.is_overlay() {
        printer.say(&format!("{good} would be written (a dry run writes nothing)"));
        return;
    }
    if app.system.is_practice() {
        printer.say(&format!("{good} written to the practice machine"));
        return;
    }
    let what = match number {
        0 | 1 => "undoes it".to_owned(),
        2 => "undoes both changes".to_owned(),
        many => format!("undoes all {many} changes"),
    };
    let kept: Vec<String> = done
        .iter()
        .filter_map(|change| change.backup.as_ref())
        .map(|backup| app.path(backup))
        .collect();
    match kept.as_slice() {
        [] => printer.say(&format!("{good} written (`aws-onboard undo` {what})")),
        places if holds_keys => {
            let places = places.join(", ");
            printer.say(&format!("{good} written; a copy with the keys is in {places}"));
            printer.say(&format!(
                "  `aws-onboard undo` {what}; `aws-onboard undo --forget` erases the copies"
            ));
        }
        _ => {
            printer.say(&format!("{good} written (a backup is kept; `aws-onboard undo` {what})"));
        }
    }
}
