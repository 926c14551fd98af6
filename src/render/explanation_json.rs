//! `explain --format json`: docs/schema/explain.schema.json.

use explain::{
    About, Cause, Certainty, Here, Match, Name, Now, Reading, Source, Standing, find_cause,
};
use facts::{clean_line, mask_secrets};
use serde_json::{Map, Value, json};

use super::explanation::filled;
use super::json::to_json;
use crate::app::App;

/// The version of docs/schema/explain.schema.json: fields may be added, but never renamed.
const SCHEMA_VERSION: u32 = 1;

/// A text that was found, and its causes on this machine.
pub(crate) struct Answer<'a> {
    /// The text.
    pub(crate) found: &'a Match,
    /// Its causes on this machine; `None` if the machine was not checked.
    pub(crate) here: Option<Here>,
    /// What to say about the names in the text.
    pub(crate) note: Option<String>,
}

/// The whole document.
pub(crate) fn explanation(app: &App, reading: &Reading, answers: &[Answer<'_>]) -> String {
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "certainty": certainty_of(reading, answers),
        "answers": answers.iter().map(|one| answer(app, one)).collect::<Vec<_>>(),
        "asked_by": reading.frames.iter().map(|frame| frame.from.clone()).collect::<Vec<_>>(),
        "names": names(&reading.names),
        "service_answer": reading.answer.as_ref().map(|answer| json!({
            "code": shown(&answer.code),
            "operation": answer.operation.as_deref().map(shown),
        })),
        "nearest": reading.nearest.iter().map(|text| json!({
            "id": text.id,
            "speaker": text.speaker.name(),
            "text": text.example(),
        })).collect::<Vec<_>>(),
    });
    to_json(&document)
}

/// The certainty of the first answer; without one, whether a service answered.
fn certainty_of(reading: &Reading, answers: &[Answer<'_>]) -> &'static str {
    match (answers.first(), &reading.answer) {
        (Some(first), _) => certainty(first).name(),
        (None, Some(_)) => "not-credentials",
        (None, None) => "unknown",
    }
}

fn certainty(answer: &Answer<'_>) -> Certainty {
    match &answer.here {
        Some(here) => explain::certainty(here),
        None => explain::certainty_of_text(answer.found.text),
    }
}

fn answer(app: &App, answer: &Answer<'_>) -> Value {
    let found = answer.found;
    let causes: Vec<Value> = match &answer.here {
        Some(here) => {
            here.causes.iter().map(|(one, standing)| cause(app, one, Some(standing))).collect()
        }
        None => found
            .text
            .causes
            .iter()
            .filter_map(|id| find_cause(id))
            .map(|one| cause(app, one, None))
            .collect(),
    };
    let first = || found.text.causes.first().and_then(|id| find_cause(id));
    let doing = match &answer.here {
        Some(here) => here.now.clone(),
        None => first().map_or_else(Now::default, |one| {
            explain::generic(one, &About { fixed: found.text.fixed, ..About::default() })
        }),
    };
    let source = explain::find_text(found.id).map(|text| text.source);
    json!({
        "id": (!found.id.is_empty()).then_some(found.id),
        "quote": found.quote,
        "is_fragment": found.is_fragment,
        "from": found.from,
        "program": found.voice.program,
        "means": found.means(),
        "certainty": certainty(answer).name(),
        "names": names(found.values()),
        "note": answer.note,
        "uses": answer.here.as_ref().and_then(|here| here.trace.as_ref()).map(|trace| json!({
            "program": trace.id,
            "what": trace.what,
            "kind": trace.kind,
            "usable": trace.usable,
            "path": trace.place.as_ref().map(|(path, _)| shown(&path.to_string_lossy())),
            "line": trace.place.as_ref().map(|(_, line)| line),
            "is_predicted": trace.is_predicted,
        })),
        "causes": causes,
        "now": { "words": filled(app, &doing.words), "command": command(app, &doing) },
        "source": source.and_then(name_source),
    })
}

fn cause(app: &App, cause: &Cause, standing: Option<&Standing>) -> Value {
    let (state, check, finding) = match standing {
        None => ("not-checked", None, None),
        Some(Standing::Found(check, finding)) => {
            ("found", Some(*check), Some(finding.what.to_string()))
        }
        Some(Standing::Seen(sight)) => ("seen", None, Some(sight.what.clone())),
        Some(Standing::After(check, finding)) => {
            ("blocked", Some(*check), Some(finding.what.to_string()))
        }
        Some(Standing::Online(check)) => ("asks-aws", Some(*check), None),
        Some(Standing::Unknown(check, why)) => ("unknown", Some(*check), Some(why.clone())),
        Some(Standing::Excluded) => ("excluded", None, None),
        Some(Standing::Told) => ("possible", None, None),
    };
    json!({
        "id": cause.id,
        "category": cause.category().name(),
        "what": filled(app, cause.what),
        "sign": (!cause.sign.is_empty()).then_some(cause.sign),
        "state": state,
        "check": check,
        "finding": finding,
    })
}

fn command(app: &App, now: &Now) -> Option<String> {
    (!now.command.is_empty()).then(|| mask_secrets(&app.shell().command(&now.command)))
}

fn names(all: &[Name]) -> Map<String, Value> {
    all.iter().map(|(kind, value)| ((*kind).to_owned(), shown(value).into())).collect()
}

fn name_source(source: Source) -> Option<String> {
    match source {
        Source::Measured(program) => Some(format!("printed by {program}")),
        Source::Code(file) => Some(file.to_owned()),
        Source::Failures(row) => Some(format!("docs/failures.md {row}")),
        Source::Facts(section) => Some(format!("docs/facts.md {section}")),
        Source::Thread(thread) => Some(thread.to_owned()),
        Source::Unrecorded => None,
    }
}

/// Cleans text from a paste and masks its secrets.
fn shown(text: &str) -> String {
    mask_secrets(&clean_line(text))
}
