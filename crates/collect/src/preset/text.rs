//! The place of each section and key of a preset, which the parser of values does not keep.

use super::PresetError;

/// The place of a section header or a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) section: String,
    /// `None` for the header.
    pub(super) key: Option<String>,
}

/// Every header and key of the text, by the rules of the `configparser` crate (`ini.rs`, `parse`):
/// a line that is indented deeper than the key above continues its value.
///
/// # Errors
/// A line that is neither, a key without a section, a duplicate section or key.
pub(super) fn list_places(
    text: &str,
    fault: impl Fn(Place, &str) -> PresetError,
) -> Result<Vec<Place>, PresetError> {
    let mut places: Vec<Place> = Vec::new();
    let mut section: Option<String> = None;
    let mut key_indent: Option<usize> = None;
    for (line, raw) in (1..).zip(text.lines()) {
        let trimmed = raw.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let place = |key: Option<&str>| Place {
            line,
            section: section.clone().unwrap_or_default(),
            key: key.map(str::to_owned),
        };
        if let Some(inner) = trimmed.strip_prefix('[') {
            let Some(name) = inner.strip_suffix(']') else {
                return Err(fault(
                    place(None),
                    "a section header must be alone on its line and end with ]",
                ));
            };
            let header = Place { line, section: name.trim().to_owned(), key: None };
            if places.iter().any(|place| place.key.is_none() && place.section == header.section) {
                return Err(fault(header, "this section appears twice"));
            }
            section = Some(header.section.clone());
            places.push(header);
            key_indent = None;
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        if key_indent.is_some_and(|key_indent| indent > key_indent) {
            continue;
        }
        let Some((key, _)) = trimmed.split_once('=') else {
            return Err(fault(
                place(None),
                "this line is neither a section, a key with =, nor a comment",
            ));
        };
        let key = place(Some(key.trim()));
        if section.is_none() {
            return Err(fault(key, "this key stands before the first section"));
        }
        if key.key.as_deref() == Some("") {
            return Err(fault(place(None), "there is no key before the ="));
        }
        if places.iter().any(|other| is_same_key(other, &key)) {
            return Err(fault(key, "this key appears twice"));
        }
        key_indent = Some(indent);
        places.push(key);
    }
    Ok(places)
}

fn is_same_key(one: &Place, other: &Place) -> bool {
    one.section == other.section && one.key == other.key
}
