//! The colors of prompts, the same for those of inquire and our own.

use colored::Colorize;
use inquire::ui::{Attributes, Color, RenderConfig, StyleSheet, Styled};

/// What stays of a question without an answer, as inquire writes it.
pub(crate) const CANCELED: &str = "<canceled>";

/// Whether prompts are in color.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) color: bool,
}

impl Look {
    /// The mark before a question.
    pub(crate) fn question(self) -> String {
        if self.color { "?".bright_cyan().bold().to_string() } else { "?".into() }
    }

    /// The mark before an answered question: no ✓, since an answer is not proved by giving it.
    pub(crate) fn answered(self) -> String {
        if self.color { ">".bright_cyan().to_string() } else { ">".into() }
    }

    /// An answer, or the row with the cursor.
    pub(crate) fn strong(self, text: &str) -> String {
        if self.color { text.bright_cyan().to_string() } else { text.to_owned() }
    }

    /// A hint.
    pub(crate) fn faint(self, text: &str) -> String {
        if self.color { text.dimmed().to_string() } else { text.to_owned() }
    }

    /// What is wrong with an answer.
    pub(crate) fn wrong(self, text: &str) -> String {
        if self.color { text.red().to_string() } else { text.to_owned() }
    }

    /// The same for the prompts of inquire.
    pub(crate) fn of_inquire(self) -> RenderConfig<'static> {
        if !self.color {
            return RenderConfig::empty();
        }
        let prompt = Styled::new("?").with_fg(Color::LightCyan).with_attr(Attributes::BOLD);
        RenderConfig::default_colored()
            .with_prompt_prefix(prompt)
            .with_answered_prompt_prefix(Styled::new(">").with_fg(Color::LightCyan))
            .with_highlighted_option_prefix(Styled::new(">").with_fg(Color::LightCyan))
            .with_selected_option(Some(StyleSheet::new().with_fg(Color::LightCyan)))
            .with_help_message(StyleSheet::new().with_fg(Color::DarkGrey))
    }
}
