//! JSON against the committed schemas.

use serde_json::Value;

/// Whether a document fits its schema.
pub fn fits(schema: &str, value: &Value) -> bool {
    validator(schema).is_valid(value)
}

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Fails with every place where a document violates its schema.
#[track_caller]
pub fn assert_fits(schema: &str, value: &Value) {
    let errors: Vec<String> = validator(schema)
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
}
