//! The valid input: only what both dialects read back unchanged.

use super::EditError;
use crate::python;
use crate::sdk;

/// The text between the brackets for a section with a prefix, such as `profile 'a b'`: the name in
/// quotes if botocore needs them. The `default` profile has no prefix.
///
/// # Errors
/// [`EditError::Name`] for a name that is not possible in a header: with a line break, or with `#`
/// or `;`, at which SDKs end the header even inside quotes.
pub fn header(prefix: &str, name: &str) -> Result<String, EditError> {
    if prefix == "profile" && name == "default" {
        return Ok(name.to_owned());
    }
    let text = format!("{prefix} {}", quoted(name)?);
    header_text(&text)?;
    Ok(text)
}

/// A name as one word for `shlex`.
pub(super) fn quoted(name: &str) -> Result<String, EditError> {
    if name.is_empty() {
        return Err(EditError::Name);
    }
    python::quote(name).ok_or(EditError::Name)
}

pub(super) fn header_text(text: &str) -> Result<(), EditError> {
    if text.trim().is_empty() || text.contains(['#', ';', '\n', '\r']) {
        return Err(EditError::Name);
    }
    Ok(())
}

/// A key that both dialects accept; a `:` would end it for Python.
pub(super) fn key(key: &str) -> Result<(), EditError> {
    if key.is_empty() || key.contains(':') || !sdk::identifier(key) {
        return Err(EditError::Key);
    }
    Ok(())
}

/// The value of a property.
pub(super) fn value(value: &str) -> Result<(), EditError> {
    one_line(value)?;
    let mut space = true;
    for character in value.chars() {
        if space && matches!(character, '#' | ';') {
            return Err(EditError::Value);
        }
        space = character.is_whitespace();
    }
    stripped(value)
}

/// The value of a nested line, where SDKs recognize no comments and Python recognizes more line
/// ends.
pub(super) fn nested_value(value: &str) -> Result<(), EditError> {
    one_line(value)?;
    if python::split_lines(value).count() > 1 {
        return Err(EditError::LineBreak);
    }
    stripped(value)
}

fn stripped(value: &str) -> Result<(), EditError> {
    if python::strip(value) == (0, value.len()) { Ok(()) } else { Err(EditError::Value) }
}

pub(super) fn one_line(text: &str) -> Result<(), EditError> {
    if text.contains(['\n', '\r']) { Err(EditError::LineBreak) } else { Ok(()) }
}
