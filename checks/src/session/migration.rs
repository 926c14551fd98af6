//! Changes a portal in the profile itself (the format before sso-session) to a session; shared by
//! `sso-format`, `sso-session-fields` and the setup.

use aws_files::{Edit, FileKind, Property};
use facts::{Facts, Profile, StartUrl};

/// The keys of a session that may not be in a profile that names one: different values stop
/// botocore, equal ones the Rust SDK (FACTS, 2.3).
pub(crate) const SESSION_KEYS: [&str; 3] =
    ["sso_start_url", "sso_region", "sso_registration_scopes"];

/// The edits that make a profile name the session and remove the session's values from it. The
/// name replaces the address, so that the profile keeps its order.
pub fn lead_to(profile: &Profile<'_>, session: &str) -> Vec<(FileKind, Edit)> {
    let mut edits = Vec::new();
    let own = |key: &str| profile.get(key).filter(|(_, own)| !own.from_default);
    let url = own("sso_start_url").filter(|(_, url)| url.last_line == url.location.line);
    let mut replaced = None;
    match (own("sso_session"), url) {
        (Some((file, property)), _) => {
            if property.value.as_text() != Some(session) {
                let value = session.to_owned();
                let line = property.location.line;
                edits.push((file, Edit::SetValue { line, value }));
            }
        }
        (None, Some((file, url))) => {
            replaced = Some((file, url.location.line));
            let put = Edit::ReplaceSpan {
                line: url.key_location.line,
                column: url.key_location.column,
                end_column: url.location.end_column,
                text: format!("sso_session = {session}"),
            };
            edits.push((file, put));
        }
        (None, None) => {
            if let Some((file, section)) = profile.own_section() {
                let insert = Edit::Insert {
                    section: section.header.line,
                    key: "sso_session".into(),
                    value: session.to_owned(),
                };
                edits.push((file, insert));
            }
        }
    }
    let copies = own_lines(profile, &SESSION_KEYS)
        .filter(|(file, property)| replaced != Some((*file, property.location.line)));
    edits.extend(copies.map(|(file, property)| (file, remove(property))));
    edits
}

/// The profile's own lines with these keys, in both files: if a key is in both, the value that has
/// no effect would take effect once the other is removed.
pub(crate) fn own_lines<'a>(
    profile: &Profile<'a>,
    keys: &'a [&'a str],
) -> impl Iterator<Item = (FileKind, &'a Property)> {
    profile.merged.sections().flat_map(|(file, section)| {
        let properties = keys.iter().filter_map(|key| section.properties.get(*key));
        properties.map(move |property| (file, property))
    })
}

/// Removes a property and its continuation lines.
pub(crate) const fn remove(property: &Property) -> Edit {
    Edit::RemoveLines { first: property.key_location.line, last: property.last_line }
}

/// The session of the config file that signs in to this portal, if there is one.
pub fn session_of_portal<'a>(facts: &'a Facts, start_url: &str) -> Option<&'a str> {
    sessions_of_portal(facts, start_url).next()
}

/// The sessions of the config file that sign in to this portal.
pub(crate) fn sessions_of_portal<'a>(
    facts: &'a Facts,
    start_url: &str,
) -> impl Iterator<Item = &'a str> {
    let wanted = StartUrl::parse(start_url).canonical;
    facts
        .files()
        .sessions()
        .iter()
        .filter(move |(_, section)| {
            section
                .text("sso_start_url")
                .is_some_and(|url| StartUrl::parse(url).canonical == wanted)
        })
        .map(|(name, _)| name.as_str())
}

/// A name for the session of a portal that has none yet: the portal's own label.
pub fn free_session_name(facts: &Facts, start_url: &str) -> String {
    let url = StartUrl::parse(start_url);
    let host = url.canonical.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let label = host.split('.').find(|label| *label != "start").unwrap_or_default();
    let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // A directory ID means nothing to the user.
    let base = if label.is_empty()
        || !plain
        || label.starts_with("d-")
        || label.starts_with("ssoins-")
        || label == "default"
    {
        "my-sso"
    } else {
        label
    };
    let taken = |name: &str| facts.files().sessions().contains_key(name);
    let mut name = base.to_owned();
    let mut n = 2;
    while taken(&name) {
        name = format!("{base}-{n}");
        n += 1;
    }
    name
}
