//! Builds the record from the results of the checks.

use std::collections::BTreeSet;

use checks::{Check, Overall, Skip, find};
use facts::Facts;

use super::RemedyDiffs;
use super::purpose::{Purpose, profile_name, subject_name};
use super::{
    Change, CheckResult, Finding, LeftOut, Outcome, PresetName, Record, SCHEMA_VERSION,
    SubjectResult, Tool, seconds,
};
use crate::changes::Recorded;
use crate::examine::Examination;

/// List at most this many subjects of one check in a report, and count the rest.
const MAX_SUBJECTS: usize = 40;
/// Include at most this many findings in a report, the worst first.
const MAX_FINDINGS: usize = 250;
/// Include at most this many findings of one check, so that one repeated problem leaves room for
/// others.
const MAX_FINDINGS_OF_ONE_CHECK: usize = 60;
/// Name at most this many of the profiles in scope in a report.
const MAX_SCOPE_NAMES: usize = 200;

impl Record {
    /// Builds the record, and lists what it leaves out.
    pub(crate) fn from_examination(
        examination: &Examination,
        changes: &[Recorded],
        purpose: Purpose<'_>,
    ) -> (Self, Vec<LeftOut>) {
        let facts = &examination.facts;
        let scope = &facts.scope().profiles;
        let mut left_out = Vec::new();
        let kept = match purpose {
            Purpose::Report(_) => Some(choose_findings(examination)),
            Purpose::Json | Purpose::Screen => None,
        };
        let diffs = RemedyDiffs::new(facts);
        let mut checks = Vec::new();
        for result in &examination.results {
            if let Some(check) = find(result.id) {
                checks.push(check_result(
                    facts,
                    check,
                    result,
                    kept.as_ref(),
                    purpose,
                    &diffs,
                    &mut left_out,
                ));
            }
        }
        let most = match purpose {
            Purpose::Report(_) => MAX_SCOPE_NAMES,
            Purpose::Json | Purpose::Screen => usize::MAX,
        };
        note_left_out(&mut left_out, "profiles in scope", scope.len().saturating_sub(most));
        let names = scope.iter().take(most).map(|name| profile_name(name, purpose)).collect();
        let mut record = Self::around(examination, changes, purpose, names, checks);
        record.next = record.one_thing();
        if purpose.is_public() {
            record.number_groups();
        }
        (record, left_out)
    }
}

impl<Names, Checks> Record<Names, Checks> {
    /// A record with these lists, and without a next step.
    pub(super) fn around(
        examination: &Examination,
        changes: &[Recorded],
        purpose: Purpose<'_>,
        names: Names,
        checks: Checks,
    ) -> Self {
        let facts = &examination.facts;
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::this(),
            examined_at: seconds(facts.now),
            profile: match facts.scope().profiles.as_slice() {
                [one] => Some(profile_name(one, purpose)),
                _ => None,
            },
            scope: names,
            // The digest would identify the organization.
            preset: facts.preset.as_ref().filter(|_| !purpose.is_public()).map(|preset| {
                PresetName { name: preset.name.clone(), sha256: preset.sha256.clone() }
            }),
            outcome: examination.verdict(),
            summary: examination.summary(),
            next: None,
            checks,
            changes: changes
                .iter()
                .map(|change| Change {
                    path: change.path.display().to_string(),
                    backup: change.backup.as_ref().map(|path| path.display().to_string()),
                    diff: change.diff.clone(),
                })
                .collect(),
            failed_changes: Vec::new(),
        }
    }
}

/// Records that so many of these are left out, if there are any.
pub(crate) fn note_left_out(left_out: &mut Vec<LeftOut>, what: impl Into<String>, count: usize) {
    if count > 0 {
        left_out.push(LeftOut { what: what.into(), count });
    }
}

/// The findings that a report includes, by address: the worst first.
fn choose_findings(examination: &Examination) -> BTreeSet<*const checks::Finding> {
    let mut all: Vec<(&str, &checks::Finding)> = examination.findings().collect();
    all.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    let mut of_check = std::collections::HashMap::new();
    all.into_iter()
        .filter(|(id, _)| {
            let count: &mut usize = of_check.entry(*id).or_default();
            *count += 1;
            *count <= MAX_FINDINGS_OF_ONE_CHECK
        })
        .take(MAX_FINDINGS)
        .map(|(_, finding)| std::ptr::from_ref(finding))
        .collect()
}

fn check_result(
    facts: &Facts,
    check: &Check,
    result: &checks::CheckResult,
    kept: Option<&BTreeSet<*const checks::Finding>>,
    purpose: Purpose<'_>,
    diffs: &RemedyDiffs<'_>,
    left_out: &mut Vec<LeftOut>,
) -> CheckResult {
    let most = match kept {
        Some(_) => MAX_SUBJECTS,
        None => usize::MAX,
    };
    let others = || {
        result.subjects.iter().filter(|subject| match (purpose, &subject.outcome) {
            (_, checks::Outcome::Passed(_)) => false,
            // No screen lists skipped or found outcomes per subject.
            (Purpose::Screen, outcome) => matches!(outcome, checks::Outcome::Unknown(_)),
            _ => true,
        })
    };
    note_left_out(
        left_out,
        format!("subjects of {}", check.id),
        others().count().saturating_sub(most),
    );
    let findings = result.findings();
    let told: Vec<&checks::Finding> = findings
        .iter()
        .copied()
        .filter(|finding| kept.is_none_or(|kept| kept.contains(&std::ptr::from_ref(*finding))))
        .collect();
    note_left_out(left_out, format!("findings of {}", check.id), findings.len() - told.len());
    let subjects = others().take(most).map(|subject| subject_result(subject, purpose)).collect();
    let findings = told
        .into_iter()
        .map(|finding| Finding::new(facts, check.id, finding, purpose, diffs))
        .collect();
    CheckResult::around(check, result, subjects, findings)
}

/// The record of one subject.
pub(super) fn subject_result(
    subject: &checks::SubjectResult,
    purpose: Purpose<'_>,
) -> SubjectResult {
    let words = outcome_words(match &subject.outcome {
        checks::Outcome::Passed(detail) => Overall::Passed(detail),
        checks::Outcome::Found(_) => Overall::Found,
        checks::Outcome::Unknown(why) => Overall::Unknown(why),
        checks::Outcome::Skipped(skip) => Overall::Skipped(*skip),
    });
    SubjectResult {
        subject: subject_name(&subject.subject, purpose),
        outcome: words.outcome,
        reason: words.reason,
        blocked_by: words.blocked_by,
    }
}

impl<Subjects, Findings> CheckResult<Subjects, Findings> {
    /// The record of a check with these lists.
    pub(super) fn around(
        check: &Check,
        result: &checks::CheckResult,
        subjects: Subjects,
        findings: Findings,
    ) -> Self {
        let whole = outcome_words(result.overall());
        Self {
            id: check.id.into(),
            label: check.label.into(),
            title: check.title.into(),
            group: check.group.id().into(),
            outcome: whole.outcome,
            detail: whole.detail,
            reason: whole.reason,
            blocked_by: whole.blocked_by,
            duration_ms: u64::try_from(result.duration.as_millis()).unwrap_or(u64::MAX),
            subjects,
            findings,
        }
    }
}

/// An outcome as the JSON writes it.
struct Words {
    outcome: Outcome,
    detail: Option<String>,
    reason: Option<String>,
    blocked_by: Option<String>,
}

fn outcome_words(outcome: Overall<'_>) -> Words {
    let none = Words { outcome: Outcome::Passed, detail: None, reason: None, blocked_by: None };
    match outcome {
        Overall::Passed(detail) => {
            Words { detail: (!detail.is_empty()).then(|| detail.to_owned()), ..none }
        }
        Overall::Found => Words { outcome: Outcome::Found, ..none },
        Overall::Unknown(why) => {
            Words { outcome: Outcome::Unknown, reason: Some(why.to_string()), ..none }
        }
        Overall::Skipped(skip) => Words {
            outcome: Outcome::Skipped,
            reason: Some(
                match skip {
                    Skip::NotApplicable => "not applicable",
                    Skip::BlockedBy(_) => "blocked",
                    Skip::Offline => "offline",
                    Skip::Sampled => "another profile of the session was asked",
                    Skip::ByRequest => "by request",
                }
                .to_owned(),
            ),
            blocked_by: match skip {
                Skip::BlockedBy(root) => Some(root.to_owned()),
                _ => None,
            },
            ..none
        },
    }
}
