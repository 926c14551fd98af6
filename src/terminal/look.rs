//! The colors of prompts.

use colored::Colorize;

/// Whether prompts are in color.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) colour: bool,
}

impl Look {
    /// The mark before a question.
    pub(crate) fn question(self) -> String {
        if self.colour { "?".bright_cyan().bold().to_string() } else { "?".into() }
    }

    /// The mark before an answered question: no ✓, since an answer is not proved by giving it.
    pub(crate) fn answered(self) -> String {
        if self.colour { ">".bright_cyan().to_string() } else { ">".into() }
    }

    /// An answer, or the row with the cursor.
    pub(crate) fn strong(self, text: &str) -> String {
        if self.colour { text.bright_cyan().to_string() } else { text.to_owned() }
    }

    /// A hint.
    pub(crate) fn faint(self, text: &str) -> String {
        if self.colour { text.dimmed().to_string() } else { text.to_owned() }
    }

    /// What is wrong with an answer.
    pub(crate) fn wrong(self, text: &str) -> String {
        if self.colour { text.red().to_string() } else { text.to_owned() }
    }
}
