//! The results for programs: `doctor --format json`, docs/schema/doctor.schema.json.

use crate::changes::Recorded;
use crate::examine::Examination;
use crate::record::{Purpose, Record};

pub(crate) use crate::record::SCHEMA_VERSION;

/// The whole record.
pub(crate) fn doctor(examination: &Examination, changes: &[Recorded]) -> String {
    let (record, _) = Record::from_examination(examination, changes, Purpose::Json);
    self::record(&record)
}

/// A record as it is.
pub(crate) fn record(record: &Record) -> String {
    serde_json::to_string_pretty(record).unwrap_or_default()
}
