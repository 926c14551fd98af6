//! Reads a report from another computer. The report is untrusted: its size is limited, terminal
//! control characters are removed from its texts, and nothing in it is executed.

use checks::find;
use serde_json::Value;

use super::{KIND, Report, SCHEMA_VERSION};
use crate::error::CommandError;

/// Read no report larger than this; reports of this program are at most a third as large.
pub(crate) const MAX_REPORT_BYTES: u64 = 16 << 20;

/// Parses a report in JSON.
///
/// # Errors
/// It is not a report, or its version is unknown (2).
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Report, CommandError> {
    let no_report = |why: &str| {
        CommandError::usage(format!("{name} is not an aws-onboard report: {why}"))
            .hint("create one with `aws-onboard report --format json`")
    };
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| {
        no_report(&format!("it is not JSON (line {}, column {})", error.line(), error.column()))
    })?;
    if value["kind"] != KIND {
        return Err(match value.get("checks").is_some() {
            true => no_report("it is what `doctor --format json` prints"),
            false => no_report("it does not say that it is one"),
        });
    }
    match value["schema_version"].as_u64() {
        Some(version) if version == u64::from(SCHEMA_VERSION) => {}
        Some(version) if version > u64::from(SCHEMA_VERSION) => {
            return Err(CommandError::usage(format!(
                "{name} was made by a newer aws-onboard: it has schema {version}, but this version knows only {SCHEMA_VERSION}"
            ))
            .hint("update aws-onboard, and try again"));
        }
        _ => return Err(no_report("its schema_version is not a version")),
    }
    clean(&mut value);
    // The serde error may quote the content, and the name of the field does not help the user.
    let mut report: Report =
        serde_json::from_value(value).map_err(|_| no_report("it is incomplete"))?;
    newer_words(&mut report);
    Ok(report)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = facts::clean(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Uses this version's title of the check, because this version's manual explains it.
fn newer_words(report: &mut Report) {
    for check in &mut report.examination.checks {
        if let Some(known) = find(&check.id) {
            known.label.clone_into(&mut check.label);
            known.title.clone_into(&mut check.title);
            known.group.id().clone_into(&mut check.group);
        }
    }
}
