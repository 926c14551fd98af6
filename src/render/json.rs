//! Results for programs, such as `doctor --format json` (docs/schema/doctor.schema.json).

use serde::Serialize;

use crate::record::Record;

pub(crate) use crate::record::SCHEMA_VERSION;

/// A record as it is.
pub(crate) fn record(record: &Record) -> String {
    to_json(record)
}

/// A value as indented JSON, in which every character that a terminal would obey is escaped.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    facts::escape_json(serde_json::to_string_pretty(value).unwrap_or_default())
}
