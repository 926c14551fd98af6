//! Results for programs, such as `doctor --format json` (docs/schema/doctor.schema.json).

use serde::Serialize;

pub(crate) use crate::record::SCHEMA_VERSION;

/// A value as indented JSON, in which every character that a terminal would obey is escaped.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    facts::escape_json(serde_json::to_string_pretty(value).unwrap_or_default())
}
