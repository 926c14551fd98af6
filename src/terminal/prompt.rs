//! Prompts behind one trait, so that tests can ask questions without a terminal. Short lists that fit
//! the window are inquire's; the others are ours, and so are fields, since its fields have no keys of
//! a shell.

use std::sync::Arc;

use checks::{Accept, Choice, Question, QuestionKind};
use inquire::{InquireError, Select};

use super::choice::Choice as ShortList;
use super::frame::Frame;
use super::look::Look;
use super::{Field, Interruption, List};
use crate::error::CommandError;

/// The answer to a question.
pub(crate) type Ask<T> = Result<T, Declined>;

/// Why a question was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declined {
    /// Esc: skip this question.
    Skipped,
    /// Ctrl-C, or the terminal was closed.
    Interrupted,
}

/// The answer; `None` if the question was skipped.
///
/// # Errors
/// The user interrupted, which the command reports with these words.
pub(crate) fn unless_interrupted<T>(
    answer: Ask<T>,
    words: &str,
) -> Result<Option<T>, CommandError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Declined::Skipped) => Ok(None),
        Err(Declined::Interrupted) => Err(CommandError::interrupted(words)),
    }
}

/// Asks the user.
pub(crate) trait Prompter: Send + Sync {
    /// Chooses one item by its index; the cursor starts at `cursor`.
    fn choose(&self, prompt: &str, help: &str, choices: &[String], cursor: usize) -> Ask<usize>;
    /// Chooses from a list that filters as the user types, by index.
    fn pick(&self, list: &List<'_>) -> Ask<Vec<usize>>;
    /// Asks for text.
    fn write(&self, field: &Field<'_>) -> Ask<String>;
    /// Asks a check's question, and returns the answer in canonical form.
    fn answer(&self, question: &Question) -> Ask<String>;
}

/// A user at a terminal.
pub(crate) struct Terminal {
    look: Look,
    interruption: Arc<Interruption>,
}

/// A longer list filters as the user types.
const MAX_SHORT_LIST: usize = 9;

impl Terminal {
    /// Draws prompts with or without color, and asks nothing once the program is interrupted.
    pub(crate) fn new(color: bool, interruption: Arc<Interruption>) -> Self {
        let look = Look { color };
        inquire::set_global_render_config(look.of_inquire());
        Self { look, interruption }
    }
}

impl Prompter for Terminal {
    fn choose(&self, prompt: &str, help: &str, choices: &[String], cursor: usize) -> Ask<usize> {
        if choices.len() > MAX_SHORT_LIST {
            let rows: Vec<Vec<String>> = choices.iter().map(|one| vec![one.clone()]).collect();
            let chosen = self.pick(&List::of_one(prompt, "choice", &rows, &[cursor]));
            return chosen.map(|rows| rows.first().copied().unwrap_or(cursor));
        }
        let choice = ShortList { prompt, help, choices, cursor };
        if !choice.fits(Frame::size().0) {
            return self.interruption.ask(|| choice.ask(self.look));
        }
        let mut select = Select::new(prompt, choices.to_vec())
            .with_starting_cursor(cursor)
            .with_page_size(MAX_SHORT_LIST)
            .without_filtering();
        select = if help.is_empty() {
            select.without_help_message()
        } else {
            select.with_help_message(help)
        };
        self.interruption.ask(|| asked(select.raw_prompt()).map(|answer| answer.index))
    }

    fn pick(&self, list: &List<'_>) -> Ask<Vec<usize>> {
        self.interruption.ask(|| list.ask(self.look))
    }

    fn write(&self, field: &Field<'_>) -> Ask<String> {
        self.interruption.ask(|| field.ask(self.look))
    }

    fn answer(&self, question: &Question) -> Ask<String> {
        match &question.kind {
            QuestionKind::Text(accept) => self.text(question, *accept),
            QuestionKind::Choice { choices, other } => self.list(question, choices, *other),
        }
    }
}

impl Terminal {
    /// Asks for a typed answer.
    fn text(&self, question: &Question, accept: Accept) -> Ask<String> {
        self.write(&Field {
            prompt: &question.prompt,
            help: &question.help,
            initial: question.default.as_deref().unwrap_or_default(),
            accept: &accept,
            meant: &|_| None,
        })
    }

    /// A list that filters as the user types; the last entry allows any other value.
    fn list(&self, question: &Question, choices: &[Choice], other: Option<Accept>) -> Ask<String> {
        const OTHER: &str = "Another value: type it";
        let mut rows: Vec<Vec<String>> =
            choices.iter().map(|choice| vec![choice.label.clone()]).collect();
        if other.is_some() {
            rows.push(vec![OTHER.to_owned()]);
        }
        let default = question.default.as_ref();
        let cursor = default
            .and_then(|default| choices.iter().position(|choice| choice.value == *default))
            .unwrap_or(0);
        let index = self.pick(&List {
            keep_last: other.is_some(),
            ..List::of_one(&question.prompt, "choice", &rows, &[cursor])
        })?;
        let index = index.first().copied().unwrap_or(cursor);
        match (choices.get(index), other) {
            (Some(choice), _) => Ok(choice.value.clone()),
            (None, Some(accept)) => self.text(question, accept),
            (None, None) => Err(Declined::Skipped),
        }
    }
}

/// Converts a result of `inquire` to an answer.
fn asked<T>(answer: Result<T, InquireError>) -> Ask<T> {
    answer.map_err(|error| match error {
        InquireError::OperationCanceled => Declined::Skipped,
        _ => Declined::Interrupted,
    })
}
