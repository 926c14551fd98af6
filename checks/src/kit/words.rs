//! Short phrases that several checks need.

use facts::{ServiceError, clean_line};
use jiff::SignedDuration;

/// `1 profile`, `2 profiles`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `a`, `a and b`, `a, b and 3 more`: names from files, cleaned, at most `most` of them.
pub(crate) fn list<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<String> =
        names.iter().take(most).map(|name| clean_line(name.as_ref())).collect();
    let more = names.len().saturating_sub(most);
    match (shown.as_slice(), more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([head @ .., last], 0) => format!("{} and {last}", head.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

/// The text at the start of a sentence.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Letters and digits alone, in lower case.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A value and the comment after it, which SDKs remove and the AWS CLI does not (FACTS, 2.2).
pub(crate) fn split_comment(value: &str) -> Option<(&str, &str)> {
    let at =
        value.as_bytes().windows(2).position(|pair| matches!(pair, [b' ' | b'\t', b'#' | b';']))?;
    let (value, comment) = (value[..at].trim(), value[at..].trim());
    (!value.is_empty() && !comment.contains('\n')).then_some((value, comment))
}

/// Whether botocore would accept it as a region (`botocore/utils.py`, `validate_region_name`):
/// letters, digits and dashes that can be part of a hostname.
pub(crate) fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the value contains something that `config-values`, `config-lookalikes` or
/// `config-indentation` report: quotes, a comment, characters beyond ASCII, a swallowed line.
pub(crate) fn is_decorated(value: &str) -> bool {
    split_comment(value).is_some()
        || value.contains(['"', '\'', '`', '\n'])
        || !value.trim().is_ascii()
}

/// The names most similar to `wanted`, nearest first: those within a third of its length, at most
/// 4 edits. Case and separators count little.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let target = squeeze(wanted);
    let limit = (target.chars().count() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| {
            *name != wanted && name.chars().count().abs_diff(wanted.chars().count()) <= limit + 4
        })
        .map(|name| (strsim::osa_distance(&target, &squeeze(name)), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, name)| name).collect()
}

/// A duration as people say it, without its sign: `3 days`, `7 h 40 min`, `12 min`.
pub(crate) fn duration(length: SignedDuration) -> String {
    let minutes = length.as_secs().unsigned_abs() / 60;
    let (hours, days) = (minutes / 60, minutes / (60 * 24));
    match (days, hours, minutes % 60) {
        (0, 0, 0) => "less than a minute".into(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (1, ..) => "1 day".into(),
        (days, ..) => format!("{days} days"),
    }
}

/// A service's refusal as the AWS CLI prints it (`botocore/exceptions.py`, `ClientError`).
pub(crate) fn client_error(error: &ServiceError) -> String {
    format!(
        "An error occurred ({}) when calling the {} operation: {}",
        clean_line(&error.code),
        error.operation,
        clean_line(&error.message)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_said_in_at_most_two_units() {
        for (seconds, text) in [
            (0, "less than a minute"),
            (59, "less than a minute"),
            (720, "12 min"),
            (-3600, "1 h"),
            (27_600, "7 h 40 min"),
            (86_400, "1 day"),
            (-200_000, "2 days"),
            (i64::MIN, "106751991167300 days"),
        ] {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), text);
        }
    }
}
