//! What to do about a finding, and whether `--yes` may do it without a question.

use checks::{Answers, Applicability, Finding, Remedy};

use super::alike::Alike;
use super::fix::Fixing;
use crate::answers::REMEDY;
use crate::changes::Prepared;
use crate::error::CommandError;
use crate::examine::Examination;

/// A fix that the user has seen and wants.
pub(super) struct Fix {
    pub(super) remedy: &'static str,
    pub(super) title: String,
    pub(super) prepared: Prepared,
}

/// What to do about a finding.
pub(super) enum Decision {
    Apply(Box<Fix>),
    Leave,
    Stop,
    Interrupted,
}

impl Decision {
    pub(super) fn apply(remedy: &Remedy, prepared: Prepared) -> Self {
        Self::Apply(Box::new(Fix { remedy: remedy.id, title: remedy.title.clone(), prepared }))
    }
}

/// Why nothing was decided.
pub(super) struct Undecided {
    /// The fix that could not be prepared; none if the error is about something else.
    pub(super) remedy: Option<&'static str>,
    /// The reason in words.
    pub(super) error: CommandError,
}

impl From<CommandError> for Undecided {
    fn from(error: CommandError) -> Self {
        Self { remedy: None, error }
    }
}

/// Whether the fix is safe: declared so, and proven on these very files.
pub(super) fn is_safe(
    examination: &Examination,
    remedy: &Remedy,
    finding: &Finding,
    others: &[Finding],
    answers: &Answers,
) -> bool {
    let facts = &examination.facts;
    remedy.applicability == Applicability::Safe
        && std::iter::once(finding).chain(others).all(|finding| {
            let same = finding.remedies.iter().find(|other| other.id == remedy.id);
            same.is_some_and(|remedy| {
                let plan = remedy.plan(facts, answers);
                plan.is_ok_and(|plan| checks::find_harm(facts, finding, &plan).is_none())
            })
        })
}

impl Fixing<'_> {
    /// Whether `--yes` applies the first remedy now.
    pub(super) fn applies_unasked(&self, examination: &Examination, alike: &Alike) -> bool {
        let finding = &alike.first;
        let mut remedies = finding.remedies.iter();
        let first = remedies.find(|remedy| remedy.applicability != Applicability::Guide);
        first.is_some_and(|remedy| {
            let none = Answers::new();
            self.yes
                && remedy.questions.is_empty()
                && self.answers.get(alike.check, REMEDY).is_none()
                && is_safe(examination, remedy, finding, &[], &none)
        })
    }
}
