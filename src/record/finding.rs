//! A finding as plain data: its places, its remedies, the lines that it is about.

use checks::{Applicability, Evidence, Finding, Place, QuestionKind, Remedy};
use facts::Facts;

use super::{
    Asked, Cure, Found, Piece, Purpose, Spot, TOGETHER, Underline, Who, Witness, subject_name,
};
use crate::changes::Prepared;
use crate::render::source::{Look, MaskedLine};

/// A finding.
pub(crate) fn found(facts: &Facts, finding: &Finding, purpose: Purpose<'_>) -> Found {
    Found {
        code: finding.code.into(),
        severity: finding.severity.into(),
        subject: subject_name(&finding.subject, purpose),
        brief: finding.brief.clone(),
        what: finding.what.clone(),
        why: finding.why.clone(),
        says: finding.says.clone(),
        next: finding.next.clone(),
        location: finding.place().map(spot),
        evidence: finding.evidence.iter().map(witness).collect(),
        remedies: finding.remedies.iter().map(|remedy| cure(facts, remedy, purpose)).collect(),
        source: match purpose {
            Purpose::Json => Vec::new(),
            Purpose::Screen => pieces(facts, finding, Look::Own),
            Purpose::Report(redactor) => pieces(facts, finding, Look::Report(redactor)),
        },
    }
}

fn spot(place: &Place) -> Spot {
    Spot {
        path: place.path.display().to_string(),
        line: place.location.line,
        column: place.location.column,
        end_column: place.location.end_column,
    }
}

fn witness(evidence: &Evidence) -> Witness {
    let location = evidence.place.location;
    Witness {
        path: evidence.place.path.display().to_string(),
        line: location.line,
        column: location.column,
        end_column: location.end_column,
        label: evidence.label.clone(),
        primary: evidence.primary,
    }
}

fn cure(facts: &Facts, remedy: &Remedy, purpose: Purpose<'_>) -> Cure {
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
            Asked {
                key: question.key.into(),
                prompt: question.prompt.clone(),
                kind: kind.into(),
                choices,
                default: question.default.clone(),
            }
        })
        .collect();
    Cure {
        id: remedy.id.into(),
        title: remedy.title.clone(),
        applicability: match remedy.applicability {
            Applicability::Safe => Who::Safe,
            Applicability::Ask => Who::Ask,
            Applicability::Guide => Who::Guide,
        },
        questions,
        words: remedy.words.clone(),
        commands: remedy.commands.clone(),
        diff: match purpose {
            Purpose::Json => diff(facts, remedy),
            // A difference shows neighbouring lines that nobody has looked through.
            Purpose::Screen | Purpose::Report(_) => None,
        },
    }
}

/// The difference that the remedy would make; none until its questions are answered.
fn diff(facts: &Facts, remedy: &Remedy) -> Option<String> {
    if !remedy.questions.is_empty() {
        return None;
    }
    let plan = remedy.plan(facts, &checks::Answers::new()).ok()?;
    let prepared = Prepared::new(facts, &plan).ok()?;
    let text: String =
        prepared.diffs().iter().map(|(file, diff)| diff.unified(&file.path)).collect();
    (!text.is_empty()).then_some(text)
}

/// The stretches of source that a finding points at; nothing where one cannot be shown.
fn pieces(facts: &Facts, finding: &Finding, look: Look<'_>) -> Vec<Piece> {
    let mut groups: Vec<Vec<&Evidence>> = Vec::new();
    for evidence in &finding.evidence {
        let near = groups.iter_mut().find(|group| {
            group.iter().all(|other| {
                other.place.path == evidence.place.path
                    && other.place.location.line.abs_diff(evidence.place.location.line) <= TOGETHER
            })
        });
        match near {
            Some(group) => group.push(evidence),
            None => groups.push(vec![evidence]),
        }
    }
    let pieces: Option<Vec<Piece>> = groups.iter().map(|group| piece(facts, group, look)).collect();
    pieces.unwrap_or_default()
}

/// One stretch of one file.
fn piece(facts: &Facts, group: &[&Evidence], look: Look<'_>) -> Option<Piece> {
    let path = &group.first()?.place.path;
    let files = facts.files();
    let file = [&files.config, &files.credentials].into_iter().find(|file| file.path == *path)?;
    let document = file.document()?;
    let lines = || group.iter().map(|evidence| evidence.place.location.line);
    let start = lines().min()?;
    let last = lines().max()?.min(document.line_count());
    let mut piece =
        Piece { path: path.display().to_string(), start, lines: Vec::new(), marks: Vec::new() };
    for number in start..=last {
        let here: Vec<&&Evidence> =
            group.iter().filter(|evidence| evidence.place.location.line == number).collect();
        // Lines in between are folded away on the screen; a report shows only those next to a mark.
        let is_near = lines().any(|line| line.abs_diff(number) <= 2);
        if matches!(look, Look::Report(_)) && !is_near {
            piece.lines.push(String::new());
            continue;
        }
        let line = MaskedLine::looked(document, file.kind, number, look);
        let spans: Vec<_> =
            here.iter().map(|evidence| line.span(evidence.place.location)).collect();
        let (text, spans) = match look {
            Look::Own => (line.text, spans),
            Look::Report(redactor) => redactor.line(&line.text, &spans),
        };
        for (evidence, span) in here.iter().zip(spans) {
            let count = |end: usize| text.get(..end).map_or(0, |text| text.chars().count());
            piece.marks.push(Underline {
                line: number,
                from: count(span.start),
                to: count(span.end),
                label: evidence.label.clone(),
                primary: evidence.primary,
            });
        }
        piece.lines.push(text);
    }
    Some(piece)
}
