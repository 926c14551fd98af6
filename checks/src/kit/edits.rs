//! The edits that set a key of a section or a profile.

use aws_files::{Edit, FileKind, Section};
use facts::Profile;

/// Sets a key of a section: in place if the section has the key, otherwise as a new line.
pub(crate) fn put(section: &Section, key: &str, value: impl Into<String>) -> Edit {
    let value = value.into();
    match section.get(key) {
        Some(property) if !property.from_default => {
            Edit::SetValue { line: property.location.line, value }
        }
        _ => Edit::Insert { section: section.header.line, key: key.to_owned(), value },
    }
}

/// Sets a key of a profile: in the file that already sets it, otherwise in the profile's section
/// of the config file, otherwise in that of the credentials file.
pub(crate) fn put_in_profile(
    profile: &Profile<'_>,
    key: &str,
    value: impl Into<String>,
) -> Option<(FileKind, Edit)> {
    let value = value.into();
    match profile.get(key) {
        Some((file, property)) if !property.from_default => {
            Some((file, Edit::SetValue { line: property.location.line, value }))
        }
        _ => profile.own_section().map(|(file, section)| {
            let edit = Edit::Insert { section: section.header.line, key: key.to_owned(), value };
            (file, edit)
        }),
    }
}
