//! Runs one check on its subjects: what blocks it, how a crash counts, and the overall result.

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use aws_files::FileKind;
use facts::{Facts, Subject, Why, mask_secrets_in};

use crate::{Check, Finding, Outcome, Skip};

/// The result of a check for all its subjects.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// The check's identifier.
    pub id: &'static str,
    /// The outcome of each subject, in order.
    pub subjects: Vec<SubjectResult>,
    /// If there are no subjects, the reason.
    pub skipped: Option<Skip>,
    /// How long it took.
    pub duration: Duration,
}

/// The result for one subject.
#[derive(Clone, Debug)]
pub struct SubjectResult {
    /// What was checked.
    pub subject: Subject,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of a check for all its subjects, without a copy of its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overall<'a> {
    /// No problem; the detail of the first subject that passed.
    Passed(&'a str),
    /// Problems were found.
    Found,
    /// Nothing was checked.
    Skipped(Skip),
    /// The result could not be determined.
    Unknown(&'a Why),
}

impl CheckResult {
    /// Every finding, worst first, otherwise in order.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self
            .subjects
            .iter()
            .filter_map(|result| match &result.outcome {
                Outcome::Found(findings) => Some(findings),
                _ => None,
            })
            .flatten()
            .collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }

    /// Whether there is any finding.
    pub fn has_findings(&self) -> bool {
        self.subjects.iter().any(|result| match &result.outcome {
            Outcome::Found(findings) => !findings.is_empty(),
            _ => false,
        })
    }

    /// The worst outcome of its subjects: found, unknown, passed, skipped (DESIGN, *checks*).
    pub fn overall(&self) -> Overall<'_> {
        if self.has_findings() {
            return Overall::Found;
        }
        let mut passed = None;
        let mut skipped = None;
        for result in &self.subjects {
            match &result.outcome {
                Outcome::Unknown(why) => return Overall::Unknown(why),
                Outcome::Passed(detail) if passed.is_none() => passed = Some(detail),
                Outcome::Skipped(skip) if skipped.is_none() => skipped = Some(*skip),
                _ => {}
            }
        }
        match (passed, skipped.or(self.skipped)) {
            (Some(detail), _) => Overall::Passed(detail),
            (None, skip) => Overall::Skipped(skip.unwrap_or(Skip::NotApplicable)),
        }
    }

    /// The [`overall`](Self::overall) outcome with its findings, which may be very many.
    pub fn outcome(&self) -> Outcome {
        match self.overall() {
            Overall::Passed(detail) => Outcome::Passed(detail.to_owned()),
            Overall::Found => Outcome::Found(self.findings().into_iter().cloned().collect()),
            Overall::Skipped(skip) => Outcome::Skipped(skip),
            Overall::Unknown(why) => Outcome::Unknown(why.clone()),
        }
    }

    /// Whether it blocks a check that requires it.
    pub(crate) fn blocks_something(&self) -> bool {
        self.blocking().next().is_some()
    }

    /// The subjects on which this check blocks others, each with its root cause: this check if it
    /// failed, or the check that blocked it in turn. A skip by request blocks nothing.
    ///
    /// A failure blocks the subject of its finding: a check that reads a file once finds faults of
    /// many profiles, and each fault stops only that profile. It is only a warning where the run
    /// is about other profiles, but it still blocks that profile.
    fn blocking(&self) -> impl Iterator<Item = (&Subject, &'static str)> {
        self.subjects.iter().flat_map(|result| {
            let (findings, blocked) = match &result.outcome {
                Outcome::Found(findings) => (findings.as_slice(), None),
                Outcome::Skipped(Skip::BlockedBy(root)) => (&[][..], Some(*root)),
                _ => (&[][..], None),
            };
            let stopped = findings.iter().filter(|finding| finding.stops);
            stopped
                .map(|finding| &finding.subject)
                .chain(findings.iter().flat_map(|finding| &finding.also_stops))
                .map(|subject| (subject, self.id))
                .chain(blocked.map(|root| (&result.subject, root)))
        })
    }
}

/// What a subject depends on, itself first.
fn depends_on<'a>(
    facts: &'a Facts,
    subject: &'a Subject,
) -> impl Iterator<Item = Cow<'a, Subject>> {
    static EVERYTHING: [Subject; 3] =
        [Subject::File(FileKind::Config), Subject::File(FileKind::Credentials), Subject::Machine];
    let others: &'static [Subject] = match subject {
        Subject::Machine => &[],
        Subject::File(_) => &EVERYTHING[2..],
        Subject::Session(_) | Subject::Profile(_) => &EVERYTHING,
    };
    // Looked up only when it is needed.
    let session = std::iter::once_with(move || match subject {
        Subject::Profile(name) => facts.profile(name)?.session_key(),
        _ => None,
    });
    std::iter::once(Cow::Borrowed(subject))
        .chain(session.flatten().map(|key| Cow::Owned(Subject::Session(key))))
        .chain(others.iter().map(Cow::Borrowed))
}

/// Runs a check on every subject. `before` are the results of the checks before it. A crash makes
/// one subject "unknown", and the run goes on.
pub fn run(check: &'static Check, facts: &Facts, before: &[CheckResult]) -> CheckResult {
    let required: Vec<&CheckResult> =
        before.iter().filter(|result| check.required_checks().any(|id| id == result.id)).collect();
    run_after(check, facts, &required)
}

/// Calls [`run`] after the checks that it requires. Never panics: other threads may be waiting for
/// the result.
pub(crate) fn run_after(
    check: &'static Check,
    facts: &Facts,
    required: &[&CheckResult],
) -> CheckResult {
    let start = Instant::now();
    guarded(|| examined(check, facts, required))
        .unwrap_or_else(|why| crashed(check, why, start.elapsed()))
}

fn examined(check: &'static Check, facts: &Facts, required: &[&CheckResult]) -> CheckResult {
    let start = Instant::now();
    let required = || required.iter().copied();
    let blocking: HashMap<&Subject, &'static str> =
        required().flat_map(CheckResult::blocking).collect();
    let explaining: Vec<(&Finding, &'static str)> = required()
        .flat_map(|result| result.findings().into_iter().map(|finding| (finding, result.id)))
        .filter(|(finding, _)| finding.instead_of_others)
        .collect();
    let offline = facts.request().offline && check.wants.iter().any(|want| want.needs_network());
    let subjects = check.examine.subjects(facts);
    let skipped = subjects.is_empty().then(|| {
        let inherited = || {
            required().find_map(|result| match result.skipped {
                Some(Skip::BlockedBy(root)) => Some(root),
                _ => None,
            })
        };
        // Takes the first cause, so that results do not vary between runs.
        required()
            .flat_map(CheckResult::blocking)
            .next()
            .map(|(_, root)| root)
            .or_else(inherited)
            .map_or(Skip::NotApplicable, Skip::BlockedBy)
    });
    let subjects = subjects
        .into_iter()
        .map(|subject| {
            let blocker = if blocking.is_empty() {
                None
            } else {
                depends_on(facts, &subject).find_map(|on| blocking.get(&*on).copied())
            };
            let outcome = match blocker {
                Some(root) => Outcome::Skipped(Skip::BlockedBy(root)),
                None if offline => Outcome::Skipped(Skip::Offline),
                None => {
                    let outcome = guarded(|| examine(check, facts, &subject));
                    leave_out_explained(outcome.unwrap_or_else(Outcome::Unknown), &explaining)
                }
            };
            SubjectResult { subject, outcome }
        })
        .collect();
    CheckResult { id: check.id, subjects, skipped, duration: start.elapsed() }
}

/// Leaves out what a required check has explained already.
fn leave_out_explained(outcome: Outcome, explaining: &[(&Finding, &'static str)]) -> Outcome {
    let Outcome::Found(mut findings) = outcome else { return outcome };
    let mut root = None;
    findings.retain(|finding| {
        let explained = explaining.iter().find(|(explaining, _)| explaining.explains(finding));
        root = root.or(explained.map(|(_, id)| *id));
        explained.is_none()
    });
    match root {
        Some(root) if findings.is_empty() => Outcome::Skipped(Skip::BlockedBy(root)),
        _ => Outcome::Found(findings),
    }
}

/// The result of a check whose subjects are unknown: the machine is its only subject.
fn crashed(check: &'static Check, why: Why, duration: Duration) -> CheckResult {
    CheckResult {
        id: check.id,
        subjects: vec![SubjectResult { subject: Subject::Machine, outcome: Outcome::Unknown(why) }],
        skipped: None,
        duration,
    }
}

/// The result of a check whose subjects are in a file that could not be read.
pub(crate) fn unread(check: &'static Check, kind: FileKind, why: Why) -> CheckResult {
    let outcome = Outcome::Unknown(why);
    let subjects = vec![SubjectResult { subject: Subject::File(kind), outcome }];
    CheckResult { id: check.id, subjects, skipped: None, duration: Duration::ZERO }
}

/// The result of a check that was not run.
pub(crate) fn skip(check: &'static Check, reason: Skip) -> CheckResult {
    CheckResult {
        id: check.id,
        subjects: Vec::new(),
        skipped: Some(reason),
        duration: Duration::ZERO,
    }
}

/// Judges one subject and adds what the check leaves to the engine: findings get their subject and
/// severity, and a detail, which may be a value from a file, is masked.
pub(crate) fn examine(check: &Check, facts: &Facts, subject: &Subject) -> Outcome {
    match check.examine.judge(facts, subject) {
        Outcome::Passed(detail) => Outcome::Passed(mask_secrets_in(detail)),
        Outcome::Found(mut findings) => {
            for finding in &mut findings {
                finding.settle(facts, subject);
            }
            Outcome::Found(findings)
        }
        other => other,
    }
}

/// Runs `f`; a panic becomes a reason, without its message, which could contain private values.
fn guarded<T>(f: impl FnOnce() -> T) -> Result<T, Why> {
    catch_unwind(AssertUnwindSafe(f))
        .map_err(|_| Why::Error("this check stopped with a defect; please report it".into()))
}
