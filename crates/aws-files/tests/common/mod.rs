//! Helpers for several tests.
#![allow(dead_code, unreachable_pub)]

pub mod files;
pub mod look;
pub mod python;

use aws_files::{Property, Section, Value};
use serde_json::{Map, json};

/// Properties as JSON: nested values as objects.
pub fn properties<'a>(of: &mut dyn Iterator<Item = (&'a str, &'a Property)>) -> serde_json::Value {
    let map: Map<String, serde_json::Value> = of
        .map(|(key, property)| {
            let value = match &property.value {
                Value::Text(text) => json!(text),
                Value::Nested(nested) => {
                    properties(&mut nested.iter().map(|(key, property)| (key.as_str(), property)))
                }
            };
            (key.to_owned(), value)
        })
        .collect();
    serde_json::Value::Object(map)
}

/// A section's properties, including those from `[DEFAULT]`.
pub fn section(section: &Section) -> serde_json::Value {
    properties(&mut section.iter())
}
