//! The diffs of remedies in the JSON. A file of a thousand findings is not edited and compared as a
//! whole for each of them: the sections around the change are enough.

use std::cell::OnceCell;

use aws_files::{Document, Edit, FileKind, Neighborhoods};
use checks::{Answers, Remedy, Step};
use facts::Facts;

use crate::render::diff::{CONTEXT, Diff};

/// Makes the diffs of one run.
pub(crate) struct RemedyDiffs<'a> {
    facts: &'a Facts,
    config: OnceCell<Option<Neighborhoods<'a>>>,
    credentials: OnceCell<Option<Neighborhoods<'a>>>,
}

impl<'a> RemedyDiffs<'a> {
    pub(crate) const fn new(facts: &'a Facts) -> Self {
        Self { facts, config: OnceCell::new(), credentials: OnceCell::new() }
    }

    /// What a remedy would change; none while it has open questions, or if it changes no file.
    pub(super) fn of(&self, remedy: &Remedy) -> Option<String> {
        if !remedy.questions.is_empty() {
            return None;
        }
        let plan = remedy.plan(self.facts, &Answers::new()).ok()?;
        let mut text = String::new();
        for step in &plan.steps {
            if let Step::Edit { file, edits } = step {
                let diff = self.part(*file, edits).or_else(|| self.whole(*file, edits))?;
                text.push_str(&diff.unified(self.facts.files().path(*file)));
            }
        }
        (!text.is_empty()).then_some(text)
    }

    fn part(&self, file: FileKind, edits: &[Edit]) -> Option<Diff> {
        let cell = match file {
            FileKind::Config => &self.config,
            FileKind::Credentials => &self.credentials,
        };
        let document = || self.facts.files().file(file).document();
        let nearby = cell.get_or_init(|| document().map(Neighborhoods::new)).as_ref()?;
        let (before, edits) = nearby.cut(edits, CONTEXT)?;
        let after = before.edit(&edits).ok()?;
        Some(Diff::new(Some(&before), &after))
    }

    fn whole(&self, file: FileKind, edits: &[Edit]) -> Option<Diff> {
        let before = self.facts.files().file(file).document();
        let after = before.cloned().unwrap_or_else(|| Document::parse(b"")).edit(edits).ok()?;
        Some(Diff::new(before, &after))
    }
}
