//! Prompts, behind one trait: a terminal, or nobody to ask.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use checks::{Choice, Question, QuestionKind};
use inquire::ui::{Attributes, Color as InkColor, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text};

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask<T> {
    /// An answer.
    Answered(T),
    /// Esc: not this one.
    Skipped,
    /// Ctrl-C, or the terminal went away.
    Interrupted,
}

/// Somebody to ask.
pub(crate) trait Prompter: Send + Sync {
    /// One of several: its place in the list. `cursor` is proposed.
    fn choose(&self, prompt: &str, help: &str, choices: &[String], cursor: usize) -> Ask<usize>;
    /// Any number of several: their places in the list. `chosen` are marked at first.
    fn choose_many(
        &self,
        prompt: &str,
        help: &str,
        choices: &[String],
        chosen: &[usize],
    ) -> Ask<Vec<usize>>;
    /// The answer to a check's question, in its canonical form.
    fn answer(&self, question: &Question) -> Ask<String>;
}

/// A person at a terminal.
pub(crate) struct Terminal {
    stopped: Arc<AtomicBool>,
}

impl Terminal {
    /// Prompts drawn with or without colour. Once `stopped` is set, nothing is asked any more.
    pub(crate) fn new(colour: bool, stopped: Arc<AtomicBool>) -> Self {
        inquire::set_global_render_config(if colour { look() } else { RenderConfig::empty() });
        Self { stopped }
    }

    /// Asks, unless the person has stopped the program before the question stood there.
    fn unless_stopped<T>(&self, ask: impl FnOnce() -> Ask<T>) -> Ask<T> {
        if self.stopped.load(Ordering::Relaxed) { Ask::Interrupted } else { ask() }
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

/// Makes an answer canonical, or says what is wrong with it.
type Accept = fn(&str) -> Result<String, String>;

/// A question with a typed answer; what is not acceptable is said beneath it, and asked again.
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

/// A list that filters as one types, with a last entry for what is not in it.
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
    match (asked(select.raw_prompt()).map(|answer| answer.index), other) {
        (Ask::Answered(index), other) => match (choices.get(index), other) {
            (Some(choice), _) => Ask::Answered(choice.value.clone()),
            (None, Some(accept)) => text(question, accept),
            (None, None) => Ask::Skipped,
        },
        (Ask::Skipped, _) => Ask::Skipped,
        (Ask::Interrupted, _) => Ask::Interrupted,
    }
}

impl<T> Ask<T> {
    /// The same with another answer.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Ask<U> {
        match self {
            Self::Answered(answer) => Ask::Answered(f(answer)),
            Self::Skipped => Ask::Skipped,
            Self::Interrupted => Ask::Interrupted,
        }
    }
}

fn asked<T: fmt::Debug>(answer: Result<T, InquireError>) -> Ask<T> {
    match answer {
        Ok(answer) => Ask::Answered(answer),
        Err(InquireError::OperationCanceled) => Ask::Skipped,
        Err(_) => Ask::Interrupted,
    }
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
