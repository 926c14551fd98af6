//! The possible fixes for a finding: questions, and the plan that results from the answers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Edit, FileKind};
use facts::{Facts, Profile, SessionKey};
use serde::{Deserialize, Serialize};

use crate::SafeText;
use crate::kit::edits::put_in_profile;
use crate::safe_text::safe_text;

/// Who may apply a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Cannot do harm and has only one possible answer, so `--yes` accepts it.
    Safe,
    /// Needs a choice or a value from the user.
    Ask,
    /// Words and commands for the user; the program does nothing.
    Guide,
}

impl Applicability {
    /// Its name in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Ask => "ask",
            Self::Guide => "guide",
        }
    }
}

/// The answers to a remedy's questions, by key.
pub type Answers = BTreeMap<&'static str, String>;

/// One possible fix.
#[derive(Clone)]
pub struct Remedy {
    /// Its name within the check; `--answer CHECK.remedy=ID` chooses it.
    pub id: &'static str,
    /// What it does, as an answer to choose (`Use ScienceCloudProject-AdminAccount in line 2`).
    pub title: SafeText,
    /// Who may apply it.
    pub applicability: Applicability,
    /// The questions to ask first.
    pub questions: Vec<Question>,
    /// Commands to show, each as its arguments.
    pub commands: Vec<Vec<String>>,
    /// Words to show, for what only the user can do.
    pub words: Vec<String>,
    plan: Arc<Planner>,
}

type Planner = dyn Fn(&Facts, &Answers) -> Result<Plan, PlanError> + Send + Sync;

impl Remedy {
    /// A remedy whose plan depends on the facts and the answers. Everything that it shows is made
    /// safe to print.
    pub fn new(
        id: &'static str,
        applicability: Applicability,
        title: impl AsRef<str> + Into<String>,
        plan: impl Fn(&Facts, &Answers) -> Result<Plan, PlanError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            id,
            title: SafeText::new(title),
            applicability,
            questions: Vec::new(),
            commands: Vec::new(),
            words: Vec::new(),
            plan: Arc::new(plan),
        }
    }

    /// A remedy whose edits of one file are already known.
    pub fn edit(
        id: &'static str,
        applicability: Applicability,
        title: impl AsRef<str> + Into<String>,
        file: FileKind,
        mut edits: Vec<Edit>,
    ) -> Self {
        // A finding of each of many profiles has one.
        edits.shrink_to_fit();
        Self::new(id, applicability, title, move |_, _| Ok(Plan::edit(file, edits.clone())))
    }

    /// A remedy that sets a key of a profile to the user's answer; the question with the same key
    /// is added with [`ask`](Self::ask).
    pub fn set_in_profile(
        id: &'static str,
        title: impl AsRef<str> + Into<String>,
        profile: &Profile<'_>,
        key: &'static str,
    ) -> Self {
        let name = profile.name.to_owned();
        Self::new(id, Applicability::Ask, title, move |facts, answers| {
            let profile = facts.profile(&name);
            Ok(Plan::edits(
                profile.and_then(|profile| put_in_profile(&profile, key, &answers[key])),
            ))
        })
    }

    /// Words and commands for the user.
    pub fn guide(id: &'static str, title: impl AsRef<str> + Into<String>) -> Self {
        Self::new(id, Applicability::Guide, title, |_, _| Ok(Plan::default()))
    }

    /// Asks a question first.
    #[must_use]
    pub fn ask(mut self, mut question: Question) -> Self {
        question.prompt = safe_text(question.prompt);
        if let QuestionKind::Choice { choices, .. } = &mut question.kind {
            for choice in choices {
                choice.label = safe_text(std::mem::take(&mut choice.label));
            }
        }
        self.questions.push(question);
        self
    }

    /// Shows a command.
    #[must_use]
    pub fn command<S: Into<String>>(mut self, argv: impl IntoIterator<Item = S>) -> Self {
        self.commands.push(facts::join_options(argv));
        self
    }

    /// Shows words.
    #[must_use]
    pub fn word(mut self, words: impl AsRef<str> + Into<String>) -> Self {
        self.words.push(safe_text(words));
        self
    }

    /// The plan for these answers, each in its canonical form. Pure.
    ///
    /// # Errors
    /// An answer is missing or not acceptable; the error names its key.
    pub fn plan(&self, facts: &Facts, answers: &Answers) -> Result<Plan, PlanError> {
        let mut accepted = answers.clone();
        for question in &self.questions {
            let error = |why| PlanError { key: question.key, why };
            let answer =
                answers.get(question.key).ok_or_else(|| error("it has no answer".into()))?;
            let canonical = question.accept(answer).map_err(error)?;
            accepted.insert(question.key, canonical);
        }
        (self.plan)(facts, &accepted)
    }
}

impl std::fmt::Debug for Remedy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remedy")
            .field("id", &self.id)
            .field("title", &self.title)
            .field("applicability", &self.applicability)
            .field("questions", &self.questions)
            .finish_non_exhaustive()
    }
}

/// A question that a remedy asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its key in `--answer CHECK.KEY=VALUE`.
    pub key: &'static str,
    /// The question.
    pub prompt: String,
    /// A hint below it.
    pub help: String,
    /// The kind of answer.
    pub kind: QuestionKind,
    /// The default answer.
    pub default: Option<String>,
}

/// Normalizes an answer, or says what is wrong with it and what is expected.
pub type Accept = fn(&str) -> Result<String, String>;

/// The kind of answer to a question.
#[derive(Clone, Debug)]
pub enum QuestionKind {
    /// Text: the function normalizes it, or says what is wrong with it.
    Text(Accept),
    /// One item of a list that filters as the user types. With `other`, the user may type a value
    /// that is not in the list, if the function accepts it.
    Choice {
        /// The choices.
        choices: Vec<Choice>,
        /// Accepts another value.
        other: Option<Accept>,
    },
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer.
    pub value: String,
    /// What the user sees.
    pub label: String,
}

impl Choice {
    /// A choice that is shown as its value.
    pub fn plain(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { label: value.clone(), value }
    }
}

impl Question {
    /// Returns the answer in its canonical form, or why it is not acceptable.
    ///
    /// # Errors
    /// A sentence fragment that says what is wrong and what is expected.
    pub fn accept(&self, answer: &str) -> Result<String, String> {
        match &self.kind {
            QuestionKind::Text(accept) => accept(answer),
            QuestionKind::Choice { choices, other } => {
                if choices.iter().any(|choice| choice.value == answer) {
                    return Ok(answer.to_owned());
                }
                match other {
                    Some(accept) => accept(answer),
                    None => {
                        let names: Vec<&str> =
                            choices.iter().map(|choice| choice.value.as_str()).collect();
                        Err(format!("it is none of {}", names.join(", ")))
                    }
                }
            }
        }
    }
}

/// Everything that will happen, known before it happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In their order.
    pub steps: Vec<Step>,
    /// Whether the removed bytes contain keys, so that the user is told where the backup is.
    pub removes_secrets: bool,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Edits an AWS file; a file that does not exist yet is created.
    Edit {
        /// Which file.
        file: FileKind,
        /// The edits, together.
        edits: Vec<Edit>,
    },
    /// Moves a file to the backups.
    SetAside(PathBuf),
    /// Creates a file of this program, private to the user.
    Create(PathBuf, Vec<u8>),
    /// Sets permission bits.
    SetMode(PathBuf, u32),
    /// Renews the session's token without a browser.
    Refresh(SessionKey),
    /// Signs in to the session.
    SignIn(SessionKey),
}

impl Plan {
    /// Edits of one file.
    pub fn edit(file: FileKind, edits: Vec<Edit>) -> Self {
        Self { steps: vec![Step::Edit { file, edits }], removes_secrets: false }
    }

    /// Edits of both files, grouped by file.
    pub fn edits(edits: impl IntoIterator<Item = (FileKind, Edit)>) -> Self {
        let mut by_file: BTreeMap<FileKind, Vec<Edit>> = BTreeMap::new();
        for (file, edit) in edits {
            by_file.entry(file).or_default().push(edit);
        }
        let steps = by_file.into_iter().map(|(file, edits)| Step::Edit { file, edits }).collect();
        Self { steps, removes_secrets: false }
    }

    /// Several plans as one: the edits of a file together, and every step once.
    pub fn merge(plans: impl IntoIterator<Item = Self>) -> Self {
        let mut merged = Self::default();
        for plan in plans {
            merged.removes_secrets |= plan.removes_secrets;
            for step in plan.steps {
                merged.add_step(step);
            }
        }
        merged
    }

    fn add_step(&mut self, step: Step) {
        if let Step::Edit { file, edits } = &step {
            let same = self.steps.iter_mut().find_map(|known| match known {
                Step::Edit { file: other, edits } if other == file => Some(edits),
                _ => None,
            });
            if let Some(known) = same {
                let new =
                    edits.iter().filter(|edit| !known.contains(edit)).cloned().collect::<Vec<_>>();
                known.extend(new);
                return;
            }
        }
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }

    /// One step.
    pub fn step(step: Step) -> Self {
        Self { steps: vec![step], removes_secrets: false }
    }
}

/// An answer is missing or not acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    /// The question's key.
    pub key: &'static str,
    /// What is wrong with the answer.
    pub why: String,
}

impl std::fmt::Display for PlanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.key, self.why)
    }
}

impl std::error::Error for PlanError {}
