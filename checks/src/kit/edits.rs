//! Where a value is written: the edits that give a key of a section or a profile its value.

use aws_files::{Edit, FileKind, Location, Section};
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
        _ => own_section(profile).map(|(file, section)| {
            let edit = Edit::Insert { section: section.header.line, key: key.to_owned(), value };
            (file, edit)
        }),
    }
}

/// The profile's own section, in the config file where it has one there.
pub(crate) fn own_section<'a>(profile: &Profile<'a>) -> Option<(FileKind, &'a Section)> {
    let merged = profile.merged;
    let config = merged.config.as_ref();
    config.map(|section| (FileKind::Config, section)).or_else(|| {
        let credentials = merged.credentials.as_ref()?;
        Some((FileKind::Credentials, credentials))
    })
}

/// Where the profile's name stands.
pub(crate) fn header(profile: &Profile<'_>) -> Option<(FileKind, Location)> {
    own_section(profile).map(|(file, section)| (file, section.header))
}
