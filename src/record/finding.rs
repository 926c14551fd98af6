//! The record of a finding: its places, remedies and source lines.

use checks::QuestionKind;
use facts::{Facts, LineRole};

use super::RemedyDiffs;
use super::purpose::{Purpose, subject_name};
use super::{Evidence, Excerpt, Finding, Place, Question, Remedy, Underline};
use crate::render::source::{Look, MaskedLine};

/// Show places at most this many lines apart in one excerpt.
const MAX_DISTANCE: usize = 40;

impl Finding {
    /// The record of a finding, with its source lines unless it is for the JSON.
    pub(crate) fn new(
        facts: &Facts,
        check: &str,
        finding: &checks::Finding,
        purpose: Purpose<'_>,
        diffs: &RemedyDiffs<'_>,
    ) -> Self {
        Self {
            code: finding.code.into(),
            group: finding.group(check),
            severity: finding.severity,
            subject: subject_name(&finding.subject, purpose),
            brief: finding.brief.to_string(),
            what: finding.what.to_string(),
            why: finding.why.to_string(),
            says: finding.says.as_ref().map(ToString::to_string),
            says_from: finding.says.is_some().then(|| finding.says_from.into()),
            next: finding.next.to_string(),
            location: finding.place().map(record_place),
            evidence: finding.evidence.iter().map(record_evidence).collect(),
            remedies: finding
                .remedies
                .iter()
                .map(|remedy| record_remedy(remedy, purpose, diffs))
                .collect(),
            source: match purpose {
                Purpose::Json => Vec::new(),
                Purpose::Screen => excerpts(facts, finding, Look::Own),
                Purpose::Report(redactor) => excerpts(facts, finding, Look::Report(redactor)),
            },
        }
    }
}

fn record_place(place: &checks::Place) -> Place {
    Place {
        path: place.path.display().to_string(),
        line: place.location.line,
        column: place.location.column,
        end_column: place.location.end_column,
    }
}

fn record_evidence(evidence: &checks::Evidence) -> Evidence {
    let location = evidence.place.location;
    Evidence {
        path: evidence.place.path.display().to_string(),
        line: location.line,
        column: location.column,
        end_column: location.end_column,
        label: evidence.label.to_string(),
        primary: evidence.primary,
    }
}

fn record_remedy(remedy: &checks::Remedy, purpose: Purpose<'_>, diffs: &RemedyDiffs<'_>) -> Remedy {
    let questions = remedy
        .questions
        .iter()
        .map(|question| {
            let (kind, choices) = match &question.kind {
                QuestionKind::Text(_) => ("text", Vec::new()),
                QuestionKind::Choice { choices, .. } => {
                    ("choice", choices.iter().map(|choice| choice.value.clone()).collect())
                }
            };
            Question {
                key: question.key.into(),
                prompt: question.prompt.clone(),
                kind: kind.into(),
                choices,
                default: question.default.clone(),
            }
        })
        .collect();
    Remedy {
        id: remedy.id.into(),
        title: remedy.title.to_string(),
        applicability: remedy.applicability,
        questions,
        words: remedy.words.clone(),
        commands: remedy.commands.clone(),
        diff: match purpose {
            Purpose::Json => diffs.of(remedy),
            // A diff is not redacted for its readers.
            Purpose::Screen | Purpose::Report(_) => None,
        },
    }
}

/// The source lines that a finding points at; empty if any of them cannot be shown.
fn excerpts(facts: &Facts, finding: &checks::Finding, look: Look<'_>) -> Vec<Excerpt> {
    let mut groups: Vec<Vec<&checks::Evidence>> = Vec::new();
    for evidence in &finding.evidence {
        let near = groups.iter_mut().find(|group| {
            group.iter().all(|other| {
                other.place.path == evidence.place.path
                    && other.place.location.line.abs_diff(evidence.place.location.line)
                        <= MAX_DISTANCE
            })
        });
        match near {
            Some(group) => group.push(evidence),
            None => groups.push(vec![evidence]),
        }
    }
    let excerpts: Option<Vec<Excerpt>> =
        groups.iter().map(|group| excerpt(facts, group, look)).collect();
    excerpts.unwrap_or_default()
}

/// The assignment of a start-up file, of which the facts contain nothing else.
fn start_up_excerpt(facts: &Facts, group: &[&checks::Evidence], look: Look<'_>) -> Option<Excerpt> {
    let lines: Vec<_> = group
        .iter()
        .map(|evidence| Some((*evidence, facts.start_up_line_at(&evidence.place)?)))
        .collect::<Option<_>>()?;
    let path = lines.first()?.1.path.display().to_string();
    let start = lines.iter().map(|(_, line)| line.line).min()?;
    let last = lines.iter().map(|(_, line)| line.line).max()?;
    let mut excerpt =
        Excerpt { path, start, lines: vec![String::new(); last - start + 1], marks: Vec::new() };
    for (evidence, line) in lines {
        let text = match look {
            Look::Own => line.shown.clone(),
            Look::Report(redactor) => redactor.text(&line.shown),
        };
        excerpt.marks.push(Underline {
            line: line.line,
            from: 0,
            to: text.chars().count(),
            label: evidence.label.to_string(),
            primary: evidence.primary,
        });
        if let Some(shown) = excerpt.lines.get_mut(line.line - start) {
            *shown = text;
        }
    }
    Some(excerpt)
}

/// One excerpt of one file.
fn excerpt(facts: &Facts, group: &[&checks::Evidence], look: Look<'_>) -> Option<Excerpt> {
    let path = &group.first()?.place.path;
    if let Some(excerpt) = start_up_excerpt(facts, group, look) {
        return Some(excerpt);
    }
    let files = facts.files();
    let file = [&files.config, &files.credentials].into_iter().find(|file| file.path == *path)?;
    let document = file.document()?;
    let lines = || group.iter().map(|evidence| evidence.place.location.line);
    let start = lines().min()?;
    let last = lines().max()?.min(document.line_count());
    let mut excerpt =
        Excerpt { path: path.display().to_string(), start, lines: Vec::new(), marks: Vec::new() };
    for number in start..=last {
        let here: Vec<&&checks::Evidence> =
            group.iter().filter(|evidence| evidence.place.location.line == number).collect();
        // A screen folds the lines in between; a report leaves them out.
        let is_near = lines().any(|line| line.abs_diff(number) <= 2);
        if matches!(look, Look::Report(_)) && !is_near {
            excerpt.lines.push(String::new());
            continue;
        }
        let role = if here.is_empty() { LineRole::Context } else { LineRole::Subject };
        let line = MaskedLine::looked(document, file.kind, number, look, role);
        let spans: Vec<_> =
            here.iter().map(|evidence| line.span(evidence.place.location)).collect();
        let (text, spans) = match look {
            Look::Own => (line.text, spans),
            Look::Report(redactor) => redactor.line(&line.text, &spans),
        };
        for (evidence, span) in here.iter().zip(spans) {
            let count = |end: usize| text.get(..end).map_or(0, |text| text.chars().count());
            excerpt.marks.push(Underline {
                line: number,
                from: count(span.start),
                to: count(span.end),
                label: evidence.label.to_string(),
                primary: evidence.primary,
            });
        }
        excerpt.lines.push(text);
    }
    Some(excerpt)
}
