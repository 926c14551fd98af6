//! Prompts behind one trait, so that tests can ask questions without a terminal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use checks::{Choice, Question, QuestionKind};
use inquire::ui::{Attributes, Color as InkColor, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text};

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

/// Asks the user.
pub(crate) trait Prompter: Send + Sync {
    /// Chooses one item by its index; the cursor starts at `cursor`.
    fn choose(&self, prompt: &str, help: &str, choices: &[String], cursor: usize) -> Ask<usize>;
    /// Chooses any number of items by index; `chosen` are selected at first.
    fn choose_many(
        &self,
        prompt: &str,
        help: &str,
        choices: &[String],
        chosen: &[usize],
    ) -> Ask<Vec<usize>>;
    /// Asks a check's question, and returns the answer in canonical form.
    fn answer(&self, question: &Question) -> Ask<String>;
}

/// A user at a terminal.
pub(crate) struct Terminal {
    stopped: Arc<AtomicBool>,
}

impl Terminal {
    /// Draws prompts with or without color, and asks nothing once `stopped` is set.
    pub(crate) fn new(colour: bool, stopped: Arc<AtomicBool>) -> Self {
        inquire::set_global_render_config(if colour { look() } else { RenderConfig::empty() });
        Self { stopped }
    }

    /// Asks, unless the program was interrupted before the question appeared.
    fn unless_stopped<T>(&self, ask: impl FnOnce() -> Ask<T>) -> Ask<T> {
        if self.stopped.load(Ordering::Relaxed) { Err(Declined::Interrupted) } else { ask() }
    }
}

impl Prompter for Terminal {
    fn choose(&self, prompt: &str, help: &str, choices: &[String], cursor: usize) -> Ask<usize> {
        let mut select =
            Select::new(prompt, choices.to_vec()).with_starting_cursor(cursor).with_page_size(10);
        select = if help.is_empty() {
            select.without_help_message()
        } else {
            select.with_help_message(help)
        };
        if choices.len() <= 6 {
            select = select.without_filtering();
        }
        self.unless_stopped(|| asked(select.raw_prompt()).map(|answer| answer.index))
    }

    fn choose_many(
        &self,
        prompt: &str,
        help: &str,
        choices: &[String],
        chosen: &[usize],
    ) -> Ask<Vec<usize>> {
        let select = MultiSelect::new(prompt, choices.to_vec())
            .with_default(chosen)
            .with_page_size(12)
            .with_help_message(help)
            .with_formatter(&|chosen| format!("{} chosen", chosen.len()));
        self.unless_stopped(|| {
            asked(select.raw_prompt())
                .map(|chosen| chosen.into_iter().map(|one| one.index).collect())
        })
    }

    fn answer(&self, question: &Question) -> Ask<String> {
        self.unless_stopped(|| match &question.kind {
            QuestionKind::Text(accept) => text(question, *accept),
            QuestionKind::Choice { choices, other } => list(question, choices, *other),
        })
    }
}

/// Converts an answer to canonical form, or says what is wrong with it.
type Accept = fn(&str) -> Result<String, String>;

/// Asks for a typed answer; an invalid one is explained below the prompt and asked for again.
fn text(question: &Question, accept: Accept) -> Ask<String> {
    let check = move |answer: &str| {
        Ok(match accept(answer) {
            Ok(_) => Validation::Valid,
            Err(why) => Validation::Invalid(why.into()),
        })
    };
    let mut prompt = Text::new(&question.prompt).with_validator(check);
    if !question.help.is_empty() {
        prompt = prompt.with_help_message(&question.help);
    }
    if let Some(default) = &question.default {
        prompt = prompt.with_initial_value(default);
    }
    asked(prompt.prompt()).map(|answer| accept(&answer).unwrap_or(answer))
}

/// A list that filters as the user types; the last entry allows any other value.
fn list(question: &Question, choices: &[Choice], other: Option<Accept>) -> Ask<String> {
    const OTHER: &str = "Another value: type it";
    let mut labels: Vec<String> = choices.iter().map(|choice| choice.label.clone()).collect();
    if other.is_some() {
        labels.push(OTHER.to_owned());
    }
    let cursor = question
        .default
        .as_ref()
        .and_then(|default| choices.iter().position(|choice| choice.value == *default))
        .unwrap_or(0);
    let scorer = |input: &str, _: &String, label: &str, _: usize| {
        let found = label.to_lowercase().contains(&input.to_lowercase());
        (found || label == OTHER).then_some(i64::from(found))
    };
    let mut select =
        Select::new(&question.prompt, labels).with_starting_cursor(cursor).with_page_size(8);
    select.scorer = &scorer;
    if !question.help.is_empty() {
        select = select.with_help_message(&question.help);
    }
    let index = asked(select.raw_prompt())?.index;
    match (choices.get(index), other) {
        (Some(choice), _) => Ok(choice.value.clone()),
        (None, Some(accept)) => text(question, accept),
        (None, None) => Err(Declined::Skipped),
    }
}

/// Converts a result of `inquire` to an answer.
fn asked<T>(answer: Result<T, InquireError>) -> Ask<T> {
    answer.map_err(|error| match error {
        InquireError::OperationCanceled => Declined::Skipped,
        _ => Declined::Interrupted,
    })
}

fn look() -> RenderConfig<'static> {
    let prompt = Styled::new("?").with_fg(InkColor::LightCyan).with_attr(Attributes::BOLD);
    RenderConfig::default_colored()
        .with_prompt_prefix(prompt)
        .with_answered_prompt_prefix(Styled::new("✓").with_fg(InkColor::LightGreen))
        .with_highlighted_option_prefix(Styled::new(">").with_fg(InkColor::LightCyan))
        .with_selected_option(Some(StyleSheet::new().with_fg(InkColor::LightCyan)))
        .with_help_message(StyleSheet::new().with_fg(InkColor::DarkGrey))
}
