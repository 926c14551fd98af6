//! The record as JSON that is written while it is made: the findings of 100,000 profiles are never in
//! memory as a whole.

use std::io::Write;

use checks::{Applicability, Outcome, Severity, find};
use serde::{Serialize, Serializer};

use super::build::subject_result;
use super::purpose::{Purpose, profile_name};
use super::{CheckResult, FailedChange, Finding, Record, RemedyDiffs};
use crate::changes::{FailedFix, Recorded};
use crate::examine::Examination;

/// A list whose items are made while it is written.
struct Each<F>(F);

impl<F, Items> Serialize for Each<F>
where
    F: Fn() -> Items,
    Items: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes the whole record of a run as indented JSON.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write_record(
    examination: &Examination,
    changes: &[Recorded],
    failed: &[FailedFix],
    out: impl Write,
) -> std::io::Result<()> {
    let purpose = Purpose::Json;
    let facts = &examination.facts;
    let diffs = &RemedyDiffs::new(facts);
    let scope = &facts.scope().profiles;
    let names = Each(|| scope.iter().map(move |name| profile_name(name, purpose)));
    let checks = Each(|| {
        examination.results.iter().filter_map(|result| {
            let check = find(result.id)?;
            let told = move || {
                let subjects = result.subjects.iter();
                subjects.filter(|subject| !matches!(subject.outcome, Outcome::Passed(_)))
            };
            let subjects =
                Each(move || told().map(move |subject| subject_result(subject, purpose)));
            let findings = Each(move || {
                let findings = result.findings().into_iter();
                findings.map(move |finding| Finding::new(facts, check.id, finding, purpose, diffs))
            });
            Some(CheckResult::around(check, result, subjects, findings))
        })
    });
    let mut record = Record::around(examination, changes, purpose, names, checks);
    record.failed_changes = failed.iter().map(FailedChange::of).collect();
    record.next = first_step(examination);
    serde_json::to_writer_pretty(out, &record).map_err(Into::into)
}

/// The first step to take, as [`Record::one_thing`] says it.
fn first_step(examination: &Examination) -> Option<String> {
    let (_, first) = examination.first()?;
    let can_fix = examination.findings().any(|(_, found)| {
        found.severity > Severity::Note
            && found.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide)
    });
    Some(if can_fix { "aws-onboard doctor --fix".into() } else { first.next.clone().into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::FailedFix;

    /// What is written while it is made is the record that screens and reports have, byte for byte.
    #[test]
    fn the_json_is_that_of_the_whole_record() {
        let mut findings = 0;
        for (name, facts) in crate::report::broken::broken() {
            let examination = Examination::of_facts(facts);
            findings += examination.findings().count();
            let failed = [FailedFix {
                check: "config-values",
                remedy: "unquote",
                path: Some("/home/mira/.aws/config".into()),
                error: "no space left on device".into(),
            }];
            let (mut record, _) = Record::from_examination(&examination, &[], Purpose::Json);
            record.failed_changes = failed.iter().map(FailedChange::of).collect();
            let mut written = Vec::new();
            write_record(&examination, &[], &failed, &mut written).unwrap();
            let whole = serde_json::to_string_pretty(&record).unwrap();
            assert!(written == whole.as_bytes(), "{name}");
        }
        assert!(findings > 20, "{findings}");
    }
}
