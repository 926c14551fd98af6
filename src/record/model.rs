//! The data types of the record; docs/schema/doctor.schema.json describes their JSON.

use std::collections::HashMap;

use checks::{Applicability, Group, Severity, find};
use serde::{Deserialize, Serialize};

use crate::changes::FailedFix;
use crate::examine::{Summary, Verdict};

/// The version of the schema: fields may be added to it, never renamed.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// The results of all checks. The lists that grow with the number of profiles are vectors, or made
/// while they are written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record<Names = Vec<String>, Checks = Vec<CheckResult>> {
    pub(crate) schema_version: u32,
    pub(crate) tool: Tool,
    pub(crate) examined_at: String,
    pub(crate) profile: Option<String>,
    pub(crate) scope: Names,
    pub(crate) preset: Option<PresetName>,
    pub(crate) outcome: Verdict,
    pub(crate) summary: Summary,
    pub(crate) next: Option<String>,
    pub(crate) checks: Checks,
    pub(crate) changes: Vec<Change>,
    /// What was asked for and failed; absent from records of older versions.
    #[serde(default)]
    pub(crate) failed_changes: Vec<FailedChange>,
}

/// The program that wrote the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl Tool {
    /// This program.
    pub(crate) fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

/// The preset in use.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PresetName {
    pub(crate) name: String,
    pub(crate) sha256: String,
}

/// The result of a check.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CheckResult<Subjects = Vec<SubjectResult>, Findings = Vec<Finding>> {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) group: String,
    pub(crate) outcome: Outcome,
    pub(crate) detail: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) blocked_by: Option<String>,
    pub(crate) duration_ms: u64,
    pub(crate) subjects: Subjects,
    pub(crate) findings: Findings,
}

impl CheckResult {
    /// Its group; none for a group that only a newer version knows.
    pub(crate) fn group(&self) -> Option<Group> {
        find(&self.id).map(|check| check.group).or_else(|| {
            let mut groups = checks::registry().iter().map(|check| check.group);
            groups.find(|group| group.id() == self.group)
        })
    }
}

/// An outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    Passed,
    Found,
    Skipped,
    Unknown,
}

/// The result of one subject that did not pass.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SubjectResult {
    pub(crate) subject: String,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<String>,
    pub(crate) blocked_by: Option<String>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    /// The same for findings that are one fault in several profiles.
    #[serde(default)]
    pub(crate) group: String,
    pub(crate) severity: Severity,
    pub(crate) subject: String,
    pub(crate) brief: String,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) says: Option<String>,
    /// The program that prints it; absent from records of older versions.
    #[serde(default)]
    pub(crate) says_from: Option<String>,
    pub(crate) next: String,
    pub(crate) location: Option<Place>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) remedies: Vec<Remedy>,
    /// The source lines, where the reader may not have the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) source: Vec<Excerpt>,
}

/// One fault: a finding, and the same in other profiles.
#[derive(Debug)]
pub(crate) struct Fault<'a> {
    pub(crate) check: &'a CheckResult,
    pub(crate) finding: &'a Finding,
    pub(crate) others: Vec<&'a Finding>,
}

/// A place in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_column: usize,
}

/// A labeled place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_column: usize,
    pub(crate) label: String,
    pub(crate) primary: bool,
}

/// A remedy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Remedy {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) applicability: Applicability,
    pub(crate) questions: Vec<Question>,
    pub(crate) words: Vec<String>,
    pub(crate) commands: Vec<Vec<String>>,
    pub(crate) diff: Option<String>,
}

/// A question of a remedy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) key: String,
    pub(crate) prompt: String,
    pub(crate) kind: String,
    pub(crate) choices: Vec<String>,
    pub(crate) default: Option<String>,
}

/// A change that the program made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) backup: Option<String>,
    pub(crate) diff: String,
}

/// A change that was asked for and failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FailedChange {
    pub(crate) check: String,
    pub(crate) remedy: String,
    pub(crate) path: Option<String>,
    pub(crate) error: String,
}

impl FailedChange {
    /// The record of a fix that failed.
    pub(crate) fn of(failed: &FailedFix) -> Self {
        Self {
            check: failed.check.into(),
            remedy: failed.remedy.into(),
            path: failed.path.as_ref().map(|path| path.display().to_string()),
            error: failed.error.clone(),
        }
    }
}

/// Masked lines of a file, with the underlined parts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Excerpt {
    pub(crate) path: String,
    /// The number of the first line.
    pub(crate) start: usize,
    pub(crate) lines: Vec<String>,
    pub(crate) marks: Vec<Underline>,
}

/// An underlined part of a line: characters counted from 0.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Underline {
    pub(crate) line: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: String,
    pub(crate) primary: bool,
}

/// Something a report left out, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftOut {
    pub(crate) what: String,
    pub(crate) count: usize,
}

impl Record {
    /// The first step to take.
    pub(super) fn one_thing(&self) -> Option<String> {
        let (_, first) = self.first()?;
        if self.can_fix() {
            Some("aws-onboard doctor --fix".into())
        } else {
            Some(first.next.clone())
        }
    }

    /// Whether any remedy can be applied rather than only described.
    pub(crate) fn can_fix(&self) -> bool {
        self.findings().any(|(_, found)| {
            found.severity > Severity::Note
                && found.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide)
        })
    }

    /// Every finding with its check, causes before consequences.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&CheckResult, &Finding)> {
        self.checks.iter().flat_map(|check| check.findings.iter().map(move |found| (check, found)))
    }

    /// Replaces the groups by numbers: they are made from texts that a public report hides.
    pub(crate) fn number_groups(&mut self) {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for check in &mut self.checks {
            for finding in &mut check.findings {
                let next = numbers.len() + 1;
                let group = std::mem::take(&mut finding.group);
                let number = numbers.entry(group).or_insert(next);
                finding.group = format!("{}.{}.{number}", check.id, finding.code);
            }
        }
    }

    /// The summary with each fault counted once, however many profiles have it.
    pub(crate) fn summary_of_faults(&self) -> Summary {
        let mut summary = Summary { fail: 0, warn: 0, note: 0, ..self.summary };
        for fault in self.faults() {
            summary.count(fault.finding.severity);
        }
        summary
    }

    /// The findings by fault, in the order of the first of each.
    pub(crate) fn faults(&self) -> Vec<Fault<'_>> {
        faults_of(&self.checks)
    }

    /// The finding to fix first: the first failure, else the first warning.
    pub(crate) fn first(&self) -> Option<(&CheckResult, &Finding)> {
        let of = |severity| self.findings().find(move |(_, found)| found.severity == severity);
        of(Severity::Fail).or_else(|| of(Severity::Warn))
    }
}

/// The findings of these checks by fault, in the order of the first of each.
pub(crate) fn faults_of<'a>(checks: impl IntoIterator<Item = &'a CheckResult>) -> Vec<Fault<'a>> {
    let mut faults: Vec<Fault<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let findings =
        checks.into_iter().flat_map(|check| check.findings.iter().map(move |found| (check, found)));
    for (check, finding) in findings {
        let index = match finding.group.as_str() {
            // A record of an older version has no groups.
            "" => faults.len(),
            group => *known.entry(group).or_insert(faults.len()),
        };
        match faults.get_mut(index) {
            Some(fault) => fault.others.push(finding),
            None => faults.push(Fault { check, finding, others: Vec::new() }),
        }
    }
    faults
}

/// A time in UTC, in whole seconds, as SDKs read it.
pub(crate) fn seconds(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
