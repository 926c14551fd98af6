//! What to do about a finding, and whether `--yes` may do it without a question.

use checks::{Answers, Applicability, Finding, Plan, Remedy};

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
        Self::Apply(Box::new(Fix { remedy: remedy.id, title: remedy.title.to_string(), prepared }))
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

/// Whether the fix is safe: declared so, and proven on these very files, for all findings at once, as
/// it would be applied.
pub(super) fn is_safe(
    examination: &Examination,
    remedy: &Remedy,
    finding: &Finding,
    others: &[Finding],
    answers: &Answers,
) -> bool {
    let facts = &examination.facts;
    if remedy.applicability != Applicability::Safe {
        return false;
    }
    let findings: Vec<&Finding> = std::iter::once(finding).chain(others).collect();
    let plans: Option<Vec<Plan>> = findings
        .iter()
        .map(|finding| {
            let same = finding.remedies.iter().find(|other| other.id == remedy.id)?;
            same.plan(facts, answers).ok()
        })
        .collect();
    plans.is_some_and(|plans| checks::find_harm(facts, &findings, &Plan::merge(plans)).is_none())
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
