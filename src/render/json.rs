//! An examination for programs: `doctor --format json`, docs/schema/doctor.schema.json.

use checks::{Check, CheckResult, Evidence, Finding, Outcome, QuestionKind, Remedy, Skip, find};
use facts::Subject;
use serde::Serialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::changes::Prepared;
use crate::examine::Examination;
use crate::remedy::Recorded;
use crate::render::human;

/// The version of the schema: fields may be added to it, never renamed.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// The whole examination.
pub(crate) fn doctor(app: &App, examination: &Examination, changes: &[Recorded]) -> Value {
    let facts = &examination.facts;
    let scope = &facts.scope().profiles;
    let summary = examination.summary();
    json!({
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "examined_at": facts.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "profile": match scope.as_slice() { [one] => Some(one), _ => None },
        "scope": scope,
        "preset": app.preset.as_ref().map(|preset| json!({"name": preset.name, "sha256": preset.sha256})),
        "outcome": examination.verdict().id(),
        "summary": {
            "fail": summary.fail,
            "warn": summary.warn,
            "note": summary.note,
            "unknown": summary.unknown,
            "skipped": summary.skipped,
            "passed": summary.passed,
        },
        "next": human::next(examination),
        "checks": examination.results.iter().filter_map(|result| Some(check(examination, find(result.id)?, result))).collect::<Vec<_>>(),
        "changes": changes.iter().map(|change| json!({
            "path": change.path,
            "backup": change.backup,
            "diff": change.diff,
        })).collect::<Vec<_>>(),
    })
}

/// An outcome in the words of the JSON.
#[derive(Serialize)]
struct Words {
    outcome: &'static str,
    detail: Option<String>,
    reason: Option<String>,
    blocked_by: Option<&'static str>,
}

fn words(outcome: &Outcome) -> Words {
    let none = Words {
        outcome: "passed",
        detail: None,
        reason: None,
        blocked_by: None,
    };
    match outcome {
        Outcome::Passed(detail) => Words {
            detail: (!detail.is_empty()).then(|| detail.clone()),
            ..none
        },
        Outcome::Found(_) => Words {
            outcome: "found",
            ..none
        },
        Outcome::Unknown(why) => Words {
            outcome: "unknown",
            reason: Some(why.to_string()),
            ..none
        },
        Outcome::Skipped(skip) => Words {
            outcome: "skipped",
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
                Skip::BlockedBy(root) => Some(root),
                _ => None,
            },
            ..none
        },
    }
}

fn check(examination: &Examination, check: &Check, result: &CheckResult) -> Value {
    let whole = words(&result.outcome());
    let subjects: Vec<Value> = result
        .subjects
        .iter()
        .filter(|subject| !matches!(subject.outcome, Outcome::Passed(_)))
        .map(|subject| {
            let words = words(&subject.outcome);
            json!({
                "subject": subject_name(&subject.subject),
                "outcome": words.outcome,
                "reason": words.reason,
                "blocked_by": words.blocked_by,
            })
        })
        .collect();
    json!({
        "id": check.id,
        "label": check.label,
        "title": check.title,
        "group": check.group.id(),
        "outcome": whole.outcome,
        "detail": whole.detail,
        "reason": whole.reason,
        "blocked_by": whole.blocked_by,
        "duration_ms": u64::try_from(result.duration.as_millis()).unwrap_or(u64::MAX),
        "subjects": subjects,
        "findings": result.findings().into_iter().map(|found| finding(examination, found)).collect::<Vec<_>>(),
    })
}

/// `machine`, `file:config`, `sso-session:NAME`, `profile:NAME`.
pub(crate) fn subject_name(subject: &Subject) -> String {
    match subject {
        Subject::Machine => "machine".into(),
        Subject::File(kind) => format!("file:{}", crate::changes::file_word(*kind)),
        Subject::Session(key) => format!("sso-session:{}", key.name()),
        Subject::Profile(name) => format!("profile:{name}"),
    }
}

fn finding(examination: &Examination, finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "severity": finding.severity.id(),
        "subject": subject_name(&finding.subject),
        "brief": finding.brief,
        "what": finding.what,
        "why": finding.why,
        "says": finding.says,
        "next": finding.next,
        "location": finding.place().map(|place| json!({
            "path": place.path,
            "line": place.location.line,
            "column": place.location.column,
            "end_column": place.location.end_column,
        })),
        "evidence": finding.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "remedies": finding.remedies.iter().map(|item| remedy(examination, item)).collect::<Vec<_>>(),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    let location = evidence.place.location;
    json!({
        "path": evidence.place.path,
        "line": location.line,
        "column": location.column,
        "end_column": location.end_column,
        "label": evidence.label,
        "primary": evidence.primary,
    })
}

fn remedy(examination: &Examination, remedy: &Remedy) -> Value {
    let questions: Vec<Value> = remedy
        .questions
        .iter()
        .map(|question| {
            let (kind, choices) = match &question.kind {
                QuestionKind::Text(_) => ("text", Vec::new()),
                QuestionKind::Choice { choices, .. } => (
                    "choice",
                    choices.iter().map(|choice| choice.value.clone()).collect(),
                ),
            };
            json!({
                "key": question.key,
                "prompt": question.prompt,
                "kind": kind,
                "choices": choices,
                "default": question.default,
            })
        })
        .collect();
    json!({
        "id": remedy.id,
        "title": remedy.title,
        "applicability": remedy.applicability.id(),
        "questions": questions,
        "words": remedy.words,
        "commands": remedy.commands,
        "diff": diff(examination, remedy),
    })
}

/// The difference that the remedy would make; none until its questions are answered.
fn diff(examination: &Examination, remedy: &Remedy) -> Option<String> {
    if !remedy.questions.is_empty() {
        return None;
    }
    let plan = remedy
        .plan(&examination.facts, &checks::Answers::new())
        .ok()?;
    let prepared = Prepared::new(&examination.facts, &plan).ok()?;
    let text: String = prepared
        .diffs()
        .iter()
        .map(|(file, diff)| diff.unified(&file.path))
        .collect();
    (!text.is_empty()).then_some(text)
}
