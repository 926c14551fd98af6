//! Environment variables as SDKs see them.

use facts::{Environment, Text, mask_key_id};

/// The text of a variable that is set and not empty. Never for a screen: it may be a secret.
pub(crate) fn value<'e>(environment: &'e Environment, name: &str) -> Option<&'e str> {
    environment
        .text(name)
        .or_else(|| environment.hidden(name).map(|secret| secret.expose().as_str()))
        .filter(|text| !text.is_empty())
}

/// The first of the variables that is set and not empty, with its text.
pub(crate) fn first<'e>(
    environment: &'e Environment,
    names: &[&'static str],
) -> Option<(&'static str, &'e str)> {
    names.iter().find_map(|name| Some((*name, value(environment, name)?)))
}

/// An access key ID for a screen.
pub(crate) fn masked_key(id: &str) -> String {
    Text(&mask_key_id(id.trim())).to_string()
}
