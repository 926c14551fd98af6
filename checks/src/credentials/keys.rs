//! The keys in a profile's sections, and what can be told about them.

use aws_files::{Edit, FileKind, Property, Section, Value, View};
use facts::{Facts, Profile, clean_line, mask_key_id};
use jiff::SignedDuration;

use crate::kit::key_form::{are_swapped, fault_of_id, fault_of_secret};
use crate::kit::words::is_decorated;

/// The settings that contain keys. `aws_security_token` is the old name of the session token
/// (`botocore/credentials.py`, `SharedCredentialProvider.TOKENS`).
pub(super) const KEY_LINES: [&str; 4] = [ID, SECRET, "aws_session_token", "aws_security_token"];
pub(super) const ID: &str = "aws_access_key_id";
pub(super) const SECRET: &str = "aws_secret_access_key";

/// The settings that make a profile use single sign-on.
pub(super) const SIGN_ON_KEYS: &[&str] =
    &["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];

/// The age after which pasted keys must have expired: a portal's keys live 12 hours at most.
const STALE: SignedDuration = SignedDuration::from_hours(36);

/// What kind of keys a section has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// An IAM user's; they may still be valid.
    LongTerm,
    /// Pasted with their session token, and old.
    Stale,
    /// Pasted recently, or at an unknown time.
    Fresh,
    /// ASIA without its session token.
    WithoutToken,
    /// The access key ID or the secret is missing.
    Half,
    /// With something in them that no key has.
    Malformed,
    /// For another object store.
    OtherService,
    /// Not in the form of AWS keys.
    OtherForm,
}

/// One section's keys.
pub(super) struct Held<'a> {
    pub(super) file: FileKind,
    pub(super) keys: Keys,
    /// In the order of the file.
    pub(super) lines: Vec<&'a Property>,
    pub(super) id: Option<&'a str>,
    pub(super) secret: Option<&'a str>,
}

/// What is wrong with a pair: the setting, and the end of a sentence about it. Quotation marks,
/// comments and hidden characters are reported by the checks of all values.
pub(super) fn fault_of_pair(id: &str, secret: &str) -> Option<(&'static str, String)> {
    if are_swapped(id, secret) {
        return Some((ID, "contains the secret access key".to_owned()));
    }
    let of_id = || fault_of_id(id).filter(|_| !is_decorated(id)).map(|fault| (ID, fault));
    let of_secret = || fault_of_secret(id, secret).filter(|_| !is_decorated(secret));
    of_id().or_else(|| of_secret().map(|fault| (SECRET, fault)))
}

/// The properties of a section that contain keys, from its own lines.
pub(super) fn key_properties(section: &Section) -> impl Iterator<Item = &Property> {
    KEY_LINES
        .iter()
        .filter_map(|key| section.properties.get(*key))
        .filter(|property| !matches!(&property.value, Value::Text(text) if text.is_empty()))
}

/// Comments settings out. A line of `[DEFAULT]` also applies to other profiles, so it stays.
pub(super) fn comment_out<'a>(
    settings: impl IntoIterator<Item = (FileKind, &'a Property)>,
) -> Vec<(FileKind, Edit)> {
    settings
        .into_iter()
        .filter(|(_, property)| !property.from_default)
        .map(|(file, property)| {
            let (first, last) = (property.key_location.line, property.last_line);
            (file, Edit::CommentOut { first, last })
        })
        .collect()
}

/// The keys in a profile's sections in both files.
pub(super) fn held<'a>(facts: &Facts, profile: Profile<'a>) -> Vec<Held<'a>> {
    profile
        .merged
        .sections()
        .rev()
        .filter_map(|(file, section)| {
            let mut lines: Vec<&Property> = key_properties(section).collect();
            lines.sort_by_key(|property| property.key_location);
            if lines.is_empty() {
                return None;
            }
            let text = |key: &str| {
                section
                    .properties
                    .get(key)
                    .and_then(|property| property.value.as_text())
                    .filter(|text| !text.is_empty())
            };
            let id = text(ID);
            let token = text("aws_session_token").or(text("aws_security_token"));
            let keys = match (id, text(SECRET)) {
                (Some(_), Some(_)) if has_endpoint(facts, profile) => Keys::OtherService,
                (Some(id), Some(secret)) if fault_of_pair(id, secret).is_some() => Keys::Malformed,
                (Some(id), Some(_)) if id.starts_with("AKIA") => Keys::LongTerm,
                (Some(id), Some(_)) if id.starts_with("ASIA") => match token {
                    None => Keys::WithoutToken,
                    Some(_) if is_stale(facts, file) => Keys::Stale,
                    Some(_) => Keys::Fresh,
                },
                (Some(_), Some(_)) => Keys::OtherForm,
                _ => Keys::Half,
            };
            Some(Held { file, keys, lines, id, secret: text(SECRET) })
        })
        .collect()
}

/// Whether the profile uses a service other than AWS: its `endpoint_url`, that of a nested
/// setting, or of its `[services]` section points elsewhere.
fn has_endpoint(facts: &Facts, profile: Profile<'_>) -> bool {
    let elsewhere = |property: &Property| {
        property
            .value
            .as_text()
            .is_some_and(|url| !url.is_empty() && !url.contains(".amazonaws.com"))
    };
    let nested = |section: &Section| {
        section.properties.values().any(|property| {
            property
                .value
                .as_nested()
                .and_then(|nested| nested.get("endpoint_url"))
                .is_some_and(elsewhere)
        })
    };
    let services = profile.text("services").and_then(|name| {
        let reading = facts.files().config.reading(View::Tolerant);
        reading.services.get(name)
    });
    profile.get("endpoint_url").is_some_and(|(_, property)| elsewhere(property))
        || profile.merged.sections().map(|(_, section)| section).chain(services).any(nested)
}

fn is_stale(facts: &Facts, file: FileKind) -> bool {
    facts
        .files()
        .file(file)
        .metadata
        .modified
        .is_some_and(|modified| facts.now.duration_since(modified) > STALE)
}

/// Whether the AWS CLI would use the keys for this profile: roles come before them, and so does
/// single sign-on, but only where an account or a role is named (`botocore/credentials.py`,
/// `create_credential_resolver`, `SSOProvider`; FACTS section 1).
pub(super) fn cli_takes_keys(profile: Profile<'_>) -> bool {
    ["sso_account_id", "sso_role_name", "role_arn"].iter().all(|key| profile.get(key).is_none())
}

/// Whether the AWS CLI uses single sign-on for this profile and can: the profile names an account
/// and a role, and does not assume another role with them.
pub(super) fn names_a_role(profile: Profile<'_>) -> bool {
    profile.account().is_some() && profile.role().is_some() && profile.get("role_arn").is_none()
}

/// Whether the keys are a second identity alongside single sign-on, which `precedence` reports.
/// Keys that cannot work or that the preset forbids are reported by `static-keys`.
pub(super) fn is_rival(facts: &Facts, profile: Profile<'_>, held: &Held<'_>) -> bool {
    names_a_role(profile)
        && !forbidden(facts)
        && matches!(held.keys, Keys::LongTerm | Keys::Fresh | Keys::OtherForm)
}

/// Whether the support team's preset forbids keys.
pub(super) fn forbidden(facts: &Facts) -> bool {
    facts.preset.as_ref().is_some_and(|preset| preset.static_keys_forbidden)
}

/// The access key ID, shortened so that it is safe to show.
pub(super) fn masked(held: &Held<'_>) -> String {
    held.id.map_or_else(|| "…".into(), |id| clean_line(&mask_key_id(id)))
}

pub(super) fn label(held: &Held<'_>) -> String {
    match held.keys {
        Keys::LongTerm => "a long-term key".into(),
        Keys::Stale | Keys::Fresh | Keys::WithoutToken => "a temporary key".into(),
        Keys::Half => format!("{} is missing", missing(held)),
        Keys::Malformed => "cannot be an access key".into(),
        Keys::OtherService => "for this profile's own endpoint".into(),
        Keys::OtherForm => "not an AWS key".into(),
    }
}

pub(super) const fn missing(held: &Held<'_>) -> &'static str {
    if held.id.is_some() { SECRET } else { ID }
}
