//! The sections and keys of a preset.

/// The sections with a fixed name, each with its keys; `[links]` has any.
const SECTIONS: &[(&str, &[&str])] = &[
    ("portal", &["session", "start_url", "region", "scopes"]),
    ("profiles", &["name", "roles", "default_profile", "region", "output", "try"]),
    ("requirements", &["aws_cli", "install", "static_keys"]),
    ("contact", &["name", "email", "page"]),
    ("links", &[]),
];

/// The keys of `[way-in NAME]`.
const WAY_IN: &[&str] = &["label", "steps"];

/// Words that other files use, and the key that means the same here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("sso_start_url", "start_url"),
    ("url", "start_url"),
    ("sso_region", "region"),
    ("sso_registration_scopes", "scopes"),
    ("sso_session", "session"),
    ("mail", "email"),
    ("role", "roles"),
    ("default", "default_profile"),
];

/// The error for a section that does not exist.
pub(super) fn section_error(section: &str) -> String {
    let names = || SECTIONS.iter().map(|(name, _)| *name);
    let named = section.split_whitespace().next().unwrap_or_default();
    let meant = match nearest(named, names().chain(["way-in"])) {
        Some("way-in") => "; did you mean [way-in NAME]?".to_owned(),
        Some(name) => format!("; did you mean [{name}]?"),
        None => {
            format!("; a preset has {} and way-in NAME", names().collect::<Vec<_>>().join(", "))
        }
    };
    format!("unknown section{meant}")
}

/// Checks that the section has this key.
pub(super) fn check_key(section: &str, key: &str) -> Result<(), String> {
    let known = SECTIONS.iter().find(|(name, _)| *name == section).map_or(WAY_IN, |(_, keys)| keys);
    if section == "links" || known.contains(&key) {
        return Ok(());
    }
    let elsewhere = ELSEWHERE.iter().find(|(word, _)| word.eq_ignore_ascii_case(key));
    let elsewhere = elsewhere.map(|(_, meant)| *meant).filter(|meant| known.contains(meant));
    Err(match elsewhere.or_else(|| nearest(key, known.iter().copied())) {
        Some(meant) => format!("unknown key; did you mean {meant}?"),
        None => format!("unknown key; this section has {}", known.join(", ")),
    })
}

/// The name that was probably meant.
fn nearest(written: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let squeeze = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let written = squeeze(written);
    let distance = |name: &&str| strsim::osa_distance(&squeeze(name), &written);
    let max_distance = if written.chars().count() > 4 { 2 } else { 1 };
    names.min_by_key(distance).filter(|name| distance(name) <= max_distance)
}
