//! An examination as plain data: what `doctor --format json` prints (docs/schema/doctor.schema.json),
//! what every screen is made from, and what a report carries to another machine and back.

mod beside;
mod finding;

use std::collections::BTreeSet;

use checks::{Check, CheckResult, Finding, Group, Outcome, Severity, Skip, find};
use facts::{Facts, NameKind, Readers, Redactor, SessionKey, Subject};
use serde::{Deserialize, Serialize};

use crate::changes::{Recorded, file_word};
use crate::examine::{Examination, Summary, Verdict};

pub(crate) use beside::Beside;
pub(crate) use finding::found;

/// The version of the schema: fields may be added to it, never renamed.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// The whole examination.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) schema_version: u32,
    pub(crate) tool: Tool,
    pub(crate) examined_at: String,
    pub(crate) profile: Option<String>,
    pub(crate) scope: Vec<String>,
    pub(crate) preset: Option<PresetName>,
    pub(crate) outcome: Verdict,
    pub(crate) summary: Summary,
    pub(crate) next: Option<String>,
    pub(crate) checks: Vec<Checked>,
    pub(crate) changes: Vec<Changed>,
}

/// The program that made it.
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

/// Which preset it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PresetName {
    pub(crate) name: String,
    pub(crate) sha256: String,
}

/// What came of a check.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) group: String,
    pub(crate) outcome: Word,
    pub(crate) detail: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) blocked_by: Option<String>,
    pub(crate) duration_ms: u64,
    pub(crate) subjects: Vec<Looked>,
    pub(crate) findings: Vec<Found>,
}

impl Checked {
    /// Its group; none where a newer version has added one.
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
pub(crate) enum Word {
    Passed,
    Found,
    Skipped,
    Unknown,
}

/// What came of one subject that did not pass.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Looked {
    pub(crate) subject: String,
    pub(crate) outcome: Word,
    pub(crate) reason: Option<String>,
    pub(crate) blocked_by: Option<String>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) code: String,
    pub(crate) severity: Weight,
    pub(crate) subject: String,
    pub(crate) brief: String,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) says: Option<String>,
    pub(crate) next: String,
    pub(crate) location: Option<Spot>,
    pub(crate) evidence: Vec<Witness>,
    pub(crate) remedies: Vec<Cure>,
    /// The lines themselves; only where the files will not be at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) source: Vec<Piece>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weight {
    Note,
    Warn,
    Fail,
}

impl Weight {
    /// Its word.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl From<Severity> for Weight {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Note,
            Severity::Warn => Self::Warn,
            Severity::Fail => Self::Fail,
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_column: usize,
}

/// A place with what is to be said about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Witness {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_column: usize,
    pub(crate) label: String,
    pub(crate) primary: bool,
}

/// A remedy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cure {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) applicability: Who,
    pub(crate) questions: Vec<Asked>,
    pub(crate) words: Vec<String>,
    pub(crate) commands: Vec<Vec<String>>,
    pub(crate) diff: Option<String>,
}

/// Who may apply a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Who {
    Safe,
    Ask,
    Guide,
}

/// A question of a remedy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) prompt: String,
    pub(crate) kind: String,
    pub(crate) choices: Vec<String>,
    pub(crate) default: Option<String>,
}

/// A change that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    pub(crate) path: String,
    pub(crate) backup: Option<String>,
    pub(crate) diff: String,
}

/// A stretch of a file, masked, with what is underlined in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub(crate) path: String,
    /// The number of the first line.
    pub(crate) start: usize,
    pub(crate) lines: Vec<String>,
    pub(crate) marks: Vec<Underline>,
}

/// What is underlined: characters of a line, counted from 0.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Underline {
    pub(crate) line: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: String,
    pub(crate) primary: bool,
}

/// Lines that stand no further apart are shown in one piece.
const TOGETHER: usize = 40;
/// A report on very many profiles names so many subjects of a check, and the rest by number.
const SUBJECTS: usize = 40;
/// And tells so many findings whole, the worst first.
const FINDINGS: usize = 250;
/// And of one check so many, so that one fault told a thousand times leaves room for others.
const OF_ONE_CHECK: usize = 60;
/// And of the profiles in scope so many names.
const SCOPE: usize = 200;

/// What a record is for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    /// The JSON: whole, with the difference that each remedy would make.
    Json,
    /// A screen on this machine: the lines of source as a person may see their own.
    Screen,
    /// A report: what a stranger may see, and no more than fits.
    Report(&'a Redactor),
}

impl Purpose<'_> {
    /// Whether anybody may come to read it.
    fn is_public(self) -> bool {
        match self {
            Self::Report(redactor) => redactor.audience() == Readers::Public,
            Self::Json | Self::Screen => false,
        }
    }
}

/// What a report left out, by how many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftOut {
    pub(crate) what: String,
    pub(crate) count: usize,
}

impl Record {
    /// The examination, and what was left out of it.
    pub(crate) fn of(
        examination: &Examination,
        changes: &[Recorded],
        purpose: Purpose<'_>,
    ) -> (Self, Vec<LeftOut>) {
        let facts = &examination.facts;
        let scope = &facts.scope().profiles;
        let mut left_out = Vec::new();
        let kept = match purpose {
            Purpose::Report(_) => Some(chosen(examination)),
            Purpose::Json | Purpose::Screen => None,
        };
        let mut checks = Vec::new();
        for result in &examination.results {
            if let Some(check) = find(result.id) {
                checks.push(checked(facts, check, result, kept.as_ref(), purpose, &mut left_out));
            }
        }
        let most = match purpose {
            Purpose::Report(_) => SCOPE,
            Purpose::Json | Purpose::Screen => usize::MAX,
        };
        note(&mut left_out, "profiles in scope", scope.len().saturating_sub(most));
        let mut record = Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::this(),
            examined_at: seconds(facts.now),
            profile: match scope.as_slice() {
                [one] => Some(profile_name(one, purpose)),
                _ => None,
            },
            scope: scope.iter().take(most).map(|name| profile_name(name, purpose)).collect(),
            // Its digest would say whose it is.
            preset: facts.preset.as_ref().filter(|_| !purpose.is_public()).map(|preset| {
                PresetName { name: preset.name.clone(), sha256: preset.sha256.clone() }
            }),
            outcome: examination.verdict(),
            summary: examination.summary(),
            next: None,
            checks,
            changes: changes
                .iter()
                .map(|change| Changed {
                    path: change.path.display().to_string(),
                    backup: change.backup.as_ref().map(|path| path.display().to_string()),
                    diff: change.diff.clone(),
                })
                .collect(),
        };
        record.next = record.one_thing();
        (record, left_out)
    }

    /// The one thing to do now.
    fn one_thing(&self) -> Option<String> {
        let (_, first) = self.first()?;
        if self.can_mend() {
            Some("aws-onboard doctor --fix".into())
        } else {
            Some(first.next.clone())
        }
    }

    /// Whether a remedy could be applied, rather than words for the person.
    pub(crate) fn can_mend(&self) -> bool {
        self.findings().any(|(_, found)| {
            found.severity > Weight::Note
                && found.remedies.iter().any(|remedy| remedy.applicability != Who::Guide)
        })
    }

    /// Every finding with its check, causes before consequences.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Checked, &Found)> {
        self.checks.iter().flat_map(|check| check.findings.iter().map(move |found| (check, found)))
    }

    /// The finding to begin with: the first failure, else the first warning.
    pub(crate) fn first(&self) -> Option<(&Checked, &Found)> {
        let of = |weight| self.findings().find(move |(_, found)| found.severity == weight);
        of(Weight::Fail).or_else(|| of(Weight::Warn))
    }
}

/// In UTC, in whole seconds.
pub(crate) fn seconds(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn note(left_out: &mut Vec<LeftOut>, what: impl Into<String>, count: usize) {
    if count > 0 {
        left_out.push(LeftOut { what: what.into(), count });
    }
}

/// The findings that a report tells, by their address: the worst first.
fn chosen(examination: &Examination) -> BTreeSet<*const Finding> {
    let mut all: Vec<(&str, &Finding)> = examination.findings().collect();
    all.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    let mut of_check = std::collections::HashMap::new();
    all.into_iter()
        .filter(|(id, _)| {
            let count: &mut usize = of_check.entry(*id).or_default();
            *count += 1;
            *count <= OF_ONE_CHECK
        })
        .take(FINDINGS)
        .map(|(_, finding)| std::ptr::from_ref(finding))
        .collect()
}

fn checked(
    facts: &Facts,
    check: &Check,
    result: &CheckResult,
    kept: Option<&BTreeSet<*const Finding>>,
    purpose: Purpose<'_>,
    left_out: &mut Vec<LeftOut>,
) -> Checked {
    let whole = words(&result.outcome());
    let most = match kept {
        Some(_) => SUBJECTS,
        None => usize::MAX,
    };
    let others = || {
        result.subjects.iter().filter(|subject| match (purpose, &subject.outcome) {
            (_, Outcome::Passed(_)) => false,
            // No screen lists what was skipped or found, subject by subject.
            (Purpose::Screen, outcome) => matches!(outcome, Outcome::Unknown(_)),
            _ => true,
        })
    };
    note(left_out, format!("subjects of {}", check.id), others().count().saturating_sub(most));
    let findings = result.findings();
    let told: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|finding| kept.is_none_or(|kept| kept.contains(&std::ptr::from_ref(*finding))))
        .collect();
    note(left_out, format!("findings of {}", check.id), findings.len() - told.len());
    Checked {
        id: check.id.into(),
        label: check.label.into(),
        title: check.title.into(),
        group: check.group.id().into(),
        outcome: whole.outcome,
        detail: whole.detail,
        reason: whole.reason,
        blocked_by: whole.blocked_by,
        duration_ms: u64::try_from(result.duration.as_millis()).unwrap_or(u64::MAX),
        subjects: others()
            .take(most)
            .map(|subject| {
                let words = words(&subject.outcome);
                Looked {
                    subject: subject_name(&subject.subject, purpose),
                    outcome: words.outcome,
                    reason: words.reason,
                    blocked_by: words.blocked_by,
                }
            })
            .collect(),
        findings: told.into_iter().map(|finding| found(facts, finding, purpose)).collect(),
    }
}

/// An outcome in the words of the JSON.
struct Words {
    outcome: Word,
    detail: Option<String>,
    reason: Option<String>,
    blocked_by: Option<String>,
}

fn words(outcome: &Outcome) -> Words {
    let none = Words { outcome: Word::Passed, detail: None, reason: None, blocked_by: None };
    match outcome {
        Outcome::Passed(detail) => {
            Words { detail: (!detail.is_empty()).then(|| detail.clone()), ..none }
        }
        Outcome::Found(_) => Words { outcome: Word::Found, ..none },
        Outcome::Unknown(why) => {
            Words { outcome: Word::Unknown, reason: Some(why.to_string()), ..none }
        }
        Outcome::Skipped(skip) => Words {
            outcome: Word::Skipped,
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
                Skip::BlockedBy(root) => Some((*root).to_owned()),
                _ => None,
            },
            ..none
        },
    }
}

/// `machine`, `file:config`, `sso-session:NAME`, `profile:NAME`.
fn subject_name(subject: &Subject, purpose: Purpose<'_>) -> String {
    match subject {
        Subject::Machine => "machine".into(),
        Subject::File(kind) => format!("file:{}", file_word(*kind)),
        Subject::Session(key) => {
            let name = match (purpose, key) {
                (Purpose::Report(redactor), SessionKey::Named(name)) => {
                    redactor.name(NameKind::Session, name)
                }
                (Purpose::Report(redactor), SessionKey::Legacy(url)) => redactor.text(url),
                _ => key.name().to_owned(),
            };
            format!("sso-session:{name}")
        }
        Subject::Profile(name) => format!("profile:{}", profile_name(name, purpose)),
    }
}

fn profile_name(name: &str, purpose: Purpose<'_>) -> String {
    match purpose {
        Purpose::Report(redactor) => redactor.name(NameKind::Profile, name),
        Purpose::Json | Purpose::Screen => name.to_owned(),
    }
}
