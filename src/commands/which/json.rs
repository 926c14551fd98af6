//! `--format json`: docs/schema/which.schema.json says what each field is.

use aws_onboard_credential_chain::{Credentials, Kind, Source};
use facts::{FoundAt, Text};
use program_clients::{ProgramAnswer, RegionAnswer};
use serde_json::{Value, json};

use super::Shown;
use crate::render::json::{SCHEMA_VERSION, to_json};

pub(super) fn document(shown: &Shown<'_>) -> String {
    let programs: Vec<Value> =
        shown.answers.programs.iter().map(|answer| program(shown, answer)).collect();
    to_json(&json!({
        "schema_version": SCHEMA_VERSION,
        "profile": shown.selected().map(|name| Text(name).to_string()),
        "complete": shown.is_complete,
        "programs": programs,
    }))
}

fn program(shown: &Shown<'_>, answer: &ProgramAnswer) -> Value {
    let program = &answer.program;
    let text = |text: &str| Text(text).to_string();
    let trail: Vec<Value> = answer
        .answer
        .trail
        .iter()
        .map(|step| {
            json!({
                "provider": text(&step.provider),
                "outcome": step.outcome.word(),
                "why": text(&step.why),
            })
        })
        .collect();
    let sdk = answer.client.as_ref().map(|client| client.family.id());
    json!({
        "id": text(&program.id),
        "name": text(&program.name),
        "version": program.version.as_ref().map(|version| text(version.text())),
        "found_at": found_at(&program.found_at),
        "sdk": sdk.or(program.sdk.map(|family| family.id())),
        "sdk_version": program.sdk_version.as_ref().map(|version| text(version.text())),
        "usable": answer.usable,
        "needs": answer.needs_now().map(|needs| text(&needs.to_string())),
        "credentials": (answer.is_certain || answer.usable == Some(false))
            .then(|| credentials(&answer.answer.credentials)),
        "region": match &answer.region {
            RegionAnswer::Known(region) => {
                json!({"value": text(&region.value), "source": source(&region.source)})
            }
            RegionAnswer::None => json!({"value": null, "source": null}),
            RegionAnswer::Unknown => Value::Null,
        },
        "differs": {
            "credentials": answer.differs.credentials.filter(|_| shown.answers.cli.is_here),
            "region": answer.differs.region.filter(|_| shown.answers.cli.is_here),
        },
        "trail": trail,
        "evidence": answer.evidence.word(),
    })
}

fn found_at(at: &FoundAt) -> Option<Value> {
    let path = at.path.to_str().filter(|path| !path.is_empty())?;
    Some(json!({"path": Text(path).to_string(), "line": at.line}))
}

fn credentials(credentials: &Credentials) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(|text| Text(text).to_string());
    json!({
        "kind": credentials.kind.word(),
        "profile": text(&credentials.profile),
        "access_key_id": text(&credentials.access_key_id),
        "account": text(&credentials.account),
        "role": text(&credentials.role),
        "source": credentials.source.as_ref().map(source),
        "error": text(&credentials.error).filter(|_| {
            matches!(credentials.kind, Kind::Error | Kind::None)
        }),
        "via": credentials.via.as_deref().map(self::credentials),
    })
}

fn source(source: &Source) -> Value {
    match source {
        Source::Variable(name) => json!({"variable": name}),
        Source::File { path, line } => {
            json!({"path": Text(&path.display().to_string()).to_string(), "line": line})
        }
        Source::BuiltIn => json!({"built_in": true}),
    }
}
