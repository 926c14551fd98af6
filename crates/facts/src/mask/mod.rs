//! Makes text safe to display: no control characters, no key material.
//!
//! A secret is told by its name (`mfa_seed = …`), by its place (the password in an address, the
//! argument after `--token`), or by its form (a JSON web token, random characters at the length
//! of a key). A name, a path, a region and a host are never told by their form.

mod clean;
mod commands;
mod lines;
mod secret_names;
mod settings;
mod shape;
mod urls;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub use clean::{
    clean, clean_line, clean_screen, escape_html, escape_json, is_unsafe_to_print, tilde,
};
pub use lines::{LineRole, continues_a_secret, mask_comment, mask_file_line, mask_in_line};
pub use settings::{is_known_setting, mask_value};

pub(crate) use secret_names::names_a_secret;
pub(crate) use settings::{SettingForm, comment_in, first_word, form_of_setting, is_words};
pub(crate) use shape::{is_key_id, looks_random};
pub(crate) use urls::{addresses, authority_length};

/// An access key ID with its first and last four characters: `AKIA…MPLE`.
pub fn mask_key_id(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    // Anything of another form may be a misplaced secret.
    let is_one = (16..=24).contains(&chars.len())
        && chars.iter().all(char::is_ascii_alphanumeric)
        && id.get(..1).is_some_and(|first| first.eq_ignore_ascii_case("a"));
    if !is_one {
        return "…".into();
    }
    let head: String = chars.iter().take(4).collect();
    let tail: String = chars.iter().skip(chars.len() - 4).collect();
    format!("{head}…{tail}")
}

/// A text with everything masked that is a secret by its name, place or form: access key IDs keep
/// four characters at each end, everything else becomes `…`. Lengths are not preserved.
pub fn mask_secrets(text: &str) -> String {
    if !may_hold_a_secret(text) {
        return text.to_owned();
    }
    apply(text, &find_secrets(text))
}

/// [`mask_secrets`] without a copy of an unchanged text, which is the usual case.
pub fn mask_secrets_in(text: String) -> String {
    if may_hold_a_secret(&text) { mask_secrets(&text) } else { text }
}

/// The command with the secrets in its arguments masked.
pub fn mask_command(command: &str) -> String {
    apply(command, &find_secrets_in_command(command))
}

/// The places of the secrets in a text, from left to right, without overlaps.
pub(crate) fn find_secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    urls::find(text, &mut found);
    runs(text, &mut found);
    in_order(found)
}

/// The places of the secrets in a command, from left to right, without overlaps.
pub(crate) fn find_secrets_in_command(command: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    commands::find(command, &mut found);
    urls::find(command, &mut found);
    runs(command, &mut found);
    in_order(found)
}

/// From left to right, with overlapping places merged.
fn in_order(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn apply(text: &str, found: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        out.push_str(&text[at..range.start]);
        let secret = &text[range.clone()];
        out.push_str(&if is_key_id(secret) { mask_key_id(secret) } else { "…".into() });
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a word of a secret's name may be in the text, which is rare and quick to tell.
fn may_name_a_secret(text: &str) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build([
                "://",
                "pass",
                "pwd",
                "pw=",
                "secret",
                "token",
                "auth",
                "cookie",
                "seed",
                "bearer",
                "api",
                "key",
                "jwt",
                "otp",
                "mfa",
                "pin",
                "credentials",
            ])
            .ok()
    });
    WORDS.as_ref().is_none_or(|words| words.is_match(text))
}

/// Whether anything in the text is long enough to be masked, is an address, or is near a word that
/// names a secret.
fn may_hold_a_secret(text: &str) -> bool {
    const MIN_LENGTH: usize = 20;
    let mut run = 0;
    text.bytes().any(|byte| {
        run = if is_key_char(char::from(byte)) { run + 1 } else { 0 };
        run >= MIN_LENGTH
    }) || may_name_a_secret(text)
}

/// Whether `c` can be part of a key, a secret or a token.
fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '.')
}

/// The runs of key characters, each with what is before and after it.
fn runs(text: &str, found: &mut Vec<Range<usize>>) {
    let named = may_name_a_secret(text);
    let mut at = 0;
    while let Some(start) = text[at..].find(is_key_char).map(|offset| at + offset) {
        let end =
            text[start..].find(|c| !is_key_char(c)).map_or(text.len(), |length| start + length);
        run(text, start..end, named, found);
        at = end;
    }
}

/// The secrets in one run, or after it; `named` says that the text may name one.
fn run(text: &str, place: Range<usize>, named: bool, found: &mut Vec<Range<usize>>) {
    let run = &text[place.clone()];
    if let Some((name, value)) = run.split_once('=')
        && !value.trim_matches('=').is_empty()
    {
        let start = place.start + name.len() + 1;
        if named && secret_names::ends_as_a_secret(name) {
            found.push(start..value_end(text, start));
        } else {
            self::run(text, start..place.end, named, found);
        }
        self::run(text, place.start..place.start + name.len(), named, found);
        return;
    }
    if is_key_id(run) || (shape::looks_random(run) && !is_path(text, &place)) {
        found.push(place);
        return;
    }
    if is_path(text, &place) {
        let mut start = place.start;
        for part in run.split(|c: char| !c.is_ascii_alphanumeric()) {
            if is_key_id(part) {
                found.push(start..start + part.len());
            }
            // Every separator of a run is one byte.
            start += part.len() + 1;
        }
    }
    if named && let Some(value) = value_after(text, &place) {
        found.push(value);
    }
}

/// Where a value ends that begins here: at the next white space, quote or delimiter.
fn value_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ')' | '}' | '&' | '…')
        })
        .map_or(text.len(), |length| start + length)
}

/// The secret after a name that says so: `password = x`, `"secretAccessKey": "x"`,
/// `Authorization: Bearer x`, `--token x`.
fn value_after(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let name = &text[place.clone()];
    let after = &text[place.end..];
    if let Some(rest) = after.strip_prefix(':').filter(|_| secret_names::is_secret_header(name)) {
        let start = text.len() - rest.trim_start_matches([' ', '\t']).len();
        let end = text[start..].find(['\n', '"', '\'']).map_or(text.len(), |length| start + length);
        return (start < end).then_some(start..end);
    }
    let name = name.trim_end_matches('=');
    if !secret_names::ends_as_a_secret(name) {
        return None;
    }
    let is_quoted = after.starts_with(['"', '\'']);
    // `ExpiredToken: …` and `CreateToken: …` are an error and an operation.
    let is_compound = name.contains('_')
        || (name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().any(|b| b.is_ascii_uppercase()))
        || matches!(
            name,
            "AccessToken" | "ClientSecret" | "RefreshToken" | "SecretAccessKey" | "SessionToken"
        );
    let bare = after.trim_start_matches(['"', '\'', ' ', '\t']);
    let value = if text[..place.end].ends_with('=') {
        Some(bare)
    } else if let Some(value) = bare.strip_prefix('=') {
        Some(value)
    } else if is_quoted || is_compound {
        bare.strip_prefix(':')
    } else {
        None
    };
    match value {
        Some(value) => {
            let value = value.trim_start_matches([' ', '\t', '"', '\'']);
            let start = text.len() - value.len();
            let end = value_end(text, start);
            (start < end && !value.starts_with('…')).then_some(start..end)
        }
        None => word_after(text, place),
    }
}

/// Words that follow the name of an option in a sentence about it.
const AFTER_AN_OPTION: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "argument",
    "as",
    "at",
    "but",
    "by",
    "can",
    "cannot",
    "contains",
    "do",
    "does",
    "expects",
    "flag",
    "for",
    "from",
    "has",
    "if",
    "in",
    "into",
    "is",
    "it",
    "missing",
    "must",
    "needs",
    "not",
    "of",
    "on",
    "option",
    "options",
    "or",
    "parameter",
    "requires",
    "should",
    "so",
    "takes",
    "that",
    "the",
    "then",
    "this",
    "to",
    "use",
    "value",
    "was",
    "were",
    "when",
    "which",
    "will",
    "with",
    "without",
    "you",
];

/// The word after an option or after `Bearer`, unless it is a word of a sentence.
fn word_after(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let name = &text[place.clone()];
    let is_option = name.starts_with("--") && !name.starts_with("--no-");
    if !(is_option || name.eq_ignore_ascii_case("bearer")) {
        return None;
    }
    let rest = text[place.end..].strip_prefix(' ')?.trim_start_matches(['"', '\'']);
    let start = text.len() - rest.len();
    let end = value_end(text, start);
    let word = &text[start..end];
    let bare = word.trim_end_matches([';', '.', ':', '!', '?']);
    let is_plain = bare.bytes().all(|b| b.is_ascii_lowercase());
    let is_ordinary = word.starts_with('-')
        || (is_plain && (!is_option || bare.is_empty() || AFTER_AN_OPTION.contains(&bare)));
    (!is_ordinary && start < end).then_some(start..end)
}

/// Whether a run is part of a path, which is never a secret by its form: it begins like one, or a
/// backslash is beside it. Forty characters without a dash or a dot may be a secret access key
/// that begins with a slash.
fn is_path(text: &str, place: &Range<usize>) -> bool {
    let run = &text[place.clone()];
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    let begins = ["/", "./", "../"].iter().any(|start| run.starts_with(start))
        && (run.len() != 40 || run.contains(['-', '_', '.']));
    begins
        || before == Some('\\')
        || after == Some('\\')
        || (run.contains('/') && matches!(before, Some('~' | '$' | '%' | '}')))
}
