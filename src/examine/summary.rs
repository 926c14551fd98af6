//! The summary of a run: the counts, the verdict, and the first finding.

use checks::{Finding, Outcome, Overall, Severity};
use serde::{Deserialize, Serialize};

use super::Examination;

/// The number of findings of each severity, and of checks with each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) fail: usize,
    pub(crate) warn: usize,
    pub(crate) note: usize,
    pub(crate) unknown: usize,
    pub(crate) skipped: usize,
    pub(crate) passed: usize,
}

impl Summary {
    /// Counts a finding.
    pub(crate) const fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Fail => self.fail += 1,
            Severity::Warn => self.warn += 1,
            Severity::Note => self.note += 1,
        }
    }
}

/// The result of the run, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Failed,
    Incomplete,
    Warnings,
    Passed,
}

impl Examination {
    /// Counts the findings by severity, and the checks by outcome.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (_, finding) in self.findings() {
            summary.count(finding.severity);
        }
        for result in &self.results {
            match result.overall() {
                Overall::Passed(_) => summary.passed += 1,
                Overall::Unknown(_) => summary.unknown += 1,
                Overall::Skipped(_) => summary.skipped += 1,
                Overall::Found => {
                    // One subject may be unknown although another has a finding.
                    let unknown = result
                        .subjects
                        .iter()
                        .any(|subject| matches!(subject.outcome, Outcome::Unknown(_)));
                    summary.unknown += usize::from(unknown);
                }
            }
        }
        summary
    }

    /// The result of the run, in one word.
    pub(crate) fn verdict(&self) -> Verdict {
        let summary = self.summary();
        if summary.fail > 0 {
            Verdict::Failed
        } else if summary.unknown > 0 {
            Verdict::Incomplete
        } else if summary.warn > 0 {
            Verdict::Warnings
        } else {
            Verdict::Passed
        }
    }

    /// The finding to start with: the first failure, otherwise the first warning.
    pub(crate) fn first(&self) -> Option<(&'static str, &Finding)> {
        let first_of =
            |severity| self.findings().find(move |(_, finding)| finding.severity == severity);
        first_of(Severity::Fail).or_else(|| first_of(Severity::Warn))
    }
}
