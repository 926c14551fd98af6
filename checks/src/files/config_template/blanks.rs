//! What is still to be filled in: the blanks of a template.

use aws_files::{LineTag, Location, Property, Section};
use facts::SessionKey;

use crate::files::source::SourceFile;
use crate::files::values::{is_finished, names_a_section};

/// A place that is not filled in.
pub(super) struct Blank {
    /// The key, or `None` for a header.
    pub(super) key: Option<&'static str>,
    /// Where the value or the name is.
    pub(super) at: Location,
    /// The text that is not filled in.
    pub(super) text: String,
}

/// A section with blanks.
pub(super) struct BlankSection {
    pub(super) owner: Owner,
    pub(super) header: Location,
    pub(super) blanks: Vec<Blank>,
}

/// What the section defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Profile(String),
    Session(String),
    Other,
}

/// The kind of a section.
#[derive(Clone, Copy)]
enum Kind {
    Profile,
    Session,
    Other,
}

impl Kind {
    fn owner(self, name: &str) -> Owner {
        match self {
            Self::Profile => Owner::Profile(name.to_owned()),
            Self::Session => Owner::Session(name.to_owned()),
            Self::Other => Owner::Other,
        }
    }
}

/// The keys whose values are compared with blanks: no other key is part of signing in.
const KEYS: &[&str] = &[
    "sso_session",
    "sso_start_url",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
    "role_arn",
    "source_profile",
    "region",
];

/// Whether any byte of the file can be part of a blank: one pass over the bytes is much cheaper
/// than ten thousand sections.
pub(super) fn may_have_blanks(bytes: &[u8]) -> bool {
    let has_word = |line: &[u8]| {
        let value = line.iter().position(|byte| *byte == b'=').map(|at| &line[at + 1..]);
        let text = value.and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default();
        let text = text.trim().trim_matches(['"', '\'']);
        is_blank_word(text) || is_enclosed(text) || may_be_blank(text)
    };
    bytes.iter().any(|byte| matches!(byte, b'<' | b'$' | b'{' | b'&'))
        || bytes.windows(2).any(|two| two == b"[[" || two == b" [")
        || bytes.split(|byte| *byte == b'\n').any(has_word)
}

/// The sections with blanks, in the order of the file.
pub(super) fn blank_sections(file: &SourceFile<'_>) -> Vec<BlankSection> {
    let reading = file.reading;
    let profiles = reading.profiles.values().map(|section| (Kind::Profile, section));
    let sessions = reading.sso_sessions.values().map(|section| (Kind::Session, section));
    let others =
        reading.others.iter().chain(&reading.ignored).map(|section| (Kind::Other, section));
    let mut found: Vec<BlankSection> = profiles
        .chain(sessions)
        .chain(others)
        .filter_map(|(kind, section)| {
            let mut blanks = blanks_of(file, section);
            // Nearly every section ends here, and a large file has many.
            if blanks.is_empty() {
                return None;
            }
            let owner = kind.owner(&section.name);
            if is_signed_in(file, &owner) {
                // These two have a form that no template has.
                blanks.retain(|blank| matches!(blank.key, Some("sso_account_id" | "region")));
            }
            (!blanks.is_empty()).then_some(BlankSection { owner, header: section.header, blanks })
        })
        .collect();
    found.sort_by_key(|section| section.header.line);
    found
}

/// Whether the profile or session has a sign-in: what works is not a template.
fn is_signed_in(file: &SourceFile<'_>, owner: &Owner) -> bool {
    let facts = file.facts;
    let key = match owner {
        Owner::Profile(name) => facts.profile(name).and_then(|profile| profile.session_key()),
        Owner::Session(name) => Some(SessionKey::Named(name.clone())),
        Owner::Other => None,
    };
    let token = key.and_then(|key| facts.token_of(&key));
    token.is_some_and(|token| !token.has_expired(facts.now))
}

fn blanks_of(file: &SourceFile<'_>, section: &Section) -> Vec<Blank> {
    let mut blanks = Vec::new();
    if has_placeholder(&section.name) || is_enclosed(&section.name) {
        blanks.push(Blank { key: None, at: section.header, text: section.name.clone() });
    }
    for key in KEYS {
        let Some(property) = section.get(key).filter(|own| !own.from_default) else { continue };
        if let Some(text) = blank_value(file, key, property, is_blank) {
            blanks.push(Blank { key: Some(key), at: property.location, text });
        }
    }
    // Beside a blank, a word that could also be a name is one too.
    if !blanks.is_empty() {
        for key in KEYS {
            let told = blanks.iter().any(|blank| blank.key == Some(key));
            let Some(property) = section.get(key).filter(|own| !own.from_default && !told) else {
                continue;
            };
            if let Some(text) = blank_value(file, key, property, |_, value| may_be_blank(value)) {
                blanks.push(Blank { key: Some(key), at: property.location, text });
            }
        }
    }
    blanks
}

/// Whether the value of a key is a blank.
fn is_blank(key: &str, value: &str) -> bool {
    // These have a form, so that a word in its place is not a name.
    let has_form = matches!(key, "sso_account_id" | "sso_region" | "region" | "sso_start_url");
    has_placeholder(value)
        || is_blank_word(value)
        || (is_enclosed(value) && !is_link(value))
        || (has_form && may_be_blank(value))
}

fn blank_value(
    file: &SourceFile<'_>,
    key: &str,
    property: &Property,
    is_blank: impl Fn(&str, &str) -> bool,
) -> Option<String> {
    let value = property.value.as_text()?.trim().trim_matches(['"', '\'']);
    let is_defined = || names_a_section(file.facts, key, value);
    (has_placeholder(value) || (is_blank(key, value) && !is_defined())).then(|| value.to_owned())
}

/// Whether the text contains `<…>`, `{{…}}`, `${…}` or `$VAR`, or the same in another notation.
pub(super) fn has_placeholder(text: &str) -> bool {
    if !text.contains(['<', '{', '$', '&']) {
        return false;
    }
    between(text, "<", ">").is_some_and(|inside| is_name(inside) && !is_finished(inside))
        || between(text, "<%", "%>").is_some_and(|inside| !inside.trim().is_empty())
        || between(text, "&lt;", "&gt;").is_some_and(is_name)
        || between(text, "{{", "}}").is_some_and(|inside| !inside.trim().is_empty())
        || between(text, "${", "}").is_some_and(is_name)
        || text.split('$').skip(1).any(|rest| {
            let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
            name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        })
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close).map(|(inside, _)| inside)
}

fn is_name(inside: &str) -> bool {
    inside.trim().starts_with(char::is_alphanumeric)
}

/// Whether the whole value is `[…]`, `%VAR%`, `@VAR@` or `__VAR__`.
fn is_enclosed(value: &str) -> bool {
    let inside = |open: &str, close: &str| {
        value.strip_prefix(open)?.strip_suffix(close).filter(|inside| !inside.is_empty())
    };
    let is_variable = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-".contains(&b))
    };
    inside("[", "]").is_some_and(is_name)
        || [("%", "%"), ("@", "@"), ("__", "__")]
            .iter()
            .any(|(open, close)| inside(open, close).is_some_and(is_variable))
}

/// Whether the value is an address in brackets, which is no blank.
fn is_link(value: &str) -> bool {
    is_finished(value.trim_matches(['[', ']']))
}

/// Whether the whole value is a blank where no name is possible: `your-account-id`, `«account»`.
fn may_be_blank(value: &str) -> bool {
    let quoted = [('«', '»'), ('‹', '›'), ('＜', '＞')].iter().any(|(open, close)| {
        let inside = value.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
        inside.is_some_and(|inside| is_name(inside) && !is_finished(inside))
    });
    let start = value.get(..5).unwrap_or_default();
    quoted || start.eq_ignore_ascii_case("your-") || start.eq_ignore_ascii_case("your_")
}

/// Whether the whole value is a word that people replace: `YOUR_ACCOUNT_ID`, `CHANGEME`,
/// `xxxxxxxxxxxx`.
pub(super) fn is_blank_word(value: &str) -> bool {
    // Nearly no value begins like one, and a large file has many values.
    let begins = |word: &str| value.get(..2).is_some_and(|two| two.eq_ignore_ascii_case(word));
    let is_dots = !value.is_empty() && value.chars().all(|c| matches!(c, '.' | '…'));
    if is_dots && (value.len() > 1) {
        return true;
    }
    if !["ch", "fi", "in", "re", "tb", "to", "xx", "yo"].into_iter().any(begins) {
        return false;
    }
    let mut words = value.split(|c: char| !c.is_ascii_alphanumeric());
    if matches!(words.next(), Some("TODO" | "FIXME" | "TBD")) {
        return true;
    }
    let squeezed: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let upper = squeezed.to_ascii_uppercase();
    let is_crossed_out = squeezed.len() >= 6
        && squeezed.bytes().all(|byte| matches!(byte, b'x' | b'X'))
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_ ".contains(&byte));
    is_crossed_out
        || matches!(
            upper.as_str(),
            "CHANGEME" | "REPLACEME" | "REPLACETHIS" | "FILLIN" | "FILLMEIN"
        )
        || ["YOUR_", "YOUR-", "INSERT_", "REPLACE_"].iter().any(|word| value.starts_with(word))
}

/// The lines of a shell before the first section, which belong to the template: assignments whose
/// names the template refers to, or that are blanks themselves.
pub(super) fn lines_before_sections(
    file: &SourceFile<'_>,
    sections: &[BlankSection],
) -> Vec<Location> {
    let document = file.document;
    let blanks = sections.iter().flat_map(|section| &section.blanks);
    let used: Vec<&str> = blanks.map(|blank| blank.text.as_str()).collect();
    let mut lines = Vec::new();
    let mut belongs = false;
    for number in 1..=document.line_count() {
        match document.tag(number) {
            Some(LineTag::Header) | None => break,
            Some(LineTag::Blank | LineTag::Comment) => continue,
            Some(_) => {}
        }
        let text = document.text(number);
        let Some((name, value)) = text.split_once('=') else { return Vec::new() };
        let (name, value) = (name.trim().trim_start_matches("export "), value.trim());
        belongs |= is_blank_word(value.trim_matches(['"', '\'']))
            || used.iter().any(|text| text.contains(&format!("${{{name}}}")));
        let end_column = text.chars().count() + 1;
        lines.push(Location { line: number, column: 1, end_column });
    }
    if belongs { lines } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_names() {
        for text in [
            "<your-role>",
            "<YOUR ROLE NAME>",
            "https://<sso-identifier>.awsapps.com/start",
            "{{ region }}",
            "${aws_region}",
            "$AWS_REGION",
            "arn:aws:iam::${ACCOUNT}:role/x",
            "<%= account %>",
            "&lt;account-id&gt;",
            "https://&lt;portal&gt;.awsapps.com/start",
        ] {
            assert!(has_placeholder(text), "{text}");
        }
        for text in [
            "PowerUser",
            "a<b",
            "a > b",
            "<>",
            "$",
            "costs $5",
            "{x}",
            "AWS$",
            "<<-",
            "R&D",
            "<https://a.awsapps.com/start>",
        ] {
            assert!(!has_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_bare_word_is_a_blank_only_as_the_whole_value() {
        for text in [
            "CHANGEME",
            "change-me",
            "YOUR_ACCOUNT_ID",
            "xxxxxxxxxxxx",
            "XXXX-XXXX-XXXX",
            "REPLACE_ME",
            "...",
            "…",
            "TODO",
            "TODO: ask Anna",
            "TBD",
        ] {
            assert!(is_blank_word(text), "{text}");
        }
        for text in [
            "111122223333",
            "xxx",
            "your-role",
            "ChangeMeRole",
            "XenonRole",
            "d-xxxxxxxxxx",
            "TODOS",
            ".",
        ] {
            assert!(!is_blank_word(text), "{text}");
        }
    }

    #[test]
    fn other_notations_are_blanks_as_the_whole_value() {
        for text in ["[your-account-id]", "%ACCOUNT_ID%", "@ACCOUNT@", "__ACCOUNT_ID__"] {
            assert!(is_enclosed(text), "{text}");
        }
        for text in ["Acme-[production]/Admin", "__proto__", "%", "@", "me@corp", "100%", "[]"] {
            assert!(!is_enclosed(text), "{text}");
        }
        for (key, value, blank) in [
            ("sso_account_id", "your-account-id", true),
            ("region", "your_region", true),
            ("sso_role_name", "your-role", false),
            ("sso_account_id", "«account»", true),
            ("region", "«eu-west-1»", false),
            ("sso_start_url", "[https://a.awsapps.com/start]", false),
        ] {
            assert_eq!(is_blank(key, value), blank, "{key} = {value}");
        }
    }
}
