//! The edits that set a key of a section or a profile.

use aws_files::{Edit, FileKind, Location, Section};
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
        _ => own_section(profile).map(|(file, section)| {
            let edit = Edit::Insert { section: section.header.line, key: key.to_owned(), value };
            (file, edit)
        }),
    }
}

/// The profile's own section, preferably in the config file.
pub(crate) fn own_section<'a>(profile: &Profile<'a>) -> Option<(FileKind, &'a Section)> {
    let merged = profile.merged;
    let config = merged.config.as_ref();
    config.map(|section| (FileKind::Config, section)).or_else(|| {
        let credentials = merged.credentials.as_ref()?;
        Some((FileKind::Credentials, credentials))
    })
}

/// Where the profile's name is.
pub(crate) fn header(profile: &Profile<'_>) -> Option<(FileKind, Location)> {
    own_section(profile).map(|(file, section)| (file, section.header))
}
