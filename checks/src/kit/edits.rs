//! Where a value is written: the edits that give a key of a section or a profile its value.

use aws_files::{Edit, FileKind, Section};
use facts::Profile;

/// Gives a key of a section its value: in place where the section has the key, else as a new line.
pub(crate) fn put(section: &Section, key: &str, value: impl Into<String>) -> Edit {
    let value = value.into();
    match section.get(key) {
        Some(property) if !property.from_default => {
            Edit::SetValue { line: property.location.line, value }
        }
        _ => Edit::Insert { section: section.header.line, key: key.to_owned(), value },
    }
}

/// Gives a key of a profile its value: in the file that sets it, else in the profile's section of
/// the config file, else in that of the credentials file.
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
