//! The one confirmation before anything is written.

use facts::Facts;

use super::Stopped;
use super::default_profile::ways;
use super::draft::Draft;
use super::summary;
use super::walk::{Answer, At, Next, Walk};
use crate::error::CommandError;
use crate::terminal::Declined;

/// What can be answered to the confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Yes,
    ShowAll,
    Change,
    Default,
    Cancel,
}

impl Choice {
    const fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::ShowAll => "Show all",
            Self::Change => "Change something",
            Self::Default => "Make a profile the default, too",
            Self::Cancel => "Cancel",
        }
    }
}

impl Walk<'_> {
    /// Asks for the one confirmation. What was cut on the screen can be shown whole first.
    pub(super) fn write_or_change(
        &mut self,
        draft: &Draft,
        laid: &Facts,
        is_cut: bool,
    ) -> Result<Answer, Stopped> {
        if self.args.yes {
            return Ok(Answer::Write);
        }
        let Some(prompter) = self.app.prompter.clone() else {
            return Err(CommandError::usage(
                "cannot ask before writing (not running in a terminal)",
            )
            .hint("use --yes to write it")
            .into());
        };
        let can_be_default = draft.default.is_none()
            && !draft.wanted.is_empty()
            && self.skipped.is_none()
            && !ways(&self.app.system, laid).is_empty();
        let mut is_cut = is_cut;
        loop {
            let mut choices = vec![Choice::Yes];
            choices.extend(is_cut.then_some(Choice::ShowAll));
            choices.push(Choice::Change);
            choices.extend(can_be_default.then_some(Choice::Default));
            choices.push(Choice::Cancel);
            let labels: Vec<String> =
                choices.iter().map(|choice| choice.label().to_owned()).collect();
            let index = prompter.choose("Write this?", "Esc goes back", &labels, 0)?;
            return Ok(match choices[index] {
                Choice::Yes => Answer::Write,
                Choice::ShowAll => {
                    summary::show_changes(self.app, &self.real, laid, draft, true);
                    is_cut = false;
                    continue;
                }
                Choice::Change => Answer::Change(Next::To(self.change(draft, laid)?)),
                Choice::Default => match self.ask_default(draft, laid) {
                    Err(Stopped::Declined(Declined::Skipped)) => continue,
                    answer => {
                        self.default = answer?;
                        self.has_chosen_default = true;
                        Answer::Change(Next::To(At::Summary))
                    }
                },
                Choice::Cancel => Answer::Change(Next::Done(self.canceled())),
            });
        }
    }
}
