//! Shows what a fix would change, before it is applied.

use colored::Colorize;

use super::fix::Fixing;
use crate::changes::Prepared;
use crate::error::CommandError;
use crate::terminal::Declined;

impl Fixing<'_> {
    /// Shows what a fix would write.
    pub(super) fn show(&self, prepared: &Prepared, whole: bool) {
        let printer = &self.app.printer;
        for (file, diff) in prepared.diffs() {
            printer.say("");
            printer.say(&format!("    {}", self.app.path(&file.path).bold()));
            printer.say(&diff.human("    ", whole));
        }
        for (path, bytes) in &prepared.created {
            printer.say(&format!(
                "    {} is created ({} KiB)",
                self.app.path(path),
                bytes.len().div_ceil(1024)
            ));
        }
        for path in &prepared.set_aside {
            printer.say(&format!("    {} is moved to the backups", self.app.path(path)));
        }
        for (path, mode) in &prepared.modes {
            printer.say(&format!("    chmod {mode:o} {}", self.app.path(path)));
        }
        printer.say("");
    }

    /// Shows a diff; a long one is cut to its beginning and end at first.
    pub(super) fn show_long(&self, prepared: &Prepared) -> Result<(), CommandError> {
        if !prepared.writes() {
            return Ok(());
        }
        let long = prepared.diffs().iter().any(|(_, diff)| diff.is_long());
        self.show(prepared, !long);
        let Some(prompter) = self.app.prompter.as_ref().filter(|_| long) else {
            return Ok(());
        };
        let choices = ["Go on", "Show all"].map(str::to_owned);
        match prompter.choose("This is a long change", "", &choices, 0) {
            Ok(1) => self.show(prepared, true),
            Err(Declined::Interrupted) => return Err(self.stopped()),
            _ => {}
        }
        Ok(())
    }
}
