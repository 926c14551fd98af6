//! What a header was meant to be if the AWS CLI recognizes neither a profile nor a session in it.

use aws_files::Section;

use crate::kit::words::nearest;

/// What a section was meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// `[profile NAME]`, or `[default]`.
    Profile(String),
    /// `[sso-session NAME]`.
    Session(String),
    /// One of the two.
    Either(String),
    /// One of the two, whose name is not visible.
    Unknown,
}

impl Meant {
    /// The texts between the brackets that mean this; none if no header can contain the name.
    pub(super) fn headers(&self) -> Vec<String> {
        let (prefixes, name): (&[&str], _) = match self {
            Self::Profile(name) => (&["profile"], name),
            Self::Session(name) => (&["sso-session"], name),
            Self::Either(name) => (&["sso-session", "profile"], name),
            Self::Unknown => return Vec::new(),
        };
        prefixes.iter().filter_map(|prefix| aws_files::header(prefix, name).ok()).collect()
    }
}

/// Which tools read a header that the AWS CLI does not (measured/dialects.json).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// None.
    None,
    /// The Rust and the Go SDK: spaces inside the brackets.
    RustAndGo,
    /// The Go SDK: a name with a space, without quotes.
    Go,
    /// The Go SDK, as a profile with exactly that name: `[Default]`.
    GoAsItIs,
    /// The JavaScript SDK: `[profile.dev]`.
    JavaScript,
    /// Most SDKs: text with a `]` after the header, which only the AWS CLI treats as part of it.
    Sdks,
}

impl Readers {
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::None => "No AWS tool reads this section.",
            Self::RustAndGo => {
                "The AWS CLI, boto3 and the JavaScript SDK do not read this section; the Rust and Go SDKs do."
            }
            Self::Go => "Of the AWS tools, only the Go SDK reads this section.",
            Self::GoAsItIs => {
                "The Go SDK reads it as a profile with exactly this name; other AWS tools do not read it."
            }
            Self::JavaScript => "Of the AWS tools, only the JavaScript SDK reads this section.",
            Self::Sdks => {
                "The AWS CLI and boto3 read everything up to the last bracket as the name and ignore the section; SDKs read it."
            }
        }
    }
}

/// Keys that only a profile or a session has.
const KEYS: &[&str] = &[
    "aws_access_key_id",
    "credential_process",
    "credential_source",
    "login_session",
    "mfa_serial",
    "output",
    "region",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

/// Sections that the AWS CLI reads by these names (`configloader.py`; the topic `config-vars`).
const OWN: &[&str] = &["plugins", "preview", "services", "DEFAULT"];

/// What a section of the config file was meant to be, judged by its header and contents; nothing
/// for one that is correct or belongs to another tool.
pub(super) fn meant(text: &str, section: &Section) -> Option<(Meant, Readers)> {
    let bare = text.trim();
    if OWN.contains(&bare) {
        return None;
    }
    // A comment or text that contains a bracket: `[profile dev] # see [ops]`.
    if let Some((head, _)) = text.split_once(']') {
        let (meant, _) = recognized(head.trim())?;
        return Some((meant, Readers::Sdks));
    }
    if let Some(name) = session_among_profiles(bare).filter(|_| has_portal_alone(section)) {
        // The Go SDK reads a profile's name with a space in it.
        let readers = if bare.starts_with("profile") { Readers::GoAsItIs } else { Readers::None };
        return Some((Meant::Session(name), readers));
    }
    if let Some((meant, readers)) = recognized(bare) {
        let spaced = bare != text && meant.headers().iter().any(|header| header == bare);
        return Some((meant, if spaced { Readers::RustAndGo } else { readers }));
    }
    if !KEYS.iter().any(|key| section.properties.contains_key(*key)) {
        return None;
    }
    if ["profile", "sso-session"]
        .iter()
        .any(|prefix| bare == *prefix || bare.starts_with(&format!("{prefix} ")))
    {
        return Some((Meant::Unknown, Readers::None));
    }
    if let Some(meant) = after_misspelled_word(bare) {
        return Some((meant, Readers::None));
    }
    let name = bare.trim_matches(['"', '\'']).to_owned();
    if name.is_empty() {
        return None;
    }
    if name.eq_ignore_ascii_case("default") {
        return Some((Meant::Profile("default".into()), Readers::GoAsItIs));
    }
    Some((by_content(name, section), Readers::None))
}

/// The session's name in `profile sso-session corp`, `session corp` or `sso corp`.
fn session_among_profiles(text: &str) -> Option<String> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let name = match first.to_ascii_lowercase().as_str() {
        "profile" => match recognized(rest.trim())?.0 {
            Meant::Session(name) => name,
            _ => return None,
        },
        "session" | "sso" => rest.trim().trim_matches(['"', '\'']).to_owned(),
        _ => return None,
    };
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
}

/// Whether the section has a portal, and nothing of a profile.
fn has_portal_alone(section: &Section) -> bool {
    let has = |key: &str| section.properties.contains_key(key);
    has("sso_start_url") && !has("sso_session") && !has("sso_account_id") && !has("sso_role_name")
}

/// Only a name: a portal without an account and a role belongs to a session or an old profile.
fn by_content(name: String, section: &Section) -> Meant {
    if has_portal_alone(section) { Meant::Either(name) } else { Meant::Profile(name) }
}

/// `[pofile dev]`, `[sso-sesion corp]`: the first word is almost the right one, so the name is what
/// follows it.
fn after_misspelled_word(text: &str) -> Option<Meant> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let word = *nearest(first, ["profile", "sso-session"]).first()?;
    // `[#profile dev]`, `[old-profile dev]`: the section may have been switched off, so ask.
    if first.to_ascii_lowercase().ends_with(word) {
        return Some(Meant::Unknown);
    }
    recognized(&format!("{word} {rest}")).map(|(meant, _)| meant)
}

/// A header with a word before the name.
fn recognized(text: &str) -> Option<(Meant, Readers)> {
    if text == "default" {
        return Some((Meant::Profile(text.into()), Readers::None));
    }
    let lower = text.to_ascii_lowercase();
    let after = |prefix: &str| {
        let rest = lower.starts_with(prefix).then(|| &text[prefix.len()..])?;
        let name = rest.strip_prefix(|c: char| c.is_whitespace() || ".:\"'=".contains(c))?;
        let quote = rest.starts_with(['"', '\'']);
        let name = name.trim_start_matches([':', '=']).trim();
        let name = name.trim_matches(['"', '\'']).trim();
        // The text there is not a name: `[profile "a" "b"]`.
        (!name.is_empty() && !name.contains(['"', '\'', '\\', '[', ']']))
            .then(|| (name.to_owned(), quote, rest))
    };
    for prefix in
        ["sso-sessions", "sso_sessions", "sso-session", "sso_session", "ssosession", "sso session"]
    {
        if let Some((name, _, _)) = after(prefix) {
            return Some((Meant::Session(name), Readers::None));
        }
    }
    for prefix in ["profiles", "profile"] {
        if let Some((name, _, rest)) = after(prefix) {
            let readers = if lower.starts_with("profile") && !text.starts_with("profile") {
                Readers::None
            } else if rest.starts_with('.') {
                Readers::JavaScript
            } else if rest.starts_with(char::is_whitespace) && !rest.contains(['"', '\'']) {
                Readers::Go
            } else {
                Readers::None
            };
            return Some((Meant::Profile(name), readers));
        }
    }
    None
}

/// The intended prefix of `[profiles dev]`, `[profile-x dev]`, `[sso-sessions corp]`, which only
/// the AWS CLI recognizes, by the beginning of the word alone (`configloader.py`,
/// `build_profile_map`).
pub(super) fn loose_prefix(text: &str) -> Option<&'static str> {
    ["profile", "sso-session", "services"].into_iter().find(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| !rest.starts_with([' ', '\t', '"', '\'']) && !rest.is_empty())
    })
}
