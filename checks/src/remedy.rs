//! What can be done about a finding: questions, and the plan that answers make.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Edit, FileKind};
use facts::{Facts, Profile, SessionKey};
use serde::{Deserialize, Serialize};

use crate::finding::safe_text;
use crate::kit::edits::put_in_profile;

/// Who may apply a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Cannot make a broken thing worse and has one possible answer: `--yes` accepts it.
    Safe,
    /// Needs a person's choice or value.
    Ask,
    /// Words and commands for the person to use; nothing is done.
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

/// Something that can be done.
#[derive(Clone)]
pub struct Remedy {
    /// Its name within the check; `--answer CHECK.remedy=ID` chooses it.
    pub id: &'static str,
    /// What it does, as an answer to choose (`Use ScienceCloudProject-AdminAccount in line 2`).
    pub title: String,
    /// Who may apply it.
    pub applicability: Applicability,
    /// What must be known first.
    pub questions: Vec<Question>,
    /// Commands to show, each as its arguments.
    pub commands: Vec<Vec<String>>,
    /// Words to show: what only a person can do.
    pub words: Vec<String>,
    plan: Arc<Planner>,
}

type Planner = dyn Fn(&Facts, &Answers) -> Result<Plan, PlanError> + Send + Sync;

impl Remedy {
    /// A remedy whose plan is made from the facts and the answers. All that
    /// it shows is made safe to print.
    pub fn new(
        id: &'static str,
        applicability: Applicability,
        title: impl Into<String>,
        plan: impl Fn(&Facts, &Answers) -> Result<Plan, PlanError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            id,
            title: safe_text(title),
            applicability,
            questions: Vec::new(),
            commands: Vec::new(),
            words: Vec::new(),
            plan: Arc::new(plan),
        }
    }

    /// A remedy whose edits of one file are known already.
    pub fn edit(
        id: &'static str,
        applicability: Applicability,
        title: impl Into<String>,
        file: FileKind,
        edits: Vec<Edit>,
    ) -> Self {
        Self::new(id, applicability, title, move |_, _| Ok(Plan::edit(file, edits.clone())))
    }

    /// A remedy that gives a key of a profile the value that the person answers; the question with
    /// the same key is added with [`ask`](Self::ask).
    pub fn set_in_profile(
        id: &'static str,
        title: impl Into<String>,
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

    /// Words and commands for the person.
    pub fn guide(id: &'static str, title: impl Into<String>) -> Self {
        Self::new(id, Applicability::Guide, title, |_, _| Ok(Plan::default()))
    }

    /// Asks something first.
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
        self.commands.push(argv.into_iter().map(Into::into).collect());
        self
    }

    /// Shows words.
    #[must_use]
    pub fn word(mut self, words: impl Into<String>) -> Self {
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

/// Something that a remedy must know.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its key in `--answer CHECK.KEY=VALUE`.
    pub key: &'static str,
    /// The question.
    pub prompt: String,
    /// A hint beneath it.
    pub help: String,
    /// What kind of answer.
    pub kind: QuestionKind,
    /// What is proposed.
    pub default: Option<String>,
}

/// Makes an answer canonical, or says what is wrong with it and what is wanted.
pub type Accept = fn(&str) -> Result<String, String>;

/// What kind of answer a question wants.
#[derive(Clone, Debug)]
pub enum QuestionKind {
    /// Text: the function makes it canonical, or says what is wrong with it.
    Text(Accept),
    /// One of a list that filters as one types. With `other`, a value that is not in the list may
    /// be typed, if the function accepts it.
    Choice {
        /// What there is to choose.
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
    /// What the person sees.
    pub label: String,
}

impl Choice {
    /// A choice that is shown as it is.
    pub fn plain(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { label: value.clone(), value }
    }
}

impl Question {
    /// The answer in its canonical form, or why it is not acceptable.
    ///
    /// # Errors
    /// A sentence fragment that says what is wrong and what is wanted.
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

/// What will happen, whole, before it happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In their order.
    pub steps: Vec<Step>,
    /// Whether the bytes that go hold keys: the person is told where the copy lies.
    pub removes_secrets: bool,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Edits of an AWS file; a file that does not exist yet is made.
    Edit {
        /// Which file.
        file: FileKind,
        /// The edits, together.
        edits: Vec<Edit>,
    },
    /// A file is moved into the backups.
    SetAside(PathBuf),
    /// A file of this program's own is made, private to this person.
    Create(PathBuf, Vec<u8>),
    /// Permission bits are set.
    SetMode(PathBuf, u32),
    /// The session's token is renewed without a browser.
    Refresh(SessionKey),
    /// The session is signed in to.
    SignIn(SessionKey),
}

impl Plan {
    /// Edits of one file.
    pub fn edit(file: FileKind, edits: Vec<Edit>) -> Self {
        Self { steps: vec![Step::Edit { file, edits }], removes_secrets: false }
    }

    /// Edits of both files, each file's together.
    pub fn edits(edits: impl IntoIterator<Item = (FileKind, Edit)>) -> Self {
        let mut by_file: BTreeMap<FileKind, Vec<Edit>> = BTreeMap::new();
        for (file, edit) in edits {
            by_file.entry(file).or_default().push(edit);
        }
        let steps = by_file.into_iter().map(|(file, edits)| Step::Edit { file, edits }).collect();
        Self { steps, removes_secrets: false }
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
