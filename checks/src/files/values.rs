//! Values of keys whose valid content is known: what has become part of one by mistake, and what
//! that stops.

use aws_files::{FileKind, Section};
use facts::{Facts, SessionKey, Subject, Text, clean_line, looks_like_region};

use super::known_keys::{Holds, holds};
use crate::Severity;
use crate::kit::words::split_comment;

/// Whether a line with this key is at the top level of a section, and not in a nested value.
pub(crate) fn is_of_sections(key: &str) -> bool {
    holds(key) != Holds::Anything || matches!(key, "credential_process" | "cli_pager")
}

/// What has become part of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stray<'a> {
    /// A comment after it.
    Comment(&'a str),
    /// Quotes around it.
    Quotes,
}

/// The intended value, and what has become part of it. Nothing for a value that is correct or may
/// be intended.
pub(super) fn spoilt<'a>(facts: &Facts, key: &str, value: &'a str) -> Option<(&'a str, Stray<'a>)> {
    // Almost no value has any of these.
    if !value.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'#' | b';')) {
        return None;
    }
    let holds = holds(key);
    if holds == Holds::Anything || value.contains('\n') || names_a_section(facts, key, value) {
        return None;
    }
    let comment = split_comment(value).filter(|_| holds != Holds::Path);
    let (head, comment) = match comment {
        Some((head, comment)) => (head, Some(comment)),
        None => (value, None),
    };
    let bare = unquoted(head, holds);
    match (comment, bare) {
        (Some(comment), bare) => Some((bare.unwrap_or(head), Stray::Comment(comment))),
        (None, Some(bare)) => Some((bare, Stray::Quotes)),
        (None, None) => None,
    }
}

/// Whether the value of a key that names a section names an existing one.
pub(super) fn names_a_section(facts: &Facts, key: &str, value: &str) -> bool {
    match key {
        "sso_session" => facts.files().sessions().contains_key(value),
        "source_profile" => facts.files().profiles().contains_key(value),
        _ => false,
    }
}

/// A value without the plain quotes around it; a single one is removed only if it cannot be
/// intended.
fn unquoted(value: &str, holds: Holds) -> Option<&str> {
    if let Some(inner) = value.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        // A finished value, as Markdown and mail programs write addresses; anything else is a
        // template's.
        return (holds != Holds::Anything && is_finished(inner)).then_some(inner);
    }
    let paired = ['"', '\'', '`'].iter().find_map(|quote| {
        let inner = value.strip_prefix(*quote)?.strip_suffix(*quote)?;
        (!inner.contains(*quote)).then_some(inner)
    });
    let bare = match holds {
        Holds::Words | Holds::Name => value.trim_matches(['"', '\'', '`']),
        Holds::Path | Holds::Anything => paired.unwrap_or(value),
    }
    .trim();
    (bare != value && !bare.is_empty() && !bare.contains(['"', '\'', '`'])).then_some(bare)
}

/// Whether the text is an address, a region, or an account, and not the name of one.
pub(super) fn is_finished(text: &str) -> bool {
    (text.starts_with("https://") && !text.contains(['<', '>', '{', '$']))
        || looks_like_region(text)
        || (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A section of a file.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    /// A profile's.
    Profile(&'a Section),
    /// An sso-session's.
    Session(&'a Section),
    /// Another one, so that it is unknown whether a profile in scope could use it.
    Other(&'a Section),
}

impl<'a> Of<'a> {
    pub(super) const fn section(self) -> &'a Section {
        match self {
            Self::Profile(section) | Self::Session(section) | Self::Other(section) => section,
        }
    }

    /// How a sentence names the section.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Profile(section) => format!("the profile {}", Text(&section.name)),
            Self::Session(section) => format!("the sso-session {}", Text(&section.name)),
            Self::Other(section) => format!("the section [{}]", Text(&section.name)),
        }
    }
}

/// What a fault in a value stops.
pub(super) struct Stopped {
    /// The subject of the checks that read the value.
    pub(super) subject: Subject,
    /// Whether this run is about it.
    pub(super) in_scope: bool,
    /// Whether this value takes effect, and not the one in the other file.
    pub(super) counts: bool,
}

impl Stopped {
    /// A failure where this run is about it.
    pub(super) const fn severity(&self) -> Severity {
        Severity::fail_if(self.in_scope && self.counts)
    }
}

/// What a fault in the value of a key stops.
pub(super) fn stopped(
    facts: &Facts,
    file: FileKind,
    of: Of<'_>,
    key: &str,
    value: &str,
) -> Stopped {
    let session = |key: SessionKey| Stopped {
        in_scope: facts.session_in_scope(&key),
        subject: Subject::Session(key),
        counts: true,
    };
    match of {
        Of::Other(_) => Stopped { subject: Subject::File(file), in_scope: false, counts: false },
        Of::Session(section) => session(SessionKey::Named(section.name.clone())),
        Of::Profile(section) => {
            let profile = facts.profile(&section.name);
            // The credentials file may contain the same key and take precedence.
            let counts = profile
                .is_none_or(|profile| profile.get(key).is_none_or(|(counts, _)| counts == file));
            // Nothing reads the region of a profile that only gives its credentials to others.
            let counts = counts
                && !(key == "region" && profile.is_some_and(|profile| profile.is_only_a_source()));
            let portal = profile.and_then(|profile| profile.session_key());
            match (key, portal) {
                ("sso_session", _) if counts && !value.is_empty() => {
                    session(SessionKey::Named(value.to_owned()))
                }
                ("sso_start_url" | "sso_region", Some(portal @ SessionKey::Legacy(_)))
                    if counts =>
                {
                    session(portal)
                }
                _ => Stopped {
                    subject: Subject::Profile(section.name.clone()),
                    in_scope: facts.in_scope(&section.name),
                    counts,
                },
            }
        }
    }
}

/// The AWS CLI's message for a value that it cannot use, where the message quotes the value.
pub(super) fn says(key: &str, value: &str) -> Option<String> {
    let value = clean_line(value);
    match key {
        "region" | "sso_region" => {
            Some(format!("Provided region_name '{value}' doesn't match a supported format."))
        }
        "sso_session" => Some(format!("The specified sso-session does not exist: \"{value}\"")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_off_where_none_can_be_meant() {
        for (value, holds, bare) in [
            ("\"x\"", Holds::Words, Some("x")),
            ("'x", Holds::Words, Some("x")),
            ("\"/a b/c.pem\"", Holds::Path, Some("/a b/c.pem")),
            ("\"/a\" \"b\"", Holds::Path, None),
            ("`x`", Holds::Name, Some("x")),
            ("<https://a.awsapps.com/start>", Holds::Words, Some("https://a.awsapps.com/start")),
            ("<us-east-1>", Holds::Words, Some("us-east-1")),
            ("<your-region>", Holds::Words, None),
            ("/it's", Holds::Path, None),
            ("\"", Holds::Words, None),
            ("x", Holds::Words, None),
        ] {
            assert_eq!(unquoted(value, holds), bare, "{value}");
        }
    }
}
